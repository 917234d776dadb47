import TradingCore

/// Something about the feed that changed: news for the journal, and for entries where the code says so.
package struct FeedTransition: Sendable, Hashable {
  /// What kind of change it is; the texts are event kinds of the journal and are never reused.
  package enum Code: String, Sendable, Hashable, CaseIterable {
    /// The feed is there, for the first time or again.
    case connected = "feed_connected"
    /// The feed is gone.
    case lost = "feed_lost"
    /// A symbol has no quotes though its market is open.
    case stale = "feed_stale"
    /// A symbol's quotes are current again after a loss or silence.
    case fresh = "feed_fresh"
    /// A symbol's quotes are stamped too far from the time they arrive at, or no longer are.
    case late = "feed_late"
    /// A silence between two quotes of a symbol, found when the second one came.
    case gap = "feed_gap"
    /// The clock was set, or is trusted again.
    case clockJump = "clock_jump"
    /// Entries stop: the first reason of a symbol, or one of all symbols, some of which may be halted already.
    case entriesHalted = "entries_halted"
    /// Entries may go on: the last reason of a symbol is gone. A halt of all symbols ends symbol by symbol.
    case entriesResumed = "entries_resumed"
  }

  /// What kind of change it is.
  package var code: Code
  /// Which symbol it is about; `nil` for all of them.
  package var symbolIndex: Int?
  /// Whether a fault begins (`true`) or ends; a gap is over when it is found.
  package var isOn: Bool
  /// What happened, with its numbers, for people.
  package var text: String

  /// A change.
  package init(_ code: Code, symbolIndex: Int? = nil, isOn: Bool, _ text: String) {
    self.code = code
    self.symbolIndex = symbolIndex
    self.isOn = isOn
    self.text = text
  }
}

/// Why entries of a symbol are halted.
package struct FeedHalts: OptionSet, Sendable, Hashable {
  /// One bit a reason.
  package let rawValue: UInt8

  /// The reasons whose bits are set.
  package init(rawValue: UInt8) { self.rawValue = rawValue }

  /// No feed, or no current quote since it is back.
  package static let lost = FeedHalts(rawValue: 1)
  /// No quote for too long while the market is open.
  package static let stale = FeedHalts(rawValue: 2)
  /// The last quote's stamp is too far from when it arrived.
  package static let late = FeedHalts(rawValue: 4)
  /// The clock was set and is not trusted yet.
  package static let clock = FeedHalts(rawValue: 8)

  /// The reasons in words, the gravest first.
  package var text: String {
    let names: [(FeedHalts, String)] = [
      (.lost, "feed lost"), (.clock, "clock jumped"), (.stale, "quotes stale"), (.late, "quotes late"),
    ]
    return names.filter { contains($0.0) }.map(\.1).joined(separator: ", ")
  }
}

/// How long is too long.
package struct FeedLimits: Sendable, Hashable {
  /// Nanoseconds without a quote, of an open market, after which a symbol is stale.
  package var staleAfter: Int64
  /// Nanoseconds between a quote's stamp and its arrival, either way, beyond which it is late.
  package var lateAfter: Int64
  /// Nanoseconds of open market between two quotes beyond which the silence is reported as a gap.
  package var gapAfter: Int64
  /// Nanoseconds by which the clock may move against the monotonic one between two looks.
  package var clockTolerance: Int64
  /// Quotes in a row with a sane lag that end the distrust of a clock that jumped.
  package var saneQuotes: Int
  /// Nanoseconds of sane quotes, fewer than that, that end it too.
  package var saneTime: Int64

  /// Limits; each default is what `slipway run` uses unless told otherwise.
  package init(
    staleAfter: Int64 = 30 * Timestamp.second, lateAfter: Int64 = 5 * Timestamp.second,
    gapAfter: Int64 = 60 * Timestamp.second, clockTolerance: Int64 = Timestamp.second, saneQuotes: Int = 10,
    saneTime: Int64 = 30 * Timestamp.second
  ) {
    self.staleAfter = staleAfter
    self.lateAfter = lateAfter
    self.gapAfter = gapAfter
    self.clockTolerance = clockTolerance
    self.saneQuotes = saneQuotes
    self.saneTime = saneTime
  }
}
