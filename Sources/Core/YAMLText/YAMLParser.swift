import Yams

/// Text to a tree with line marks. The one place that knows Yams.
package enum YAMLParser {
  /// Aliases of aliases could grow without bound.
  private static let nodesLimit = 50_000

  /// The tree of the only document in the text.
  ///
  /// - Throws: `malformed` or `duplicateKey`, with the line.
  package static func parse(_ text: String, path: String) throws(ConfigurationError) -> YAMLNode {
    try refuseAliasesInKeys(text, path: path)
    let root: Node?
    do {
      // The plain resolver leaves `yes`, `1e3` and dates alone: they are read by the type that is wanted.
      // The encoding is stated because the default one asks the environment.
      root = try Yams.compose(yaml: text, .basic, .default, .utf8)
    } catch {
      throw translate(error, text: text, path: path)
    }
    var budget = nodesLimit
    guard let root, let node = convert(root, budget: &budget) else {
      let problem = root == nil ? "the file is empty" : "too many values"
      throw .malformed(
        ConfigurationPlace(path: path, line: nil), problem: problem, remedy: "write 'key: value' lines")
    }
    return node
  }

  private static func convert(_ node: Node, budget: inout Int) -> YAMLNode? {
    budget -= 1
    guard budget > 0 else { return nil }
    let (line, column) = (node.mark?.line ?? 1, node.mark?.column ?? 1)
    switch node {
    case .scalar(let scalar):
      let isEmpty = scalar.style == .plain && ["", "~", "null"].contains(scalar.string)
      return YAMLNode(line: line, column: column, content: isEmpty ? .empty : .scalar(scalar.string))
    case .sequence(let sequence):
      var items: [YAMLNode] = []
      for item in sequence {
        guard let converted = convert(item, budget: &budget) else { return nil }
        items.append(converted)
      }
      return YAMLNode(line: line, column: column, content: .list(items))
    case .mapping(let mapping):
      var entries: [YAMLEntry] = []
      for (key, value) in mapping {
        guard let converted = convert(value, budget: &budget) else { return nil }
        let name = key.scalar?.string ?? "[…]"
        entries.append(
          YAMLEntry(
            key: name, line: key.mark?.line ?? line, column: key.mark?.column ?? column, value: converted))
      }
      return YAMLNode(line: line, column: column, content: .map(entries))
    case .alias: return YAMLNode(line: line, content: .empty)
    }
  }
}

extension YAMLParser {
  /// Stands for `*` in a text that is looked at and not used.
  private static let star = "\u{E000}"

  /// Refuses keys with aliases in them, before they are taken apart to be compared: a few lines of aliases of aliases
  /// are more than a machine can go through.
  ///
  /// The text is parsed without its aliases, which become words of their own.
  ///
  /// - Throws: `malformed` with the key's line; what is wrong with the text besides.
  private static func refuseAliasesInKeys(_ text: String, path: String) throws(ConfigurationError) {
    guard text.utf8.contains(UInt8(ascii: "*")) else { return }
    let root: Node?
    do {
      root = try Yams.compose(yaml: text.replacing("*", with: star), .basic, .default, .utf8)
    } catch YamlError.duplicatedKeysInMapping(let keys, let context) {
      let error = YamlError.duplicatedKeysInMapping(
        duplicates: keys.map { $0.replacing(star, with: "*") }, context: context)
      throw translate(error, text: text, path: path)
    } catch {
      throw translate(error, text: text, path: path)
    }
    if let line = root.flatMap(lineOfAliasInKey) {
      throw .malformed(
        ConfigurationPlace(path: path, line: line), problem: "a key with an alias or a list in it",
        remedy: "write the key out, without '*'")
    }
  }

  private static func lineOfAliasInKey(_ node: Node) -> Int? {
    switch node {
    case .scalar, .alias: return nil
    case .sequence(let items): return items.lazy.compactMap(lineOfAliasInKey).first
    case .mapping(let pairs):
      for (key, value) in pairs {
        guard case .scalar(let name) = key, name.style != .plain || !name.string.hasPrefix(star) else {
          return key.mark?.line ?? 1
        }
        if let line = lineOfAliasInKey(value) { return line }
      }
      return nil
    }
  }

  private static func translate(_ error: any Error, text: String, path: String) -> ConfigurationError {
    switch error as? YamlError {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      return malformed(problem, line: mark.line, text: text, path: path)
    case .reader(let problem, let offset, _, _):
      let line = text.prefix(offset ?? 0).count(where: \.isNewline) + 1
      return malformed(problem, line: line, text: text, path: path)
    case .duplicatedKeysInMapping(let keys, let context):
      let key = keys.first ?? ""
      let second = secondLine(of: key, after: context.mark, in: text)
      return .duplicateKey(
        ConfigurationPlace(path: path, line: second), key: key, firstLine: context.mark.line)
    default: return malformed("\(error)", line: nil, text: text, path: path)
    }
  }

  private static func malformed(
    _ problem: String, line: Int?, text: String, path: String
  ) -> ConfigurationError {
    let place = ConfigurationPlace(path: path, line: line)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    if let line, lines.indices.contains(line - 1),
      lines[line - 1].prefix(while: { $0 == " " || $0 == "\t" }).contains("\t")
    {
      return .malformed(place, problem: "a tab as indentation", remedy: "indent with spaces")
    }
    return .malformed(
      place, problem: "not valid YAML: \(problem)",
      remedy: "check the indentation, colons and quotes on and before this line")
  }

  /// The parser names only the first of two equal keys; in block style the second starts a later line at the
  /// same column.
  private static func secondLine(of key: String, after mark: Mark, in text: String) -> Int {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let indentation = String(repeating: " ", count: mark.column - 1)
    let starts = ["\(key):", "\(key) :", "\"\(key)\":", "'\(key)':"].map { indentation + $0 }
    let later = lines.indices.dropFirst(mark.line).first { index in
      starts.contains { lines[index].hasPrefix($0) }
    }
    return later.map { $0 + 1 } ?? mark.line
  }
}
