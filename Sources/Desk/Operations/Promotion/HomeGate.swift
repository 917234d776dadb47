import FileSystem
import Journal
import ModeManager
import Notifications
import Promotion
import TradingCore

/// The gate of a home: opens it, and has the operator told of what is done there.
struct HomeGate {
  let home: Home

  /// The gatekeeper of the home.
  ///
  /// `signs`: whether keys are opened, in which case no program is started that could look over the signer's shoulder.
  /// - Throws: `JournalError`.
  func keeper(_ mode: Journal.Mode = .open, signs: Bool = true) throws(JournalError) -> Gatekeeper {
    let resolver = signs && mode != .readOnly ? home.resolver.withoutPrograms : home.resolver
    let journal = try Journal(home: home.folder, mode: mode)
    var gate = Gatekeeper(home: home.folder, journal: journal, now: home.now) { try resolver.resolve($0) }
    gate.cancellation = home.cancellation
    gate.remark = home.listener.note
    let home = home
    gate.replay = { session in
      var replay = try SessionReplay(
        session, journal: journal, home: home.folder, mayBeOpen: true, cancellation: home.cancellation
      ) { try home.strategies.strategy(named: $0, place: "session \(session)") }
      return try replay.run()
    }
    return gate
  }

  /// The gatekeeper of the home that a bot is in.
  ///
  /// - Throws: `JournalError`; a home without journal has no such bot.
  func keeper(of bot: String, _ mode: Journal.Mode = .open, signs: Bool = true) throws -> Gatekeeper {
    do throws(JournalError) {
      return try keeper(mode, signs: signs)
    } catch .missing {
      throw HomeJournal.unknown(bot, among: [])
    }
  }

  /// Does something at the gate. What the operator is to be told is stored with it, and delivered when it is done; a
  /// run that is under way delivers by itself.
  ///
  /// Nothing about messages keeps anybody from acting: a bot must be revocable whatever `notifications.yaml` says.
  /// - Throws: `JournalError`, and what `body` throws.
  func act<T>(on bot: String? = nil, _ body: (Gatekeeper) throws -> T) throws -> T {
    var gate = try bot.map { try keeper(of: $0) } ?? keeper()
    guard let pump = messages() else { return try body(gate) }
    gate.announce = { pump.records(of: $0, at: $1) }
    defer { deliver(pump) }
    return try body(gate)
  }

  /// What makes and delivers messages; `nil` where there are no channels, or none that can be used.
  private func messages() -> NotificationPump? {
    do {
      let configuration = try NotificationPump.configuration(home: home.folder)
      guard !configuration.channels.isEmpty else { return nil }
      return try NotificationPump(home: home.folder, configuration: configuration)
    } catch {
      home.listener.note("nobody is told of this: \(error)")
      return nil
    }
  }

  private func deliver(_ pump: NotificationPump) {
    guard let lock = try? HomeLock(home: home.folder, since: home.now().iso8601) else { return pump.stop() }
    defer { withExtendedLifetime(lock) {} }
    let left = try? AsyncWork.run(home.cancellation) {
      let report = try? await pump.sendPending()
      await pump.shutDown()
      return report?.left
    }
    guard left == 0 else { return home.listener.note("messages wait: see 'slipway notify list --pending'") }
  }
}

extension PromotionLedger {
  /// What to know of the ledger, where it is faulty.
  var notes: [String] {
    if let fault {
      return ["row \(fault.seq) of the journal breaks a rule (\(fault.refusal.code)): nothing is granted"]
    }
    return restoredBy.map {
      ["the home was restored (row \($0)): grants hold again after 'slipway promote resume'"]
    }
      ?? []
  }
}
