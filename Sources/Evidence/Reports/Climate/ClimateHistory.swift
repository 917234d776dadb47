package import TradingCore

/// How the climate of a symbol went, bar by bar.
package struct ClimateHistory: Sendable, Hashable {
  /// A timeframe's bars.
  package struct Line: Sendable, Hashable {
    /// The timeframe.
    package let timeframe: Timeframe
    /// A reading after each closed bar, oldest first; thinned where there are too many to draw.
    package private(set) var readings: [ClimateReading] = []
    /// The close of the bar of each reading.
    package private(set) var closes: [Price] = []
    /// Where the regime changed, all of them: what it was from then on.
    package private(set) var changes: [Change] = []

    /// A line without a bar.
    package init(_ timeframe: Timeframe) { self.timeframe = timeframe }

    /// More readings than this are thinned to every second.
    private static let mostReadings = 4_000

    private var step = 1
    private var skipped = 0

    /// Takes the reading after a bar that closed so.
    package mutating func add(_ reading: ClimateReading, close: Price?) {
      if changes.last?.regime != reading.regime {
        changes.append(Change(at: reading.at, regime: reading.regime))
      }
      guard let close else { return }
      skipped += 1
      guard skipped >= step else { return }
      skipped = 0
      readings.append(reading)
      closes.append(close)
      guard readings.count > Self.mostReadings else { return }
      readings = readings.enumerated().filter { $0.offset % 2 == 0 }.map(\.element)
      closes = closes.enumerated().filter { $0.offset % 2 == 0 }.map(\.element)
      step *= 2
    }
  }

  /// A regime that began.
  package struct Change: Sendable, Hashable {
    /// When.
    package let at: Timestamp
    /// What it was from then on.
    package let regime: MarketRegime
  }

  /// The symbol.
  package let symbol: Symbol
  /// Decimals of its price.
  package let digits: Int
  /// Where the ticks are from, for people.
  package let source: String
  /// The timeframes, shortest first.
  package var lines: [Line]
  /// The last tick.
  package var lastTime: Timestamp?

  /// A history without a bar.
  package init(symbol: Symbol, digits: Int, source: String, timeframes: [Timeframe]) {
    self.symbol = symbol
    self.digits = digits
    self.source = source
    lines = timeframes.map { Line($0) }
  }
}
