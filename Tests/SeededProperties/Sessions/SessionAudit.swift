import BotAssembly
import FillSimulator
import RiskControl
import TestSupport
import TradingCore
import TradingEngine

/// Everything that must hold of a session, checked one after the other; what does not is said in words.
struct SessionAudit {
  let session: TraderSession
  let log = AuditLog()
  private(set) var faults: [String] = []

  /// Runs a session and checks it.
  init(_ session: TraderSession) throws {
    self.session = session
    let whole = try session.run(stretch: .max)
    try auditFills(against: whole)
    try auditMoney(against: whole)
    try auditStretches(against: whole)
    try auditPrefixes()
  }

  private mutating func expect(_ holds: Bool, _ what: @autoclosure () -> String) {
    if !holds { faults.append("seed \(session.seed): \(what())") }
  }

  // MARK: Fills

  private mutating func auditFills(against whole: BotResult) throws {
    let configuration = try session.configuration()
    let instruments = [session.instrument]
    let identity = BotIdentity(descriptor: RandomTrader.descriptor, configuration: configuration)
    let venue = try SimulatedVenue(
      profile: session.profile, instruments: instruments,
      latencyNanoseconds: session.profile.latencyNanoseconds,
      random: CounterRandom(seed: configuration.seed, stream: identity.stream))
    var engine = TradingEngine(
      strategy: try RandomTrader(parameters: configuration.parameters),
      account: try Account(
        profile: session.profile, leverage: configuration.leverage, startBalance: session.startBalance,
        instruments: instruments),
      venue: AuditVenue(venue, log: log),
      gate: try RiskGate(limits: session.limits, profile: session.profile, instruments: instruments))
    try session.quotes.withUnsafeBufferPointer { try engine.process($0, symbolIndex: 0) }
    try engine.finish(closesPositions: true)
    expect(log.reports.map(\.fill) == whole.fills, "the audited run fills otherwise")
    expect(engine.record.fingerprint.text == whole.fingerprint, "the audited run has another fingerprint")
    for report in log.reports { auditPrice(report) }
  }

  /// The quote an execution must have met, by its time alone; `nil` when there is none.
  private func met(_ report: AuditLog.Report) -> Quote? {
    guard let now = report.quote else { return lastUncrossed }
    if report.fill.eventTime == now.eventTime { return now }
    guard report.fill.eventTime < now.eventTime, session.profile.latencyRule == .lastBefore,
      let previous = report.previous, previous.eventTime <= report.fill.eventTime
    else { return nil }
    return previous
  }

  private var lastUncrossed: Quote? {
    let costs = OracleSettings().with { $0.spread = session.oracleSpread }
    return session.quotes.last { !costs.brokerQuote($0).isCrossed }.map { costs.brokerQuote($0) }
  }

  private mutating func auditPrice(_ report: AuditLog.Report) {
    let fill = report.fill
    guard let quote = met(report) else { return expect(false, "fill \(fill.ordinal) met no quote: \(fill)") }
    let kind = log.sent[fill.order]
    let isLimit = if case .limit = kind?.kind { true } else { false }
    if let kind, fill.reason == .entry || fill.reason == .strategy {
      let earliest = kind.time.advanced(by: session.profile.latencyNanoseconds)
      expect(fill.eventTime >= earliest, "fill \(fill.ordinal) is before its order was there")
    }
    expect(log.sent[fill.position] != nil, "fill \(fill.ordinal) is of a position that nobody asked for")
    let worse = (fill.price.points - fill.side.price(of: quote).points) * fill.side.sign
    switch fill.reason {
    case .entry where isLimit, .strategy where isLimit:
      let isOwnPrice = kind?.prices.contains(fill.price.points) ?? false
      expect(worse == 0 || (worse > 0 && isOwnPrice), "limit fill \(fill.ordinal) \(worse) from the quote")
      auditLevel(report, worse)
    case .takeProfit:
      let isOwnPrice = log.targets.contains(fill.price.points)
      expect(worse == 0 || (worse > 0 && isOwnPrice), "take profit \(fill.ordinal) \(worse) from the quote")
      auditLevel(report, worse)
    default:
      expect(session.slippageBound.contains(worse), "fill \(fill.ordinal) \(worse) from the quote: \(fill)")
      expect(!quote.isCrossed, "fill \(fill.ordinal) on a crossed quote")
    }
  }

