package import BotAssembly
package import JSONText
import MarketClimate
import Reports
package import TradingCore

/// The news that a bot is told of, for people and programs.
package struct ShownNews: Sendable {
  private let news: BotNews
  /// How many stretches of time it makes a NEWS_EVENT of, of all that the bot trades together.
  package let windows: Int

  /// What there is to say of a bot's news.
  package init(_ news: BotNews) {
    self.news = news
    windows = news.calendar.schedule.stretches.count
  }

  /// How many events count for the bot.
  package var events: Int { news.calendar.events.count }

  /// The day of the last event that is known, whether it counts or not; `nil` for a calendar without any.
  package var lastDay: CivilDate? { news.knownUntil.map { CivilDate(containing: $0) } }

  /// It in a line: `3 events until 2014-05-30 in nfp.csv`.
  package var line: String {
    let names = news.sources.map(\.name)
    let until = lastDay.map { ", known until \($0)" } ?? ""
    return "\(Counted.text(events, "event")) of \(names.joined(separator: ", "))\(until)"
  }

  /// What a reader must know who looks at what the bot did or does at a time that the calendar no longer covers.
  ///
  /// `id`: the bot's name.
  package func warning(at time: Timestamp, of id: String) -> String? {
    guard news.isOver(at: time) else { return nil }
    let known = lastDay.map { "The news of '\(id)' ends on \($0)" } ?? "The news of '\(id)' has no event"
    return "\(known): none is known beyond. Newer news makes another bot: "
      + "slipway bot clone \(id) NEW --news FILE."
  }

  /// Why it changes nothing, in a sentence each; empty where it may.
  ///
  /// `looksAtRegimes`: whether the strategy does; `nil` where nobody knows.
  package func remarks(strategy: String, symbols: [Symbol], looksAtRegimes: Bool?) -> [String] {
    var remarks: [String] = []
    if looksAtRegimes == false {
      remarks.append("The strategy '\(strategy)' looks at no regime, so that news changes nothing.")
    }
    if events == 0 {
      let read = Counted.text(news.sources.reduce(0) { $0 + $1.events }, "event")
      remarks.append(
        "Of the news (\(read)) nothing bears on \(symbols.map(\.name).joined(separator: ", ")) and has a window: it "
          + "changes nothing.")
    }
    return remarks
  }

  /// How many of the windows hold a time between two, both included.
  package func windows(from: Timestamp, to: Timestamp) -> Int {
    news.calendar.schedule.stretches.count { $0.span.from <= to && from < $0.span.to }
  }

  /// What the identity covers of it, in hexadecimal.
  package var digest: String { news.digest }

  /// The files as they were read: path, events and SHA-256.
  package var sources: [BotNews.Source] { news.sources }

  /// It, for programs.
  package var json: JSONValue {
    let stretches = news.calendar.schedule.stretches
    return [
      "sha256": .string(digest), "events": .count(events), "windows": .count(windows),
      "from": .time(stretches.first?.span.from), "to": .time(stretches.last?.span.to),
      "known_until": .time(news.knownUntil),
      "files": .array(
        news.sources.map {
          ["file": .string($0.path), "sha256": .string($0.digest), "events": .count($0.events)]
        }),
    ]
  }
}
