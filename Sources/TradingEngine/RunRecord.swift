package import TradingCore

/// What a run leaves besides its trades: counts, fingerprint, daily equity and the equity curve.
@usableFromInline
package struct RunRecord: Sendable {
  /// Equity at the end of a trading day with ticks.
  package struct Day: Sendable, Hashable {
    /// The trading day.
    package var date: CivilDate
    /// Equity after its last tick.
    package var equity: Money
  }

  /// Quotes seen.
  package internal(set) var quoteCount: UInt64 = 0
  /// Quotes with the bid above the ask.
  package internal(set) var crossedCount: UInt64 = 0
  /// Market orders and triggered stops that waited for an uncrossed quote.
  package internal(set) var crossedWaits = 0
  /// The first quote's time.
  package internal(set) var firstTime: Timestamp?
  /// The last quote's time.
  package internal(set) var lastTime: Timestamp?
  /// Denials by code.
  package internal(set) var denied: [DenialCode: Int] = [:]
  /// Rejections by code.
  package internal(set) var rejected: [RejectionCode: Int] = [:]
  /// The digest of the fills.
  package internal(set) var fingerprint = Fingerprint()
  /// Fills, the final ones too.
  package internal(set) var fillCount = 0
  /// Equity by trading day.
  package internal(set) var days: [Day] = []
  /// Equity over time.
  package internal(set) var curve: EquityCurve

  package init(curvePoints: Int) { curve = EquityCurve(pointLimit: curvePoints) }
}
