extension JSONValue {
  /// The document on several lines, two spaces a level, without a line break at its end.
  package var prettyText: String {
    var text = ""
    write(into: &text, indent: 0)
    return text
  }

  /// The document on one line without spaces.
  package var compactText: String {
    var text = ""
    write(into: &text, indent: nil)
    return text
  }

  /// A quoted JSON string: quotes, backslashes and control characters escaped, all else as it is.
  ///
  /// Source: RFC 8259, section 7. U+2028 and U+2029 are escaped too, for readers that take JSON for JavaScript.
  package static func quoted(_ text: String) -> String {
    var out = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": out += "\\\""
      case "\\": out += "\\\\"
      case "\n": out += "\\n"
      case "\r": out += "\\r"
      case "\t": out += "\\t"
      case "\u{0}"..."\u{1F}", "\u{7F}", "\u{2028}", "\u{2029}":
        let digits = String(scalar.value, radix: 16)
        out += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out + "\""
  }

  private func write(into text: inout String, indent: Int?) {
    switch self {
    case .null: text += "null"
    case .boolean(let value): text += value ? "true" : "false"
    case .integer(let value): text += String(value)
    case .unsigned(let value): text += String(value)
    // The shortest text that reads back as the same number; Swift's forms ("1e-05") are all valid JSON.
    case .number(let value): text += value.isFinite ? value.description : "null"
    case .string(let value): text += Self.quoted(value)
    case .array(let values):
      Self.writeList(values, brackets: ("[", "]"), into: &text, indent: indent) { value, text, inner in
        value.write(into: &text, indent: inner)
      }
    case .object(let members):
      Self.writeList(members, brackets: ("{", "}"), into: &text, indent: indent) { member, text, inner in
        text += Self.quoted(member.name) + (inner == nil ? ":" : ": ")
        member.value.write(into: &text, indent: inner)
      }
    }
  }

  private static func writeList<Element>(
    _ elements: [Element], brackets: (String, String), into text: inout String, indent: Int?,
    writeElement: (Element, inout String, Int?) -> Void
  ) {
    text += brackets.0
    let inner = indent.map { $0 + 2 }
    for (index, element) in elements.enumerated() {
      if index > 0 { text += "," }
      if let inner { text += "\n" + String(repeating: " ", count: inner) }
      writeElement(element, &text, inner)
    }
    if let indent, !elements.isEmpty { text += "\n" + String(repeating: " ", count: indent) }
    text += brackets.1
  }
}
