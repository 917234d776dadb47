import JSONText
import RiskControl
import TestSupport
import Testing
import TradingCore

@testable import SessionRecording

/// Inputs that are no quotes, from the log's bytes and back. None is passed over: a session that is run again without one
/// is another session.
@Suite("Inputs that are no quotes")
struct SessionInputTests {
  private static let time = Timestamp(milliseconds: 1_795_003_200_000)
  private static let place = SessionPosition(quotes: 120, controls: 2)

  private static var report: VenueReport { VenueReport(.connectionLost("reset"), receiveTime: time) }

  @Test("each comes back as it was")
  func comesBack() throws {
    let inputs: [SessionInput] = [
      .control(DeskControl(.cancel(ClientOrderID(ordinal: 7)), bot: "a")), .clock(Self.time),
      .report(Self.report, bot: "a"),
    ]
    for input in inputs { #expect(try SessionInput(input.event(), at: Self.place) == input) }
  }

  private static let kill = RiskEvent(
    .operated(OperatorAct(.kill, by: "ann", reason: "enough")), of: .account("A1"), at: time)

  @Test("what risk hears of comes back as it was, and says what it does to a session")
  func risk() throws {
    let control = DeskControl(.risk(Self.kill))
    #expect(try SessionInput(SessionInput.control(control).event(), at: Self.place) == .control(control))
    #expect(control.acts && !control.isAboutEntries && !control.isResume)
    let pause = RiskEvent(.operated(OperatorAct(.pause, by: "ann", reason: "lunch")), at: Self.time)
    #expect(!DeskControl(.risk(pause)).acts)
  }

  @Test("what risk hears of is stored so")
  func pinnedRisk() throws {
    #expect(
      DeskControl(.risk(Self.kill)).json.compactText == #"{"risk":"\#(Self.killBytes)","scope":"account:A1","#
        + #""bot":null,"symbol":null}"#)
  }

  @Test("a report is stored so")
  func pinnedReport() throws {
    guard case .report(let bytes) = try SessionInput.report(Self.report, bot: "a").event() else {
      Issue.record("it is no report")
      return
    }
    #expect(Hexadecimal.text(bytes) == Self.reportBytes)
  }

  @Test(
    "one that this program does not know is refused with its place",
    arguments: [
      #"{"code":"moon_full","on":true,"bot":null,"symbol":null}"#,
      #"{"command":"hedge","bot":null,"symbol":null}"#,
      #"{"risk":"5357","scope":"desk","bot":null,"symbol":null}"#,
      #"{"code":"feed_late","on":true,"bot":null,"symbol":"E U R"}"#,
      "no JSON",
    ])
  func unknown(_ text: String) {
    #expect(throws: SessionLogError.unknownInput("the control '\(text)'", after: Self.place)) {
      try SessionInput(.control(Array(text.utf8)), at: Self.place)
    }
  }

  @Test("so are bytes that are no report")
  func noReport() {
    #expect(throws: SessionLogError.self) { try SessionInput(.report([1, 2]), at: Self.place) }
  }

  private static let killBytes =
    "5357530108026174056379636c650573636f70650477686174086f70657261746564047665726202627906726561736f6e0a370003808084ab"
    + "cdf990e93101040002070a6163636f756e743a4131030a19040a160507046b696c6c060703616e6e070706656e6f756768"

  private static let reportBytes =
    "535753010503626f74067265706f7274046b696e640c726563656976655f74696d6504746578740a2c00070161010a2502070f636f6e6e"
    + "656374696f6e5f6c6f73740303808084abcdf990e9310407057265736574"
}
