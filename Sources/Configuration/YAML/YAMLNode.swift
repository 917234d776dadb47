/// A value of a YAML file and the line it starts on. Scalars stay the text that was written, so that decimals
/// never pass through a `Double`.
struct YAMLNode: Sendable {
  /// From 1.
  var line: Int
  var content: Content

  enum Content: Sendable {
    /// Nothing after the colon, `~` or `null`.
    case empty
    case scalar(String)
    case list([YAMLNode])
    case map([YAMLEntry])
  }

  /// What stands there, for "was …".
  var summary: String {
    switch content {
    case .empty: "empty"
    case .scalar(let text): "'\(text.count > 60 ? text.prefix(60) + "…" : text)'"
    case .list: "a list"
    case .map: "a map"
    }
  }
}

/// A key of a map with its line and value.
struct YAMLEntry: Sendable {
  var key: String
  var line: Int
  var value: YAMLNode
}
