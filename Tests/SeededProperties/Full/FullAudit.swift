import BotAssembly
import FillSimulator
import RiskControl
import StrategyKit
import TestSupport
import TradingCore
import TradingEngine

/// Everything that must hold of a session with all rules switched on; what does not is said in words.
struct FullAudit {
  let session: FullSession
  private let log = AuditLog()
  private(set) var faults: [String] = []
  /// What the session was good for.
  private(set) var fillCount = 0

  /// Runs a session and checks it.
  init(_ session: FullSession) throws {
    self.session = session
    let audited = try runAudited()
    fillCount = audited.fills.count
    auditBooks(audited)
    auditSizes(audited)
    auditLevels()
    for stretch in [1, 7, Int.max] {
      let result = try run(stretch: stretch)
      expect(result.fingerprint == audited.fingerprint, "stretches of \(stretch) fill otherwise")
      expect(result.balance.units == audited.balance, "stretches of \(stretch) end with \(result.balance)")
      expect(result.trades == audited.trades, "stretches of \(stretch) trade otherwise")
      expect(
        result.drawdown == audited.drawdown,
        "stretches of \(stretch): \(result.drawdown), not \(audited.drawdown)")
    }
  }

  private mutating func expect(_ holds: Bool, _ what: @autoclosure () -> String) {
    if !holds { faults.append("seed \(session.seed): \(what())") }
  }

  private func configuration() throws -> BotConfiguration {
    BotConfiguration(
      parameters: try ParameterValues(for: FullTrader.descriptor, given: ["trader": "\(session.seed)"]),
      symbols: session.traded.map(\.symbol), conversionSymbols: session.conversions.map(\.symbol),
      profile: session.profile, startBalance: session.startBalance, seed: session.seed)
  }

  // MARK: Runs

  private struct Audited {
    var fills: [Fill] = []
    var trades: [ClosedTrade] = []
    var fingerprint = ""
    var balance: Int64 = 0
    var drawdown: [String] = []
    /// Margin in use after each tick, with the number of fills so far.
    var margins: [(fills: Int, used: Int64)] = []
  }

  /// Tick by tick, with a venue that writes everything down.
  private mutating func runAudited() throws -> Audited {
    let configuration = try configuration()
    let identity = BotIdentity(descriptor: FullTrader.descriptor, configuration: configuration)
    let venue = try SimulatedVenue(
      profile: session.profile, instruments: session.instruments,
      latencyNanoseconds: session.profile.latencyNanoseconds,
      random: CounterRandom(seed: configuration.seed, stream: identity.stream))
    var engine = TradingEngine(
      strategy: try FullTrader(parameters: configuration.parameters),
      account: try Account(
        profile: session.profile, leverage: configuration.leverage, startBalance: session.startBalance,
        instruments: session.instruments, tradedCount: session.traded.count),
      venue: AuditVenue(venue, log: log),
      gate: try RiskGate(
        limits: RiskLimits(), profile: session.profile, instruments: session.instruments), curvePoints: 0)
    var result = Audited()
    let start = session.startBalance.units
    for tick in session.ticks {
      try [tick.quote].withUnsafeBufferPointer { try engine.process($0, symbolIndex: tick.symbol) }
      result.trades += engine.takeTrades()
      let account = engine.account
      expect(account.isMarkingConsistent, "the marking does not add up")
      result.margins.append((log.reports.count, account.usedMargin.units))
      if account.isFlat {
        let net = result.trades.reduce(start) { $0 + $1.netResult.units }
        expect(account.balance.units == net, "flat with \(account.balance.units), not \(net)")
        expect(account.usedMargin == .zero && account.equity == account.balance, "flat with margin or result")
      }
    }
    try engine.finish(closesPositions: true)
    result.trades += engine.takeTrades()
    result.fills = log.reports.map(\.fill)
    result.fingerprint = engine.record.fingerprint.text
    result.balance = engine.account.balance.units
    let largest = engine.account.largestDrawdown
    result.drawdown = ["\(largest.money.units)", "\(largest.ratio)"]
    return result
  }

  /// As the product runs it, in runs of one symbol of at most so many ticks.
  private func run(stretch: Int) throws -> BotResult {
    let bot = try BotAssembler.paperBot(StrategyEntry(FullTrader.self), configuration(), curvePoints: 0)
    bot.keepEvents()
    let ticks = session.ticks
    var start = 0
    while start < ticks.count {
      var end = start + 1
      while end < ticks.count, end - start < stretch, ticks[end].symbol == ticks[start].symbol { end += 1 }
      try ticks[start..<end].map(\.quote).withUnsafeBufferPointer {
        try bot.process($0, symbolIndex: ticks[start].symbol)
      }
      start = end
    }
    try bot.finish(closesPositions: true)
    return BotResult(bot, trades: bot.takeTrades())
  }

