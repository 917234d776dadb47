import Dispatch
import JSONText
import Journal
import Logging
import Notifications
import Synchronization
import TradingCore

/// Takes messages out of a journal's outbox and writes back what became of them, on a thread of its own, so that
/// neither a desk nor Swift's own threads wait for a disk.
final class OutboxCourier: Sendable {
  private struct State {
    /// What each channel is sending.
    var underWay: [String: OutboxRecord] = [:]
    /// What became of each channel's last message, while the journal does not take it.
    var unkept: [String: OutboxRecord] = [:]
    /// Why the journal refused last; `nil` when it did not.
    var fault: JournalError?
  }

  private let journal: Journal
  private let log: Logger
  private let now: @Sendable () -> Timestamp
  private let queue = DispatchQueue(label: "slipway.outbox", qos: .utility)
  private let state = Mutex(State())

  /// How long messages are kept that were sent or given up, in nanoseconds.
  static let retention = 30 * Timestamp.day

  /// A courier over a connection that the desk does not use.
  init(_ journal: Journal, log: Logger, now: @escaping @Sendable () -> Timestamp) {
    self.journal = journal
    self.log = log
    self.now = now
  }

  /// Why the journal refused last; `nil` when it did not.
  var fault: JournalError? { state.withLock { $0.fault } }

  /// The closures that a dispatcher wants.
  var deliveries: DeliveryQueue {
    DeliveryQueue(
      nextDue: { await self.next($0, at: $1) }, record: { await self.record($0, $1) })
  }

  /// The next message of a channel that is due, `nil` when there is none or the journal can't be had.
  func next(_ channel: String, at time: Timestamp) async -> DueDelivery? {
    await onQueue { self.find(channel, at: time) }
  }

  /// Keeps what follows an attempt.
  func record(_ delivery: DueDelivery, _ step: DeliveryStep) async {
    await onQueue {
      guard var row = self.state.withLock({ $0.underWay.removeValue(forKey: delivery.channel) }) else {
        return
      }
      row.take(step, at: self.now())
      self.keep(row)
    }
  }

  /// Whether a message of one of the channels is due at a time.
  func hasDue(of channels: [String], at time: Timestamp) async -> Bool {
    await onQueue {
      channels.contains { channel in
        let due = self.attempt {
          try self.journal.read { try $0.dueMessages(at: time, channel: channel, limit: 1) }
        }
        return due?.isEmpty == false
      }
    }
  }

  /// How many messages wait.
  func waiting() async -> Int {
    await onQueue { self.attempt { try self.journal.read { try $0.messageCounts() } }?[.pending] ?? 0 }
  }

  /// Gives up what waits for channels that are none any more, and forgets what was done long ago.
  func tidy(channels: [String], path: String) async {
    await onQueue {
      let time = self.now()
      let waiting = self.attempt { try self.journal.read { try $0.messages(.pending, limit: .max) } } ?? []
      for var row in waiting where !channels.contains(row.channel) {
        row.take(.dead(reason: "no channel '\(row.channel)' in \(path)"), at: time, isAttempt: false)
        self.keep(row)
      }
      _ = self.attempt {
        try self.journal.write { try $0.pruneOutbox(before: time.advanced(by: -Self.retention)) }
      }
    }
  }

  private func onQueue<T: Sendable>(_ work: @escaping @Sendable () -> T) async -> T {
    await withCheckedContinuation { continuation in
      queue.async { continuation.resume(returning: work()) }
    }
  }

  private func find(_ channel: String, at time: Timestamp) -> DueDelivery? {
    // A message that was sent must not be sent again only because nobody could write that down.
    if let row = state.withLock({ $0.unkept.removeValue(forKey: channel) }) {
      guard keep(row) else { return nil }
    }
    while true {
      let due = attempt { try journal.read { try $0.dueMessages(at: time, channel: channel, limit: 1) } }
      guard var row = due?.first else { return nil }
      do throws(NotificationError) {
        var message = try NotificationMessage(json: Array(row.payload.compactText.utf8))
        message.id = row.deliveryID
        state.withLock { $0.underWay[channel] = row }
        return DueDelivery(message: message, channel: channel, attempt: row.attempts + 1)
      } catch {
        row.take(.dead(reason: "\(error)"), at: now(), isAttempt: false)
        guard keep(row) else { return nil }
      }
    }
  }

  /// Writes how a message stands; the chain says of it that it was delivered, or given up.
  ///
  /// - Returns: whether it is written; if not, it will be before the channel's next message.
  @discardableResult
  private func keep(_ row: OutboxRecord) -> Bool {
    let kept: Void? = attempt {
      try journal.write { transaction in
        // Somebody may have removed it meanwhile.
        guard try transaction.reading.message(row.id) != nil else { return }
        try transaction.update(row)
        if row.status == .sent {
          try transaction.append(
            .messageSent, subject: row.channel, payload: ["message": .integer(row.id)], at: row.updatedAt)
        }
        guard row.status == .dead else { return }
        try transaction.append(
          .notificationDead, subject: row.channel,
          payload: [
            "message": .integer(row.id), "event": .string(row.event), "attempts": .count(row.attempts),
            "reason": .string(row.lastError ?? ""),
          ], at: row.updatedAt)
      }
    }
    var isKept = kept != nil
    // It is committed; the next commit moves the anchor on.
    if case .anchorFailed? = fault { isKept = true }
    guard isKept else {
      state.withLock { $0.unkept[row.channel] = row }
      return false
    }
    if row.status == .dead {
      log.error(
        "a notification is given up",
        metadata: [
          "message": "\(row.id)", "channel": "\(row.channel)", "reason": "\(row.lastError ?? "")",
        ])
    }
    return true
  }

  /// Does something with the journal; `nil` when it refuses, which is logged once for each reason.
  private func attempt<T>(_ body: () throws -> T) -> T? {
    var fault: JournalError?
    var result: T?
    do throws(DeskError) { result = try DeskError.journaling(body) } catch {
      if case .journal(let error) = error { fault = error }
    }
    let before = state.withLock { state in
      defer { state.fault = fault }
      return state.fault
    }
    if let fault, fault != before {
      log.warning("the outbox can't be used", metadata: ["reason": "\(fault)"])
    }
    return result
  }
}

extension OutboxRecord {
  /// Names the message to its receivers; the number alone is used again once old messages are removed.
  var deliveryID: String { "\(createdAt.nanoseconds)-\(id)" }

  /// Takes what followed an attempt.
  mutating func take(_ step: DeliveryStep, at time: Timestamp, isAttempt: Bool = true) {
    if isAttempt { attempts += 1 }
    updatedAt = time
    switch step {
    case .done(let refused):
      status = .sent
      lastError = refused.isEmpty ? nil : "refused: " + refused.joined(separator: "; ")
    case .retry(let next, let reason):
      nextAttemptAt = next
      lastError = reason
    case .dead(let reason):
      status = .dead
      lastError = reason
    }
  }
}
