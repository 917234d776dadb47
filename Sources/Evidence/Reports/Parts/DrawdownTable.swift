import JSONText
import Statistics
import TradingCore

/// The deepest drawdowns of a run with their dates.
struct DrawdownTable {
  /// How many are shown.
  static let count = 5

  let episodes: [DrawdownEpisode]
  let currency: Currency

  /// The deepest of equity over time.
  init(_ points: [EquityPoint], start: Money, currency: Currency) {
    episodes = DrawdownEpisode.deepest(Self.count, of: points, start: start)
    self.currency = currency
  }

  var card: Markup {
    let title = "Deepest drawdowns"
    guard !episodes.isEmpty else {
      return HTMLPage.card(title, [HTMLPage.nothing("Equity was never below its peak.")])
    }
    var table = HTMLTable(
      caption: "The deepest first",
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
    return HTMLPage.card(
      title,
      note:
        "Falls of equity below its highest so far, in \(currency.code). The first peak is the start balance. From the "
        + "points that the chart keeps.", [table.markup])
  }

  /// The table for a terminal; empty without a drawdown.
  func text(colored: Bool) -> String {
    guard !episodes.isEmpty else { return "" }
    var table = TextTable([
      .init("Deepest drawdowns", .right), .init("Amount", .right), .init("Peak"), .init("Lowest"),
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
