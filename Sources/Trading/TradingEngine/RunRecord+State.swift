import TradingCore

extension RunRecord {
  /// A record as it is stored: counts by code in the order of the codes, days packed. What came later than the first
  /// of these is optional, and absent while it is zero.
  struct State: Sendable, Codable {
    private enum CodingKeys: String, CodingKey {
      case quoteCount = "quoteCount"
      case crossedCount = "crossedCount"
      case crossedWaits = "crossedWaits"
      case marginCalls = "marginCalls"
      case firstTime = "firstTime"
      case lastTime = "lastTime"
      case denied = "denied"
      case rejected = "rejected"
      case canceled = "canceled"
      case expired = "expired"
      case fingerprint = "fingerprint"
      case fillCount = "fillCount"
      case days = "days"
      case dayEquities = "dayEquities"
      case curve = "curve"
    }

    var quoteCount: UInt64
    var crossedCount: UInt64
    var crossedWaits: Int
    var marginCalls: Int
    var firstTime: Timestamp?
    var lastTime: Timestamp?
    var denied: [Count]
    var rejected: [Count]
    var canceled: Int?
    var expired: Int?
    var fingerprint: Fingerprint
    var fillCount: Int
    var days: [Int64]
    var dayEquities: [Int64]
    var curve: EquityCurve.State

    struct Count: Sendable, Codable {
      private enum CodingKeys: String, CodingKey {
        case code = "code"
        case count = "count"
      }

      var code: String
      var count: Int
    }
  }

  var state: State {
    State(
      quoteCount: quoteCount, crossedCount: crossedCount, crossedWaits: crossedWaits,
      marginCalls: marginCalls, firstTime: firstTime, lastTime: lastTime,
      denied: Self.counts(denied), rejected: Self.counts(rejected),
      canceled: canceled == 0 ? nil : canceled, expired: expired == 0 ? nil : expired,
      fingerprint: fingerprint, fillCount: fillCount, days: days.map(\.date.daysSinceEpoch),
      dayEquities: days.map(\.equity.units), curve: curve.state)
  }

  mutating func restore(_ state: State) throws(StateMismatch) {
    guard state.days.count == state.dayEquities.count else { throw StateMismatch("its days are incomplete") }
    try curve.restore(state.curve)
    quoteCount = state.quoteCount
    crossedCount = state.crossedCount
    crossedWaits = state.crossedWaits
    marginCalls = state.marginCalls
    firstTime = state.firstTime
    lastTime = state.lastTime
    denied = try Self.counts(state.denied)
    rejected = try Self.counts(state.rejected)
    canceled = state.canceled ?? 0
    expired = state.expired ?? 0
    fingerprint = state.fingerprint
    fillCount = state.fillCount
    days = zip(state.days, state.dayEquities).map {
      Day(date: CivilDate(daysSinceEpoch: $0), equity: Money(units: $1))
    }
  }

  private static func counts<Code: RawRepresentable<String>>(_ counts: [Code: Int]) -> [State.Count] {
    counts.map { State.Count(code: $0.key.rawValue, count: $0.value) }.sorted { $0.code < $1.code }
  }

  private static func counts<Code: RawRepresentable<String> & Hashable>(
    _ stored: [State.Count]
  ) throws(StateMismatch) -> [Code: Int] {
    var counts: [Code: Int] = [:]
    for entry in stored {
      guard let code = Code(rawValue: entry.code) else {
        throw StateMismatch("it counts an unknown code, \(entry.code)")
      }
      counts[code] = entry.count
    }
    return counts
  }
}
