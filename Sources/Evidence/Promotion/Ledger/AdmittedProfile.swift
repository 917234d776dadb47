package import JSONText
package import TradingCore

/// A broker profile that is none of the program's own: what somebody vouches for when evidence that was made with it is
/// to count.
package struct AdmittedProfile: Sendable, Hashable {
  /// What it calls itself, for readers; what counts is the digest.
  package var name: String
  /// The digest of its values in hexadecimal.
  package var digest: String

  /// A profile of its parts.
  package init(name: String, digest: String) { (self.name, self.digest) = (name, digest) }

  /// The canonical document.
  package var json: JSONValue { ["name": .string(name), "digest": .string(digest)] }

  init(json: JSONValue) throws(PromotionRefusal) {
    let fields = try DocumentFields(json, of: "the profile", names: ["name", "digest"])
    self.init(name: try fields.text("name"), digest: try fields.digest("digest"))
  }
}

/// A broker profile as the chain has it.
package struct ProfileRecord: Sendable, Hashable {
  /// `B` and a number.
  package let id: String
  /// What it is.
  package let profile: AdmittedProfile
  /// Who vouches.
  package let signer: String
  /// Since when.
  package let at: Timestamp
  /// When it ended; `nil` for one that counts.
  package internal(set) var retiredAt: Timestamp?
}

extension PromotionLedger {
  /// The profile of a digest that counts.
  package func profile(_ digest: String) -> ProfileRecord? {
    profiles.last { $0.retiredAt == nil && $0.profile.digest == digest }
  }

  mutating func admit(_ profile: AdmittedProfile, _ signed: SignedAct) throws(PromotionRefusal) {
    try signed.checkSubject(LedgerEvent.gateSubject)
    guard rules >= .second else { throw .malformed("the gate knows of no profiles yet") }
    if let known = self.profile(profile.digest) { throw .profileKnown(known.id) }
    profiles.append(
      ProfileRecord(
        id: "B\(profiles.count + 1)", profile: profile, signer: signed.signer.name, at: signed.event.at))
  }

  mutating func retireProfile(_ id: String, _ signed: SignedAct) throws(PromotionRefusal) {
    try signed.checkSubject(LedgerEvent.gateSubject)
    guard let place = profiles.firstIndex(where: { $0.id == id && $0.retiredAt == nil }) else {
      throw .unknownProfile(id)
    }
    profiles[place].retiredAt = signed.event.at
  }
}
