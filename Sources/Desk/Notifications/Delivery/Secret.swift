import FileSystem

/// A text that is not to be seen: however it is printed, three stars appear.
package struct Secret: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The text, for the wire only.
  let exposed: String

  /// A secret.
  package init(_ text: String) { exposed = text }

  /// `***`.
  package var description: String { "***" }
  /// `***`.
  package var debugDescription: String { "***" }
  /// Nothing to look into.
  package var customMirror: Mirror { Mirror(self, children: []) }

  /// The secret at a place.
  ///
  /// - Parameters:
  ///   - source: where it is.
  ///   - channel: whom it belongs to, for errors.
  ///   - environment: the value of a variable.
  /// - Throws: `secret` when it is not there, can't be read or is empty.
  package init(
    _ source: SecretSource, channel: String, environment: (String) -> String?
  ) throws(NotificationError) {
    func fault(_ problem: String) -> NotificationError {
      .secret(channel: channel, source: "\(source)", problem: problem)
    }
    var text: String
    switch source {
    case .environment(let name):
      guard let value = environment(name) else { throw fault("the variable is not set") }
      text = value
    case .file(let path):
      let bytes: [UInt8]
      do { bytes = try InputFile.contents(of: path) } catch { throw fault("\(error)") }
      guard bytes.count <= 65_536, let content = TextMark.text(bytes) else {
        throw fault("the file is no text")
      }
      text = content
    }
    while text.last?.isNewline == true { text.removeLast() }
    guard !text.isEmpty else { throw fault("it is empty") }
    guard !text.unicodeScalars.contains(where: { $0.value < 32 || $0.value == 127 }) else {
      throw fault("it has control characters")
    }
    exposed = text
  }
}
