import StrategyKit
import TradingCore

/// Writes what a program is told: the handshake as JSON lines, events as lines or frames.
///
/// Every event has a sequence number, its time and the account's equity; the account's balance, positions and
/// working orders follow when they have changed since the last event, and so do the readings of a program that looks
/// at regimes.
struct EventWriter {
  /// Kinds of frames. Quotes and bars are packed, all else is the JSON object of the other format.
  private enum FrameKind {
    static let object: UInt8 = 1
    static let quote: UInt8 = 2
    static let bar: UInt8 = 3
  }

  private var writer = WireWriter()
  private let format: WireFormat
  /// What the program knows.
  var told = ToldAccount()
  /// Whether it looks at regimes; no other is told of any.
  var tellsClimate = false
  /// The readings at the last event, to see at once that nothing has changed.
  private var seenClimate: [ClimateReading?] = []

  init(format: WireFormat) { self.format = format }

  /// The message last written.
  var bytes: [UInt8] { writer.bytes }

  /// The number of the event last written.
  var lastSequence: UInt64 { told.events }

  /// `hello`: the version, the formats, that a program's state is kept for it, and that it may ask for regimes.
  static func hello() -> [UInt8] {
    Array(
      "{\"type\":\"hello\",\"protocol\":1,\"formats\":[\"json\",\"binary\"],\"state\":1,\"regimes\":1}\n".utf8
    )
  }

  /// `prepare`: what the bot trades and the values of its parameters.
  static func prepare(instruments: [Instrument], parameters: ParameterValues) -> [UInt8] {
    var writer = WireWriter()
    writer.raw("{\"type\":\"prepare\",\"instruments\":[")
    for (index, instrument) in instruments.enumerated() {
      if index > 0 { writer.raw(",") }
      writer.member("{\"symbol\":", Int64(index))
      writer.member(",\"name\":", instrument.symbol.name)
      writer.member(",\"asset_class\":", instrument.assetClass.rawValue)
      writer.member(",\"base\":", instrument.base.code)
      writer.member(",\"quote\":", instrument.quote.code)
      writer.member(",\"digits\":", Int64(instrument.digits))
      writer.member(",\"points_per_pip\":", instrument.pointsPerPip)
      writer.member(",\"quantity_digits\":", Int64(instrument.quantityDigits))
      writer.member(",\"units_per_lot\":", instrument.unitsPerLot)
      writer.member(",\"minimum_units\":", instrument.minimumUnits)
      writer.member(",\"step_units\":", instrument.stepUnits)
      writer.member(",\"maximum_units\":", instrument.maximumUnits)
      writer.member(",\"tick_points\":", instrument.tickPoints)
      writer.raw("}")
    }
    writer.raw("],\"parameters\":{")
    for (index, parameter) in parameters.all.enumerated() {
      if index > 0 { writer.raw(",") }
      writer.string(parameter.name)
      writer.raw(":")
      writer.string(parameter.text)
    }
    writer.raw("}}\n")
    return writer.bytes
  }

  /// `start`, before the first quote: what the account is.
  mutating func start(_ context: Context) {
    told.terms = ToldAccount.Terms(context.account)
    let terms = told.terms
    object("{\"type\":\"start\",\"seq\":", context) { writer in writer.terms(terms) }
  }

  /// `save`, which is no event: the program's state is asked for.
  mutating func save() {
    beginUnnumbered()
    writer.member("{\"type\":\"save\",\"seq\":", Int64(clamping: told.events))
    endObject()
  }

  /// `restore`, which is none either: what the program once made of its state, and the account as it knew it then.
  mutating func restore(_ state: String) {
    beginUnnumbered()
    writer.member("{\"type\":\"restore\",\"seq\":", Int64(clamping: told.events))
    writer.member(",\"time\":", told.time)
    writer.member(",\"equity\":", told.equity)
    writer.terms(told.terms)
    writer.raw(",\"account\":")
    writer.account(told)
    if let climate = told.climate {
      writer.raw(",\"climate\":")
      writer.climate(climate)
    }
    writer.member(",\"state\":", state)
    endObject()
  }

  /// `stop`, after the last quote.
  mutating func stop(_ context: Context) { object("{\"type\":\"stop\",\"seq\":", context) { _ in } }

  /// A quote.
  mutating func quote(_ quote: Quote, _ context: Context) {
    guard format == .binary else {
      return object("{\"type\":\"quote\",\"seq\":", context) { writer in
        writer.member(",\"symbol\":", Int64(context.symbolIndex))
        writer.member(",\"bid\":", quote.bid.points)
        writer.member(",\"ask\":", quote.ask.points)
      }
    }
    frame(FrameKind.quote, symbolIndex: context.symbolIndex, context)
    writer.little(quote.eventTime.nanoseconds)
    writer.little(told.equity)
    writer.little(quote.bid.points)
    writer.little(quote.ask.points)
    changes(context)
    writer.setLength(at: 0)
  }

