import BotAssembly
import JSONText
import Journal
import ModeManager
import Promotion
import Statistics
import TestSupport
import Testing
import TradingCore
import TradingEngine

@Suite("Evidence read from the journal")
struct EvidenceReaderTests {
  private let home: ReplayedHome

  init() throws { home = try ReplayedHome() }

  @Test("Trades, days, drawdown and equity are those of a backtest, but for what that closes at its end")
  func asBacktest() throws {
    let spec = try ReplayedHome.crossing("one")
    try home.register(spec)
    try home.run()
    let contents = try home.contents(of: "one")
    let (state, trades) = try backtest(spec)
    let closed = trades.filter { $0.exitReason != .endOfData }

    let evidence = contents.evidence
    #expect(closed.count > 50)
    #expect(evidence.trades.count == closed.count)
    #expect(evidence.trades.map(\.netResult) == closed.map(\.netResult))
    #expect(evidence.trades.map(\.closeTime) == closed.map(\.closeTime))
    #expect(evidence.openTimes == trades.filter { $0.exitReason == .endOfData }.map(\.openTime))
    #expect(evidence.maximumDrawdown == state.account.largestDrawdown.ratio)
    #expect(evidence.maximumDrawdownMoney == state.account.largestDrawdown.money)
    #expect(evidence.days.map(\.date) == state.record.days.map(\.date))
    #expect(evidence.days.dropLast().map(\.equity) == state.record.days.dropLast().map(\.equity))
    #expect(evidence.daysActive == 5)
    #expect(evidence.firstTick == home.quotes.first?.eventTime)
    #expect(evidence.lastTick == home.quotes.last?.eventTime)
    #expect(contents.curve.last?.equity == evidence.days.last?.equity)
    #expect(contents.record.fillCount == trades.count + closed.count)
    #expect(contents.eventsSinceCheckpoint == 0)
  }

