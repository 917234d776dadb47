import Statistics
import Testing
import TradingCore

/// Orders that came to nothing, counted from what a bot was told.
@Suite("Orders refused, held or ended")
struct OrderEndsTests {
  private let time = Timestamp(milliseconds: 1_700_000_000_000)
  private let order = ClientOrderID(ordinal: 7)

  @Test("each is counted under its reason, and the most frequent is the main one")
  func counts() {
    var ends = OrderEnds()
    for code in [RejectionCode.noMargin, .noPrice, .noMargin] {
      ends.take(.rejected(Rejection(order: order, code: code, eventTime: time)))
    }
    ends.take(.canceled(order, at: time))
    ends.take(.expired(order, at: time))
    ends.take(.expired(order, at: time))
    ends.take(.delayed(order, at: time))
    ends.take(.accepted(order, at: time))
    #expect(ends.rejected == ["no_margin": 2, "no_price": 1] && ends.denied.isEmpty)
    #expect((ends.canceled, ends.expired, ends.waited) == (1, 2, 1))
    #expect(ends.refused == 3 && ends.mainReason == "no_margin")
  }

  @Test("of equals the first by name is the main reason; without any there is none")
  func mainReason() {
    var ends = OrderEnds()
    #expect(ends.mainReason == nil)
    (ends.denied, ends.rejected) = (["volume_off_step": 2], ["no_price": 2])
    #expect(ends.mainReason == "no_price")
  }
}

/// An account's way from its start balance to its equity.
@Suite("Account statements")
struct AccountStatementTests {
  private func money(_ units: Int64) -> Money { Money(units: units) }

  @Test("what is booked on open positions is told apart, and everything adds up")
  func sums() throws {
    let statement = try AccountStatement(
      startBalance: money(1_000), closedNet: money(-70), portionsNet: money(-60), openCommission: money(4),
      openSwap: money(-1), balance: money(935), equity: money(950))
    #expect(statement.partsNet == money(10) && statement.otherBookings == .zero)
    #expect(statement.openResult == money(15))
  }

  @Test("what nothing explains was booked by somebody else")
  func deposit() throws {
    let statement = try AccountStatement(
      startBalance: money(1_000), closedNet: .zero, portionsNet: .zero, openCommission: .zero,
      openSwap: .zero,
      balance: money(1_500), equity: money(1_500))
    #expect(statement.otherBookings == money(500))
  }
}
