import Journal
import TestSupport
import TradingCore

@testable import ModeManager

/// A scripted broker behind a carrier, on the desk's own thread: it sees to it that nothing reaches it which is not in
/// the journal, or for the second time, and can take the host down with it.
final class ScriptedPeer: IntentCarrier, @unchecked Sendable {
  /// When the host dies of a carry.
  enum Death {
    /// Before anything has left.
    case before
    /// With a part of it gone.
    case amid
    /// With all of it gone.
    case behind
  }

  private let journal: Journal
  var broker: ScriptedBroker
  /// Where reports arrive; another one for each host.
  private(set) var inbox = ReportInbox()
  /// Says what happens at a carry of such intents; nothing unless said.
  var death: ([VenueIntent]) -> Death? = { _ in nil }
  private(set) var isDead = false
  private(set) var faults: [String] = []
  /// What has been handed over, in order.
  private(set) var carried: [CommittedIntent] = []
  /// Whose account it is, once known.
  private(set) var account: BotAccount?

  init(journal: Journal, broker: ScriptedBroker) {
    (self.journal, self.broker) = (journal, broker)
  }

  func carry(_ intents: [CommittedIntent]) {
    guard !isDead else { return faults.append("a dead host sends") }
    let death = death(intents.map(\.intent))
    var count = intents.count
    switch death {
    case .before: count = 0
    case .amid: count /= 2
    case .behind, nil: break
    }
    for intent in intents { check(intent) }
    for intent in intents.prefix(count) { broker.receive(intent.intent) }
    isDead = death != nil
  }

  private func check(_ intent: CommittedIntent) {
    let number = intent.intent.number
    let stored = try? journal.read {
      try $0.intents(ofEvidence: intent.account.evidence, after: number - 1).first
    }
    let bytes = try? StoredIntent.bytes(of: intent.intent, bot: intent.account.bot)
    if stored?.number != number || stored?.content != bytes {
      faults.append("intent \(number) was sent before it was committed")
    }
    if carried.contains(where: { $0.account == intent.account && $0.intent.number == number }) {
      faults.append("intent \(number) was sent twice")
    }
    if carried.contains(where: { $0.wire == intent.wire }) {
      faults.append("\(intent.wire) names two things")
    }
    account = intent.account
    carried.append(intent)
  }

  /// Puts what the broker reports into the inbox.
  func deliver(at time: Timestamp) {
    guard let account else { return }
    for report in broker.takeReports(at: time) { inbox.put(report, for: account) }
  }

  /// Another host: what had arrived at the one before and was not logged is lost.
  func restart() {
    inbox = ReportInbox()
    isDead = false
  }
}