  @Test("The account's statement is what the journal's fills and closes add up to, with a position open")
  func statement() throws {
    var spec = try ReplayedHome.crossing("one")
    spec.broker = "exness_raw"
    try home.register(spec)
    try home.run()
    let contents = try home.contents(of: "one")
    let statement = try #require(contents.statement)
    let (rows, journal) = try home.evidence(of: "one")
    let events = try journal.read { try $0.botEvents(of: rows[0]) }

    // Cash by hand: every commission as it was paid, every result and swap as it was closed.
    var (cash, entered, closed) = (statement.startBalance.units, Int64(0), Int64(0))
    for event in events {
      switch event {
      case .filled(let fill):
        cash -= fill.commission.units
        entered += fill.commission.units
      case .closed(let trade):
        cash += trade.grossResult.units + trade.swap.units
        closed += trade.commission.units
      default: break
      }
    }
    #expect(contents.evidence.openTimes.count == 1 && entered > closed)
    #expect(statement.openCommission.units == entered - closed)
    #expect(statement.balance.units == cash + statement.openSwap.units)
    #expect(statement.closedNet.units == contents.evidence.trades.reduce(0) { $0 + $1.netResult.units })
    #expect(statement.otherBookings == .zero && statement.partsNet == .zero)
    #expect(
      statement.startBalance.units + statement.closedNet.units - statement.openCommission.units
        + statement.openSwap.units == statement.balance.units)
    #expect(statement.balance.units + statement.openResult.units == contents.evidence.days.last?.equity.units)
  }

  @Test("Orders that were refused are counted by reason, all of them or those of a time")
  func refusals() throws {
    var spec = try ReplayedHome.crossing("one")
    spec.leverage = 1
    try home.register(spec)
    try home.run()
    let (rows, journal) = try home.evidence(of: "one")
    let ends = try EvidenceReader.read(rows[0], journal).orderEnds
    let refused = try #require(ends.denied["margin_insufficient"])
    #expect(refused > 10 && ends.refused == refused && ends.mainReason == "margin_insufficient")
    let middle = home.quotes[3_000].eventTime
    let halves = try [true, false].map { isLater in
      try EvidenceReader.read(rows[0], journal) { ($0 >= middle) == isLater }.orderEnds.refused
    }
    #expect(halves.reduce(0, +) == refused && halves.allSatisfy { $0 > 0 })
  }

  @Test("Evidence says what it was made with: strategy, parameters, instruments, account")
  func recipe() throws {
    try home.register(try ReplayedHome.crossing("one", fast: 7))
    try home.run()
    let contents = try home.contents(of: "one")
    #expect(contents.recipe.strategy == "ema_cross")
    #expect(contents.recipe.parameters["fast"] == "7")
    #expect(contents.recipe.profile.name == "reference")
    #expect(contents.instruments.map(\.symbol.name) == ["EURUSD"])
    #expect(contents.evidence.startBalance.text(in: contents.evidence.currency) == "1000.00")
    #expect(contents.evidence.identity == Hexadecimal.text(contents.record.identity))
  }

  @Test("The day that is not over counts with the equity at the checkpoint; a later run goes on from there")
  func unfinishedDay() throws {
    try home.register(try ReplayedHome.crossing("one"))
    // Wednesday, 6 February 2019, 12:00 UTC.
    try home.run(until: Timestamp(milliseconds: 1_549_454_400_000))
    let before = try home.contents(of: "one").evidence
    #expect(before.days.map { "\($0.date)" } == ["2019-02-04", "2019-02-05", "2019-02-06"])
    let summary = try #require(EvidenceSummary(json: try home.contents(of: "one").record.summary))
    #expect(before.days.last?.equity.text(in: before.currency) == summary.equity)
    #expect(before.daysActive == summary.daysActive)
    #expect(before.trades.count == summary.trades)

    try home.run()
    let after = try home.contents(of: "one").evidence
    #expect(after.days.prefix(2) == before.days.prefix(2))
    #expect(after.daysActive == 5)
    #expect(after.trades.starts(with: before.trades))
  }

  @Test("A bot that has seen no tick has evidence with nothing in it")
  func nothing() throws {
    try home.register(try ReplayedHome.crossing("one"))
    try home.run(plays: false)
    let contents = try home.contents(of: "one")
    #expect(contents.evidence.trades.isEmpty)
    #expect(contents.evidence.days.isEmpty)
    #expect(contents.evidence.lastTick == nil)
    #expect(contents.curve.isEmpty)
    #expect(contents.recipe.startBalance == contents.evidence.startBalance)
  }

  @Test("Evidence without a recipe, or with a checkpoint that is none, is told of and not guessed")
  func damaged() throws {
    let spec = try ReplayedHome.crossing("one")
    try home.register(spec)
    try home.run(plays: false)
    let start = try #require(try startEvent())
    try add(payload: [:], checkpoint: nil)
    try add(payload: start, checkpoint: [1, 2, 3])
    let (rows, journal) = try home.evidence(of: "one")
    #expect(rows.count == 3)
    expectError("does not say what evidence 2 was made with") {
      _ = try EvidenceReader.read(rows[1], journal)
    }
    expectError("the checkpoint can't be read") { _ = try EvidenceReader.read(rows[2], journal) }
  }

  private func backtest(_ spec: BotSpec) throws -> (state: BotRunner.State, trades: [ClosedTrade]) {
    let runner = try home.resolve(spec).paperBot()
    try home.quotes.withUnsafeBufferPointer { try runner.process($0, symbolIndex: 0) }
    try runner.finish(closesPositions: true)
    return (runner.state, runner.takeTrades())
  }

  private func startEvent() throws -> JSONValue? {
    let (rows, journal) = try home.evidence(of: "one")
    return try journal.read { try $0.events(after: rows[0].firstSeq - 1, limit: 1).first?.json }
  }

  private func add(payload: JSONValue, checkpoint: [UInt8]?) throws {
    let time = Timestamp(milliseconds: 1_700_000_000_000)
    let journal = try Journal(home: home.home, mode: .open)
    try journal.write { transaction in
      let id = try transaction.reading.nextEvidenceID()
      let row = EvidenceRecord(
        id: id, bot: "one", mode: .paper, identity: Array(repeating: UInt8(id), count: 32), number: Int(id),
        startedAt: time)
      _ = try transaction.record(
        NewEvent(.evidenceStarted, subject: "one", payload: payload, at: time),
        [.newEvidence(row, checkpoint: checkpoint)])
    }
  }

  private func expectError(_ words: String, _ body: () throws -> Void) {
    do {
      try body()
      Issue.record("no error")
    } catch {
      #expect("\(error)".contains(words), "\(error)")
    }
  }
}
