import BotAssembly
import Journal
package import Promotion
package import TradingCore

extension Gatekeeper {
  /// Vouches for a broker profile that is none of the program's own, so that evidence that is made with it counts.
  ///
  /// - Throws: `GateError.refused`, for a profile that pays its traders too.
  package func admitProfile(_ profile: BrokerProfile, by signer: Signer) throws -> ProfileRecord {
    let act = EventKind.profileAdmitted.rawValue
    if let gift = profile.gifts.first {
      try refuse(.profilePaysTrader(gift), act: act, subject: LedgerEvent.gateSubject)
    }
    let found = ProfileIdentity(profile, trading: [])
    let after = try append(
      .admitProfile(AdmittedProfile(name: profile.name, digest: found.digest)), by: signer,
      subject: LedgerEvent.gateSubject)
    guard let record = after.profile(found.digest) else {
      throw GateError.refused(.unknownProfile(profile.name), act: act)
    }
    return record
  }

  /// Ends that; evidence that was made with it no longer counts.
  ///
  /// - Throws: `GateError.refused`.
  package func retireProfile(_ id: String, by signer: Signer) throws {
    try append(.retireProfile(id: id), by: signer, subject: LedgerEvent.gateSubject)
  }
}
