import Crypto
import FoundationEssentials
import TradingCore

/// An operator's key pair for Ed25519 signatures, the private half in memory only.
///
/// Source: RFC 8032.
package struct OperatorKey: Sendable {
  /// Bytes of a seed.
  package static let seedSize = 32

  private let key: Curve25519.Signing.PrivateKey

  /// The key pair of a seed: 32 random bytes.
  ///
  /// - Throws: `badKey` for any other number of bytes.
  package init(seed: [UInt8]) throws(SigningError) {
    guard seed.count == Self.seedSize, let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed)
    else { throw .badKey(reason: "expected \(Self.seedSize) bytes, was \(seed.count)") }
    self.key = key
  }

  /// A new key pair from a generator that must be cryptographically secure outside of tests.
  ///
  /// - Throws: `badKey` never in practice.
  package init(using generator: inout some RandomNumberGenerator) throws(SigningError) {
    try self.init(seed: Self.randomBytes(Self.seedSize, using: &generator))
  }

  /// The public key: 64 hexadecimal digits.
  package var publicKey: String { Hexadecimal.text(key.publicKey.rawRepresentation) }

  /// The private half, for the key file's encryption.
  var seed: [UInt8] { Array(key.rawRepresentation) }

  /// The signature of a text: 128 hexadecimal digits.
  ///
  /// - Throws: `badKey` when the library fails.
  func signature(of text: String) throws(SigningError) -> String {
    guard let signature = try? key.signature(for: Data(text.utf8)) else {
      throw .badKey(reason: "signing failed")
    }
    return Hexadecimal.text(signature)
  }

  /// Whether the signature over the text was made with the private half of the public key.
  static func isValid(signature: String, of text: String, publicKey: String) -> Bool {
    guard let keyBytes = Hexadecimal.bytes(publicKey), keyBytes.count == 32,
      let signatureBytes = Hexadecimal.bytes(signature), signatureBytes.count == 64,
      let key = try? Curve25519.Signing.PublicKey(rawRepresentation: keyBytes)
    else { return false }
    return key.isValidSignature(Data(signatureBytes), for: Data(text.utf8))
  }

  /// Random bytes.
  static func randomBytes(_ count: Int, using generator: inout some RandomNumberGenerator) -> [UInt8] {
    (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
  }
}
