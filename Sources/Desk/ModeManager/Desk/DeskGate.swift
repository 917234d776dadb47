import Journal
import Promotion
import RiskControl
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
  /// What is wrong with the chain as a whole, once somebody's right has rested on it; `nil` before.
  var history: HistoryFinding?
  /// What the home's witnesses say of its chain, once somebody's right has rested on it; `nil` before.
  var witnessed: WitnessAnswer?
  /// The ticks that rights rest on, as far as they were looked at.
  var ticks: EvidenceTicks?
  /// Requests, by digest, whose evidence is as they say.
  var proven: Set<String> = []
  /// How far evidence had come, by its number and the row that last changed it: copies ask for the same.
  var cursors: [[Int64]: [TickCursor]?] = [:]
  /// What the next commit takes from bots.
  var reductions: [Reduction] = []

  /// The limits at which what is granted now is lost; those of the standard while the home's criteria are not the
  /// adopted ones, as then nothing is granted anew.
  var limits: Ladder.Settings { criteria.map(Ladder.Settings.init) ?? Ladder.standard.settings }

  /// Whether evidence was taken back with what its own bot has lost, so that the bot begins anew. What a copy has lost
  /// says nothing of the bot's mode and account.
  func isVoid(_ row: EvidenceRecord) -> Bool { !ledger.ownStanding(of: row.bot).holds(row) }

  /// Whether a bot begins anew at its next start: its evidence is void, or on paper, where nothing else is at stake, shows
  /// nothing any more, as another bot of its identity was taken back since.
  func isOver(_ row: EvidenceRecord) -> Bool { isVoid(row) || lossElsewhere(since: row) != nil }

  /// Why a bot that winds down does so.
  func loss(of row: EvidenceRecord) -> String {
    let own = ledger.ownStanding(of: row.bot).reductions.last?.reason ?? ""
    guard !isVoid(row), let other = lossElsewhere(since: row) else { return own }
    return "'\(other.bot)', which is the same bot, was taken back: \(other.reason)"
  }

  private func lossElsewhere(since row: EvidenceRecord) -> BotStanding.Reduction? {
    let standing = ledger.standing(of: row.bot)
    guard row.mode == .paper, standing.mode == .paper else { return nil }
    return standing.reductionElsewhere(since: row)
  }
}

/// What a look at the whole chain has found.
enum HistoryFinding {
  /// Everything is as it was written.
  case whole
  /// Something is not.
  case faulty(String)
}

/// What the witnesses of a home say of its chain.
enum WitnessAnswer {
  /// It is the one they were told of, or there are none.
  case same
  /// It is not, or they can't be asked.
  case refused(PromotionRefusal)
}

/// What a bot may do in DEMO or LIVE.
struct Mandate {
  /// The grant that it rests on.
  let grant: PromotionGrant
  /// What its account began with.
  let startBalance: Money
  /// The limits at which it is lost.
  let limits: Ladder.Settings

  /// The grant as risk hears of it.
  var told: RiskGrant {
    let terms = grant.terms
    return switch grant {
    case .demo: RiskGrant(until: terms.until, request: terms.request, mode: .demo, limits: limits)
    case .live(let live):
      RiskGrant(
        until: terms.until, request: terms.request, mode: .live, step: live.step, capital: terms.capital,
        limits: limits)
    }
  }
}

extension Ladder.Settings {
  /// The way down as criteria say.
  init(_ criteria: GateCriteria) {
    self.init(
      stepDownMillionths: criteria.demotion.stepDownValue.millionths,
      demoteMillionths: criteria.demotion.demoteValue.millionths,
      demoDrawdownMillionths: criteria[step: .demo].maximumDrawdown.millionths,
      liveDrawdownMillionths: criteria[step: .live].maximumDrawdown.millionths,
      flattens: criteria.demotion.positions == .close)
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
