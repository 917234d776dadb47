package import JSONText
package import TradingCore

/// The daily returns of a trial, kept with its event: what tells how many of a sweep's good results were luck.
package struct TrialReturns: Sendable, Hashable {
  /// The 32 bytes of the bot's identity.
  package let identity: [UInt8]
  /// A digest of the ticks.
  package let dataDigest: [UInt8]
  /// The trading days with ticks, in order.
  package let days: [CivilDate]
  /// The return of each day's equity to the day before, as many as days.
  package let values: [Double]
}

extension TrialReturns {
  private static let name = "returns"

  /// The member of a trial's event: pairs of a day, counted from 1970-01-01, and its return; null where
  /// there are none.
  package static func member(days: [CivilDate], values: [Double]?) -> JSONMember {
    guard let values, values.count == days.count else { return JSONMember(name, .null) }
    return JSONMember(
      name,
      .array(zip(days, values).map { .array([.integer($0.daysSinceEpoch), .number($1)]) }))
  }

  /// The returns in a trial's event; `nil` where it has none.
  init?(event: JournalEvent) {
    guard let json = event.json, case .string(let identity)? = json["identity"],
      case .string(let digest)? = json["data"], case .array(let items)? = json[Self.name],
      let identity = Hexadecimal.bytes(identity), let digest = Hexadecimal.bytes(digest)
    else { return nil }
    var days: [CivilDate] = []
    var values: [Double] = []
    for item in items {
      // Days that an instant can lie in; others have no date.
      guard case .array(let pair) = item, pair.count == 2, case .integer(let day) = pair[0],
        (-106_000...106_000).contains(day)
      else { return nil }
      switch pair[1] {
      case .number(let value): values.append(value)
      case .integer(let value): values.append(Double(value))
      default: return nil
      }
      days.append(CivilDate(daysSinceEpoch: day))
    }
    self.init(identity: identity, dataDigest: digest, days: days, values: values)
  }
}

extension JournalReading {
  /// The daily returns of a family's trials, of each pair of identity and data those of the last, in order of the first,
  /// and with a strategy those of it in any family.
  ///
  /// Trials without returns, and those logged before returns were kept, are left out.
  ///
  /// - Throws: `JournalError`.
  package func trialReturns(
    family: String, strategy: String? = nil
  ) throws(JournalError) -> [TrialReturns] {
    var events: [JournalEvent] = []
    for name in try families(with: family, strategy: strategy) {
      events += try everyEvent(of: name, kinds: [.trial]).filter { event in
        name == family || event.json?["strategy"] == strategy.map { .string($0) }
      }
    }
    var found: [TrialReturns] = []
    var places: [[[UInt8]]: Int] = [:]
    for event in events.sorted(by: { $0.seq < $1.seq }) {
      guard let returns = TrialReturns(event: event) else { continue }
      let pair = [returns.identity, returns.dataDigest]
      if let place = places[pair] {
        found[place] = returns
      } else {
        places[pair] = found.count
        found.append(returns)
      }
    }
    return found
  }

  /// Every row about somebody, in order, as many as there are.
  ///
  /// - Throws: `JournalError`.
  func everyEvent(of subject: String, kinds: [EventKind]) throws(JournalError) -> [JournalEvent] {
    var found: [JournalEvent] = []
    while true {
      let events = try events(of: subject, kinds: kinds, after: found.last?.seq ?? 0)
      guard !events.isEmpty else { return found }
      found += events
    }
  }
}
