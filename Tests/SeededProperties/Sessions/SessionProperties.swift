import Backtesting
import BotAssembly
import TestSupport
import TradingCore
import TradingEngine

extension SeededProperty {
  /// Whole sessions of one bot.
  static let sessions = [agreement, gaps, books, invariants, company]

  /// `scripted` over random quotes, rows and profiles.
  package static let agreement = SeededProperty(
    "agreement", "random sessions agree with the independent calculation", seen: "fills"
  ) { try agree(RandomSession(seed: $0, isReference: $0 % 4 == 0)) }

  /// The same over quotes that jump, with levels that they jump over.
  package static let gaps = SeededProperty(
    "gaps", "random sessions with many gaps agree with the independent calculation", seen: "fills"
  ) { try agree(RandomSession(seed: $0, isReference: $0 % 4 == 0, hasGaps: true)) }

  private static func agree(_ session: RandomSession) throws -> Outcome {
    let expected = session.expected()
    let run = try EngineRun(
      rows: session.rows, quotes: session.quotes, instrument: session.instrument,
      settings: session.settings)
    var faults: [String] = []
    func expect<T: Equatable>(_ value: T, _ wanted: T, _ what: String) {
      if value != wanted { faults.append("\(what) \(value), not \(wanted)") }
    }
    let trades = run.oracleTrades(like: expected.trades)
    if let pair = zip(trades, expected.trades).first(where: { $0 != $1 }) { expect(pair.0, pair.1, "trade") }
    expect(trades.count, expected.trades.count, "number of trades")
    if let pair = zip(run.oracleFills, expected.fills).first(where: { $0 != $1 }) {
      expect(pair.0, pair.1, "fill")
    }
    if run.refusals != expected.refusals.count {
      let record = run.state.record
      faults.append("refusals \(record.denied) \(record.rejected), not \(expected.refusals)")
    }
    expect(run.state.account.balance.units, expected.balance, "balance")
    let drawdown = run.state.account.largestDrawdown
    expect(drawdown.money.units, expected.summary.maxDrawdownMoney, "drawdown")
    expect(drawdown.ratio, expected.summary.maxDrawdown, "drawdown's ratio")
    return Outcome(faults: faults, seen: run.fills.count)
  }

  /// Books, margin and sizes against an independent accountant.
  package static let books = SeededProperty(
    "books", "money, margin and sizes hold with everything switched on", seen: "fills"
  ) { seed in
    let audit = try FullAudit(FullSession(seed: seed))
    return Outcome(faults: audit.faults, seen: audit.fillCount)
  }

  /// Prices, money, stretches and prefixes of a random trader's session.
  package static let invariants = SeededProperty(
    "invariants", "money adds up, fills are at prices there were, and stretches do not matter", seen: "fills"
  ) { seed in
    let audit = try SessionAudit(TraderSession(seed: seed))
    return Outcome(faults: audit.faults, seen: audit.log.reports.count)
  }

  /// A bot beside others.
  package static let company = SeededProperty(
    "company", "alone and beside seven other bots on 1, 2 and 8 threads a bot does the same", seen: "fills"
  ) { seed in
    let session = TraderSession(seed: seed)
    let alone = try session.run(stretch: .max)
    let single = try together(session, threads: 1)
    var faults: [String] = []
    if single[0] != alone { faults.append("\(single[0].fingerprint) in company, \(alone.fingerprint) alone") }
    for threads in [2, 8] where try together(session, threads: threads) != single {
      faults.append("\(threads) threads do otherwise than one")
    }
    return Outcome(faults: faults, seen: single.reduce(0) { $0 + $1.fills.count })
  }

  private static func together(_ session: TraderSession, threads: Int) throws -> [BotResult] {
    let bots = try (0..<8 as Range<UInt64>).map { try session.bot(companion: $0) }
    var trades = [[ClosedTrade]](repeating: [], count: bots.count)
    var backtest = Backtest(bots: bots, threads: threads)
    var stream = MemoryStream(session.quotes, stretch: 100 / threads)
    try backtest.run(&stream, trades: { (bot, trade) throws(BacktestError) in trades[bot].append(trade) })
    return zip(bots, trades).map { BotResult($0, trades: $1) }
  }
}
