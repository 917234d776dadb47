import Foundation
import TestSupport
import Testing
import TradingCore

/// What goes into a session's log and the outbox: read by later versions for as long as there are sessions.
@Suite("Stored reports and intents")
struct VenueCodingTests {
  private static let key = OrderKey(ClientOrderID(ordinal: 12), leg: .stopLoss)
  private static let venueOrder = VenueOrderID("O7")
  private static let venuePosition = VenuePositionID("P3")

  private static let notice = OrderNotice(
    key, venueOrder: venueOrder, venuePosition: venuePosition, symbolIndex: 1,
    cumulative: Quantity(units: 4_000), remaining: Quantity(units: 6_000),
    averagePrice: Price(points: 110_012), kind: .stopLimit(stop: Price(points: 1), limit: Price(points: 2)))

  private static func execution() throws -> VenueExecution {
    VenueExecution(
      trade: try #require(TradeID("T1")), order: key, venueOrder: venueOrder, venuePosition: venuePosition,
      symbolIndex: 1, side: .sell, quantity: Quantity(units: 4_000), cumulative: Quantity(units: 5_000),
      price: Price(points: 109_900), commission: Money(units: 140_000), swap: Money(units: -7),
      fee: Money(units: 3), effect: .closing)
  }

  /// One of each kind.
  private static func reports() throws -> [VenueReport.Content] {
    [
      .accepted(notice), .working(notice), .executed(try execution()), .canceled(notice),
      .rejected(notice, .noMargin, text: "no money"), .expired(notice), .replaced(notice),
      .cancelRejected(notice, .orderGone, text: "too late"),
      .replaceRejected(notice, .insideStopsLevel, text: "too near"), .protected(notice),
      .positionClosed(try execution(), .stopOut),
      .balanceChanged(
        BalanceChange(
          trade: try #require(TradeID("S1")), cause: .swap, amount: Money(units: -5),
          venuePosition: venuePosition)),
      .notSent(intent: 7), .unknown(intent: 8, why: "reset"), .absent(key),
      .snapshot(
        VenueSnapshot(
          positions: [
            VenueSnapshot.OpenPosition(
              venuePosition: venuePosition, order: key.order, symbolIndex: 1, side: .buy,
              quantity: Quantity(units: 4_000), openPrice: Price(points: 110_012),
              protection: Protection(stopLoss: Price(points: 109_900)))
          ], orders: [notice], balance: Money(units: 99), cursor: "c1")),
      .connectionLost("reset"), .connectionRestored(isGapless: true),
    ]
  }

  /// One of each kind.
  private static func intents() -> [VenueIntent.Action] {
    let request = OrderRequest(
      id: key.order, symbolIndex: 1, side: .buy, quantity: Quantity(units: 4_000),
      kind: .limit(Price(points: 110_000)), timeInForce: .day)
    return [
      .submit(
        VenueIntent.Submission(
          key: key, request: request, closes: ClientOrderID(ordinal: 3), venuePosition: venuePosition)),
      .close(
        VenueIntent.Closing(
          key: key, position: ClientOrderID(ordinal: 3), venuePosition: venuePosition, symbolIndex: 1,
          side: .sell, quantity: Quantity(units: 4_000), reason: .kill)),
      .modify(
        VenueIntent.Modification(
          id: ClientOrderID(ordinal: 13), target: key, isOfPosition: false, venueOrder: venueOrder,
          venuePosition: venuePosition, symbolIndex: 1, kind: .stop(Price(points: 1)),
          quantity: Quantity(units: 4_000), protection: Protection(takeProfit: Price(points: 2)))),
      .cancel(key, venueOrder), .lookup(.order(key, nil)), .lookup(.snapshot),
    ]
  }

  private static func text(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }

  private static func read<Value: Decodable>(_: Value.Type, _ text: String) throws -> Value {
    try JSONDecoder().decode(Value.self, from: Data(text.utf8))
  }

