import BotAssembly
package import Journal
package import Promotion
import Statistics
import StrategyKit
package import TradingCore

/// What a reader of a review should know beside the checklist: where the evidence comes from, what the bot was
/// before, and what its backtest had promised.
package struct PromotionBackground: Sendable {
  /// A recipe to compare with.
  package struct Comparison: Sendable {
    /// The identity's digest in hexadecimal.
    package let identity: String
    /// What is not as it was; `nil` where the journal no longer says what it was.
    package let changes: [RecipeChange]?
  }

  /// The bot as it is put together now.
  package let recipe: EvidenceRecipe
  /// Sessions and files that the evidence was gathered in.
  package internal(set) var origins: [EvidenceOrigin] = []
  /// What became of the recorded spreads in each mode, where the profile changes them.
  package internal(set) var spreads: [(mode: TradingMode, comparisons: [SpreadComparison])] = []
  /// The last request of this bot that had every approval it needed.
  package internal(set) var lastApproval: RequestRecord?
  /// What changed since that.
  package internal(set) var sinceApproval: Comparison?
  /// What changed since the identity that the bot had evidence under before; `nil` without one.
  package internal(set) var sinceEarlier: Comparison?
  /// The trial of this identity over the very ticks of the evidence, else over those that share most days with it.
  package internal(set) var backtest: TrialReturns?
  /// Whether that trial ran over other ticks than the recorded ones that the evidence was gathered on.
  package internal(set) var isBacktestElsewhere = false
}

extension Gatekeeper {
  /// What is known beside the checklist; the journal is only read.
  ///
  /// - Throws: `JournalError`.
  package func background(of found: PromotionCase) throws -> PromotionBackground {
    let bot = found.bot
    let recipe = EvidenceRecipe(bot)
    var background = PromotionBackground(recipe: recipe)
    let parts = [found.paper, found.demo, found.live].compactMap { $0 }
    let (evidence, trials) = try journal.read { reading in
      for part in parts { background.origins += try EvidenceOrigin.origins(of: part, reading) }
      return (
        try reading.evidence(of: found.record.id),
        try reading.trialReturns(family: found.record.family, strategy: bot.entry.descriptor.name)
      )
    }
    for part in parts {
      let comparisons = try EvidenceSpreads.comparisons(of: part, journal, home: home)
      if !comparisons.isEmpty { background.spreads.append((part.record.mode, comparisons)) }
    }
    background.lastApproval = found.ledger.requests.last { record in
      record.request.bot == found.record.id && record.approvals.count >= record.approvalsNeeded
    }
    background.sinceApproval = background.lastApproval.map { record in
      comparison(
        recipe, evidence.last { Hexadecimal.text($0.identity) == record.request.identity },
        identity: record.request.identity)
    }
    if let earlier = evidence.last(where: { Hexadecimal.text($0.identity) != found.identity }) {
      background.sinceEarlier = comparison(recipe, earlier, identity: Hexadecimal.text(earlier.identity))
    }
    let days = Set(parts.flatMap { $0.evidence.days.map(\.date) })
    let digests = Set(background.origins.compactMap(\.digest))
    let same = DataDigest.bytes(contentDigests: Array(digests), from: .distantPast, to: .distantFuture)
    func rank(_ trial: TrialReturns) -> (Int, Int) {
      (trial.dataDigest == same ? 1 : 0, days.intersection(trial.days).count)
    }
    background.backtest = trials.filter {
      Hexadecimal.text($0.identity) == found.identity && !$0.days.isEmpty
    }
    .max { rank($0) < rank($1) }
    background.isBacktestElsewhere =
      background.backtest.map { $0.dataDigest != same } == true
      && background.origins.allSatisfy { $0.digest != nil }
    return background
  }

  private func comparison(
    _ recipe: EvidenceRecipe, _ earlier: EvidenceRecord?, identity: String
  ) -> PromotionBackground.Comparison {
    let before = earlier.flatMap { try? EvidenceRecipe.load(of: $0, journal) }
    return .init(identity: identity, changes: before.map { recipe.changes(since: $0) })
  }
}
