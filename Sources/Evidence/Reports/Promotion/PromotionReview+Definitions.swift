extension PromotionReview {
  /// What the checks mean, in a sentence or two each.
  static let definitions: [(term: String, meaning: String)] = [
    (
      "Win rate and break-even",
      "Wins over trades. The break-even rate is 1 / (1 + mean win / mean loss): below it the wins don't pay for the "
        + "losses. The interval is Wilson's (1927), and its lower end has to clear the break-even rate."
    ),
    (
      "Profit factor",
      "The sum of winning results over the magnitude of the sum of losing ones; its interval comes from the stationary "
        + "bootstrap over blocks of trades (Politis & Romano 1994)."
    ),
    (
      "Probabilistic Sharpe ratio",
      "The confidence that the true Sharpe ratio is above zero, given length, skewness and tails of the record (Bailey "
        + "& López de Prado 2012). The minimum track record length is how many days that confidence takes."
    ),
    (
      "Deflated Sharpe ratio",
      "The same against the best ratio to be expected from so many tries without any skill (Bailey & López de Prado "
        + "2014). The number of tries comes from the journal."
    ),
    (
      "Backtest overfitting",
      "How often the best configuration of one half of the record is below the middle in the other (Bailey et al. 2017)."
    ),
    (
      "Always-valid test",
      "A fair bet against the bot having no edge: its value is what one unit staked has become. Without an edge it ever "
        + "reaches the boundary with at most one in that many bots, however often one looks."
    ),
    (
      "Coverage",
      "Trading days with ticks over weekdays between the first and the last tick."
    ),
  ]
}
