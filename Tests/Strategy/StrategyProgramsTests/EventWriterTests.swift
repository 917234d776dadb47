import StrategyKit
import TestSupport
import Testing
import TradingCore

@testable import StrategyPrograms

@Suite("What a strategy program is told")
struct EventWriterTests {
  private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  private func working(_ id: UInt64) -> WorkingOrder {
    WorkingOrder(
      id: ClientOrderID(ordinal: id), symbolIndex: 0, side: .buy, kind: .limit(Price(points: 109_900)),
      quantity: Quantity(units: 1_000))
  }

  /// An account with an order that `working` makes.
  private let accountWithOrder = """
    {"balance":1000000000,"used_margin":0,"positions":[],"orders":[{"id":4,"symbol":0,"side":"buy","kind":"limit",\
    "price":109900,"units":1000}]}
    """

  /// A writer that has told of the account.
  private func started(_ format: WireFormat) throws -> (EventWriter, Context) {
    var writer = EventWriter(format: format)
    let context = try ScriptedProgram.context()
    writer.start(context)
    return (writer, context)
  }

  @Test("hello and prepare are JSON lines")
  func handshake() throws {
    #expect(
      text(EventWriter.hello())
        == "{\"type\":\"hello\",\"protocol\":1,\"formats\":[\"json\",\"binary\"],\"state\":1,\"regimes\":1}\n"
    )
    let descriptor = StrategyDescriptor(name: "x", version: 1, summary: "")
    let parameters = try ParameterValues(for: descriptor, given: ["lots": "0.1"])
    #expect(
      text(EventWriter.prepare(instruments: [Known.eurusd], parameters: parameters)) == """
        {"type":"prepare","instruments":[{"symbol":0,"name":"EURUSD","asset_class":"fx","base":"EUR",\
        "quote":"USD","digits":5,"points_per_pip":10,"quantity_digits":0,"units_per_lot":100000,\
        "minimum_units":1000,"step_units":1000,"maximum_units":50000000,"tick_points":1}],"parameters":{"lots":"0.10"}}

        """)
  }

  @Test("start tells of the account; later events only of what has changed")
  func json() throws {
    var (writer, context) = try started(.json)
    #expect(
      text(writer.bytes) == """
        {"type":"start","seq":1,"time":1000000000,"equity":1000000000,"currency":"USD","money_digits":6,\
        "mode":"hedging","leverage":100,"account":{"balance":1000000000,"used_margin":0,"positions":[],"orders":[]}}

        """)
    writer.quote(ScriptedProgram.quote, context)
    #expect(
      text(writer.bytes) == """
        {"type":"quote","seq":2,"time":1000000000,"equity":1000000000,"symbol":0,"bid":110000,"ask":110010}

        """)
    context.workingOrders = [working(4)]
    writer.reject(
      .rejected(Rejection(order: ClientOrderID(ordinal: 3), code: .noMargin, eventTime: context.now)), context
    )
    #expect(
      text(writer.bytes) == """
        {"type":"reject","seq":3,"time":1000000000,"equity":1000000000,"order":3,"by":"venue",\
        "code":"no_margin","account":\(accountWithOrder)}

        """)
    #expect(writer.lastSequence == 3)
  }

  @Test("A working order has its prices, what is left of it, its expiry and its levels")
  func workingOrder() {
    var order = working(4)
    order.kind = .stopLimit(stop: Price(points: 110_100), limit: Price(points: 110_110))
    order.expiry = Timestamp(milliseconds: 1)
    order.protection = Protection(
      stopLoss: Price(points: 1), takeProfit: Price(points: 2), trailPoints: 3,
      breakEven: BreakEven(triggerPoints: 100, offsetPoints: -5))
    var writer = WireWriter()
    writer.order(order)
    #expect(
      text(writer.bytes) == """
        {"id":4,"symbol":0,"side":"buy","kind":"stop_limit","price":110100,"limit_price":110110,"units":1000,\
        "expiry":1000000,"stop_loss":1,"take_profit":2,"trail":3,"break_even":{"trigger":100,"offset":-5}}
        """)
  }

  @Test("A position has its levels, and where its trailing stop stands")
  func position() {
    var position = Position(
      id: ClientOrderID(ordinal: 1), symbolIndex: 0, side: .sell, quantity: Quantity(units: 1_000),
      openTime: Timestamp(milliseconds: 1), openPrice: Price(points: 110_000))
    position.protection = Protection(trailPoints: 50, breakEven: BreakEven(triggerPoints: 100))
    position.trailedStop = Price(points: 110_040)
    var writer = WireWriter()
    writer.position(position)
    #expect(
      text(writer.bytes) == """
        {"id":1,"symbol":0,"side":"sell","units":1000,"open_time":1000000,"open_price":110000,"trail":50,\
        "break_even":{"trigger":100,"offset":0},"trailed_stop":110040}
        """)
  }

  @Test("Timers and margin calls")
  func others() throws {
    var (writer, context) = try started(.json)
    let schedule = TimerSchedule.every(seconds: 60)
    writer.timer(
      TimerFiring(index: 1, schedule: schedule, dueTime: Timestamp(milliseconds: 1), missedCount: 2), context)
    #expect(
      text(writer.bytes) == """
        {"type":"timer","seq":2,"time":1000000000,"equity":1000000000,"timer":1,"due_time":1000000,"missed":2}

        """)
    writer.marginCall(context)
    #expect(
      text(writer.bytes) == """
        {"type":"margin_call","seq":3,"time":1000000000,"equity":1000000000}

        """)
  }

  @Test("Bars as JSON")
  func jsonBar() throws {
    var (writer, context) = try started(.json)
    writer.bar(try #require(Self.bar), context)
    #expect(
      text(writer.bytes) == """
        {"type":"bar","seq":2,"time":1000000000,"equity":1000000000,"symbol":0,"timeframe":"M15",\
        "start":-900000000000,"open":1,"high":4,"low":-1,"close":3,"quotes":7}

        """)
  }

  private static let bar: Bar? = {
    var builder = BarBuilder(BarSubscription(.m15))
    for (milliseconds, bid) in [(-900_000, 1), (-3, 4), (-2, -1), (-2, 2), (-1, 2), (-1, 3), (-1, 3)] {
      builder.add(ScriptedProgram.quote(milliseconds: Int64(milliseconds), Int64(bid), 9))
    }
    return builder.close(at: Timestamp(milliseconds: 0))
  }()

  @Test("A quote's frame, byte by byte")
  func quoteFrame() throws {
    var (writer, context) = try started(.binary)
    writer.quote(ScriptedProgram.quote, context)
    let expected: [UInt8] =
      [44, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0]  // Length, kind, zero, symbol, sequence.
      + [0x00, 0xca, 0x9a, 0x3b, 0, 0, 0, 0]  // 1 s in nanoseconds.
      + [0x00, 0xca, 0x9a, 0x3b, 0, 0, 0, 0]  // 1,000 USD in millionths.
      + [0xb0, 0xad, 0x01, 0, 0, 0, 0, 0] + [0xba, 0xad, 0x01, 0, 0, 0, 0, 0]
    #expect(writer.bytes == expected)
    context.workingOrders = [working(4)]
    writer.quote(ScriptedProgram.quote, context)
    #expect(text(Array(writer.bytes.dropFirst(48))) == accountWithOrder)
    #expect(Int(writer.bytes[0]) == writer.bytes.count - 4)
  }

  @Test("A bar's frame has nine numbers")
  func barFrame() throws {
    var (writer, context) = try started(.binary)
    writer.bar(try #require(Self.bar), context)
    #expect(writer.bytes.count == 16 + 9 * 8)
    #expect(writer.bytes[4] == 3)
    let numbers = stride(from: 16, to: 88, by: 8).map { start in
      writer.bytes[start..<(start + 8)].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    }
    #expect(
      numbers.map { Int64(bitPattern: $0) } == [
        1_000_000_000, 1_000_000_000, 900_000_000_000, -900_000_000_000, 1, 4, -1, 3, 7,
      ])
  }

  @Test("Everything else in a frame is the object of the other format")
  func objectFrame() throws {
    var (binary, context) = try started(.binary)
    var (json, _) = try started(.json)
    #expect(Array(binary.bytes.dropFirst(16)) == Array(json.bytes.dropLast()))
    binary.stop(context)
    json.stop(context)
    #expect(Array(binary.bytes.dropFirst(16)) == Array(json.bytes.dropLast()))
    #expect(
      Array(binary.bytes.prefix(16)) == [UInt8(binary.bytes.count - 4), 0, 0, 0, 1, 0, 0, 0, 2]
        + Array(repeating: 0, count: 7))
  }

  @Test("Texts are quoted and numbers written to their ends")
  func texts() {
    var writer = WireWriter()
    writer.string("a\"b\\c\n\u{1F}é")
    writer.integer(.min)
    writer.integer(.max)
    writer.integer(0)
    #expect(text(writer.bytes) == #""a\"b\\c\u000a\u001fé"-922337203685477580892233720368547758070"#)
  }
}
