import Crypto
import CryptoExtras
import FileSystem
import FoundationEssentials
import JSONText
import TradingCore

/// An operator's key as it is kept: public fields in the clear, the private half under a passphrase.
///
/// The key of the encryption is scrypt's of the passphrase; the public fields are authenticated with it. The
/// checksum tells accidental damage from a wrong passphrase; it covers nothing secret, so it tells nothing.
package struct OperatorKeyFile: Sendable, Hashable {
  /// Characters that a new passphrase has at least.
  package static let minimumPassphrase = 12
  private static let version: Int64 = 1
  /// Bytes that a key file has at most.
  package static let sizeLimit = 1 << 14

  /// The operator's short name.
  package let name: String
  /// Who that is.
  package let person: String
  /// What they may sign; what counts is the ledger's.
  package let role: OperatorRole
  /// 64 hexadecimal digits.
  package let publicKey: String
  private let cost: ScryptCost
  private let salt: [UInt8]
  private let nonce: [UInt8]
  private let ciphertext: [UInt8]

  /// Encrypts a key under a passphrase, with salt and nonce from the generator.
  ///
  /// - Throws: `weakPassphrase`, `guessablePassphrase`, `costOutOfBounds`, or `badKey` when the library fails.
  package init(
    sealing key: OperatorKey, name: String, person: String, role: OperatorRole, passphrase: [UInt8],
    cost: ScryptCost = .standard, using generator: inout some RandomNumberGenerator
  ) throws(SigningError) {
    let length = String(decoding: passphrase, as: UTF8.self).count
    guard length >= Self.minimumPassphrase else { throw .weakPassphrase(minimum: Self.minimumPassphrase) }
    guard PassphraseStrength.bits(of: String(decoding: passphrase, as: UTF8.self)) >= PassphraseStrength.least
    else { throw .guessablePassphrase }
    if let objection = cost.objection { throw .costOutOfBounds(path: name, reason: objection) }
    self.name = name
    self.person = person
    self.role = role
    self.cost = cost
    publicKey = key.publicKey
    salt = OperatorKey.randomBytes(32, using: &generator)
    nonce = OperatorKey.randomBytes(12, using: &generator)
    let clear = Self.clearFields(
      name: name, person: person, role: role, publicKey: publicKey, cost: cost, salt: salt, nonce: nonce)
    do {
      let box = try ChaChaPoly.seal(
        key.seed, using: Self.derivedKey(passphrase, salt: salt, cost: cost),
        nonce: ChaChaPoly.Nonce(data: nonce), authenticating: Data(CanonicalJSON.text(clear).utf8))
      ciphertext = Array(box.ciphertext) + Array(box.tag)
    } catch { throw .badKey(reason: "encryption failed") }
  }

  /// Reads the content of a key file; nothing is decrypted yet.
  ///
  /// - Throws: `damaged` or `costOutOfBounds`.
  package init(json bytes: [UInt8], path: String) throws(SigningError) {
    func fail(_ reason: String) -> SigningError { .damaged(path: path, reason: reason) }
    guard bytes.count <= Self.sizeLimit else { throw fail("it is too long") }
    let value: JSONValue
    do { value = try JSONValue(json: bytes) } catch { throw fail(error.description) }
    guard CanonicalJSON.isUnambiguous(value), value["version"] == .integer(Self.version) else {
      throw fail("expected version \(Self.version)")
    }
    func text(_ name: String) throws(SigningError) -> String {
      guard case .string(let text)? = value[name] else { throw fail("expected '\(name)'") }
      return text
    }
    func whole(_ name: String) throws(SigningError) -> Int {
      guard case .integer(let number)? = value[name] else { throw fail("expected '\(name)'") }
      return Int(number)
    }
    func hex(_ name: String, _ count: Int) throws(SigningError) -> [UInt8] {
      guard let bytes = Hexadecimal.bytes(try text(name)), bytes.count == count else {
        throw fail("expected \(count) bytes of '\(name)'")
      }
      return bytes
    }
    name = try text("name")
    person = try text("person")
    guard let role = OperatorRole(rawValue: try text("role")) else { throw fail("expected a role") }
    self.role = role
    publicKey = Hexadecimal.text(try hex("public_key", 32))
    cost = ScryptCost(n: try whole("n"), r: try whole("r"), p: try whole("p"))
    salt = try hex("salt", 32)
    nonce = try hex("nonce", 12)
    ciphertext = try hex("ciphertext", 48)
    guard try text("checksum") == checksum else { throw fail("the checksum does not fit") }
    if let objection = cost.objection { throw .costOutOfBounds(path: path, reason: objection) }
  }

  /// The private key.
  ///
  /// - Throws: `wrongPassphrase` (also for a file edited on purpose: the two can't be told apart safely),
  ///   `damaged` when what is inside is another key than the file says.
  package func key(passphrase: [UInt8], path: String) throws(SigningError) -> OperatorKey {
    let seed: Data
    do {
      let box = try ChaChaPoly.SealedBox(
        nonce: ChaChaPoly.Nonce(data: nonce), ciphertext: ciphertext.dropLast(16), tag: ciphertext.suffix(16))
      seed = try ChaChaPoly.open(
        box, using: Self.derivedKey(passphrase, salt: salt, cost: cost),
        authenticating: Data(CanonicalJSON.text(clear).utf8))
    } catch { throw .wrongPassphrase(path: path) }
    let key = try OperatorKey(seed: Array(seed))
    guard key.publicKey == publicKey else {
      throw .damaged(path: path, reason: "the private key is not that of the public one")
    }
    return key
  }

  /// The file's text.
  package var text: String {
    clear.adding("ciphertext", .string(Hexadecimal.text(ciphertext))).adding("checksum", .string(checksum))
      .prettyText + "\n"
  }

  private var clear: JSONValue {
    Self.clearFields(
      name: name, person: person, role: role, publicKey: publicKey, cost: cost, salt: salt, nonce: nonce)
  }

  private var checksum: String {
    CanonicalJSON.digest(clear.adding("ciphertext", .string(Hexadecimal.text(ciphertext))))
  }

  private static func clearFields(
    name: String, person: String, role: OperatorRole, publicKey: String, cost: ScryptCost, salt: [UInt8],
    nonce: [UInt8]
  ) -> JSONValue {
    [
      "version": .integer(version), "name": .string(name), "person": .string(person),
      "role": .string(role.rawValue), "public_key": .string(publicKey), "n": .count(cost.n),
      "r": .count(cost.r), "p": .count(cost.p), "salt": .string(Hexadecimal.text(salt)),
      "nonce": .string(Hexadecimal.text(nonce)),
    ]
  }

  private static func derivedKey(
    _ passphrase: [UInt8], salt: [UInt8], cost: ScryptCost
  ) throws -> SymmetricKey {
    try KDF.Scrypt.deriveKey(
      from: passphrase, salt: salt, outputByteCount: 32, rounds: cost.n, blockSize: cost.r,
      parallelism: cost.p)
  }
}
