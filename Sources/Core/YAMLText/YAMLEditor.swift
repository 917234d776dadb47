/// A YAML text in which single values are changed and everything around them, comments too, stays as written.
///
/// What is changed is found by the marks of the parsed text. The result is parsed again and compared with what
/// it should say; where the text is written in a way that can't be edited in place, it is written anew from its
/// values, which loses comments and nothing else.
package struct YAMLEditor: Sendable {
  /// The text as it is now.
  package private(set) var text: String
  /// Whether the text was written anew at some point, without its comments.
  package private(set) var lostComments = false
  private let path: String

  /// A text to be edited; the path stands in errors.
  package init(text: String, path: String) {
    self.text = text
    self.path = path
  }

  /// Gives a key a value. Keys are dotted paths as errors name them, `commission.tiers[2].rebate`; a part with
  /// dots of its own stands in double quotes. Values are scalars, or flow lists and maps such as
  /// `{model: fixed, distance: 0.2 pip}`.
  ///
  /// - Throws: `uneditable` when there is no such place or the value is none; what is wrong with the text.
  package mutating func set(_ key: String, to value: String) throws(ConfigurationError) {
    let parts = try YAMLKeyPath(key)
    let (node, written) = try Self.value(value, key: key)
    let root = try YAMLParser.parse(text, path: path)
    let wanted = try parts.setting(node, in: root)
    let scanner = YAMLTextScanner(text)
    try replace(key, with: scanner.setting(parts.parts[...], to: written, in: root), saying: wanted)
  }

  /// Takes a key away, and what holds nothing else with it.
  ///
  /// - Throws: `uneditable` when there is no such key; what is wrong with the text.
  package mutating func unset(_ key: String) throws(ConfigurationError) {
    let parts = try YAMLKeyPath(key)
    let root = try YAMLParser.parse(text, path: path)
    guard let wanted = try parts.removing(from: root) else {
      throw .uneditable(key: key, problem: "nothing would be left", remedy: "keep at least one key")
    }
    let scanner = YAMLTextScanner(text)
    try replace(key, with: scanner.removing(parts.parts[...], from: root), saying: wanted)
  }

  /// - Throws: `uneditable` when no text says that: a key of more than 1,024 characters, for instance, is none.
  private mutating func replace(
    _ key: String, with edited: String?, saying wanted: YAMLNode
  ) throws(ConfigurationError) {
    func says(_ text: String) -> Bool { (try? YAMLParser.parse(text, path: path))?.says(wanted) == true }
    if let edited, says(edited) {
      text = edited
      return
    }
    let written = YAMLWriter.text(wanted)
    guard says(written) else {
      throw .uneditable(
        key: key, problem: "no YAML can be written with that change", remedy: "edit the file by hand")
    }
    text = written
    lostComments = true
  }

  /// The value a text stands for, and how it is written into a file.
  private static func value(
    _ text: String, key: String
  ) throws(ConfigurationError) -> (node: YAMLNode, written: String) {
    guard let first = text.first, !text.contains(where: \.isNewline) else {
      throw .uneditable(
        key: key, problem: text.isEmpty ? "no value" : "a value of several lines",
        remedy: "give it as KEY=VALUE on one line, or take the key away with --unset")
    }
    guard "{[\"'".contains(first) else {
      return (YAMLNode(line: 1, content: .scalar(text)), YAMLWriter.scalar(text))
    }
    guard let parsed = try? YAMLParser.parse("k: \(text)", path: ""), case .map(let entries) = parsed.content,
      entries.count == 1, let entry = entries.first
    else {
      throw .uneditable(
        key: key, problem: "'\(text)' is no YAML value",
        remedy: "close brackets and quotes, as in {a: 1, b: 2}")
    }
    return (entry.value, YAMLWriter.flow(entry.value))
  }
}

/// YAML text from values, for files that are written anew.
enum YAMLWriter {
  /// A whole file in block style.
  static func text(_ node: YAMLNode) -> String { lines(node, indent: "").joined(separator: "\n") + "\n" }

  /// A scalar, quoted where it could be taken for something else.
  static func scalar(_ text: String) -> String {
    let scalars = Array(text.unicodeScalars)
    let isWord = scalars.allSatisfy { isPlain($0) }
    let startsPlain =
      scalars.first.map { scalar in
        isAlphanumeric(scalar) || scalar == "/"
          || (scalars.count > 1 && "-+.".unicodeScalars.contains(scalar) && isAlphanumeric(scalars[1]))
      } ?? false
    guard isWord, startsPlain, !["~", "null"].contains(text), !text.hasSuffix(" ") else {
      return quoted(text)
    }
    return text
  }

  /// A value on one line.
  static func flow(_ node: YAMLNode) -> String {
    switch node.content {
    case .empty: "~"
    case .scalar(let text): scalar(text)
    case .list(let items): "[" + items.map(flow).joined(separator: ", ") + "]"
    case .map(let entries):
      "{" + entries.map { "\(scalar($0.key)): \(flow($0.value))" }.joined(separator: ", ") + "}"
    }
  }

  private static func lines(_ node: YAMLNode, indent: String) -> [String] {
    guard case .map(let entries) = node.content, !entries.isEmpty else { return [indent + flow(node)] }
    return entries.flatMap { entry in
      let key = indent + scalar(entry.key) + ":"
      guard case .map(let inner) = entry.value.content, !inner.isEmpty else {
        return ["\(key) \(flow(entry.value))"]
      }
      return [key] + lines(entry.value, indent: indent + "  ")
    }
  }

  private static func isAlphanumeric(_ scalar: Unicode.Scalar) -> Bool {
    (48...57).contains(scalar.value) || (65...90).contains(scalar.value) || (97...122).contains(scalar.value)
  }

  private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    isAlphanumeric(scalar) || " ._%/+-".unicodeScalars.contains(scalar)
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\t": result += "\\t"
      default: result += isShown(scalar) ? String(scalar) : escape(scalar)
      }
    }
    return result + "\""
  }

  /// Whether a character may stand in quotes as it is: others are refused, or end the line.
  ///
  /// Source: YAML 1.1, 5.1 and 5.4.
  private static func isShown(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF: false
    case 0x20...0x7E, 0xA0...: true
    default: false
    }
  }

  private static func escape(_ scalar: Unicode.Scalar) -> String {
    let hex = String(scalar.value, radix: 16)
    let (letter, width) = scalar.value < 256 ? ("x", 2) : ("u", 4)
    return "\\" + letter + String(repeating: "0", count: width - hex.count) + hex
  }
}
