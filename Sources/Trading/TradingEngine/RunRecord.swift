public import TradingCore

/// What a run leaves besides its trades: counts, fingerprint, daily equity and the equity curve.
@usableFromInline
package struct RunRecord: Sendable {
  /// Equity at the end of a trading day with ticks.
  @usableFromInline
  package struct Day: Sendable, Hashable {
    /// The trading day.
    package var date: CivilDate
    /// Equity after its last tick.
    package var equity: Money
  }

  /// Quotes seen.
  @usableFromInline package internal(set) var quoteCount: UInt64 = 0
  /// Quotes with the bid above the ask.
  @usableFromInline package internal(set) var crossedCount: UInt64 = 0
  /// Market orders, triggered stops and closes that waited for an uncrossed quote or for more depth.
  @usableFromInline package internal(set) var crossedWaits = 0
  /// How often equity fell to the margin-call level.
  @usableFromInline package internal(set) var marginCalls = 0
  /// The first quote's time.
  @usableFromInline package internal(set) var firstTime: Timestamp?
  /// The last quote's time.
  @usableFromInline package internal(set) var lastTime: Timestamp?
  /// Denials by code.
  @usableFromInline package internal(set) var denied: [DenialCode: Int] = [:]
  /// Rejections by code.
  @usableFromInline package internal(set) var rejected: [RejectionCode: Int] = [:]
  /// Orders that ended unfilled, or what was left of them: by request, as they could not be filled at once, or as the
  /// run ended.
  @usableFromInline package internal(set) var canceled = 0
  /// Those of them that were still working or on their way when the run ended.
  @usableFromInline package internal(set) var canceledAtEnd = 0
  /// Orders that ended at their expiry, unfilled or what was left of them.
  @usableFromInline package internal(set) var expired = 0
  /// The digest of the fills.
  @usableFromInline package internal(set) var fingerprint = Fingerprint()
  /// Fills, the final ones too.
  @usableFromInline package internal(set) var fillCount = 0
  /// Equity by trading day.
  @usableFromInline package internal(set) var days: [Day] = []
  /// Equity over time.
  @usableFromInline package internal(set) var curve: EquityCurve

  /// A record of nothing, with a curve of at most so many points.
  package init(curvePoints: Int) { curve = EquityCurve(pointLimit: curvePoints) }

  @usableFromInline
  mutating func addDay(endingAt roll: Timestamp, equity: Money) {
    days.append(Day(date: NewYorkCalendar.tradingDay(at: roll.advanced(by: -1)), equity: equity))
  }

  @usableFromInline mutating func countDenial(_ code: DenialCode) { denied[code, default: 0] += 1 }

  @usableFromInline mutating func countRejection(_ code: RejectionCode) { rejected[code, default: 0] += 1 }

  @usableFromInline
  mutating func addFill(_ fill: Fill, symbol: Symbol) {
    fillCount += 1
    fingerprint.add(fill, symbol: symbol)
  }
}
