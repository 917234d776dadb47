/// Standard input as a file that can be read at any place.
package enum StandardInput {
  /// Its name in messages.
  package static let name = "standard input"

  /// Whether a path stands for it.
  package static func isNamed(_ path: String) -> Bool { path == "-" || path == "/dev/stdin" }

  private static let portion = 1 << 18
  /// Longest wait between two looks at whether somebody asked to stop, in milliseconds.
  private static let nap: Int32 = 100

  /// Opens it: a redirected file as it is, anything else by copying it to its end into a file without a name in the
  /// folder, which is gone when it is closed.
  ///
  /// - Parameters:
  ///   - folder: where the copy is made; `nil` for the system's folder of temporary files.
  ///   - descriptor: what is read; standard input unless said.
  ///   - cancellation: asked while something is waited for.
  /// - Returns: the file, called by `name`.
  /// - Throws: `unreadable`, `uncreatable` and `writeFailed` of the copy, `interrupted`.
  package static func open(
    folder: String?, descriptor: Int32 = Descriptor.standardInput.number, cancellation: Cancellation = .never
  ) throws(FileError) -> InputFile {
    let input = Descriptor(number: descriptor)
    if try isUnreadFile(input) {
      let same: OpenFile
      do { same = try input.duplicate() } catch { throw .unreadable(path: name, reason: error.reason) }
      return try InputFile(adopting: same, path: name)
    }
    let copy = try makeCopy(in: folder ?? temporaryFolder)
    try fill(copy, from: input, cancellation)
    return try InputFile(adopting: copy, path: name)
  }

  /// Whether it is a file of which nothing has been read yet.
  private static func isUnreadFile(_ input: Descriptor) throws(FileError) -> Bool {
    do { return try input.status().kind == .file && (try? input.position()) == 0 } catch {
      throw .unreadable(path: name, reason: error.reason)
    }
  }

  private static var temporaryFolder: String {
    guard let folder = Machine.variable("TMPDIR"), !folder.isEmpty else { return "/tmp" }
    return folder
  }

  private static func makeCopy(in folder: String) throws(FileError) -> OpenFile {
    let path = "\(folder)/.standard-input.partial-\(Machine.process)"
    // A killed process of the same number may have left one.
    Folders.discard(path)
    do {
      let copy = try OpenFile(path, [.readAndWrite, .new], permissions: 0o600)
      Folders.discard(path)
      return copy
    } catch { throw .uncreatable(path: path, reason: error.reason) }
  }

  private static func fill(
    _ copy: borrowing OpenFile, from input: Descriptor, _ cancellation: Cancellation
  ) throws(FileError) {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: portion, alignment: 16)
    defer { buffer.deallocate() }
    while true {
      try cancellation.check()
      guard input.isReadable(milliseconds: nap) else { continue }
      let got: Int
      do { got = try input.read(into: buffer) } catch {
        if error == .interrupted || error == .wouldBlock { continue }
        throw .unreadable(path: name, reason: error.reason)
      }
      if got == 0 { return }
      do { try copy.write(UnsafeRawBufferPointer(rebasing: buffer[..<got])) } catch {
        throw .writeFailed(path: "the copy of \(name)", reason: error.reason)
      }
    }
  }
}