  // MARK: Money

  private mutating func auditBooks(_ audited: Audited) {
    let statement = Accountant.statement(
      markets: session.instruments.map {
        Accountant.Market(instrument: $0, terms: session.profile.terms(for: $0))
      }, profile: session.profile, leverage: session.profile.leverage,
      startBalance: session.startBalance.units,
      ticks: session.ticks.map { Accountant.Tick(symbol: $0.symbol, quote: $0.quote) },
      deals: log.reports.map {
        Accountant.Deal(
          fill: $0.fill, isMaker: $0.isMaker, tick: $0.cycle.map { Int($0) - 1 } ?? session.ticks.count)
      })
    let different = zip(audited.fills, statement.commissions).first { $0.commission.units != $1 }
    expect(different == nil, "commission of \(different.map { "\($0.0) is \($0.1)" } ?? "")")
    let lines = audited.trades.map {
      Accountant.Line(
        position: $0.position.ordinal, units: $0.quantity.units, gross: $0.grossResult.units,
        commission: $0.commission.units, swap: $0.swap.units, spreadCost: $0.spreadCost.units,
        slippageCost: $0.slippageCost.units)
    }
    let line = zip(lines, statement.trades).first { $0 != $1 }
    expect(line == nil && lines.count == statement.trades.count, "trade \(line.map { "\($0)" } ?? "count")")
    expect(audited.balance == statement.balance, "balance \(audited.balance), not \(statement.balance)")
    for (tick, margin) in audited.margins.enumerated() where margin.fills > 0 {
      let expected = statement.usedMargin[margin.fills - 1]
      guard margin.used != expected else { continue }
      expect(false, "margin \(margin.used) after tick \(tick), not \(expected)")
      break
    }
    for trade in audited.trades {
      let isBetween =
        trade.maximumAdverseExcursion <= trade.grossResult
        && trade.grossResult <= trade.maximumFavorableExcursion
      expect(isBetween && trade.openTime <= trade.closeTime, "trade \(trade.ordinal): \(trade)")
    }
  }

  // MARK: Levels

  /// Nobody gets a price that was never there: what fills at its own price and not at the quote's was short of
  /// it on the quote before. With a depth model what is left of a level may go on at it.
  private mutating func auditLevels() {
    for report in log.reports where report.isMaker {
      let fill = report.fill
      let terms = session.profile.terms(for: session.instruments[fill.symbolIndex])
      guard terms.depth == .unlimited, let met = met(report),
        fill.side.price(of: session.ticks[met].quote) != fill.price
      else { continue }
      guard let before = session.ticks[..<met].last(where: { $0.symbol == fill.symbolIndex })?.quote else {
        expect(false, "fill \(fill.ordinal) on a first quote at its own price")
        continue
      }
      let isShort = (fill.price.points - fill.side.price(of: before).points) * fill.side.sign < 0
      expect(
        isShort, "fill \(fill.ordinal) at \(fill.price.points), which the market was past before: \(fill)")
    }
  }

  // MARK: Sizes

  /// The tick whose quote a fill met.
  private func met(_ report: AuditLog.Report) -> Int? {
    guard let cycle = report.cycle else { return nil }
    let now = Int(cycle) - 1
    let isArrival = report.fill.eventTime < session.ticks[now].quote.eventTime
    let last = isArrival ? now - 1 : now
    guard last >= 0 else { return nil }
    return session.ticks[...last].lastIndex { $0.symbol == report.fill.symbolIndex }
  }

  /// No quote fills more than it offers, no order more than it asked for.
  private mutating func auditSizes(_ audited: Audited) {
    var taken: [String: Int64] = [:]
    var filled: [ClientOrderID: Int64] = [:]
    for report in log.reports {
      let fill = report.fill
      if fill.reason == .entry || fill.reason == .strategy {
        filled[fill.order, default: 0] += fill.quantity.units
      }
      let instrument = session.instruments[fill.symbolIndex]
      guard case .fixed(let lots) = session.profile.terms(for: instrument).depth, fill.reason != .stopOut,
        let met = met(report)
      else { continue }
      let units = Int64(Int128(lots) * Int128(instrument.unitsPerLot) / 100_000_000)
      let offer = units / instrument.stepUnits * instrument.stepUnits
      taken["\(met) \(fill.side)", default: 0] += fill.quantity.units
      let total = taken["\(met) \(fill.side)", default: 0]
      expect(total <= offer, "tick \(met) filled \(total) of \(offer) offered")
    }
    for (id, units) in filled {
      guard let asked = log.sent[id]?.units else { continue }
      expect(units <= asked, "order \(id.ordinal) filled \(units) of \(asked)")
    }
  }
}
