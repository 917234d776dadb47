import Promotion
import Statistics
import TradingCore

/// A promoted bot's results since its evidence began, held against the floor of the criteria; part of its checkpoint.
///
/// Results are those of the gate's always-valid test: R multiples while every trade had an initial risk, else net
/// results over twice the largest loss among the trades before, from the eleventh trade on.
struct LadderWatch: Sendable, Hashable, Codable {
  private enum CodingKeys: String, CodingKey {
    case floorMillionths = "floorMillionths"
    case clipMillionths = "clipMillionths"
    case byRisk = "byRisk"
    case byLoss = "byLoss"
    case hasRisk = "hasRisk"
    case largestLoss = "largestLoss"
    case trades = "trades"
  }

  private let floorMillionths: Int64
  private let clipMillionths: Int64
  private var byRisk: DegradationProcess
  private var byLoss: DegradationProcess
  private var hasRisk = true
  private var largestLoss = 0.0
  /// Trades taken.
  private(set) var trades = 0

  /// A watch that has seen nothing.
  init(_ rules: GateCriteria.Demotion) {
    floorMillionths = rules.floor.millionths
    clipMillionths = rules.clip.millionths
    byRisk = DegradationProcess(floor: rules.floor.value, clip: rules.clip.value)
    byLoss = byRisk
  }

  /// Whether it goes by these rules; a watch of others has to start anew.
  func follows(_ rules: GateCriteria.Demotion) -> Bool {
    (floorMillionths, clipMillionths) == (rules.floor.millionths, rules.clip.millionths)
  }

  /// How much speaks for a fall: while there is none it comes to c with a chance of at most 1/c.
  var value: Double { hasRisk ? byRisk.value : byLoss.value }

  /// Takes the next trade.
  mutating func add(net: Double, rMultiple: Double?) {
    if let rMultiple { byRisk.add(rMultiple) } else { hasRisk = false }
    // The scale must not know the result it scales.
    if trades >= GateEvidence.scaleTrades, largestLoss > 0 { byLoss.add(net / (2 * largestLoss)) }
    largestLoss = max(largestLoss, -net)
    trades += 1
  }
}
