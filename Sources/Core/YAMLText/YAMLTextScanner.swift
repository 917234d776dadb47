/// Finds where values of a parsed text begin and end in it, and makes the edited text.
///
/// It understands plain YAML: block and flow maps and lists, scalars on one line. Everything else gives `nil` or
/// a text that says something else, which the editor notices.
struct YAMLTextScanner {
  private let scalars: [Unicode.Scalar]
  private let lineStarts: [Int]

  init(_ text: String) {
    let all = Array(text.unicodeScalars)
    scalars = all
    lineStarts = [0] + all.indices.filter { all[$0] == "\n" }.map { $0 + 1 }
  }

  /// The text with a value there.
  func setting(_ parts: ArraySlice<YAMLKeyPath.Part>, to value: String, in node: YAMLNode) -> String? {
    setting(parts, to: value, in: node, isFlow: false)
  }

  private func setting(
    _ parts: ArraySlice<YAMLKeyPath.Part>, to value: String, in node: YAMLNode, isFlow: Bool
  ) -> String? {
    let isFlow = isFlow || startsFlow(node)
    switch (node.content, parts.first) {
    case (.map(let entries), .name?):
      guard let found = YAMLKeyPath.entry(parts, in: entries) else {
        return adding(parts, value, to: entries, of: node, isFlow: isFlow)
      }
      let rest = parts.dropFirst(found.parts)
      let entry = entries[found.index]
      guard rest.isEmpty else { return setting(rest, to: value, in: entry.value, isFlow: isFlow) }
      return replacing(entry, with: value, isFlow: isFlow)
    case (.list(let items), .item(let index)?) where items.indices.contains(index):
      let rest = parts.dropFirst()
      guard rest.isEmpty else { return setting(rest, to: value, in: items[index], isFlow: isFlow) }
      guard let start = offset(items[index]), let end = end(of: items[index], isFlow: isFlow) else {
        return nil
      }
      return replaced(start..<end, by: value)
    default: return nil
    }
  }

  private func replacing(_ entry: YAMLEntry, with value: String, isFlow: Bool) -> String? {
    guard let colon = colon(after: entry), let end = end(of: entry, isFlow: isFlow) else { return nil }
    // A value on the key's line keeps the blanks before it.
    if let start = offset(entry.value), entry.value.line == entry.line, entry.value.isThere, start > colon {
      return replaced(start..<end, by: value)
    }
    return replaced((colon + 1)..<max(end, colon + 1), by: " " + value)
  }

  private func adding(
    _ parts: ArraySlice<YAMLKeyPath.Part>, _ value: String, to entries: [YAMLEntry], of node: YAMLNode,
    isFlow: Bool
  ) -> String? {
    var names: [String] = []
    for part in parts {
      guard case .name(let name) = part else { return nil }
      names.append(YAMLWriter.scalar(name))
    }
    guard let name = names.first else { return nil }
    let nested = names.dropFirst().reversed().reduce(value) { "{\($1): \($0)}" }
    if isFlow {
      guard let end = end(of: node, isFlow: true) else { return nil }
      return replaced((end - 1)..<(end - 1), by: (entries.isEmpty ? "" : ", ") + "\(name): \(nested)")
    }
    guard let first = entries.first, let last = entries.last, let end = end(of: last, isFlow: false)
    else { return nil }
    let line = lineEnd(from: end)
    let indent = String(repeating: " ", count: first.column - 1)
    return replaced(line..<line, by: "\n\(indent)\(name): \(nested)")
  }

  /// The text without what is there.
  func removing(_ parts: ArraySlice<YAMLKeyPath.Part>, from node: YAMLNode) -> String? {
    removing(parts, from: node, isFlow: false)
  }

  private func removing(
    _ parts: ArraySlice<YAMLKeyPath.Part>, from node: YAMLNode, isFlow: Bool
  ) -> String? {
    let isFlow = isFlow || startsFlow(node)
    switch (node.content, parts.first) {
    case (.map(let entries), .name?):
      guard let found = YAMLKeyPath.entry(parts, in: entries) else { return nil }
      let rest = parts.dropFirst(found.parts)
      let value = entries[found.index].value
      guard rest.isEmpty || vanishes(rest, from: value) else {
        return removing(rest, from: value, isFlow: isFlow)
      }
      return isFlow ? removingFlow(found.index, of: entries) : removingLines(entries[found.index])
    case (.list(let items), .item(let index)?) where items.indices.contains(index):
      return removing(parts.dropFirst(), from: items[index], isFlow: isFlow)
    default: return nil
    }
  }

  /// Whether nothing is left of a value without what the parts name.
  private func vanishes(_ parts: ArraySlice<YAMLKeyPath.Part>, from node: YAMLNode) -> Bool {
    guard case .map(let entries) = node.content, entries.count == 1,
      let found = YAMLKeyPath.entry(parts, in: entries)
    else { return false }
    let rest = parts.dropFirst(found.parts)
    return rest.isEmpty || vanishes(rest, from: entries[0].value)
  }

