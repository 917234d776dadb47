/// The state of a rule that remembers nothing.
package struct NoState: Sendable, Hashable, Codable {
  private enum CodingKeys: CodingKey {}

  /// Nothing.
  package init() {}

  /// Reads nothing.
  package init(from decoder: any Decoder) throws { _ = try decoder.container(keyedBy: CodingKeys.self) }

  /// Writes an object without members.
  package func encode(to encoder: any Encoder) throws { _ = encoder.container(keyedBy: CodingKeys.self) }
}
