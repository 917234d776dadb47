/// A dotted path of keys, `commission.tiers[2].rebate`, and what setting or removing it makes of a tree.
struct YAMLKeyPath {
  enum Part: Equatable {
    case name(String)
    /// From 0.
    case item(Int)
  }

  let key: String
  let parts: [Part]

  /// - Throws: `uneditable` when the text is no path.
  init(_ key: String) throws(ConfigurationError) {
    self.key = key
    var parts: [Part] = []
    var rest = Substring(key)
    while !rest.isEmpty {
      if rest.first == "[" {
        guard let end = rest.firstIndex(of: "]"), let number = Int(rest[..<end].dropFirst()), number >= 1
        else { throw Self.malformed(key) }
        parts.append(.item(number - 1))
        rest = rest[rest.index(after: end)...]
      } else if rest.first == "\"" {
        rest = rest.dropFirst()
        guard let end = rest.firstIndex(of: "\"") else { throw Self.malformed(key) }
        parts.append(.name(String(rest[..<end])))
        rest = rest[rest.index(after: end)...]
      } else {
        let name = rest.prefix { $0 != "." && $0 != "[" }
        guard !name.isEmpty else { throw Self.malformed(key) }
        parts.append(.name(String(name)))
        rest = rest[name.endIndex...]
      }
      if rest.first == "." {
        rest = rest.dropFirst()
        if rest.isEmpty { throw Self.malformed(key) }
      }
    }
    guard !parts.isEmpty else { throw Self.malformed(key) }
    self.parts = parts
  }

  private static func malformed(_ key: String) -> ConfigurationError {
    .uneditable(
      key: key, problem: "'\(key)' is not a key", remedy: "give one as in leverage or commission.amount")
  }

  /// The entry that the first parts name, and how many of them: a symbol may have dots of its own, so that the
  /// longest name that is there counts.
  static func entry(_ parts: ArraySlice<Part>, in entries: [YAMLEntry]) -> (index: Int, parts: Int)? {
    let names = parts.prefix { if case .name = $0 { true } else { false } }
    for count in stride(from: names.count, to: 0, by: -1) {
      let name = names.prefix(count).map { if case .name(let name) = $0 { name } else { "" } }
        .joined(separator: ".")
      if let index = entries.firstIndex(where: { $0.key == name }) { return (index, count) }
    }
    return nil
  }

  /// The tree with the value there; maps on the way are made.
  ///
  /// - Throws: `uneditable` when something else than a map is in the way.
  func setting(_ value: YAMLNode, in root: YAMLNode) throws(ConfigurationError) -> YAMLNode {
    try setting(parts[...], to: value, in: root)
  }

  private func setting(
    _ parts: ArraySlice<Part>, to value: YAMLNode, in node: YAMLNode
  ) throws(ConfigurationError) -> YAMLNode {
    guard let first = parts.first else { return value }
    var node = node
    switch (node.content, first) {
    case (.map(var entries), .name(let name)):
      if let found = Self.entry(parts, in: entries) {
        entries[found.index].value = try setting(
          parts.dropFirst(found.parts), to: value, in: entries[found.index].value)
      } else {
        entries.append(YAMLEntry(key: name, line: 0, value: try made(parts.dropFirst(), value)))
      }
      node.content = .map(entries)
    case (.empty, .name): node = try made(parts, value)
    case (.list(var items), .item(let index)) where items.indices.contains(index):
      items[index] = try setting(parts.dropFirst(), to: value, in: items[index])
      node.content = .list(items)
    default: throw missing(first, in: node)
    }
    return node
  }

  private func made(_ parts: ArraySlice<Part>, _ value: YAMLNode) throws(ConfigurationError) -> YAMLNode {
    guard let first = parts.first else { return value }
    guard case .name(let name) = first else { throw missing(first, in: nil) }
    let entry = YAMLEntry(key: name, line: 0, value: try made(parts.dropFirst(), value))
    return YAMLNode(line: 0, content: .map([entry]))
  }

  /// The tree without it, and without maps that held nothing else; `nil` when nothing is left.
  ///
  /// - Throws: `uneditable` when it isn't there.
  func removing(from root: YAMLNode) throws(ConfigurationError) -> YAMLNode? {
    try removing(parts[...], from: root)
  }

  private func removing(
    _ parts: ArraySlice<Part>, from node: YAMLNode
  ) throws(ConfigurationError) -> YAMLNode? {
    guard let first = parts.first else { return nil }
    var node = node
    switch (node.content, first) {
    case (.map(var entries), .name):
      guard let found = Self.entry(parts, in: entries) else { throw missing(first, in: node) }
      if let value = try removing(parts.dropFirst(found.parts), from: entries[found.index].value) {
        entries[found.index].value = value
      } else {
        entries.remove(at: found.index)
      }
      node.content = .map(entries)
      return entries.isEmpty ? nil : node
    case (.list(var items), .item(let index)) where items.indices.contains(index):
      if let value = try removing(parts.dropFirst(), from: items[index]) {
        items[index] = value
      } else {
        items.remove(at: index)
      }
      node.content = .list(items)
      return items.isEmpty ? nil : node
    default: throw missing(first, in: node)
    }
  }

  private func missing(_ part: Part, in node: YAMLNode?) -> ConfigurationError {
    let what: String
    switch part {
    case .name(let name): what = "no key '\(name)'"
    case .item(let index): what = "no item [\(index + 1)]"
    }
    let place = node.map { "in \($0.summary)" } ?? "there"
    return .uneditable(
      key: key, problem: "\(what) \(place)",
      remedy: "set the value around it whole, as in --set 'spread={model: fixed, distance: 0.2 pip}'")
  }
}
