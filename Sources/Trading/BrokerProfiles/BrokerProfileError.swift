package import FileSystem
package import YAMLText

/// Why there is no such broker profile.
package enum BrokerProfileError: Error, Sendable, Hashable {
  /// No broker profile of that name, with the nearest one and all known names.
  case unknownProfile(name: String, nearest: String?, known: [String])
}

extension BrokerProfileError: CustomStringConvertible {
  /// `WHAT (WHERE): WHAT TO DO`.
  package var description: String {
    switch self {
    case .unknownProfile(let name, let nearest, let known):
      let remedy = nearest.map { "did you mean '\($0)'?" } ?? "give a known name or the path of a YAML file"
      return "no broker profile '\(name)' (known: \(known.joined(separator: ", "))): \(remedy)"
    }
  }
}

extension BrokerProfileError: ClassifiedError {
  /// What kind of failure it is.
  package var failureKind: FailureKind { .usage }
}

// Texts know nothing of files, and so nothing of `FailureKind`; this is the first target above both.
extension ConfigurationError: ClassifiedError {
  /// What kind of failure it is.
  package var failureKind: FailureKind {
    switch self {
    case .uneditable: .usage
    case .malformed, .unknownKey, .duplicateKey, .missingKey, .badValue, .fault: .configuration
    }
  }
}
