/// A value of a YAML file and the line it starts on. Scalars stay the text that was written, so that decimals
/// never pass through a `Double`.
package struct YAMLNode: Sendable {
  /// From 1.
  package internal(set) var line: Int
  /// From 1, in Unicode scalars.
  var column = 1
  /// What stands there.
  package internal(set) var content: Content

  /// What can stand at a place.
  package enum Content: Sendable {
    /// Nothing after the colon, `~` or `null`.
    case empty
    /// A single value, as it was written.
    case scalar(String)
    /// Values one after another.
    case list([YAMLNode])
    /// Values by key, in file order.
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
package struct YAMLEntry: Sendable {
  /// The key as it was written.
  package internal(set) var key: String
  /// The line that the key starts on, from 1.
  package internal(set) var line: Int
  var column = 1
  /// What it is given.
  package internal(set) var value: YAMLNode
}

extension YAMLNode {
  /// Whether the same values stand there, wherever and however they were written.
  func says(_ other: YAMLNode) -> Bool {
    switch (content, other.content) {
    case (.empty, .empty): true
    case (.scalar(let left), .scalar(let right)): left == right
    case (.list(let left), .list(let right)):
      left.count == right.count && zip(left, right).allSatisfy { $0.says($1) }
    case (.map(let left), .map(let right)):
      left.count == right.count && zip(left, right).allSatisfy { $0.key == $1.key && $0.value.says($1.value) }
    default: false
    }
  }
}
