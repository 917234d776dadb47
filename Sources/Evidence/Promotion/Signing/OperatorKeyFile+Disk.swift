package import FileSystem

/// What can go wrong between a path and a key: the file or its content.
package enum OperatorKeyFileFault: Error, Sendable, Hashable {
  /// The file itself.
  case file(FileError)
  /// What is in it.
  case content(SigningError)
}

extension OperatorKeyFileFault: CustomStringConvertible {
  /// `WHAT (WHERE): WHAT TO DO`.
  package var description: String {
    switch self {
    case .file(let error): error.description
    case .content(let error): error.description
    }
  }
}

extension OperatorKeyFile {
  /// Reads a key file, which nobody but its owner may be able to read.
  ///
  /// - Throws: `file` (missing, unreadable), `content` (`notPrivate`, `damaged`, `costOutOfBounds`).
  package init(path: String) throws(OperatorKeyFileFault) {
    let file: InputFile
    let bytes: [UInt8]
    do {
      file = try InputFile(path: path)
      // One byte more than is allowed is enough to see that it is too long.
      bytes = try file.read(at: 0, count: min(file.size, 1 << 15))
    } catch { throw .file(error) }
    guard file.isPrivate else { throw .content(.notPrivate(path: path)) }
    do { try self.init(json: bytes, path: path) } catch { throw .content(error) }
  }

  /// Writes the file with mode 0600, where there is none yet.
  ///
  /// - Throws: `content(exists)`, or `file`.
  package func write(to path: String) throws(OperatorKeyFileFault) {
    let isThere: Bool
    do { isThere = try Folders.sizeOfFile(path) != nil } catch { throw .file(error) }
    guard !isThere else { throw .content(.exists(path: path)) }
    do {
      let file = try AtomicFile(path: path, isPrivate: true)
      try file.write(text)
      try file.commit()
    } catch { throw .file(error) }
  }
}
