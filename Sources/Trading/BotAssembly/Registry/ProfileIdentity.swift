import BrokerProfiles
import Crypto
package import TradingCore

/// What a broker profile is, whatever it calls itself.
package struct ProfileIdentity: Sendable, Hashable {
  /// SHA-256 over all of its values, in hexadecimal.
  package let digest: String
  /// The profile of the program's own that trades these symbols in the same way; `nil` where there is none.
  package let bundled: String?
  /// Its name for readers: never that of a profile of the program's own that it is not, nor one that only looks like it.
  package let name: String

  /// What a profile is for somebody who trades these symbols.
  package init(_ profile: BrokerProfile, trading symbols: [Symbol]) {
    digest = Self.digest(of: profile)
    // Other instruments may be added to it in a later version: what counts is what an identity covers.
    let traded = profile.canonicalLines(trading: symbols)
    let same = Self.own.filter { $0.canonicalLines(trading: symbols) == traded }.map(\.name)
    bundled = same.first { $0 == profile.name } ?? same.first
    name = Self.name(of: profile.name, isBundled: bundled == profile.name)
  }

  /// The name for readers of a whole profile, of which nothing may be known but its digest.
  package static func name(of claimed: String, digest: String) -> String {
    name(of: claimed, isBundled: own.contains { $0.name == claimed && Self.digest(of: $0) == digest })
  }

  /// The name for readers of a whole profile, whatever is traded at it.
  package static func name(of profile: BrokerProfile) -> String {
    name(of: profile.name, digest: digest(of: profile))
  }

  private static func name(of claimed: String, isBundled: Bool) -> String {
    // Letters of other alphabets and spaces make names that look like others.
    let isClear = BrokerProfiles.isName(claimed) && !own.contains { $0.name == claimed }
    return isBundled || isClear ? claimed : "\(claimed) (not the bundled one)"
  }

  private static func digest(of profile: BrokerProfile) -> String {
    let lines = profile.wholeCanonicalLines.joined(separator: "\n")
    return Hexadecimal.text(SHA256.hash(data: Array(lines.utf8)))
  }

  /// The program's own profiles.
  private static let own: [BrokerProfile] = {
    let profiles = BrokerProfiles(home: nil)
    return profiles.list().map { listing -> BrokerProfile in
      do { return try profiles.load(listing.name) } catch {
        preconditionFailure("the bundled profile '\(listing.name)' can be read: \(error)")
      }
    }
  }()
}
