package import TradingCore

/// A small session whose trades were worked out by hand from docs/fill-semantics.md.
///
/// Unless said otherwise it is EURUSD, 0.01 lot (1,000 units: one point is one cent, 10,000 money units), the
/// profile `reference` and 1,000.00 at the start; commission is 0.035 a fill, 70,000 money units a trade.
/// Times are milliseconds from Wednesday 2024-01-10 12:00:00 UTC (07:00 New York), prices are points.
package struct HandWorkedCase: Sendable, CustomStringConvertible {
  /// What it shows.
  package var name: String
  /// The question the documents leave open, where the expectation rests on one reading of them.
  package var reading: String?
  /// What trades.
  package var instrument: Instrument
  /// The profile.
  package var settings: OracleSettings
  /// As recorded.
  package var quotes: [Quote]
  /// The order file.
  package var rows: [OracleRow]
  /// Worked out by hand, in the order they close.
  package var trades: [OracleTrade]
  /// Orders denied or rejected.
  package var refusals: Int
  /// Every execution in order, where the trades don't show it.
  package var fills: [OracleFill]?

  init(
    _ name: String, reading: String? = nil, instrument: Instrument = HandWorkedCases.eurusd,
    settings: OracleSettings = OracleSettings(), quotes: [Quote], rows: [OracleRow],
    trades: [OracleTrade] = [], refusals: Int = 0, fills: [OracleFill]? = nil
  ) {
    self.name = name
    self.reading = reading
    self.instrument = instrument
    self.settings = settings
    self.quotes = quotes
    self.rows = rows
    self.trades = trades
    self.refusals = refusals
    self.fills = fills
  }

  /// The name.
  package var description: String { name }

  /// Start balance and the net results: at the end every position is closed.
  package var endBalance: Int64 { trades.reduce(settings.startBalance) { $0 + $1.net } }

  /// What the independent calculation says of it.
  package func calculated() -> OracleResult {
    OracleScripted.run(quotes: quotes, rows: rows, instrument: instrument, settings: settings)
  }
}

/// The cases, and the short words they are written in.
package enum HandWorkedCases {
  /// Every case.
  package static let all: [HandWorkedCase] =
    market + spreadAndCommission + endOfData + limits + limitGaps + stops + protection + trailing + passed
    + ordering + queue + expiry + latency + latencyRaces + margin

  static let eurusd = instrument("EURUSD")
  static let xauusd = instrument("XAUUSD")

  private static func instrument(_ name: String) -> Instrument {
    guard let symbol = Symbol(name), let found = InstrumentCatalog.standard[symbol] else {
      preconditionFailure("the standard catalog has \(name)")
    }
    return found
  }

  static func time(_ milliseconds: Int64) -> Timestamp {
    Timestamp(milliseconds: 1_704_888_000_000 + milliseconds)
  }

  /// Milliseconds from the base to Friday 17:00 New York, when FX closes: 2 days and 10 hours.
  static let fridayClose: Int64 = 208_800_000
  /// Sunday 17:05 New York: 4 days, 10 hours and 5 minutes.
  static let sundayOpen: Int64 = 381_900_000

  static func q(_ milliseconds: Int64, _ bid: Int64, _ ask: Int64) -> Quote {
    Quote(eventTime: time(milliseconds), bid: Price(points: bid), ask: Price(points: ask))
  }

  static func row(
    _ milliseconds: Int64, _ id: Int, _ action: OracleAction, at price: Int64? = nil, sl: Int64? = nil,
    tp: Int64? = nil, trail: Int64? = nil, until: Int64? = nil, units: Int64 = 1_000
  ) -> OracleRow {
    OracleRow(
      time: time(milliseconds), id: id, action: action, units: action.side == nil ? 0 : units,
      price: price, stopLoss: sl, takeProfit: tp, trailPoints: trail, expiry: until.map { time($0) })
  }

  /// `from` and `to` are (milliseconds, points).
  static func trade(
    _ id: Int, _ side: OracleSide, from: (Int64, Int64), to: (Int64, Int64), _ reason: OracleReason,
    gross: Int64, spread: Int64, slip: Int64 = 0, mae: Int64, mfe: Int64, commission: Int64 = 70_000,
    units: Int64 = 1_000
  ) -> OracleTrade {
    OracleTrade(
      id: id, side: side, units: units, openTime: time(from.0), openPrice: from.1, closeTime: time(to.0),
      closePrice: to.1, gross: gross, commission: commission, spreadCost: spread, slippageCost: slip,
      reason: reason, mae: mae, mfe: mfe)
  }

  static func fill(
    _ milliseconds: Int64, _ side: OracleSide, _ price: Int64, _ reason: OracleReason? = nil
  ) -> OracleFill {
    OracleFill(time: time(milliseconds), side: side, units: 1_000, price: price, closeReason: reason)
  }

  static let millisecond = Timestamp.millisecond
}
