import TestSupport
import Testing
import TradingCore

/// An order to buy 10,000 at a broker, and what is reported of it.
@Suite("An order's way at a broker")
struct OrderRecordTests {
  private static let noon = Known.time(0)

  private static func new() -> OrderRecord {
    OrderRecord(
      key: OrderKey(ClientOrderID(ordinal: 1)), symbolIndex: 0, side: .buy, quantity: Quantity(units: 10_000),
      askedAt: noon)
  }

  private static func execution(
    _ units: Int64, trade: String = "T1", cumulative: Int64? = nil, price: Int64 = 110_000
  ) throws -> VenueExecution {
    VenueExecution(
      trade: try #require(TradeID(trade)), order: OrderKey(ClientOrderID(ordinal: 1)), symbolIndex: 0,
      side: .buy, quantity: Quantity(units: units), cumulative: cumulative.map { Quantity(units: $0) },
      price: Price(points: price))
  }

  /// An order in each of the states.
  private static func order(_ state: OrderState) throws -> OrderRecord {
    var order = new()
    func report(_ event: OrderEvent) { _ = order.take(event, OrderNotice(order.key)) }
    switch state {
    case .pendingNew: break
    case .unknown: report(.unanswered)
    case .rejected: report(.rejected)
    case .working: report(.working)
    case .partlyFilled, .filled:
      report(.working)
      let units: Int64 = state == .filled ? 10_000 : 4_000
      _ = order.take(try execution(units), eventTime: noon, tolerance: 0)
    case .canceled, .expired:
      report(.working)
      report(state == .canceled ? .canceled : .expired)
    case .cancelPending:
      report(.working)
      _ = order.askToCancel()
    case .replacePending:
      report(.working)
      _ = order.askToReplace()
    }
    #expect(order.state == state)
    return order
  }

  /// What each event makes of an order in each state: the state after it, `news` where it stays as it is, `-` where it
  /// says what was known; and what did not fit: `older` than what was known (`state_regression`), `alive`
  /// (`order_alive`) or `missing` (`order_missing`).
  private static let table = """
    after             pending_new   working         partly_filled   filled cancel_pending  replace_pending canceled rejected expired unknown
    accepted          news          -               -               -      -               -               -        older    -       pending_new
    working           working       -               -               -      -               -               older    older    older   working
    canceled          canceled      canceled        canceled        older  canceled        unknown         -        older    older   canceled
    rejected          rejected      rejected        rejected        older  rejected        rejected        older    -        older   rejected
    expired           expired       expired         expired         older  expired         expired         older    older    -       expired
    replaced          working,older -               -               older  -               working         older    older    older   older
    cancelRejected    older         older           older           -      working         older           -        -        -       older
    replaceRejected   older         older           older           -      older           working         -        -        -       older
    notSent           rejected      alive           alive           alive  alive           alive           alive    -        alive   rejected
    cancelNotSent     older         older           older           -      working         older           -        -        -       older
    replaceNotSent    older         older           older           -      older           working         -        -        -       older
    unanswered        unknown       unknown         unknown         -      unknown         unknown         -        -        -       -
    cancelUnanswered  unknown       unknown         unknown         -      unknown         unknown         -        -        -       -
    replaceUnanswered unknown       unknown         unknown         -      unknown         unknown         -        -        -       -
    absent            rejected      unknown,missing unknown,missing -      unknown,missing unknown,missing -        -        -       rejected
    observed          -             -               -               -      -               -               -        -        -       -
    """

  @Test("a report moves it on, says nothing new, or is told not to fit")
  func events() throws {
    let columns = OrderState.allCases.map(\.rawValue)
    var rows = [(["after"] + columns).joined(separator: " ")]
    for event in OrderEvent.allCases {
      let cells = try OrderState.allCases.map { state in
        var order = try Self.order(state)
        let verdict = order.take(event, OrderNotice(order.key))
        return Self.cell(verdict, from: state, to: order.state)
      }
      rows.append(([event.rawValue] + cells).joined(separator: " "))
    }
    let expected = Self.table.split(separator: "\n").map { $0.split(separator: " ").joined(separator: " ") }
    #expect(rows == expected)
  }

  private static func cell(_ verdict: OrderVerdict, from: OrderState, to state: OrderState) -> String {
    let names: [VenueDiscrepancyCode: String] = [
      .stateRegression: "older", .orderAlive: "alive", .orderMissing: "missing",
    ]
    let faults = verdict.faults.map { names[$0.code] ?? $0.code.rawValue }
    let what = ((from == state ? [] : [state.rawValue]) + faults).joined(separator: ",")
    return what.isEmpty ? (verdict.meaning == .duplicate ? "-" : "news") : what
  }

  // MARK: Executions

