import BrokerBridges
import Journal
import JSONText
import RiskControl
import SessionRecording
import TestSupport
import Testing
import TradingCore
import TradingEngine

@testable import BotAssembly
@testable import ModeManager

/// What comes in by a session's doors is recorded with its place, and comes back when the session is run again.
@Suite("The doors of a session")
struct SessionDoorTests {
  private static let opening = Timestamp(milliseconds: 1_795_003_200_000)
  private let symbol = Known.eurusd.symbol

  private func quote(_ second: Int64, _ bid: Int64 = 110_000) -> LoggedQuote {
    let time = Self.opening.advanced(by: second * Timestamp.second)
    return LoggedQuote(
      symbolIndex: 0, quote: Quote(eventTime: time, bid: Price(points: bid), ask: Price(points: bid + 10)),
      sentTime: time, receivedAt: time)
  }

  private func report() throws -> VenueReport {
    let change = BalanceChange(
      trade: try #require(TradeID("deposit-1")), cause: .transfer, amount: Money(units: 25_000_000))
    return VenueReport(.balanceChanged(change), receiveTime: Self.opening.advanced(by: Timestamp.second))
  }

  /// Runs a session whose inputs are recorded.
  private func run(
    _ home: LadderHome, _ steps: [[ScriptedSource.Input]]
  ) throws -> FinishedSession {
    let desk = home.desk()
    try desk.open()
    desk.crew.listen(to: [symbol])
    let session = try desk.startSession(.feed, source: ["feed": "script"])
    session.record(
      into: try SessionLogWriter(
        creating: Desk.folder(ofSession: session.id, home: home.home),
        session: SessionLogWriter.Session(
          id: "\(session.id)", symbols: [SessionSymbol(symbol: symbol, digits: 5)]), at: Self.opening))
    var source = ScriptedSource(steps: steps)
    return try session.run(&source, opening: []) { _ in }
  }

  private func inputs(_ home: LadderHome) throws -> [String] {
    var reader = try SessionLogReader(folder: Desk.folder(ofSession: 1, home: home.home))
    var texts: [String] = []
    while try reader.next({ item in
      switch item {
      case .quotes(_, let quotes, _): texts.append("\(quotes.count) quotes")
      case .event(let event):
        switch try SessionInput(event, at: SessionPosition()) {
        case .control(let control): texts.append(control.json.compactText)
        case .clock(let time): texts.append("clock \(time.iso8601)")
        case .report(let report, let bot): texts.append("\(report.content.kind) to \(bot)")
        }
      }
    }) {}
    return texts
  }

  @Test("quotes, the clock, controls and reports are recorded in the order they came in")
  func recorded() throws {
    let home = try LadderHome()
    let finished = try run(
      home,
      [
        [.quote(quote(1)), .quote(quote(2)), .report(try report(), bot: LadderHome.bot)],
        [.control(DeskControl(.feedLate, isOn: true))],
        [.clock(Self.opening.advanced(by: Timestamp.minute))],
        [.quote(quote(61))],
      ])
    #expect(finished.record.quotes == 3)
    #expect(
      try inputs(home) == [
        "2 quotes", "balance_changed to round", #"{"code":"feed_late","on":true,"bot":null,"symbol":null}"#,
        "clock 2026-11-18T12:01:00.000Z", "1 quotes",
      ])
    #expect(try home.replays().map(\.isSame) == [true])
  }

  @Test("a session that holds a control of a later program is not run again without it")
  func unknownControl() throws {
    let home = try LadderHome()
    _ = try run(home, [[.quote(quote(1))]])
    let writer = try SessionLogWriter(
      reopening: Desk.folder(ofSession: 1, home: home.home), at: Self.opening)
    let text = #"{"code":"moon_full","on":true,"bot":null,"symbol":null}"#
    try writer.append(.control(Array(text.utf8)))
    _ = try writer.close()
    let error = #expect(throws: DeskError.self) { try home.replays() }
    #expect(
      error.map { "\($0)" }
        == "the session holds what this program does not know (behind quote 1, input 1): the control '\(text)'; "
        + "use the program that made the session, or a later one")
  }

  @Test("a report that comes back from the log is booked by the bot it is about, and by no other")
  func reported() throws {
    let home = try LadderHome()
    let resolved = try home.resolve(try home.spec())
    let profile = resolved.configuration.profile
    func bot(_ id: String) throws -> HostedBot {
      let engine = TradingEngine(
        strategy: try Rounder(parameters: resolved.configuration.parameters),
        account: try Account(
          profile: profile, leverage: profile.leverage, startBalance: resolved.configuration.startBalance,
          instruments: resolved.instruments),
        venue: BrokerVenue(settings: BrokerSettings(), instruments: resolved.instruments),
        gate: try RiskGate(limits: RiskLimits(), profile: profile, instruments: resolved.instruments))
      return HostedBot(
        id: id, runner: BotRunner(engine, identity: resolved.identity), instruments: resolved.instruments,
        currency: profile.accountCurrency)
    }
    let bots = [try bot("a"), try bot("b")]
    var feeder = SessionFeeder(
      bots.map { (SessionPlace.start, $0) }, symbols: [symbol], from: SessionPosition())
    try feeder.take(.event(try SessionInput.report(try report(), bot: "b").event()))
    let start = resolved.configuration.startBalance.units
    #expect(bots.map { $0.runner.state.account.balance.units } == [start, start + 25_000_000])
    #expect(feeder.position == SessionPosition(quotes: 0, controls: 1))
  }
}
