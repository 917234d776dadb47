/// What the figures of a report mean, in a sentence each: its footnotes.
enum FigureDefinitions {
  static let all: [(term: String, meaning: String)] = [
    (
      "Trade, win rate",
      "One matched portion of entry and exit, first in first out; won when price result less commission plus swap "
        + "is above zero. A result of zero is neither won nor lost."
    ),
    (
      "Expectancy",
      "Net result over trades; in R, the mean R multiple."
    ),
    (
      "R multiple",
      "Net result of a round trip from flat to flat over what the stop losses sent with its entries would have lost before "
        + "costs (Tharp 1998); without a stop loss there is none. A trade that is a part of a round trip has its part of it."
    ),
    (
      "Exposure, margin",
      "Price times quantity of what is open, and the margin that the broker's rules bind for it, both as of the entries; of "
        + "a symbol's long and short margin the larger counts. Reckoned from the fills."
    ),
    ("Profit factor", "The sum of winning results over the magnitude of the sum of losing ones."),
    ("Payoff ratio", "The mean winning result over the magnitude of the mean losing one."),
    (
      "System quality (SQN)",
      "Mean over standard deviation of the net results, times the root of their number (Tharp 2008), in money."
    ),
    (
      "Drawdown",
      "The fall of equity from its highest so far, open positions at the price that would close them; marked on every "
        + "tick. The first peak is the start balance."
    ),
    ("Longest drawdown", "Trading days from a peak at a day's end until a day's end is back at it."),
    ("Ulcer index", "Root mean square of the drawdowns at the ends of trading days (Martin 1989)."),
    ("Recovery factor", "Net result over the maximum drawdown as an amount."),
    (
      "Annual growth, volatility",
      "Compound growth by the time from first to last tick, in years of 365.25 days; the sample deviation of daily "
        + "returns, times √252, or √365 where a symbol's market never closes. Few days make wild figures of both."
    ),
    (
      "Sharpe, Sortino, Calmar",
      "Mean daily return over its deviation, or over the root mean square of losing days, times √252, or √365 where "
        + "a symbol's market never closes, without a risk-free rate; annual growth over maximum drawdown."
    ),
    (
      "Trading day, days active",
      "17:00 to 17:00 New York, named for the date it ends on; those with ticks are the days active. Best, worst and other "
        + "days by date are trading days; times of day are UTC."
    ),
    (
      "Time in market",
      "Time with a position open over the time from first to last tick, nights and weekends in both."
    ),
    (
      "Excursions (MAE, MFE)",
      "The lowest and highest open result a trade showed, its close included, before commission and swap."
    ),
    (
      "Usual longest run",
      "What independent trades with the same shares of wins and losses would show on average (Schilling 1990)."
    ),
    (
      "History quality",
      "Here its coverage: minutes with a tick over minutes of the market's regular hours. 25 December and 1 January count as "
        + "closed, though they are days active when they have ticks; other holidays are not known and show as gaps. The figure of slipway data info also takes off crossed and repeated ticks."
    ),
    (
      "Spread, slippage",
      "Spread: from the mid to the quote of the order's side, on both fills. Slippage: from that quote to the fill. "
        + "Both are inside the price results."
    ),
  ]

  static var card: Markup { card(all) }

  /// Terms and what they mean, as the last card of a page.
  static func card(_ entries: [(term: String, meaning: String)]) -> Markup {
    HTMLPage.card(
      "How the figures are defined",
      [
        .element(
          "dl", ["class": "definitions"],
          entries.map { entry in
            .element("div", [:], [.element("dt", text: entry.term), .element("dd", text: entry.meaning)])
          })
      ])
  }
}
