/// A file opened for reading at any place.
package final class InputFile: Sendable {
  /// Where it is.
  package let path: String
  /// Its length when it was opened.
  package let size: Int
  /// Whether only its owner may read or write it.
  package let isPrivate: Bool
  private let file: OpenFile

  /// Opens the file.
  ///
  /// - Throws: `missing`, or `unreadable` also for a folder, a pipe or a device, which is not opened: opening a pipe that
  ///   nobody writes to would wait for ever.
  package init(path: String) throws(FileError) {
    self.path = path
    switch FileStatus.find(path)?.kind {
    case .pipe?: throw .unreadable(path: path, reason: "it is a pipe, not a file")
    case .other?: throw .unreadable(path: path, reason: "it is a device or a socket, not a file")
    case .file?, .folder?, .link?, nil: break
    }
    do { file = try OpenFile(path) } catch {
      if error == .missing || error == .notAFolder { throw .missing(path: path) }
      throw .unreadable(path: path, reason: error.reason)
    }
    let status: FileStatus
    do { status = try file.status() } catch {
      throw .unreadable(path: path, reason: error.reason)
    }
    guard status.kind != .folder else { throw .unreadable(path: path, reason: "it is a folder") }
    size = status.size
    isPrivate = status.permissions & 0o077 == 0
  }

  /// Takes over an open file that can be read at any place, and closes it in the end.
  ///
  /// - Throws: `unreadable` when it can't be looked at, or is none.
  init(adopting file: consuming OpenFile, path: String) throws(FileError) {
    self.path = path
    self.file = file
    let status: FileStatus
    do { status = try self.file.status() } catch {
      throw .unreadable(path: path, reason: error.reason)
    }
    size = status.size
    isPrivate = status.permissions & 0o077 == 0
  }

  /// Fills the buffer from an offset.
  ///
  /// - Returns: the bytes read, fewer than the buffer holds only at the end of the file.
  /// - Throws: `unreadable`.
  package func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(FileError) -> Int {
    do { return try file.read(into: buffer, at: offset) } catch {
      throw .unreadable(path: path, reason: error.reason)
    }
  }

  /// Up to `count` bytes from an offset.
  ///
  /// - Throws: `unreadable`.
  package func read(at offset: Int, count: Int) throws(FileError) -> [UInt8] {
    do { return try file.read(count, at: offset) } catch {
      throw .unreadable(path: path, reason: error.reason)
    }
  }

  /// The whole file.
  ///
  /// - Throws: `missing` or `unreadable`.
  package static func contents(of path: String) throws(FileError) -> [UInt8] {
    let file = try InputFile(path: path)
    return try file.read(at: 0, count: file.size)
  }
}
