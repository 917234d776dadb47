package import YAMLText

/// Files of fills that a profile's text names.
package enum FillFiles {
  /// The keys that name a file by a relative path, and the paths: `slippage.file` and those of classes and
  /// instruments.
  ///
  /// - Throws: what is wrong with the text.
  package static func relative(
    in text: String, path: String
  ) throws(ConfigurationError) -> [(key: String, file: String)] {
    let root = try YAMLParser.parse(text, path: path)
    var found: [(key: String, file: String)] = []
    func look(_ node: YAMLNode, prefix: String) {
      if let file = node["slippage"]?["file"]?.text, !file.hasPrefix("/") {
        found.append((prefix + "slippage.file", file))
      }
    }
    look(root, prefix: "")
    for group in ["classes", "instruments"] {
      guard case .map(let entries) = root[group]?.content else { continue }
      for entry in entries { look(entry.value, prefix: "\(group).\"\(entry.key)\".") }
    }
    return found
  }
}

extension YAMLNode {
  fileprivate subscript(key: String) -> YAMLNode? {
    guard case .map(let entries) = content else { return nil }
    return entries.first { $0.key == key }?.value
  }

  fileprivate var text: String? {
    guard case .scalar(let text) = content else { return nil }
    return text
  }
}
