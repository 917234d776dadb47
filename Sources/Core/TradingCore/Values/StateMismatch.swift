/// Why a saved state can't be taken over: it is of something that was put together otherwise.
package struct StateMismatch: Error, Sendable, Hashable, CustomStringConvertible {
  /// What differs.
  package let description: String

  /// A mismatch in words, such as `it has 2 symbols, not 3`.
  package init(_ description: String) { self.description = description }
}
