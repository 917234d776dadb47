package import FileSystem

/// Where a home keeps what programs were told that save no state of their own.
package struct ProgramMemory: Sendable {
  /// Writes every byte at an offset of a file, or throws; tests put a full disk in its place.
  package typealias Write = @Sendable (borrowing OpenFile, [UInt8], Int) throws(SystemError) -> Void

  /// The folder, which need not be there yet.
  package let folder: String
  /// Whether what a program is told from now on is kept. Only the one run of a home does.
  package let isWritten: Bool
  let write: Write

  /// A home's.
  package init(home: String, isWritten: Bool) {
    self.init(home: home, isWritten: isWritten) { (file, bytes, offset) throws(SystemError) in
      try file.write(bytes, at: offset)
    }
  }

  /// A home's whose files are written so.
  init(home: String, isWritten: Bool, write: @escaping Write) {
    folder = home + "/programs"
    self.isWritten = isWritten
    self.write = write
  }
}
