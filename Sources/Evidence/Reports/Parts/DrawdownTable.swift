import JSONText
import Statistics
import TradingCore

/// The deepest drawdowns of a run with their dates.
struct DrawdownTable {
  /// How many a backtest shows.
  static let count = 5

  let episodes: [DrawdownEpisode]
  let currency: Currency
  private let title: String
  private let note: String
  /// What is said where there is none to show.
  private let nothing: String

  /// The deepest of equity over time, kept at so many points that none of them is missed.
  init(_ points: [EquityPoint], start: Money, currency: Currency) {
    episodes = DrawdownEpisode.deepest(Self.count, of: points, start: start)
    self.currency = currency
    title = "Deepest drawdowns"
    note =
      "Falls of equity below its highest so far, in \(currency.code). The first peak is the start balance. From the "
      + "points that the chart keeps."
    nothing = "Equity was never below its peak."
  }

  /// The deepest of a bot alone: of its equity few points are kept, which tell the dates of the deepest and no more than
  /// about how deep the others were.
  init(deepestOf figures: Scorecard, _ points: [EquityPoint]) {
    currency = figures.currency
    title = "Deepest drawdown"
    note =
      "The largest fall of equity below its highest so far, in \(currency.code). The first peak is the start balance. "
      + "Peak and lowest point are to the tick; when equity was back is from the points that are kept of it."
    guard figures.maximumDrawdown > 0 else {
      (episodes, nothing) = ([], "Equity was never below its peak.")
      return
    }
    let found = DrawdownEpisode.deepest(1, of: points, start: figures.startEquity).first
    let depth = NumberText.percent(figures.maximumDrawdown)
    guard figures.drawdownBasis == .ticks else {
      (episodes, nothing) = (
        [], "\(depth), of equity at the ends of trading days: of a period ticks are not kept."
      )
      return
    }
    // The tracker knows it to the tick; points that come to another depth have missed its peak or its lowest point.
    let isWhole = found.map { abs($0.ratio - figures.maximumDrawdown) * Double($0.peak.units) <= 2 } ?? false
    episodes = isWhole ? [found].compactMap { $0 } : []
    nothing = "\(depth); when it was can't be told from the points that are kept of equity."
  }

  var card: Markup {
    guard !episodes.isEmpty else { return HTMLPage.card(title, [HTMLPage.nothing(nothing)]) }
    var table = HTMLTable(
      caption: episodes.count == 1 ? "The deepest" : "The deepest first",
      columns: [
        .init("Depth", .right), .init("Amount", .right), .init("From the peak of"), .init("Lowest on"),
        .init("Back at the peak"), .init("Lasted", .right),
      ])
    for episode in episodes {
      table.rows.append([
        .init(NumberText.percent(-episode.ratio), .loss),
        .init(NumberText.money(Money(units: -episode.amount.units), in: currency)),
        .init(Self.minute(episode.peakTime)), .init(Self.minute(episode.lowTime)),
        .init(episode.recoveryTime.map(Self.minute) ?? "not yet"), .init(Self.length(episode)),
      ])
    }
    return HTMLPage.card(title, note: note, [table.markup])
  }

  /// The table for a terminal; empty without a drawdown.
  func text(colored: Bool) -> String {
    guard !episodes.isEmpty else { return "" }
    var table = TextTable([
      .init(title, .right), .init("Amount", .right), .init("Peak"), .init("Lowest"),
      .init("Back"),
    ])
    for episode in episodes {
      table.add([
        TextCell(NumberText.percent(-episode.ratio), .loss),
        TextCell(NumberText.money(Money(units: -episode.amount.units), in: currency)),
        TextCell(Self.day(episode.peakTime)), TextCell(Self.day(episode.lowTime)),
        TextCell(episode.recoveryTime.map(Self.day) ?? "not yet"),
      ])
    }
    return table.text(colored: colored)
  }

  var json: JSONValue {
    .array(
      episodes.map {
        [
          "ratio": .number($0.ratio), "amount": .money($0.amount, in: currency),
          "peak_time": .time($0.peakTime), "peak": .money($0.peak, in: currency),
          "low_time": .time($0.lowTime), "low": .money($0.low, in: currency),
          "recovery_time": .time($0.recoveryTime),
        ]
      })
  }

  private static func minute(_ time: Timestamp) -> String { String(DateText.second(time).dropLast(3)) }

  private static func day(_ time: Timestamp) -> String { String(DateText.second(time).prefix(10)) }

  private static func length(_ episode: DrawdownEpisode) -> String {
    guard let end = episode.recoveryTime else { return "not over" }
    return NumberText.duration(seconds: ChartScale.seconds(end) - ChartScale.seconds(episode.peakTime))
  }
}
