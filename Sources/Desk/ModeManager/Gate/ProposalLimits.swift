import BotAssembly
import Journal
import Promotion
import RiskControl
import StrategyKit
import TradingCore

/// The hard limits that no proposal gets past, whoever files it and whoever would agree.
struct ProposalLimits {
  /// Proposals of one bot that may wait for a decision.
  static let mostOpen = 20

  let record: BotRecord
  let ledger: PromotionLedger
  let resolve: Desk.Resolver

  /// What a proposal breaks, or `nil`.
  func violation(of proposal: BotProposal) -> String? {
    if record.status == .retired { return "the bot is retired" }
    switch proposal.change {
    case .parameters(let values): return violation(of: values)
    case .promotion(let step, let capital): return violation(of: step, capital)
    }
  }

  /// The bot with other parameters, under another name.
  ///
  /// - Throws: what reading and putting it together throws.
  func changed(
    _ values: [String: String], id: String? = nil
  ) throws -> (spec: BotSpec, bot: ResolvedBot) {
    var spec = try BotSpec(json: record.spec)
    spec.given.merge(values) { $1 }
    if let id { spec.id = id }
    let resolved = try resolve(spec)
    // What only shows when strategy, account and venue meet.
    _ = try resolved.paperBot()
    return (spec, resolved)
  }

  private func violation(of values: [String: String]) -> String? {
    do {
      let spec = try BotSpec(json: record.spec)
      let now = try resolve(spec)
      for parameter in now.entry.descriptor.parameters
      where parameter.kind == .file && values[parameter.name] != nil {
        return "'\(parameter.name)' names a file, which a proposal can't"
      }
      let changed = try changed(values).bot
      try BotSettings.checkLots(
        changed.configuration.parameters, changed.entry.descriptor,
        traded: Array(changed.instruments.prefix(changed.configuration.symbols.count)),
        isGiven: { values[$0] != nil })
      guard changed.identity != now.identity else { return "the bot has these parameters already" }
      return lotsViolation(values, spec, now) ?? sizingViolation(changed, spec, now)
    } catch { return "\(error)" }
  }

  /// Sizes stay under the bot's own limit; where it has none they can't be raised.
  private func lotsViolation(_ values: [String: String], _ spec: BotSpec, _ now: ResolvedBot) -> String? {
    guard let text = values["lots"], let lots = try? DecimalText.parse(text, digits: 8) else { return nil }
    if let most = spec.risk?.maximumLots {
      return lots <= most ? nil : "\(text) lots are more than the bot's risk.max_lots allows"
    }
    let declared = now.entry.descriptor.parameters.first { $0.name == "lots" }
    let known = spec.lots ?? (declared ?? .lots).defaultText ?? "0"
    guard let present = try? DecimalText.parse(known, digits: 8), lots <= present else {
      return "\(text) lots are more than the bot's \(known) and it has no risk.max_lots"
    }
    return nil
  }

  /// Parameters by which orders are sized, besides `lots`: those that make them larger as they rise, or as they fall.
  private static let sizing: [(name: String, growsWith: Bool)] = [
    ("risk_percent", true), ("volatility_percent", true), ("kelly_percent", true),
    ("kelly_cap_percent", true),
    ("volatility_bars", false), ("kelly_trades", false),
  ]

  /// Without a limit of the bot's own, no rule of sizing may be put in the place of another but the fixed lots, and no
  /// number of one may make orders larger.
  private func sizingViolation(_ changed: ResolvedBot, _ spec: BotSpec, _ now: ResolvedBot) -> String? {
    guard spec.risk?.maximumLots == nil else { return nil }
    func texts(_ bot: ResolvedBot) -> [String: String] {
      Dictionary(bot.configuration.parameters.all.map { ($0.name, $0.text) }, uniquingKeysWith: { $1 })
    }
    let (before, after) = (texts(now), texts(changed))
    if let rule = after["sizing"], let old = before["sizing"], rule != old, rule != "fixed" {
      return "sizing=\(rule) may size orders larger than the bot's sizing=\(old) and it has no risk.max_lots"
    }
    for (name, growsWith) in Self.sizing {
      guard let newText = after[name], let oldText = before[name], newText != oldText else { continue }
      let (new, old) = (
        try? DecimalText.parse(newText, digits: 8), try? DecimalText.parse(oldText, digits: 8)
      )
      guard let new, let old, growsWith ? new <= old : new >= old else {
        return "\(name)=\(newText) sizes orders larger than the bot's \(oldText) and it has no risk.max_lots"
      }
    }
    return nil
  }

  private func violation(of step: GateStep, _ capital: String?) -> String? {
    let standing = ledger.standing(of: record.id)
    let next = standing.mode == .paper ? GateStep.demo : .live
    guard step == next else {
      return "the bot's next step is \(next.rawValue), not \(step.rawValue)"
    }
    guard let capital else { return nil }
    guard step == .live else { return "a capital is part of LIVE only" }
    let ladder = ledger.ladder
    let number = min(standing.step + 1, ladder.steps.count)
    guard let cap = ladder.cap(step: number) else { return "the ladder has no step \(number)" }
    guard let units = try? DecimalText.parse(capital, digits: ladder.currency.moneyDigits), units > 0,
      Money(units: units) <= cap
    else {
      let most = "\(cap.shownText(in: ladder.currency)) \(ladder.currency)"
      return "expected a capital of at most \(most), was \(capital)"
    }
    return nil
  }
}
