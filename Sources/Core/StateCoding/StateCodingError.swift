/// Why a state could not be saved or read back. Paths name the value by its keys, such as `account.lots.2`.
package enum StateCodingError: Error, Sendable, Hashable {
  /// The bytes do not begin as a saved state does.
  case notAState
  /// The state was written by another version of the format.
  case unknownVersion(UInt8)
  /// The bytes end too early or contradict themselves at this offset.
  case damaged(byte: Int)
  /// A value that the type needs is not there.
  case missing(path: String)
  /// A value is of another type.
  case unexpected(path: String, expected: String)
  /// Values lie within each other deeper than is supported.
  case tooDeep
  /// A value says itself why it can't be saved or read back.
  case refused(path: String, reason: String)
  /// The state is well-formed and belongs to a bot that is put together otherwise.
  case unfit(String)
  /// What belongs to a value can't be written for now, as there is no room, say: nothing has changed, and the same may
  /// succeed later.
  case unwritten(reason: String)
}

extension StateCodingError: CustomStringConvertible {
  /// `WHAT (WHERE): WHAT TO DO`.
  package var description: String {
    switch self {
    case .notAState: "these bytes are no saved state: take a backup"
    case .unknownVersion(let version):
      "the saved state has format \(version): use the version of slipway that wrote it"
    case .damaged(let byte): "the saved state is damaged (byte \(byte)): take a backup"
    case .missing(let path): "the saved state lacks a value (\(path)): it is of another version of the bot"
    case .unexpected(let path, let expected):
      "the saved state has another value than \(expected) (\(path)): it is of another version of the bot"
    case .tooDeep: "the state has values within values too deep to be saved: flatten it"
    case .refused(let path, let reason): path.isEmpty ? reason : "\(reason) (\(path))"
    case .unwritten(let reason): reason
    case .unfit(let what): "the saved state does not fit the bot, \(what): restore the bot it is of"
    }
  }
}

extension StateCodingError {
  /// The error of a container or value; what a type throws itself is told in its own words.
  init(_ error: any Error) {
    switch error {
    case let error as StateCodingError: self = error
    case DecodingError.dataCorrupted(let context), DecodingError.keyNotFound(_, let context),
      DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
      self = .refused(path: "", reason: context.debugDescription)
    case EncodingError.invalidValue(_, let context):
      self = .refused(path: "", reason: context.debugDescription)
    default: self = .refused(path: "", reason: "\(error)")
    }
  }

  /// The same error, seen from outside of the value of that name.
  func inside(_ name: String) -> StateCodingError {
    func joined(_ path: String) -> String { path.isEmpty ? name : "\(name).\(path)" }
    switch self {
    case .missing(let path): return .missing(path: joined(path))
    case .unexpected(let path, let expected): return .unexpected(path: joined(path), expected: expected)
    case .refused(let path, let reason): return .refused(path: joined(path), reason: reason)
    case .notAState, .unknownVersion, .damaged, .tooDeep, .unfit, .unwritten: return self
    }
  }
}
