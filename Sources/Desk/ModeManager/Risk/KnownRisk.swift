import BotAssembly
package import Journal
package import RiskControl
import StateCoding
import TradingCore

/// What a journal says of risk, to whoever only looks: how it stood when it was last committed, and what operators have
/// said since. A run is not disturbed; while one goes on it is as old as its last commit.
package struct KnownRisk: Sendable {
  /// The tree of the last session as it was last committed; `nil` where nothing held in it.
  package let tree: RiskTree?
  /// The rules of that session.
  package let policy: RiskPolicy
  /// What was said that it has not obeyed yet: the run at hand or the next one will.
  package let waiting: [RiskOrder]

  /// What a journal has.
  ///
  /// - Throws: `DeskError`, also for a state that can't be read.
  package init(_ journal: Journal) throws(DeskError) {
    let found = try DeskError.journaling {
      try journal.read { reading in
        let session = try reading.sessions().last
        let parts = try session.map { try reading.bots(ofSession: $0.id) } ?? []
        return (
          session: session,
          checkpoints: try parts.compactMap { try reading.checkpoint(ofEvidence: $0.evidence) },
          orders: try RiskOrder.all(reading)
        )
      }
    }
    let risk =
      try found.session.map { (session) throws(DeskError) in try DeskRisk(of: session) } ?? DeskRisk()
    policy = risk.policy
    var latest: RiskCheckpoint?
    do {
      for bytes in found.checkpoints {
        let risk = try StateDecoder.decode(BotCheckpoint.self, from: bytes).risk
        if let risk, risk.sequence > latest?.sequence ?? 0 { latest = risk }
      }
      tree = try latest?.saved?.tree(under: risk.fullPolicy)
    } catch { throw .risk("the state of risk can't be read: \(error)") }
    waiting = found.orders.due(after: tree?.lastOrder ?? 0)
  }
}
