extension BotReport {
  /// What the figures mean, in a sentence or two each.
  static let definitions: [(term: String, meaning: String)] = [
    (
      "Trade, win rate",
      "From flat to flat in one symbol: closing in parts, adding and hedging make one trade longer, not several. Won "
        + "when price result less commission plus swap is above zero; zero is neither won nor lost."
    ),
    ("Expectancy", "Net result over trades; in R, the mean R multiple."),
    ("Profit factor", "The sum of winning results over the magnitude of the sum of losing ones."),
    (
      "R multiple",
      "Net result over what the stop losses sent with the entries would have lost before costs (Tharp 1998). Trades with "
        + "an entry that had none have no R."
    ),
    (
      "System quality (SQN)",
      "Mean over standard deviation of the R multiples, times the root of their number, at most 100 (Tharp 2008). Where "
        + "a trade has no R it is over net results, with the mean loss as 1 R."
    ),
    (
      "Drawdown",
      "The fall of equity from its highest so far, open positions at the price that would close them; marked on every "
        + "tick. The first peak is the start balance."
    ),
    ("Ulcer index", "Root mean square of the drawdowns at the ends of trading days (Martin 1989)."),
    (
      "Sharpe, Sortino, Calmar",
      "Mean daily return over its deviation, or over the root mean square of losing days, times √252, or √365 where "
        + "a symbol's market never closes, without a risk-free rate; annual growth over maximum drawdown."
    ),
    (
      "Days active, trading day",
      "Trading days with a tick while the bot was active; they run from 17:00 to 17:00 New York, named for the date "
        + "they end on."
    ),
    (
      "Time in market",
      "Time with a position open over the time from first to last tick, nights and weekends in both."
    ),
    (
      "Exposure, margin",
      "Price times quantity of what is open, and the margin that the broker's rules bind for it, both as of the entries; of "
        + "a symbol's long and short margin the larger counts. Reckoned from the fills; where another pair converts, at its "
        + "last rate."
    ),
    (
      "Costs, share of fees",
      "Commission less swap, plus spread and slippage, which are inside the price results; over the results of those "
        + "trades that would have won without any cost."
    ),
    (
      "Evidence",
      "What a bot did in one mode under one identity. Any change of strategy, parameters, program or broker profile is "
        + "another identity and starts anew."
    ),
  ]
}
