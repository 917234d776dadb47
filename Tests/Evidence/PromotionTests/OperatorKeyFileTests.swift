import FileSystem
import Foundation
import JSONText
import Promotion
import TestSupport
import Testing

@Suite("Key files")
struct OperatorKeyFileTests {
  private static let cheap = ScryptCost(n: 1 << 10, r: 1, p: 1)
  private let passphrase = Array("correct horse battery".utf8)

  private func sealed(cost: ScryptCost = cheap) throws -> (file: OperatorKeyFile, key: OperatorKey) {
    var generator = SeededGenerator(seed: 7)
    let key = try OperatorKey(using: &generator)
    let file = try OperatorKeyFile(
      sealing: key, name: "bea", person: "Bea B.", role: .approver, passphrase: passphrase, cost: cost,
      using: &generator)
    return (file, key)
  }

  /// The file read again after its text was changed, the checksum made to fit where asked.
  private func changed(_ from: String, _ to: String, fitting: Bool = true) throws -> OperatorKeyFile {
    var text = try sealed().file.text
    #expect(text.contains(from))
    text = text.replacingOccurrences(of: from, with: to)
    if fitting {
      guard case .object(let members) = try JSONValue(json: Array(text.utf8)) else {
        throw CancellationError()
      }
      let rest = JSONValue.object(members.filter { $0.name != "checksum" })
      text = rest.adding("checksum", .string(CanonicalJSON.digest(rest))).prettyText
    }
    return try OperatorKeyFile(json: Array(text.utf8), path: "K")
  }

  @Test("a key comes back with its passphrase")
  func roundTrip() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("bea.key")
    let (file, key) = try sealed()
    try file.write(to: path)
    let read = try OperatorKeyFile(path: path)
    #expect(read == file)
    #expect(try read.key(passphrase: passphrase, path: path).publicKey == key.publicKey)
  }

  @Test("only its owner can read the file, and one that others can read is refused")
  func mode() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("bea.key")
    try sealed().file.write(to: path)
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
    #expect(throws: OperatorKeyFileFault.content(.notPrivate(path: path))) { try OperatorKeyFile(path: path) }
  }

  @Test("a key file is never overwritten")
  func exists() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("bea.key")
    try sealed().file.write(to: path)
    #expect(throws: OperatorKeyFileFault.content(.exists(path: path))) { try sealed().file.write(to: path) }
  }

  @Test("a wrong passphrase")
  func wrongPassphrase() throws {
    #expect(throws: SigningError.wrongPassphrase(path: "K")) {
      try sealed().file.key(passphrase: Array("incorrect horse".utf8), path: "K")
    }
  }

  @Test("the passphrase and the private key are nowhere in the text")
  func secrets() throws {
    let text = try sealed().file.text
    #expect(!text.contains("correct horse"))
  }

  @Test("a short passphrase is refused")
  func weak() throws {
    var generator = SeededGenerator(seed: 7)
    let key = try OperatorKey(using: &generator)
    #expect(throws: SigningError.weakPassphrase(minimum: 12)) {
      try OperatorKeyFile(
        sealing: key, name: "bea", person: "Bea", role: .approver, passphrase: Array("12345678901".utf8),
        cost: Self.cheap, using: &generator)
    }
  }

  @Test("a file damaged by accident is told from a wrong passphrase")
  func damaged() throws {
    #expect(throws: SigningError.damaged(path: "K", reason: "the checksum does not fit")) {
      try changed("\"Bea B.\"", "\"Bea C.\"", fitting: false)
    }
  }

  @Test("a file cut off anywhere is damaged")
  func cut() throws {
    let bytes = Array(try sealed().file.text.utf8)
    for count in stride(from: 0, to: bytes.count - 2, by: 17) {
      #expect(throws: SigningError.self) { try OperatorKeyFile(json: Array(bytes.prefix(count)), path: "K") }
    }
  }

  @Test("a role or person edited with its checksum does not open")
  func edited() throws {
    for (from, to) in [("\"approver\"", "\"admin\""), ("\"Bea B.\"", "\"Cal\"")] {
      let file = try changed(from, to)
      #expect(throws: SigningError.wrongPassphrase(path: "K")) {
        try file.key(passphrase: passphrase, path: "K")
      }
    }
  }

  @Test(
    "a file that asks for hours of work, or for next to none, is refused",
    arguments: [
      ("\"n\": 1024", "\"n\": 1073741824"), ("\"n\": 1024", "\"n\": 1025"), ("\"n\": 1024", "\"n\": 2"),
      ("\"r\": 1", "\"r\": 4096"), ("\"r\": 1", "\"r\": 0"), ("\"p\": 1", "\"p\": 9223372036854775807"),
    ])
  func cost(_ from: String, _ to: String) throws {
    do {
      _ = try changed(from, to)
      Issue.record("expected a refusal")
    } catch SigningError.costOutOfBounds(let path, _) { #expect(path == "K") }
  }
}

@Suite("Signatures")
struct SigningTests {
  private func bytes(_ hex: String) -> [UInt8] {
    let digits = Array(hex)
    return stride(from: 0, to: digits.count, by: 2).compactMap {
      UInt8(String(digits[$0...$0 + 1]), radix: 16)
    }
  }

  @Test("the public key of a known seed (RFC 8032, 7.1, test 1)")
  func knownKey() throws {
    let seed = bytes("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
    let key = try OperatorKey(seed: seed)
    #expect(key.publicKey == "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
  }

  @Test("members are signed in order of name, without spaces")
  func canonical() {
    let document: JSONValue = ["b": 1, "a": ["y": nil, "x": [true, "é"]], "B": 2]
    #expect(CanonicalJSON.text(document) == #"{"B":2,"a":{"x":[true,"é"],"y":null},"b":1}"#)
  }

  @Test("a fraction or a name twice can't be signed")
  func ambiguous() throws {
    let key = try GateHome.key("bea")
    for document: JSONValue in [["a": 0.5], .object([JSONMember("a", 1), JSONMember("a", 2)])] {
      #expect(throws: SigningError.self) { try SignedStatement(signing: document, with: key) }
    }
  }

  @Test("a signature holds for the same document in any order of members, and for no other")
  func valid() throws {
    let signed = try SignedStatement(signing: ["a": 1, "b": 2], with: try GateHome.key("bea"))
    #expect(signed.isValid)
    #expect(SignedStatement(body: ["b": 2, "a": 1], signature: signed.signature, key: signed.key).isValid)
    #expect(!SignedStatement(body: ["b": 2, "a": 2], signature: signed.signature, key: signed.key).isValid)
    #expect(SignedStatement(json: signed.json) == signed)
  }

  @Test("any bit of a signature turned makes it invalid")
  func bits() throws {
    let signed = try SignedStatement(signing: ["a": 1], with: try GateHome.key("bea"))
    let good = bytes(signed.signature)
    for place in 0..<64 {
      var bad = good
      bad[place] ^= 1 << UInt8(place % 8)
      let text = bad.map { String(format: "%02x", $0) }.joined()
      #expect(!SignedStatement(body: signed.body, signature: text, key: signed.key).isValid)
    }
  }
}
