import BotAssembly
import BrokerProfiles
package import JSONText
import Journal
import ModeManager
import Promotion

/// Broker profiles, none of the program's own, that operators vouch for.
extension PromotionOperations {
  /// Vouches for a profile, by name or path: evidence that is made with it counts.
  ///
  /// - Throws: what reading it throws, `GateError`, `JournalError`.
  package func admitProfile(_ nameOrPath: String, signed by: Signature) throws -> ProfileAdmissions {
    let profile = try BrokerProfiles(home: home.folder).load(nameOrPath)
    let keeper = try gate.keeper()
    let record = try keeper.admitProfile(profile, by: try by.unlock(keeper, act: .profileAdmitted))
    return ProfileAdmissions([record], notes: [])
  }

  /// Ends that; evidence that was made with it no longer counts.
  ///
  /// - Throws: `GateError`, `JournalError`.
  package func retireProfile(_ id: String, signed by: Signature) throws -> ProfileAdmissions {
    let keeper = try gate.keeper()
    try keeper.require(.unknownProfile(id), act: .profileRetired) { $0.profiles.contains { $0.id == id } }
    try keeper.retireProfile(id, by: try by.unlock(keeper, act: .profileRetired))
    let ledger = try keeper.ledger()
    return ProfileAdmissions(ledger.profiles.filter { $0.id == id }, notes: ledger.notes)
  }

  /// Everything that was vouched for.
  ///
  /// - Throws: `JournalError`.
  package func admittedProfiles() throws -> ProfileAdmissions {
    let ledger = try gate.keeper(.readOnly).ledger()
    return ProfileAdmissions(ledger.profiles, notes: ledger.notes)
  }
}

/// Profiles that somebody vouched for, in that order.
package struct ProfileAdmissions: Sendable {
  /// One of them.
  package struct Row: Sendable {
    private let record: ProfileRecord

    init(_ record: ProfileRecord) { self.record = record }

    /// `B` and a number.
    package var id: String { record.id }
    /// What it calls itself; said so where that is the name of a profile of the program's own that it is not.
    package var name: String {
      ProfileIdentity.name(of: record.profile.name, digest: record.profile.digest)
    }
    /// The digest of its values in hexadecimal.
    package var digest: String { record.profile.digest }
    /// Who vouched.
    package var signer: String { record.signer }
    /// Whether it counts.
    package var isActive: Bool { record.retiredAt == nil }

    fileprivate var json: JSONValue {
      [
        "id": .string(id), "name": .string(name), "digest": .string(digest), "signer": .string(signer),
        "status": isActive ? "admitted" : "retired",
      ]
    }
  }

  /// The profiles.
  package let rows: [Row]
  /// What the reader should know besides.
  package let notes: [String]

  init(_ records: [ProfileRecord], notes: [String]) {
    rows = records.map(Row.init)
    self.notes = notes
  }
}

extension ProfileAdmissions: Document {
  /// The profiles, for programs.
  package var json: JSONValue { ["profiles": .array(rows.map(\.json))] }
}
