package import TradingCore

/// What a tick file says about itself before its first tick.
package struct TickFileMetadata: Sendable, Hashable {
  /// The instrument's name.
  package var symbol: Symbol
  /// Decimals of the prices: one point = 10^-digits, 0 to 9.
  package var digits: Int
  /// Decimals of the sizes: one unit = 10^-sizeDigits, 0 to 9; 0 without sizes.
  package var sizeDigits: Int
  /// Where the ticks come from, in a word or two: `dukascopy`, `histdata`, `generated`.
  package var source: String
  /// How the file was made, for people: input files, options, what was dropped or corrected.
  package var provenance: String

  /// A description of ticks.
  package init(symbol: Symbol, digits: Int, sizeDigits: Int = 0, source: String, provenance: String) {
    self.symbol = symbol
    self.digits = digits
    self.sizeDigits = sizeDigits
    self.source = source
    self.provenance = provenance
  }

  /// Longest source and provenance texts, in bytes of UTF-8.
  static let longestSource = 1 << 10
  static let longestProvenance = 1 << 16

  /// What the format can't hold, as a sentence, or `nil`.
  package var fault: String? {
    if !(0...9).contains(digits) { return "digits must be 0 to 9, was \(digits)" }
    if !(0...9).contains(sizeDigits) { return "digits of sizes must be 0 to 9, was \(sizeDigits)" }
    if source.utf8.count > Self.longestSource { return "the source text exceeds \(Self.longestSource) bytes" }
    if provenance.utf8.count > Self.longestProvenance {
      return "the provenance text exceeds \(Self.longestProvenance) bytes"
    }
    return nil
  }
}

/// What a tick file holds.
package enum TickKind: UInt16, Sendable, Hashable {
  /// Best bids and asks.
  case quotes = 0
  /// Best bids and asks with sizes.
  case quotesWithSizes = 1
  /// Trades without sizes; reserved.
  case bareTrades = 2
  /// Trades: price, size and, where known, the aggressor.
  case trades = 3

  /// Whether ticks have two more columns: sizes, or size and aggressor.
  package var hasSizes: Bool { self == .quotesWithSizes || self == .trades }

  /// The word in reports.
  package var name: String {
    switch self {
    case .quotes, .quotesWithSizes: "quotes"
    case .bareTrades, .trades: "trades"
    }
  }

  /// The kind in full, for refusing it.
  var reservedName: String {
    switch self {
    case .quotes: "quotes with a scale of sizes"
    case .quotesWithSizes: "quotes with sizes"
    case .bareTrades: "trades without sizes"
    case .trades: "trades"
    }
  }
}

/// The unit of a file's times, the coarsest that is exact for all of them.
package enum TimeUnit: UInt8, Sendable, Hashable, Comparable, CaseIterable {
  /// Whole seconds.
  case seconds = 0
  /// Milliseconds.
  case milliseconds = 3
  /// Microseconds.
  case microseconds = 6
  /// Nanoseconds.
  case nanoseconds = 9

  /// Largest magnitude of a time, in nanoseconds: the days that ISO 8601 texts are read and written for.
  static let limit: Int64 = 106_000 * Timestamp.day
  static let limitRule = "a time outside of the years 1680 to 2259"

  /// Nanoseconds in one unit.
  package var nanoseconds: Int64 {
    switch self {
    case .seconds: Timestamp.second
    case .milliseconds: Timestamp.millisecond
    case .microseconds: Timestamp.microsecond
    case .nanoseconds: 1
    }
  }

  /// Decimals of a second that a time in this unit needs.
  package var fractionDigits: Int { Int(rawValue) }

  /// Orders from coarse to fine.
  package static func < (left: TimeUnit, right: TimeUnit) -> Bool { left.rawValue < right.rawValue }
}