  private func removingFlow(_ index: Int, of entries: [YAMLEntry]) -> String? {
    guard let start = offset(line: entries[index].line, column: entries[index].column),
      let end = end(of: entries[index], isFlow: true)
    else { return nil }
    if index + 1 < entries.count {
      let next = entries[index + 1]
      return offset(line: next.line, column: next.column).flatMap { replaced(start..<$0, by: "") }
    }
    guard index > 0 else { return replaced(start..<end, by: "") }
    return self.end(of: entries[index - 1], isFlow: true).flatMap { replaced($0..<end, by: "") }
  }

  private func removingLines(_ entry: YAMLEntry) -> String? {
    guard let end = end(of: entry, isFlow: false), lineStarts.indices.contains(entry.line - 1) else {
      return nil
    }
    let start = lineStarts[entry.line - 1]
    guard scalars[start..<(start + entry.column - 1)].allSatisfy({ $0 == " " }) else { return nil }
    return replaced(start..<min(lineEnd(from: end) + 1, scalars.count), by: "")
  }
}

extension YAMLTextScanner {
  private func replaced(_ range: Range<Int>, by text: String) -> String {
    String(String.UnicodeScalarView(scalars[..<range.lowerBound]))
      + text + String(String.UnicodeScalarView(scalars[range.upperBound...]))
  }

  private func offset(_ node: YAMLNode) -> Int? { offset(line: node.line, column: node.column) }

  private func offset(line: Int, column: Int) -> Int? {
    guard lineStarts.indices.contains(line - 1) else { return nil }
    let offset = lineStarts[line - 1] + column - 1
    return offset < scalars.count ? offset : nil
  }

  private func startsFlow(_ node: YAMLNode) -> Bool {
    switch node.content {
    case .map, .list: offset(node).map { scalars[$0] == "{" || scalars[$0] == "[" } ?? false
    case .empty, .scalar: false
    }
  }

  /// Where the key's colon is.
  private func colon(after entry: YAMLEntry) -> Int? {
    guard var index = offset(line: entry.line, column: entry.column) else { return nil }
    if scalars[index] == "\"" || scalars[index] == "'" {
      guard let end = quoteEnd(from: index) else { return nil }
      index = end
    }
    return scalars[index...].firstIndex(of: ":")
  }

  private func end(of entry: YAMLEntry, isFlow: Bool) -> Int? {
    entry.value.isThere ? end(of: entry.value, isFlow: isFlow) : colon(after: entry).map { $0 + 1 }
  }

  /// Where a value ends, excluding blanks and comments after it.
  private func end(of node: YAMLNode, isFlow: Bool) -> Int? {
    guard let start = offset(node) else { return nil }
    if startsFlow(node) { return bracketEnd(from: start) }
    switch node.content {
    case .empty: return start
    case .list(let items): return items.last.flatMap { end(of: $0, isFlow: isFlow) }
    case .map(let entries): return entries.last.flatMap { end(of: $0, isFlow: isFlow) }
    case .scalar:
      if scalars[start] == "\"" || scalars[start] == "'" { return quoteEnd(from: start) }
      return plainEnd(from: start, isFlow: isFlow)
    }
  }

  private func plainEnd(from start: Int, isFlow: Bool) -> Int {
    var end = start
    while end < scalars.count, scalars[end] != "\n" {
      let isComment = scalars[end] == "#" && end > start && scalars[end - 1] == " "
      if isComment || (isFlow && ",]}".unicodeScalars.contains(scalars[end])) { break }
      end += 1
    }
    while end > start, [" ", "\t", "\r"].contains(scalars[end - 1]) { end -= 1 }
    return end
  }

  private func quoteEnd(from start: Int) -> Int? {
    let quote = scalars[start]
    var index = start + 1
    while index < scalars.count {
      if quote == "\"", scalars[index] == "\\" {
        index += 2
      } else if scalars[index] == quote {
        guard quote == "'", index + 1 < scalars.count, scalars[index + 1] == quote else { return index + 1 }
        index += 2
      } else {
        index += 1
      }
    }
    return nil
  }

  private func bracketEnd(from start: Int) -> Int? {
    var depth = 0
    var index = start
    while index < scalars.count {
      switch scalars[index] {
      case "{", "[": depth += 1
      case "}", "]":
        depth -= 1
        if depth == 0 { return index + 1 }
      case "\"", "'":
        guard let end = quoteEnd(from: index) else { return nil }
        index = end - 1
      case "#" where scalars[index - 1] == " ": index = lineEnd(from: index)
      default: break
      }
      index += 1
    }
    return nil
  }

  private func lineEnd(from offset: Int) -> Int { scalars[offset...].firstIndex(of: "\n") ?? scalars.count }
}

extension YAMLNode {
  /// Whether something stands there.
  var isThere: Bool { if case .empty = content { false } else { true } }
}
