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

  /// A path that the file names, as it means it: a relative one starts at the file's folder.
  package func resolve(_ named: String) -> String {
    guard !named.hasPrefix("/"), let slash = path.lastIndex(of: "/") else { return named }
    return path[...slash] + named
  }

  /// What the file is called without its folders and ending: `exness_raw` for `brokers/exness_raw.yaml`.
  package var fileName: String {
    let file = path.split(separator: "/").last ?? ""
    for ending in [".yaml", ".yml"] where file.hasSuffix(ending) {
      return String(file.dropLast(ending.count))
    }
    return String(file)
  }
}

/// What is wrong with a configuration, and where.
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
  /// Values that do not fit together, as their owner found.
  case fault(ConfigurationPlace, field: String, problem: String, remedy: String)
  /// A change of a file that makes no sense: `key` is the dotted path it is about.
  case uneditable(key: String, problem: String, remedy: String)
}

extension ConfigurationError: CustomStringConvertible {
  /// `WHAT (WHERE): WHAT TO DO`.
  package var description: String {
    let parts = parts
    return "\(parts.problem) (\(parts.place)): \(parts.remedy)"
  }

  /// What is wrong, where, and what to do about it.
  package var parts: (problem: String, place: String, remedy: String) {
    switch self {
    case .malformed(let place, let problem, let remedy): return (problem, "\(place)", remedy)
    case .unknownKey(let place, let key, let nearest, let allowed):
      let remedy = nearest.map { "did you mean '\($0)'?" } ?? "known here: \(allowed.joined(separator: ", "))"
      return ("unknown key '\(key)'", "\(place)", remedy)
    case .duplicateKey(let place, let key, let firstLine):
      return (
        "key '\(key)' is there twice", "\(place)",
        "it stood on line \(firstLine) already; keep one of the two"
      )
    case .missingKey(let place, let key, let example):
      return ("missing key '\(key)'", "\(place)", "add it, for instance '\(example)'")
    case .badValue(let place, let field, let expected, let was):
      return ("bad value of '\(field)'", "\(place)", "expected \(expected), was \(was)")
    case .fault(let place, let field, let problem, let remedy):
      return ("bad value of '\(field)'", "\(place)", "\(problem); \(remedy)")
    case .uneditable(let key, let problem, let remedy): return (problem, key, remedy)
    }
  }
}
