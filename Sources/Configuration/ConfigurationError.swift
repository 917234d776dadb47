package import FileSystem

/// Where in a configuration file something stands.
package struct ConfigurationPlace: Sendable, Hashable, CustomStringConvertible {
  /// The file as the user named it.
  package var path: String
  /// The line, from 1; `nil` when the whole file is meant.
  package var line: Int?

  /// A place in a file.
  package init(path: String, line: Int?) {
    self.path = path
    self.line = line
  }

  /// `brokers/x.yaml:12`.
  package var description: String { line.map { "\(path):\($0)" } ?? path }
}

/// What is wrong with a configuration, and where. The command line ends with 78 for all of these but `file`,
/// which has the exit code of its cause.
package enum ConfigurationError: Error, Sendable, Hashable {
  /// Not the YAML it should be, `problem` saying what stands there.
  case malformed(ConfigurationPlace, problem: String, remedy: String)
  /// A key that means nothing here, with the nearest one that does and all of those.
  case unknownKey(ConfigurationPlace, key: String, nearest: String?, allowed: [String])
  /// A key given twice in one map; `firstLine` is where it stood before.
  case duplicateKey(ConfigurationPlace, key: String, firstLine: Int)
  /// A key that must be there; `example` is a line to add.
  case missingKey(ConfigurationPlace, key: String, example: String)
  /// A value of the wrong type, unit or range. `field` is the dotted path of keys.
  case badValue(ConfigurationPlace, field: String, expected: String, was: String)
  /// Values that do not fit together, as the trading core found.
  case fault(ConfigurationPlace, field: String, problem: String, remedy: String)
  /// No broker profile of that name, with the nearest one and all known names.
  case unknownProfile(name: String, nearest: String?, known: [String])
  /// The file can't be read.
  case file(FileError)
}

extension ConfigurationError: CustomStringConvertible {
  /// `WHAT (WHERE): WHAT TO DO`.
  package var description: String {
    switch self {
    case .malformed(let place, let problem, let remedy): "\(problem) (\(place)): \(remedy)"
    case .unknownKey(let place, let key, let nearest, let allowed):
      "unknown key '\(key)' (\(place)): "
        + (nearest.map { "did you mean '\($0)'?" } ?? "known here: \(allowed.joined(separator: ", "))")
    case .duplicateKey(let place, let key, let firstLine):
      "key '\(key)' is there twice (\(place)): it stood on line \(firstLine) already; keep one of the two"
    case .missingKey(let place, let key, let example):
      "missing key '\(key)' (\(place)): add it, for instance '\(example)'"
    case .badValue(let place, let field, let expected, let was):
      "bad value of '\(field)' (\(place)): expected \(expected), was \(was)"
    case .fault(let place, let field, let problem, let remedy):
      "bad value of '\(field)' (\(place)): \(problem); \(remedy)"
    case .unknownProfile(let name, let nearest, let known):
      "no broker profile '\(name)' (known: \(known.joined(separator: ", "))): "
        + (nearest.map { "did you mean '\($0)'?" } ?? "give a known name or the path of a YAML file")
    case .file(let error): error.description
    }
  }
}
