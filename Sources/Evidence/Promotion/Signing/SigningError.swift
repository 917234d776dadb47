package import FileSystem

/// What is wrong with a key or a key file. No case holds a secret.
package enum SigningError: Error, Sendable, Hashable {
  /// The bytes are no key of the wanted kind.
  case badKey(reason: String)
  /// The key file is cut off, edited or of another version.
  case damaged(path: String, reason: String)
  /// The key file asks for more or less work than is allowed.
  case costOutOfBounds(path: String, reason: String)
  /// The key file can be read by others than its owner.
  case notPrivate(path: String)
  /// There is a key file already; keys are never overwritten.
  case exists(path: String)
  /// The passphrase does not open the key.
  case wrongPassphrase(path: String)
  /// The passphrase is too short to protect a key.
  case weakPassphrase(minimum: Int)
  /// The passphrase is one of those that are tried first.
  case guessablePassphrase
}

extension SigningError {
  /// The stable text code.
  package var code: String {
    switch self {
    case .badKey: "bad_key"
    case .damaged: "key_damaged"
    case .costOutOfBounds: "key_cost"
    case .notPrivate: "key_not_private"
    case .exists: "key_exists"
    case .wrongPassphrase: "wrong_passphrase"
    case .weakPassphrase: "weak_passphrase"
    case .guessablePassphrase: "guessable_passphrase"
    }
  }
}

extension SigningError: CustomStringConvertible {
  /// `WHAT (WHERE): WHAT TO DO`.
  package var description: String {
    switch self {
    case .badKey(let reason): "not a key: \(reason)"
    case .damaged(let path, let reason):
      "the key file is damaged (\(path)): \(reason); restore it from a backup, or have an admin retire the "
        + "operator and add a new one"
    case .costOutOfBounds(let path, let reason):
      "the key file's scrypt cost is out of bounds (\(path)): \(reason); restore it from a backup"
    case .notPrivate(let path):
      "others may read the key file (\(path)): run 'chmod 600' on it, and replace the key if they may have"
    case .exists(let path): "there is a key file already (\(path)): choose another name"
    case .wrongPassphrase(let path):
      "the passphrase does not open the key (\(path)): try again; after three wrong ones there is a wait"
    case .weakPassphrase(let minimum):
      "expected a passphrase of at least \(minimum) characters, was shorter: choose a longer one"
    case .guessablePassphrase:
      "the passphrase is among the first that are tried: choose four or more words that have nothing to do with each other"
    }
  }
}

extension SigningError: ClassifiedError {
  /// What kind of failure it is.
  package var failureKind: FailureKind {
    switch self {
    case .wrongPassphrase, .notPrivate, .damaged, .costOutOfBounds, .badKey: .notPermitted
    case .exists, .weakPassphrase, .guessablePassphrase: .usage
    }
  }
}
