import Promotion
import TradingCore

/// What a desk knows of the gate: who may trade in which mode, and who was taken back.
struct DeskGate {
  /// The state of the gate as of the last look at the chain.
  var ledger = PromotionLedger(home: "", criteria: "")
  /// The criteria in force; `nil` while the home's file is not the adopted one.
  var criteria: GateCriteria?
  /// Why there are none.
  var criteriaFault: GateError?
  /// What bots in DEMO and LIVE may do.
  var mandates: [String: Mandate] = [:]
  /// Bots whose mode was taken from them: halted, in the old mode's account, until nothing is open there.
  var winding: Set<String> = []
  /// Bots whose grant has run out while something is open.
  var lapsed: Set<String> = []
  /// What the next commit takes from bots.
  var reductions: [Reduction] = []
  /// Bots that are closed out once that commit is made: what they were judged by has to be what they are, until then.
  var closing: [String] = []

  /// Whether evidence that began at a row of the chain no longer counts.
  func isVoid(bot: String, mode: TradingMode, firstSeq: Int64) -> Bool {
    firstSeq <= ledger.standing(of: bot).evidenceSince(mode)
  }
}

/// What a bot may do in DEMO or LIVE.
struct Mandate {
  /// The grant that it rests on.
  let grant: PromotionGrant
  /// What its account began with.
  let startBalance: Money

  /// The mode, and in LIVE the step.
  var place: (mode: TradingMode, step: Int) {
    switch grant {
    case .demo: (.demo, 0)
    case .live(let live): (.live, live.step)
    }
  }
}

/// A step or a mode that a bot loses.
struct Reduction: Hashable {
  /// The bot.
  let bot: String
  /// The mode after it.
  let mode: TradingMode
  /// The step after it, 0 outside of LIVE.
  let step: Int
  /// A stable code and the figures.
  let reason: String
}

/// How a bot stands, as far as it decides whether it keeps its place.
struct LadderFigures: Hashable {
  /// The value of the degradation test.
  var value = 1.0
  /// The trades it rests on.
  var trades = 0
  /// The largest fall of equity from a peak, as a ratio to the peak.
  var drawdown = 0.0
  /// What the account has lost since the evidence began, in its currency.
  var loss = Money.zero
}

/// When a bot is taken back, and how far: what is worst comes first.
struct LadderRules {
  let criteria: GateCriteria

  /// What a bot loses, if anything.
  func verdict(on figures: LadderFigures, of bot: String, _ mandate: Mandate) -> Reduction? {
    let (mode, step) = mandate.place
    let rules = criteria.demotion
    func reduction(_ mode: TradingMode, step: Int = 0, _ reason: String) -> Reduction {
      Reduction(bot: bot, mode: mode, step: step, reason: reason)
    }
    let terms = mandate.grant.terms
    if mode == .live, figures.loss >= terms.capital {
      let loss = figures.loss.text(in: terms.currency)
      return reduction(.paper, "capital_lost loss=\(loss) capital=\(terms.capital.text(in: terms.currency))")
    }
    if figures.value >= rules.demoteValue.value {
      return reduction(.paper, Self.degraded(figures, limit: rules.demoteValue))
    }
    let below: TradingMode = mode == .live ? .demo : .paper
    let limit = criteria[step: mode == .live ? .live : .demo].maximumDrawdown
    if figures.drawdown >= limit.value {
      return reduction(below, "drawdown_limit drawdown=\(Self.text(figures.drawdown)) limit=\(limit)")
    }
    if figures.value >= rules.stepDownValue.value {
      let reason = Self.degraded(figures, limit: rules.stepDownValue)
      return mode == .live && step > 1 ? reduction(.live, step: step - 1, reason) : reduction(below, reason)
    }
    return nil
  }

  private static func degraded(_ figures: LadderFigures, limit: GateDecimal) -> String {
    "degraded value=\(text(figures.value)) limit=\(limit) trades=\(figures.trades)"
  }

  /// Four decimals, cut off: a figure must not look as if it had reached what it has not.
  private static func text(_ value: Double) -> String {
    "\((min(value, 1e12) * 10_000).rounded(.down) / 10_000)"
  }
}