  /// What an execution of 4,000 makes of it in each state.
  @Test(
    "an execution is booked in every state; in one that had ended it is told",
    arguments: [
      (OrderState.pendingNew, OrderState.partlyFilled, []), (.working, .partlyFilled, []),
      (.cancelPending, .cancelPending, []), (.replacePending, .replacePending, []),
      (.unknown, .partlyFilled, []), (.canceled, .canceled, [.executionAfterEnd]),
      (.expired, .expired, [.executionAfterEnd]), (.rejected, .rejected, [.executionAfterRejection]),
    ] as [(OrderState, OrderState, [VenueDiscrepancyCode])])
  func execution(before: OrderState, after: OrderState, codes: [VenueDiscrepancyCode]) throws {
    var order = try Self.order(before)
    let execution = try Self.execution(4_000)
    let verdict = order.take(execution, eventTime: Self.noon, tolerance: 0)
    #expect(verdict.meaning == .news)
    #expect(verdict.fills == [.executed(units: 4_000, execution)])
    #expect(verdict.faults.map(\.code) == codes)
    #expect(order.state == after)
    #expect(order.cumulative == Quantity(units: 4_000))
  }

  @Test("what would make more of it than was asked for is refused")
  func tooMuch() throws {
    var order = try Self.order(.filled)
    let verdict = order.take(try Self.execution(1_000, trade: "T2"), eventTime: Self.noon, tolerance: 0)
    #expect(verdict.meaning == .contradiction)
    #expect(verdict.faults.map(\.code) == [.quantityAboveAsked])
    #expect(verdict.fills.isEmpty)
  }

  @Test("a cumulative quantity above what was told tells of a fill that was lost, and fits it when it comes")
  func lost() throws {
    var order = try Self.order(.working)
    let second = try Self.execution(4_000, trade: "T2", cumulative: 10_000)
    let verdict = order.take(second, eventTime: Self.noon, tolerance: 0)
    #expect(
      verdict.fills == [
        .inferred(units: 6_000, price: second.price), .executed(units: 4_000, second),
      ])
    #expect(verdict.faults.map(\.code) == [.fillInferred])
    #expect(order.state == .filled)
    let first = try Self.execution(6_000, trade: "T1", cumulative: 6_000, price: 109_990)
    let late = order.take(first, eventTime: Self.noon, tolerance: 0)
    #expect(late.fills == [.confirmed(units: 6_000, inferredPrice: second.price, first)])
    #expect(late.faults.isEmpty)
    #expect(order.inferredUnits == 0)
  }

  @Test("a cumulative quantity that does not add up is refused")
  func cumulative() throws {
    var order = try Self.order(.partlyFilled)
    for told: Int64 in [2_000, 5_000] {
      let execution = try Self.execution(3_000, trade: "T2", cumulative: told)
      let verdict = order.take(execution, eventTime: Self.noon, tolerance: 0)
      #expect(verdict.faults.map(\.code) == [.cumulativeMismatch])
    }
    #expect(order.cumulative == Quantity(units: 4_000))
  }

  @Test("a fill says nothing of a change that nobody answered: only a lookup does")
  func unansweredChange() throws {
    var order = try Self.order(.working)
    _ = order.askToReplace(remaining: Quantity(units: 12_000))
    _ = order.take(.replaceUnanswered, OrderNotice(order.key))
    _ = order.take(try Self.execution(4_000), eventTime: Self.noon, tolerance: 0)
    #expect(order.state == .unknown)
    _ = order.take(
      .working,
      OrderNotice(order.key, cumulative: Quantity(units: 4_000), remaining: Quantity(units: 12_000)))
    #expect(order.state == .partlyFilled)
  }

  @Test("what is executed before a change of how much is left arrives comes on top of it")
  func resized() throws {
    var order = try Self.order(.working)
    _ = order.askToReplace(remaining: Quantity(units: 12_000))
    _ = order.take(try Self.execution(4_000), eventTime: Self.noon, tolerance: 0)
    // A lookup from before says that nothing has changed; it has: 4,000 and 12,000.
    _ = order.take(.replaceUnanswered, OrderNotice(order.key))
    _ = order.take(
      .working,
      OrderNotice(order.key, cumulative: Quantity(units: 4_000), remaining: Quantity(units: 6_000)))
    #expect(order.state == .partlyFilled)
    let rest = try Self.execution(12_000, trade: "T2", cumulative: 16_000)
    let verdict = order.take(rest, eventTime: Self.noon, tolerance: 0)
    #expect(verdict.faults.isEmpty)
    #expect(order.state == .unknown)
    _ = order.take(
      .accepted, OrderNotice(order.key, cumulative: Quantity(units: 16_000), remaining: .zero))
    #expect(order.state == .filled)
    #expect(order.cumulative == Quantity(units: 16_000))
  }
}
