import Journal
import ModeManager
import Promotion

/// Who signs an act, and how their key is opened.
package struct Signature {
  /// The operator's short name; `nil` where nobody signs.
  package var name: String?
  /// Their key file, where it is not in the home.
  package var keyPath: String?
  /// Gives the key's passphrase when it is needed, and only then.
  package var passphrase: (_ name: String) throws -> [UInt8]

  /// A signature by nobody.
  package static var nobody: Signature { Signature(name: nil, keyPath: nil) { _ in [] } }

  /// A signature.
  package init(
    name: String?, keyPath: String? = nil, passphrase: @escaping (_ name: String) throws -> [UInt8]
  ) {
    (self.name, self.keyPath, self.passphrase) = (name, keyPath, passphrase)
  }

  /// The signer with an open key.
  ///
  /// - Throws: `GateError`, also when nobody is named; what `passphrase` throws.
  func unlock(_ gate: Gatekeeper, act: EventKind) throws -> Signer {
    guard let name else {
      try gate.refuse(.signatureMissing, act: act.rawValue, subject: LedgerEvent.operatorsSubject)
    }
    return try gate.unlock(name, keyPath: keyPath, act: act) { try passphrase(name) }
  }
}
