import TestSupport
import TradingCore

extension SeededProperty {
  /// Sessions with a broker that answers later.
  static let broker = [reconciled, killed, promptly]

  /// Books against what the broker did, the host dying anywhere.
  package static let reconciled = SeededProperty(
    "reconciled", "books agree with what a broker did that answers late, twice, wrongly or never",
    seen: "fills"
  ) { seed in
    var session = try BrokerSession(seed: seed, death: seed % 3 == 0 ? .anywhere : .never)
    try session.run(steps: 120)
    return Outcome(faults: session.audit(), seen: session.desk.fillCount)
  }

  /// A host that dies between any two steps.
  package static let killed = SeededProperty(
    "killed", "killing the host between any two steps and going on changes nothing", seen: "fills"
  ) { seed in
    var whole = try BrokerSession(seed: seed)
    try whole.run(steps: 80)
    var killed = try BrokerSession(seed: seed, death: .betweenSteps)
    try killed.run(steps: 80)
    var faults = killed.faults
    if try whole.end() != killed.end() { faults.append("the books are other ones") }
    if whole.broker.deeds != killed.broker.deeds { faults.append("the broker did something else") }
    return Outcome(faults: faults, seen: whole.desk.fillCount)
  }
}