  /// A bar.
  mutating func bar(_ bar: Bar, _ context: Context) {
    guard format == .binary else {
      return object("{\"type\":\"bar\",\"seq\":", context) { writer in
        writer.member(",\"symbol\":", Int64(bar.symbolIndex))
        writer.member(",\"timeframe\":", bar.timeframe.rawValue)
        writer.member(",\"start\":", bar.startTime.nanoseconds)
        writer.member(",\"open\":", bar.open.points)
        writer.member(",\"high\":", bar.high.points)
        writer.member(",\"low\":", bar.low.points)
        writer.member(",\"close\":", bar.close.points)
        writer.member(",\"quotes\":", Int64(bar.quoteCount))
      }
    }
    frame(FrameKind.bar, symbolIndex: bar.symbolIndex, context)
    writer.little(told.time)
    writer.little(told.equity)
    writer.little(bar.timeframe.nanoseconds)
    writer.little(bar.startTime.nanoseconds)
    for price in [bar.open, bar.high, bar.low, bar.close] { writer.little(price.points) }
    writer.little(Int64(bar.quoteCount))
    changes(context)
    writer.setLength(at: 0)
  }

  /// A fill.
  mutating func fill(_ fill: Fill, _ context: Context) {
    object("{\"type\":\"fill\",\"seq\":", context) { writer in
      writer.member(",\"number\":", Int64(clamping: fill.ordinal))
      writer.member(",\"order\":", Int64(clamping: fill.order.ordinal))
      writer.member(",\"position\":", Int64(clamping: fill.position.ordinal))
      writer.member(",\"symbol\":", Int64(fill.symbolIndex))
      writer.member(",\"fill_time\":", fill.eventTime.nanoseconds)
      writer.member(",\"side\":", fill.side.rawValue)
      writer.member(",\"units\":", fill.quantity.units)
      writer.member(",\"price\":", fill.price.points)
      writer.member(",\"reason\":", fill.reason.code)
      writer.member(",\"commission\":", fill.commission.units)
      writer.member(",\"spread_cost\":", fill.spreadCost.units)
      writer.member(",\"slippage_cost\":", fill.slippageCost.units)
    }
  }

  /// A refusal.
  mutating func reject(_ refusal: Refusal, _ context: Context) {
    object("{\"type\":\"reject\",\"seq\":", context) { writer in
      writer.member(",\"order\":", Int64(clamping: refusal.order.ordinal))
      if case .denied = refusal { writer.raw(",\"by\":\"risk\"") } else { writer.raw(",\"by\":\"venue\"") }
      writer.member(",\"code\":", refusal.code)
    }
  }

  /// A timer that the quote at hand has reached.
  mutating func timer(_ timer: TimerFiring, _ context: Context) {
    object("{\"type\":\"timer\",\"seq\":", context) { writer in
      writer.member(",\"timer\":", Int64(timer.index))
      writer.member(",\"due_time\":", timer.dueTime.nanoseconds)
      writer.member(",\"missed\":", Int64(timer.missedCount))
    }
  }

  /// Equity at the margin-call level.
  mutating func marginCall(_ context: Context) {
    object("{\"type\":\"margin_call\",\"seq\":", context) { _ in }
  }

  private mutating func frame(_ kind: UInt8, symbolIndex: Int, _ context: Context) {
    told.events += 1
    told.time = context.now.nanoseconds
    told.equity = context.account.equity.units
    beginFrame(kind, symbolIndex: symbolIndex)
  }

  private mutating func beginFrame(_ kind: UInt8, symbolIndex: Int) {
    writer.clear()
    writer.little(UInt32(0))
    writer.byte(kind)
    writer.byte(0)
    writer.little(UInt16(truncatingIfNeeded: symbolIndex))
    writer.little(told.events)
  }

  /// Begins a message that is no event.
  private mutating func beginUnnumbered() {
    if format == .binary { beginFrame(FrameKind.object, symbolIndex: 0) } else { writer.clear() }
  }

  private mutating func endObject() {
    writer.raw("}")
    if format == .binary { writer.setLength(at: 0) } else { writer.raw("\n") }
  }

  private mutating func object(
    _ opening: StaticString, _ context: Context, _ members: (inout WireWriter) -> Void
  ) {
    told.events += 1
    told.time = context.now.nanoseconds
    told.equity = context.account.equity.units
    if format == .binary {
      beginFrame(FrameKind.object, symbolIndex: context.symbolIndex)
    } else {
      writer.clear()
    }
    writer.member(opening, Int64(clamping: told.events))
    writer.member(",\"time\":", told.time)
    writer.member(",\"equity\":", told.equity)
    members(&writer)
    if told.note(context) {
      writer.raw(",\"account\":")
      writer.account(told)
    }
    let readings = newReadings(context)
    if !readings.isEmpty {
      writer.raw(",\"climate\":")
      writer.climate(readings)
    }
    endObject()
  }

  /// After the numbers of a frame, what has changed: of a program that looks at regimes an object of account and climate.
  private mutating func changes(_ context: Context) {
    let isNew = told.note(context)
    guard tellsClimate else {
      if isNew { writer.account(told) }
      return
    }
    let readings = newReadings(context)
    if isNew {
      writer.raw("{\"account\":")
      writer.account(told)
    }
    if !readings.isEmpty {
      if isNew { writer.raw(",\"climate\":") } else { writer.raw("{\"climate\":") }
      writer.climate(readings)
    }
    if isNew || !readings.isEmpty { writer.raw("}") }
  }

  private mutating func newReadings(_ context: Context) -> [ToldAccount.ToldReading] {
    guard tellsClimate, context.climate != seenClimate else { return [] }
    seenClimate = context.climate
    return told.note(context.climate)
  }
}
