package import JSONText

/// What an operator says, and the signature over it.
package struct SignedStatement: Sendable, Hashable {
  /// Stands before the canonical text of everything signed: no signature means anything elsewhere.
  package static let prefix = "slipway.signature.v1\n"

  /// What is said.
  package let body: JSONValue
  /// Ed25519, 128 hexadecimal digits.
  package let signature: String
  /// The public key, 64 hexadecimal digits.
  package let key: String

  /// A statement as it was read; whether it holds is for `isValid`.
  package init(body: JSONValue, signature: String, key: String) {
    self.body = body
    self.signature = signature
    self.key = key
  }

  /// Signs a body.
  ///
  /// - Throws: `badKey` for a body with a name twice or with fractions, or when the library fails.
  package init(signing body: JSONValue, with key: OperatorKey) throws(SigningError) {
    guard CanonicalJSON.isUnambiguous(body) else {
      throw .badKey(reason: "the document to sign has a name twice or a fraction")
    }
    self.init(body: body, signature: try key.signature(of: Self.text(of: body)), key: key.publicKey)
  }

  /// The statement in a journal's payload; `nil` when it is not one.
  package init?(json: JSONValue) {
    guard case .object(let members) = json, members.count == 3, let body = json["body"],
      case .string(let signature)? = json["signature"], case .string(let key)? = json["key"]
    else { return nil }
    self.init(body: body, signature: signature, key: key)
  }

  /// For a journal's payload.
  package var json: JSONValue { ["body": body, "key": .string(key), "signature": .string(signature)] }

  /// Whether the signature is that of the body by the key.
  package var isValid: Bool {
    CanonicalJSON.isUnambiguous(body)
      && OperatorKey.isValid(signature: signature, of: Self.text(of: body), publicKey: key)
  }

  /// The exact text that is signed.
  package static func text(of body: JSONValue) -> String { prefix + CanonicalJSON.text(body) }
}
