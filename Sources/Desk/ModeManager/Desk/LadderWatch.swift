import Promotion
import Statistics
import TradingCore

/// A promoted bot's results since its evidence began, held against the floor of the criteria; part of its checkpoint.
///
/// Results are those of the gate's always-valid test: multiples of a stake that was known before them.
struct LadderWatch: Sendable, Hashable {
  private let floorMillionths: Int64
  private let clipMillionths: Int64
  private var detector: DegradationDetector
  private var scale = StakeScale()
  /// Trades taken.
  private(set) var trades = 0

  /// A watch that has seen nothing.
  init(_ rules: GateCriteria.Demotion) {
    floorMillionths = rules.floor.millionths
    clipMillionths = rules.clip.millionths
    detector = DegradationDetector(floor: rules.floor.value, clip: rules.clip.value)
  }

  /// Whether it goes by these rules; a watch of others has to start anew.
  func follows(_ rules: GateCriteria.Demotion) -> Bool {
    (floorMillionths, clipMillionths) == (rules.floor.millionths, rules.clip.millionths)
  }

  /// How much speaks for a fall: while there is none it takes c trades or more on average to come to c.
  var value: Double { detector.value }

  /// Takes the next trade.
  mutating func add(_ trade: TradeRisk, _ stakes: StakeRules) {
    detector.add(scale.multiple(of: trade, stakes))
    trades += 1
  }
}

extension LadderWatch: Codable {
  private enum CodingKeys: String, CodingKey {
    case floorMillionths = "floorMillionths"
    case clipMillionths = "clipMillionths"
    case detector = "detector"
    case scale = "scale"
    case trades = "trades"
  }

  /// What a checkpoint of before had: one bettor for R multiples, one for results over losses.
  private enum EarlierKeys: String, CodingKey {
    case byRisk = "byRisk"
    case byLoss = "byLoss"
    case hasRisk = "hasRisk"
  }

  /// One of them, which counted from its start on.
  private struct EarlierBettor: Decodable {
    private enum CodingKeys: String, CodingKey { case value = "value" }

    let value: Double
  }

  /// A watch of before goes on from what spoke for a fall then.
  init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    floorMillionths = try values.decode(Int64.self, forKey: .floorMillionths)
    clipMillionths = try values.decode(Int64.self, forKey: .clipMillionths)
    trades = try values.decode(Int.self, forKey: .trades)
    if let present = try values.decodeIfPresent(DegradationDetector.self, forKey: .detector) {
      detector = present
      scale = try values.decode(StakeScale.self, forKey: .scale)
      return
    }
    let earlier = try decoder.container(keyedBy: EarlierKeys.self)
    let key = try earlier.decode(Bool.self, forKey: .hasRisk) ? EarlierKeys.byRisk : .byLoss
    detector = DegradationDetector(
      floor: GateDecimal(millionths: floorMillionths).value,
      clip: GateDecimal(millionths: clipMillionths).value,
      startingAt: try earlier.decode(EarlierBettor.self, forKey: key).value)
  }

  func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(floorMillionths, forKey: .floorMillionths)
    try values.encode(clipMillionths, forKey: .clipMillionths)
    try values.encode(detector, forKey: .detector)
    try values.encode(scale, forKey: .scale)
    try values.encode(trades, forKey: .trades)
  }
}
