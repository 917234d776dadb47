import Journal
import ModeManager
import Promotion
import Reports
import TradingCore

extension ReviewMaker {
  /// What each mode's evidence could have lost.
  var losses: [PromotionReview.Loss] { parts.flatMap(losses) }

  private func losses(of part: EvidenceContents) -> [PromotionReview.Loss] {
    guard let losses = LossScenarios(part.evidence, found.criteria.statistics.stakes) else { return [] }
    let mode = part.record.mode.rawValue
    func loss(_ name: String, _ title: String, _ share: Double?, _ detail: String = "")
      -> PromotionReview.Loss
    {
      .init(mode: mode, name: name, title: title, share: share, detail: detail)
    }
    let day = "a day's move of \(NumberText.fixed(losses.sigmas, decimals: 0)) standard deviations"
    let trades = NumberText.counted(losses.unstopped, "trade")
    return [
      loss("worst_trade", "The worst trade that came", losses.worstTrade),
      loss(
        "stop_losses", "The largest position at its stop loss", losses.toStops,
        losses.unstopped > 0 ? "\(trades) had none, or not all of the time" : ""),
      loss("catastrophe", "The largest position in a catastrophe", losses.catastrophe, day),
      loss(
        "together", "All that was open at one time in a catastrophe", losses.together,
        day + ", over every stop loss"),
    ]
  }
}
