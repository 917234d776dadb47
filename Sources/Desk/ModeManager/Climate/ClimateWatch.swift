import FileSystem
import Logging
package import MarketClimate
import StateCoding
package import TradingCore

/// The regimes of everything that a session's quotes are of, for people: no bot's decision rests on them, as each engine
/// reckons its own from what its bot has seen.
struct ClimateWatch {
  private var climates: [FollowedClimate] = []
  private var symbols: [Symbol] = []
  /// The last quote of each symbol.
  private var lastTimes: [Timestamp] = []

  /// A watch over a session's symbols, which goes on from what the home has kept of them.
  ///
  /// What can't be read is begun anew, with a line in the log.
  mutating func begin(_ symbols: [Symbol], home: String, log: Logger) {
    guard symbols != self.symbols else { return }
    let files = ClimateFiles(home: home)
    let news = Self.news(home: home, log: log)
    self.symbols = symbols
    climates = symbols.map { symbol in
      var tracker = ClimateTracker(timeframes: Timeframe.ofRegimes)
      do { tracker = try files.read(symbol) ?? tracker } catch {
        log.notice(
          "the climate begins anew", metadata: ["symbol": "\(symbol)", "reason": "\(error)"])
      }
      return FollowedClimate(
        tracker, news: InstrumentCatalog.standard[symbol].map { news.schedule(affecting: $0) })
    }
    lastTimes = climates.map { $0.tracker.lastBar(.m1)?.endTime ?? .distantPast }
  }

  private static func news(home: String, log: Logger) -> NewsCalendar {
    do throws(CalendarError) { return try Calendars.load(home: home).news } catch {
      log.warning("the home's calendar is not used", metadata: ["reason": "\(error)"])
      return .empty
    }
  }

  /// Takes a stretch of one symbol's quotes. Quotes of a time that was seen already change nothing.
  mutating func add(_ quotes: UnsafeBufferPointer<Quote>, symbolIndex: Int) {
    guard climates.indices.contains(symbolIndex) else { return }
    for quote in quotes where quote.eventTime >= lastTimes[symbolIndex] { climates[symbolIndex].add(quote) }
    lastTimes[symbolIndex] = max(lastTimes[symbolIndex], quotes.last?.eventTime ?? .distantPast)
  }

  /// How long a quote may be on its way and still count for the bar that it is of, in nanoseconds.
  private static let grace = 300 * Timestamp.millisecond

  /// Time has come this far, with quotes or without. What comes later and is of a bar that this has closed is left out.
  mutating func pass(to now: Timestamp) {
    let time = now.advanced(by: -Self.grace)
    for index in climates.indices where time >= climates[index].nextTime {
      climates[index].pass(to: time)
      lastTimes[index] = max(lastTimes[index], Timeframe.m1.start(containing: time))
    }
  }

  /// What is known, symbol by symbol.
  var readings: [DeskSnapshot.Climate] {
    zip(symbols, climates).map {
      DeskSnapshot.Climate(symbol: $0.name, readings: $1.tracker.readings)
    }
  }

  /// Keeps it for the next session.
  func keep(home: String, log: Logger) {
    let files = ClimateFiles(home: home)
    for (symbol, tracker) in zip(symbols, climates.map(\.tracker)) where !tracker.readings.isEmpty {
      do { try files.write(tracker, of: symbol) } catch {
        log.warning(
          "the climate is not kept", metadata: ["symbol": "\(symbol)", "reason": "\(error)"])
      }
    }
  }
}

/// Where a home keeps the climate of a symbol from one session to the next.
///
/// It is no evidence: without it, or with one of another program, readings begin anew.
package struct ClimateFiles: Sendable {
  private let folder: String

  /// Those of a home.
  package init(home: String) { folder = home + "/climate" }

  private func path(_ symbol: Symbol) -> String {
    // A symbol may have any character that a file's name may not.
    folder + "/" + Hexadecimal.text(Array(symbol.name.utf8)) + ".state"
  }

  /// What is kept of a symbol; `nil` when nothing is.
  ///
  /// - Throws: `FileError`, `StateCodingError`.
  package func read(_ symbol: Symbol) throws -> ClimateTracker? {
    let bytes: [UInt8]
    do throws(FileError) { bytes = try InputFile.contents(of: path(symbol)) } catch {
      if case .missing = error { return nil }
      throw error
    }
    return try StateDecoder.decode(ClimateTracker.self, from: bytes)
  }

  /// Keeps it in the place of what was kept before.
  func write(_ tracker: ClimateTracker, of symbol: Symbol) throws {
    try Folders.make(folder)
    let file = try AtomicFile(path: path(symbol), isPrivate: true)
    try file.write(try StateEncoder.encode(tracker))
    try file.publish()
  }
}