  @Test("a report of every kind reads back the same")
  func reportsReadBack() throws {
    let contents = try Self.reports()
    #expect(Set(contents.map(\.kind)).count == 18)
    for content in contents {
      for report in [
        VenueReport(content, receiveTime: Known.time(5)),
        VenueReport(
          content, eventTime: Known.time(0), receiveTime: Known.time(5), isReplayed: true, answers: 6),
      ] { #expect(try Self.read(VenueReport.self, try Self.text(report)) == report) }
    }
  }

  @Test("an intent of every kind reads back the same")
  func intentsReadBack() throws {
    for action in Self.intents() {
      let intent = VenueIntent(number: 9, askedAt: Known.time(0), action: action)
      #expect(try Self.read(VenueIntent.self, try Self.text(intent)) == intent)
    }
  }

  @Test("a report as this version and every one before it writes it")
  func pinnedReport() throws {
    let report = VenueReport(
      .executed(try Self.execution()), eventTime: Known.time(0), receiveTime: Known.time(5), isReplayed: true)
    #expect(
      try Self.text(report) == """
        {"event_time":1704888000000000000,"execution":{"commission":140000,"cumulative":5000,\
        "effect":"closing","fee":3,"order":{"leg":"stop_loss","order":12},"price":109900,"quantity":4000,\
        "side":"sell","swap":-7,"symbol":1,"trade":"T1","venue_order":"O7","venue_position":"P3"},\
        "kind":"executed","receive_time":1704888000005000000,"replayed":true}
        """)
  }

  @Test("an intent as this version and every one before it writes it")
  func pinnedIntent() throws {
    let intent = VenueIntent(number: 9, askedAt: Known.time(0), action: Self.intents()[1])
    #expect(
      try Self.text(intent) == """
        {"asked_at":1704888000000000000,"closing":{"key":{"leg":"stop_loss","order":12},"position":3,\
        "quantity":4000,"reason":7,"side":"sell","symbol":1,"venue_position":"P3"},"kind":"close","number":9}
        """)
  }

  @Test("what is not said is not written")
  func absences() throws {
    let report = VenueReport(.working(OrderNotice(Self.key)), receiveTime: Known.time(5))
    #expect(
      try Self.text(report) == """
        {"kind":"working","notice":{"order":{"leg":"stop_loss","order":12}},"receive_time":1704888000005000000}
        """)
  }

  @Test("a kind that this version does not know is refused")
  func unknownKind() {
    #expect(throws: DecodingError.self) {
      try Self.read(VenueReport.self, #"{"kind":"margin_called","receive_time":0}"#)
    }
    #expect(throws: DecodingError.self) {
      try Self.read(VenueIntent.self, #"{"kind":"hedge","number":1,"asked_at":0}"#)
    }
  }

  @Test("a member that a later version adds is passed over")
  func laterVersion() throws {
    let report = try Self.read(
      VenueReport.self, #"{"kind":"not_sent","receive_time":5,"intent":7,"route":"backup"}"#)
    #expect(report == VenueReport(.notSent(intent: 7), receiveTime: Timestamp(nanoseconds: 5)))
    let intent = try Self.read(
      VenueIntent.self, #"{"kind":"lookup_snapshot","number":1,"asked_at":5,"depth":2}"#)
    #expect(
      intent == VenueIntent(number: 1, askedAt: Timestamp(nanoseconds: 5), action: .lookup(.snapshot)))
  }

  @Test(
    "a name that no broker gives is refused", arguments: ["", "a b", "é", String(repeating: "x", count: 65)])
  func names(name: String) throws {
    let text = try Self.text(VenueReport(.executed(try Self.execution()), receiveTime: Known.time(0)))
    let changed = text.replacingOccurrences(of: "\"T1\"", with: "\"\(name)\"")
    #expect(throws: DecodingError.self) { try Self.read(VenueReport.self, changed) }
  }
}
