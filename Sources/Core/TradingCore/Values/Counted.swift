/// A count with its noun, in the number that the count asks for: `1 trade`, `2 trades`, `0 entries`.
///
/// For texts that people read. What a text is stored as or compared by does not go through it.
package enum Counted {
  /// The noun alone.
  ///
  /// `many`: the plural where it is not the singular with an s.
  package static func noun(_ count: some BinaryInteger, _ one: String, _ many: String? = nil) -> String {
    count == 1 ? one : many ?? one + "s"
  }

  /// The count and the noun.
  package static func text(_ count: some BinaryInteger, _ one: String, _ many: String? = nil) -> String {
    "\(count) \(noun(count, one, many))"
  }
}
