package import FileSystem
import JSONText
import TradingCore

/// Where a desk leaves its snapshot, a few times a second, for processes next door: they read it without the lock of
/// the run, and what they read is whole.
package struct SnapshotFile: Sendable {
  private let path: String

  /// How often it is written, in nanoseconds.
  static let every = 500 * Timestamp.millisecond
  /// A snapshot older than this is of a run that hangs or was killed, in nanoseconds.
  package static let staleAfter = 5 * Timestamp.second

  /// The file of a home.
  package init(home: String) { path = home + "/desk.json" }

  /// Puts a snapshot in the place of the last one.
  ///
  /// It is not synced: what was shown last before the power went is of no use to anybody.
  /// - Throws: `FileError`.
  package func write(_ snapshot: DeskSnapshot) throws(FileError) {
    let file = try AtomicFile(path: path, isPrivate: true)
    try file.write(snapshot.json.compactText)
    try file.publish()
  }

  /// Takes it away, at the end of a run.
  package func remove() { Folders.discard(path) }

  /// The last snapshot; `nil` when no run has left one.
  ///
  /// - Throws: `FileError`, `JSONFault`, `SnapshotFault`, `LaterVersion`.
  package func read() throws -> DeskSnapshot? {
    let bytes: [UInt8]
    do throws(FileError) { bytes = try InputFile.contents(of: path) } catch {
      if case .missing = error { return nil }
      throw error
    }
    return try DeskSnapshot(json: try JSONValue(json: bytes))
  }
}
