import FileSystem
import Journal
import ModeManager
import TradingCore
import YAMLConfiguration

extension SharedOptions {
  /// Does something at the gate. What the operator is to be told is stored with it, and delivered when it is done; a
  /// run that is under way delivers by itself.
  ///
  /// Nothing about messages keeps anybody from acting: a bot must be revocable whatever `notifications.yaml` says.
  /// - Throws: `JournalError`, and what `body` throws.
  func atGate<T>(of bot: String? = nil, _ body: (Gatekeeper) throws -> T) throws -> T {
    var gate = try bot.map { try gatekeeper(of: $0) } ?? gatekeeper()
    guard let pump = messages() else { return try body(gate) }
    gate.announce = { pump.records(of: $0, at: $1) }
    defer { deliver(pump) }
    return try body(gate)
  }

  /// What makes and delivers messages; `nil` where there are no channels, or none that can be used.
  private func messages() -> NotificationPump? {
    do {
      let configuration = try NotificationPump.configuration(home: homeFolder)
      guard !configuration.channels.isEmpty else { return nil }
      return try NotificationPump(home: homeFolder, configuration: configuration)
    } catch {
      note("nobody is told of this: \(error)")
      return nil
    }
  }

  private func deliver(_ pump: NotificationPump) {
    guard let lock = try? HomeLock(home: homeFolder, since: WallClock.now.iso8601) else { return pump.stop() }
    defer { withExtendedLifetime(lock) {} }
    let left = try? AsyncWork.run(whileWaiting: {}) {
      let report = try? await pump.sendPending()
      await pump.shutDown()
      return report?.left
    }
    guard left == 0 else { return note("messages wait: see 'slipway notify list --pending'") }
  }
}
