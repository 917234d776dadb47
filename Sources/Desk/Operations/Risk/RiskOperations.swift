import FileSystem
import Journal
import ModeManager
import Promotion
import RiskControl
import TradingCore
import YAMLText

/// The guard of a home: how it stands, what stops it, and what lets it go on.
package struct RiskOperations {
  let home: Home

  /// How risk stands: as the last run committed it, with what operators have said since.
  ///
  /// - Throws: `JournalError`, `missing` also for a home without a journal, `DeskError`, and `ConfigurationError` for
  ///   settings that can't be read.
  package func status() throws -> RiskStatus {
    guard let journal = try home.journal.existing() else { throw JournalError.missing(home: home.folder) }
    let known = try KnownRisk(journal)
    let running = try home.sessions.desk().map(\.isCurrent) ?? false
    return RiskStatus(
      known, isRunning: running, isStopped: StopFile(home: home.folder).isThere, at: home.now())
  }

  /// The rules that hold from the next run on, as the home's file has them.
  ///
  /// - Throws: `ConfigurationError`, `FileError`.
  package func limits() throws -> RiskLimitsListing {
    RiskLimitsListing(
      path: RiskSettings.path(home: home.folder), file: try RiskSettings.load(home: home.folder))
  }

  /// Stops something: no new risk, everything canceled and closed, until an admin releases it. Anybody may.
  ///
  /// - Throws: `OperationError.usage` for a scope that is none or a bot that is not there, and without a reason.
  package func engage(_ scope: String, reason: String, by person: String) throws -> OrderedRisk {
    let scope = try self.scope(scope, place: "slipway kill engage")
    try Self.require(reason, place: "--reason")
    return try order(.kill, scope, reason: reason, by: person)
  }

  /// Takes new risk from something until an instant, or until an admin unlocks it. Anybody may.
  ///
  /// - Throws: as `engage`, and for an instant that is over.
  package func lock(
    _ scope: String, until: String?, reason: String, by person: String
  ) throws -> OrderedRisk {
    let scope = try self.scope(scope, place: "slipway risk lock")
    try Self.require(reason, place: "--reason")
    let end = try until.map { text throws(OperationError) in try TypedValues.time(text, place: "--until") }
    if let end, end <= home.now() {
      throw OperationError.usage(
        what: "\(end.iso8601) is over", place: "--until", advice: "give a time that is to come")
    }
    return try order(.lock(until: end), scope, reason: reason, by: person)
  }

  private func order(
    _ verb: RiskOrder.Stop, _ scope: RiskScope, reason: String, by person: String
  ) throws -> OrderedRisk {
    // Who stops something where nothing runs has to be told that nothing was stopped.
    try home.journal.require()
    let time = home.now()
    let number = try home.journal.write(at: time) { transaction in
      try RiskOrder.stop(verb, scope, by: person, reason: reason, at: time, &transaction)
    }
    let running = try home.sessions.desk().map(\.isCurrent) ?? false
    return OrderedRisk(
      verb: verb == .kill ? "kill" : "lock", scope: "\(scope)",
      code: verb == .kill ? "kill_switch" : "operator_lock",
      by: person, reason: reason, number: number, isRunning: running)
  }

  /// Lets something go on that risk holds: `code` says which locks, `all` every one but a kill.
  ///
  /// - Throws: `OperationError.usage`, also while the home's STOP file is there; `GateError` without an admin's signature.
  package func free(
    _ scope: String, code: String, reason: String, signed by: Signature
  ) throws -> OrderedRisk {
    let isKill = code == DenialCode.killSwitch.rawValue
    let scope = try self.scope(scope, place: isKill ? "slipway kill release" : "slipway risk unlock")
    try Self.require(reason, place: "--reason")
    guard code == RiskOrder.everyLock || DenialCode(rawValue: code) != nil else {
      let names = DenialCode.allCases.map(\.rawValue)
      let near = nearestMatch(to: code, among: names)
      throw OperationError.usage(
        what: "there is no code '\(code)'", place: "--code",
        advice: near.map { "did you mean '\($0)'?" } ?? "see 'slipway risk lockouts', or say all")
    }
    if isKill, StopFile(home: home.folder).isThere {
      throw OperationError.usage(
        what: "the file \(StopFile.name) is there", place: StopFile(home: home.folder).path,
        advice: "remove it first: while it is there everything is stopped")
    }
    let keeper = try HomeGate(home: home).keeper()
    let signer = try by.unlock(keeper, act: .riskFreed)
    try keeper.freeRisk("\(scope)", code: code, reason: reason, by: signer)
    let running = try home.sessions.desk().map(\.isCurrent) ?? false
    return OrderedRisk(
      verb: isKill ? "release" : "unlock", scope: "\(scope)", code: code, by: signer.name, reason: reason,
      number: nil, isRunning: running)
  }

  private func scope(_ text: String, place: String) throws -> RiskScope {
    guard let scope = RiskScope(text) else {
      throw OperationError.usage(
        what: "'\(text)' is no scope", place: place,
        advice: "write desk, account:NAME, family:NAME or bot:NAME")
    }
    let bots = try home.journal.read { try $0.bots().map(\.id) } ?? []
    // A file that can't be read keeps nobody from stopping anything.
    let file = try? RiskSettings.load(home: home.folder)
    let known: [String]
    switch scope.kind {
    case .desk: return scope
    case .bot:
      guard bots.contains(scope.id) else { throw HomeJournal.unknown(scope.id, among: bots) }
      return scope
    case .account: known = bots + (file?.accounts.map(\.name) ?? [])
    case .family: known = file?.families.map(\.name) ?? []
    }
    guard known.contains(scope.id) else {
      let near = nearestMatch(to: scope.id, among: known)
      throw OperationError.usage(
        what: "no bot is in \(scope)", place: place,
        advice: near.map { "did you mean '\(scope.kind.rawValue):\($0)'?" }
          ?? "each bot has an account of its name unless risk.yaml says otherwise; families are those of risk.yaml"
      )
    }
    return scope
  }

  private static func require(_ reason: String, place: String) throws(OperationError) {
    guard reason.contains(where: \.isLetter) else {
      throw .usage(
        what: "a reason is missing", place: place, advice: "say why in words: it is journaled")
    }
  }
}

extension Home {
  /// Its guard.
  package var risk: RiskOperations { RiskOperations(home: self) }
}
