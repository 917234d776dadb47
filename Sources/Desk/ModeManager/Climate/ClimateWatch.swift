import Dispatch
import Logging
import MarketClimate
import SessionRecording
import TradingCore

/// The regimes of everything that a session's quotes are of, for people: no bot's decision rests on them, as each engine
/// reckons its own from what its bot has seen.
struct ClimateWatch {
  private var climates: [FollowedClimate] = []
  private var symbols: [SessionSymbol] = []
  /// The last quote of each symbol.
  private var lastTimes: [Timestamp] = []
  /// When it is kept next, by a clock that only grows; `nil` before the first look.
  private var nextKeep: Int64?

  /// A watch over a session's symbols, which goes on from what the home has kept of them.
  ///
  /// What can't be read, or is of prices with other digits, is begun anew, with a line in the log.
  mutating func begin(_ symbols: [SessionSymbol], home: String, log: Logger) {
    guard symbols != self.symbols else { return }
    let files = ClimateFiles(home: home)
    let news = Self.news(home: home, log: log)
    self.symbols = symbols
    climates = symbols.map { symbol in
      var tracker = ClimateTracker(timeframes: Timeframe.ofRegimes)
      do { tracker = try files.read(symbol.symbol)?.tracker(digits: symbol.digits) ?? tracker } catch {
        log.notice(
          "the climate begins anew", metadata: ["symbol": "\(symbol.symbol)", "reason": "\(error)"])
      }
      return FollowedClimate(
        tracker, news: InstrumentCatalog.standard[symbol.symbol].map { news.schedule(affecting: $0) })
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
      DeskSnapshot.Climate(symbol: $0.symbol.name, readings: $1.tracker.readings)
    }
  }

  /// How often it is kept while a session goes on, in nanoseconds: so much of it a process that is killed loses.
  static let keepEvery = Timestamp.minute

  /// Writing takes its turn here, so that trading never waits for it and nothing older takes the place of what is newer.
  private static let queue = DispatchQueue(label: "slipway.climate", qos: .utility)

  /// Keeps it on another thread, where the last time is long enough ago.
  ///
  /// `monotonic`: nanoseconds that only grow. What is handed over is a copy, some 200 kB a symbol at most.
  mutating func keepDue(at monotonic: Int64, home: String, log: Logger) {
    guard !symbols.isEmpty else { return }
    let due = nextKeep ?? monotonic + Self.keepEvery
    guard monotonic >= due else { return nextKeep = due }
    nextKeep = monotonic + Self.keepEvery
    let kept = kept
    Self.queue.async { Self.write(kept, home: home, log: log) }
  }

  /// Keeps it for the next session, before it returns.
  func keep(home: String, log: Logger) {
    let kept = kept
    Self.queue.sync { Self.write(kept, home: home, log: log) }
  }

  private var kept: [(symbol: Symbol, climate: KeptClimate)] {
    zip(symbols, climates).map {
      (symbol: $0.symbol, climate: KeptClimate($1.tracker, digits: $0.digits))
    }.filter { !$0.climate.tracker.readings.isEmpty }
  }

  private static func write(
    _ climates: [(symbol: Symbol, climate: KeptClimate)], home: String, log: Logger
  ) {
    let files = ClimateFiles(home: home)
    for (symbol, climate) in climates {
      do { try files.write(climate, of: symbol) } catch {
        log.warning(
          "the climate is not kept", metadata: ["symbol": "\(symbol)", "reason": "\(error)"])
      }
    }
  }
}
