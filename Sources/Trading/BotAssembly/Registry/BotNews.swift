import Crypto
import FileSystem
package import MarketClimate
package import TradingCore

/// The news that a bot is told of: what its files said when it was registered or its backtest begun. The files may
/// change or go; a bot with other news is another bot.
package struct BotNews: Sendable, Hashable {
  /// A file that it was read from.
  package struct Source: Sendable, Hashable {
    /// Its path.
    package var path: String
    /// SHA-256 of its content, in hexadecimal.
    package var digest: String
    /// How many events it had, whether they count or not.
    package var events: Int

    /// Its name without its folders.
    package var name: String { path.split(separator: "/").last.map(String.init) ?? path }

    /// A file.
    package init(path: String, digest: String, events: Int) {
      (self.path, self.digest, self.events) = (path, digest, events)
    }
  }

  /// What of the files counts for the bot.
  package var calendar: NewsCalendar
  /// The files.
  package var sources: [Source]
  /// When the last event of the files starts, whether it counts or not: of later ones nothing is known. `nil` for files
  /// without any.
  package var knownUntil: Timestamp?

  /// News of files, as it was read.
  package init(calendar: NewsCalendar, sources: [Source], knownUntil: Timestamp?) {
    (self.calendar, self.sources, self.knownUntil) = (calendar, sources, knownUntil)
  }

  /// The news of files, all of it.
  ///
  /// - Throws: as `NewsCalendar.load`.
  package static func load(paths: [String], policy: NewsPolicy) throws(CalendarError) -> BotNews {
    var sources: [Source] = []
    let calendar = try NewsCalendar.load(paths: paths, policy: policy) { file in
      sources.append(
        Source(
          path: Folders.absolutePath(file.path), digest: Hexadecimal.text(SHA256.hash(data: file.bytes)),
          events: file.events))
    }
    return BotNews(calendar: calendar, sources: sources, knownUntil: calendar.events.last?.startsAt)
  }

  /// What counts of it for whoever trades these instruments.
  package func counting(for instruments: [Instrument]) -> BotNews {
    BotNews(
      calendar: calendar.counting(for: instruments), sources: sources, knownUntil: knownUntil)
  }

  /// What the identity covers of it, in hexadecimal.
  package var digest: String { BotIdentity.digest(of: calendar) }

  /// Whether something happens at a time of which the files say nothing any more.
  package func isOver(at time: Timestamp) -> Bool { knownUntil.map { $0 < time } ?? true }
}
