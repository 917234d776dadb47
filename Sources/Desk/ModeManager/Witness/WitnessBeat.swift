import Dispatch
import Journal
package import Logging
import Promotion
import Synchronization
package import TradingCore

/// Tells a home's witnesses, beside a run, where the chain has come to: when the run begins, every hour, and when it ends.
package final class WitnessBeat: Sendable {
  /// How often they are told, in seconds.
  package static let interval = 3_600
  /// How long the end of a run waits for them, in seconds.
  private static let patience = 3

  private let home: String
  private let now: @Sendable () -> Timestamp
  private let log: Logger
  private let announce: @Sendable (DeskNotice) -> Void
  private let queue = DispatchQueue(label: "slipway.witness", qos: .utility)
  private let work = Mutex<Task<Void, Never>?>(nil)
  /// What was said already.
  private let said = Mutex<Set<String>>([])

  /// A beat of a home. `announce`: hears once of each thing that keeps a witness from being told.
  package init(
    home: String, now: @escaping @Sendable () -> Timestamp, log: Logger,
    announce: @escaping @Sendable (DeskNotice) -> Void
  ) {
    (self.home, self.now, self.log, self.announce) = (home, now, log, announce)
  }

  /// Begins. Call it once.
  package func start() {
    work.withLock { work in
      work = Task.detached { [self] in
        while !Task.isCancelled {
          queue.async { self.tell() }
          try? await Task.sleep(for: .seconds(Self.interval))
        }
      }
    }
  }

  /// Ends, when they have been told for the last time, or that takes too long: a disk of another machine may never answer.
  package func stop() {
    work.withLock { $0?.cancel() }
    let isDone = DispatchSemaphore(value: 0)
    queue.async {
      self.tell()
      isDone.signal()
    }
    guard isDone.wait(timeout: .now() + .seconds(Self.patience)) == .timedOut else { return }
    log.warning("the witnesses were not told of the end in time: the next run tells them")
  }

  private func tell() {
    do {
      guard try Witnesses(Journal(home: home, mode: .readOnly), now: now).exist() else { return }
      let journal = try Journal(home: home, mode: .open)
      let ledger = try journal.read { try GateJournal.read($0) }
      let witnesses = Witnesses(journal, now: now)
      for refusal in try witnesses.tell(ledger, isSigned: false) { say("\(refusal.code): \(refusal)") }
      for witness in try witnesses.untoldElsewhere(ledger) {
        say("the home lies elsewhere than \(witness) knows it: the next signed act here tells it")
      }
    } catch { say("\(error)") }
  }

  private func say(_ text: String) {
    log.error("a witness was not told where the journal has come to", metadata: ["reason": "\(text)"])
    guard said.withLock({ $0.insert(text).inserted }) else { return }
    announce(DeskNotice(.error, subject: "witness", text: text))
  }
}