  /// Nobody gets a price that was never there: what fills at its own price was short of it on the quote before.
  private mutating func auditLevel(_ report: AuditLog.Report, _ worse: Int64) {
    guard worse > 0, let previous = report.previous else { return }
    let fill = report.fill
    let isShort = (fill.price.points - fill.side.price(of: previous).points) * fill.side.sign < 0
    expect(isShort, "fill \(fill.ordinal) at \(fill.price.points), which the market was past before")
  }

  // MARK: Money

  /// Event by event: what balance and drawdown must be after each quote.
  private mutating func auditMoney(against whole: BotResult) throws {
    let start = session.startBalance.units
    var sums = (trades: 0, gross: Int64(0), net: Int64(0), fills: 0, commission: Int64(0))
    var naive = NaiveDrawdown()
    var faults: [String] = []
    let result = try session.run(stretch: 1) { bot, trades, fills in
      let account = bot.state.account
      for trade in trades[sums.trades...] {
        sums.gross += trade.grossResult.units
        sums.net += trade.netResult.units
      }
      for fill in fills[sums.fills...] { sums.commission += fill.commission.units }
      (sums.trades, sums.fills) = (trades.count, fills.count)
      naive.mark(account.scaledEquity, start: start)
      if !account.isMarkingConsistent {
        faults.append("the marking does not add up after trade \(sums.trades)")
      }
      if account.balance.units != start + sums.gross - sums.commission {
        faults.append("balance \(account.balance.units) after trade \(sums.trades)")
      }
      if account.isFlat, account.balance.units != start + sums.net {
        faults.append("flat after trade \(sums.trades) with \(account.balance.units)")
      }
      if account.isFlat, account.usedMargin != .zero || account.equity != account.balance {
        faults.append("flat with margin or open result")
      }
    }
    naive.mark(Int128(result.balance.units), start: start)
    for fault in faults.prefix(3) { expect(false, fault) }
    expect(result == whole, "event by event differs from the whole")
    expect(
      result.drawdown == ["\(naive.money)", "\(naive.ratio)"], "drawdown \(result.drawdown), not \(naive)")
    let commission = result.trades.reduce(0) { $0 + $1.commission.units }
    expect(commission == result.fills.reduce(0) { $0 + $1.commission.units }, "shares of commission")
    expect(result.balance.units == start + result.trades.reduce(0) { $0 + $1.netResult.units }, "the end")
    for trade in result.trades {
      let isBetween =
        trade.maximumAdverseExcursion <= trade.grossResult
        && trade.grossResult <= trade.maximumFavorableExcursion
      expect(isBetween && trade.openTime <= trade.closeTime, "trade \(trade.ordinal): \(trade)")
    }
  }

  // MARK: Stretches and prefixes

  private mutating func auditStretches(against whole: BotResult) throws {
    for stretch in [7, 4_096] {
      expect(try session.run(stretch: stretch) == whole, "stretches of \(stretch) differ")
    }
  }

  /// No price from the future: what the quotes up to some point make does not depend on those after it.
  private mutating func auditPrefixes() throws {
    var random = SeededGenerator(seed: session.seed)
    for _ in 0..<3 {
      let count = Int.random(in: 1...session.quotes.count, using: &random)
      let known = log.reports.filter { ($0.cycle ?? .max) <= UInt64(count) }.map(\.fill)
      let prefix = try session.run(stretch: 11, prefix: count)
      expect(prefix.fills == known, "the first \(count) quotes alone fill otherwise")
    }
  }
}

/// Drawdown recomputed at every mark, for instruments whose point is worth whole money units.
private struct NaiveDrawdown {
  var peak: Int128?
  var money: Int128 = 0
  var ratio = 0.0

  mutating func mark(_ equity: Int128, start: Int64) {
    let highest = max(peak ?? Int128(start), equity)
    peak = highest
    money = max(money, highest - equity)
    if highest > 0 { ratio = max(ratio, Double(highest - equity) / Double(highest)) }
  }
}
