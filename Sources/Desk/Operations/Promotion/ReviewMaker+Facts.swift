import BotAssembly
import Journal
import MarketClimate
import ModeManager
import Promotion
import Reports
import Statistics
import TradingCore

/// What the bot is and was, where the evidence comes from and what it cost.
extension ReviewMaker {
  var broker: PromotionReview.Broker {
    let recipe = background.recipe
    let profile = ProfileIdentity(recipe.profile, trading: recipe.symbols + recipe.conversionSymbols)
    let standing: PromotionReview.Broker.Standing =
      if profile.bundled != nil {
        .bundled
      } else if let admitted = found.ledger.profile(profile.digest) {
        .admitted(id: admitted.id, signer: admitted.signer)
      } else {
        .unknown
      }
    return PromotionReview.Broker(name: profile.name, digest: profile.digest, standing: standing)
  }

  var facts: [PromotionReview.Fact] {
    let recipe = background.recipe
    let currency = recipe.profile.accountCurrency
    return [
      .init(name: "Strategy", value: "\(recipe.strategy), version \(recipe.version)"),
      .init(name: "Symbols", value: recipe.symbols.map(\.name).joined(separator: ", ")),
      .init(name: "Broker profile", value: broker.text),
    ]
      + recipe.parameters.sorted { $0.key < $1.key }.map {
        .init(name: "Parameter \($0.key)", value: $0.value)
      }
      + [
        .init(name: "Start balance", value: "\(recipe.startBalance.shownText(in: currency)) \(currency)"),
        .init(name: "Leverage", value: Self.value("1:\(recipe.leverage)", "1:\(recipe.profile.leverage)")),
        .init(
          name: "Latency",
          value: Self.value(
            Self.milliseconds(recipe.latencyNanoseconds),
            Self.milliseconds(recipe.profile.latencyNanoseconds))),
        .init(name: "Seed", value: "\(recipe.seed)"),
      ]
      + [recipe.news].compactMap { $0 }.map {
        .init(
          name: "News",
          value: "\(Counted.text($0.events.count, "event")), sha256 \(BotIdentity.digest(of: $0).prefix(16))")
      }
  }

  /// A setting that a profile has as well.
  private static func value(_ own: String, _ profile: String) -> String {
    own == profile ? own : "\(own) (profile \(profile))"
  }

  private static func milliseconds(_ nanoseconds: Int64) -> String {
    "\(DecimalText.format(nanoseconds, digits: 6, minimumFraction: 0)) ms"
  }

  func addComparisons(to review: inout PromotionReview) {
    if let record = background.lastApproval, let comparison = background.sinceApproval {
      let day = record.approvals.last.map { DateText.day(CivilDate(containing: $0.at)) } ?? ""
      review.sinceApproval = self.comparison(
        "\(record.request.to.rawValue.uppercased()) approved on \(day) (\(record.request.id))", comparison)
    }
    if let comparison = background.sinceEarlier {
      review.sinceEarlier = self.comparison("the identity before", comparison)
    }
  }

  private func comparison(
    _ label: String, _ comparison: PromotionBackground.Comparison
  ) -> PromotionReview.Comparison {
    .init(
      label: label, identity: comparison.identity,
      changes: comparison.changes?.map {
        .init(name: $0.name, before: $0.before ?? NumberText.absent, after: $0.after ?? NumberText.absent)
      })
  }

  func source(_ origin: EvidenceOrigin) -> PromotionReview.Source {
    .init(
      mode: origin.mode.rawValue, session: origin.session, kind: origin.kind == .files ? "file" : "feed",
      path: origin.name, digest: origin.digest, first: origin.first, last: origin.last, days: origin.days)
  }

  /// What trading cost in a mode; `nil` without trades, and when a sum exceeds what money can hold.
  func costs(_ part: EvidenceContents) -> PromotionReview.Costs? {
    let trades = part.evidence.trades
    guard !trades.isEmpty else { return nil }
    var costs = PromotionReview.Costs(
      mode: part.record.mode.rawValue, currency: part.evidence.currency, trades: trades.count, gross: .zero,
      spread: .zero, slippage: .zero, commission: .zero, swap: .zero, net: .zero)
    do throws(ArithmeticError) {
      for trade in trades {
        costs.gross = try costs.gross.adding(trade.grossResult).adding(trade.spreadCost).adding(
          trade.slippageCost)
        costs.spread = try costs.spread.adding(trade.spreadCost)
        costs.slippage = try costs.slippage.adding(trade.slippageCost)
        costs.commission = try costs.commission.adding(trade.commission)
        costs.swap = try costs.swap.adding(trade.swap)
        costs.net = try costs.net.adding(trade.netResult)
      }
    } catch { return nil }
    return costs
  }
}
