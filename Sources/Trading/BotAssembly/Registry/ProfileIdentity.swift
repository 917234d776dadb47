import BrokerProfiles
import Crypto
package import TradingCore

/// What a broker profile is, whatever it calls itself.
package struct ProfileIdentity: Sendable, Hashable {
  /// SHA-256 over all of its values, in hexadecimal.
  package let digest: String
  /// The profile of the program's own that trades these symbols in the same way; `nil` where there is none.
  package let bundled: String?
  /// Its name for readers: never that of a profile of the program's own that it is not.
  package let name: String

  /// What a profile is for somebody who trades these symbols.
  package init(_ profile: BrokerProfile, trading symbols: [Symbol]) {
    let lines = profile.wholeCanonicalLines.joined(separator: "\n")
    digest = Hexadecimal.text(SHA256.hash(data: Array(lines.utf8)))
    // Other instruments may be added to it in a later version: what counts is what an identity covers.
    let traded = profile.canonicalLines(trading: symbols)
    let same = Self.own.filter { $0.canonicalLines(trading: symbols) == traded }.map(\.name)
    bundled = same.first { $0 == profile.name } ?? same.first
    let isBorrowed = bundled != profile.name && Self.own.contains { $0.name == profile.name }
    name = isBorrowed ? "\(profile.name) (not the bundled one)" : profile.name
  }

  /// The program's own profiles; one that could not be read would be nobody's.
  private static let own: [BrokerProfile] = {
    let profiles = BrokerProfiles(home: nil)
    return profiles.list().compactMap { try? profiles.load($0.name) }
  }()
}
