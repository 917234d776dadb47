#if canImport(Glibc)
  public import Glibc
#elseif canImport(Musl)
  public import Musl
#elseif canImport(Darwin)
  public import Darwin
#endif

// What is asked of the operating system about files and folders is asked here, and nowhere else is the C library's name
// for it known. A failed call is an error with its number; one that a signal broke off is made again where it may wait.
//
// swift-system would not make this shorter: it has no sync, lock, rename, removal, listing or poll, so the C library is
// needed beside it, and its errors have no type.
//
// The import is public for the one function that is inlined; nobody sees the library through it.

/// Why the system did not do what it was asked for.
package struct SystemError: Error, Sendable, Hashable {
  /// Its number (`errno`).
  package let code: Int32

  /// An error by its number.
  package init(code: Int32) { self.code = code }

  /// The system's words for it.
  package var reason: String { String(cString: strerror(code)) }

  /// There is nothing of that name.
  package static let missing = SystemError(code: ENOENT)
  /// What should be a folder on the way is none.
  package static let notAFolder = SystemError(code: ENOTDIR)
  /// Something has that name already.
  package static let exists = SystemError(code: EEXIST)
  /// The disk is full.
  package static let noSpace = SystemError(code: ENOSPC)
  /// The user's share of the disk is full.
  package static let overQuota = SystemError(code: EDQUOT)
  /// It would have to wait, and was told not to.
  package static let wouldBlock = SystemError(code: EAGAIN)
  /// A signal came meanwhile.
  package static let interrupted = SystemError(code: EINTR)
  /// Nobody reads the other end.
  package static let brokenPipe = SystemError(code: EPIPE)
  static let unsupported = [SystemError(code: EINVAL), SystemError(code: ENOSYS)]
}

/// What a call came to, whose failures are negative.
private func checked<Result: SignedInteger>(_ result: Result) throws(SystemError) -> Result {
  guard result >= 0 else { throw SystemError(code: errno) }
  return result
}

/// The same of a call that is made again when a signal breaks it off.
private func retried<Result: SignedInteger>(_ call: () -> Result) throws(SystemError) -> Result {
  while true {
    do { return try checked(call()) } catch {
      if error != .interrupted { throw error }
    }
  }
}

/// Repeats a call that may do less than it is asked for, until all is done or nothing more comes.
///
/// - Returns: how much was done.
private func repeated(_ count: Int, _ call: (_ done: Int) -> Int) throws(SystemError) -> Int {
  var done = 0
  while done < count {
    let step = try retried { call(done) }
    if step == 0 { break }
    done += step
  }
  return done
}

// By these names where a member's own hides the system's.
private func systemRead(_ number: Int32, _ bytes: UnsafeMutableRawPointer?, _ count: Int) -> Int {
  read(number, bytes, count)
}
private func systemWrite(_ number: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
  write(number, bytes, count)
}
private func systemRename(_ path: String, _ target: String) -> Int32 { rename(path, target) }

/// Something open in this process: ours to close, or somebody else's.
package protocol Opened: ~Copyable {
  /// Its number.
  var number: Int32 { get }
}

extension Opened where Self: ~Copyable {
  /// Whether something is open under the number.
  package var isOpen: Bool { fcntl(number, F_GETFD) != -1 }

  /// What is open.
  package func status() throws(SystemError) -> FileStatus {
    var status = stat()
    _ = try checked(fstat(number, &status))
    return FileStatus(status)
  }

  /// Reads what comes next, once: as much as there is, at most what the buffer holds, nothing at the end.
  ///
  /// - Throws: also `wouldBlock` and `interrupted`.
  package func read(into buffer: UnsafeMutableRawBufferPointer) throws(SystemError) -> Int {
    try checked(systemRead(number, buffer.baseAddress, buffer.count))
  }

  /// Fills the buffer from an offset; fewer bytes come only at the end.
  package func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(SystemError) -> Int {
    guard let base = buffer.baseAddress else { return 0 }
    let number = number
    return try repeated(buffer.count) { done in
      pread(number, base + done, buffer.count - done, off_t(offset + done))
    }
  }

  /// Up to so many bytes from an offset; fewer come only at the end.
  package func read(_ count: Int, at offset: Int) throws(SystemError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    let opened = Descriptor(number: number)
    let got = try bytes.withUnsafeMutableBufferPointer { (buffer) throws(SystemError) in
      try opened.read(into: UnsafeMutableRawBufferPointer(buffer), at: offset)
    }
    return got == count ? bytes : Array(bytes.prefix(got))
  }

  /// Writes what there is room for, once.
  ///
  /// - Returns: bytes written.
  /// - Throws: also `wouldBlock` and `interrupted`.
  package func writeOnce(_ bytes: ArraySlice<UInt8>) throws(SystemError) -> Int {
    let number = number
    return try bytes.withUnsafeBufferPointer { (buffer) throws(SystemError) in
      try checked(systemWrite(number, buffer.baseAddress, buffer.count))
    }
  }

  /// Writes every byte where the last ones ended.
  package func write(_ bytes: UnsafeRawBufferPointer) throws(SystemError) {
    let number = number
    let done = try repeated(bytes.count) { done in
      systemWrite(number, bytes.baseAddress.map { $0 + done }, bytes.count - done)
    }
    guard done == bytes.count else { throw .noSpace }
  }

  /// Writes every byte at an offset.
  package func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(SystemError) {
    let number = number
    let done = try repeated(bytes.count) { done in
      pwrite(number, bytes.baseAddress.map { $0 + done }, bytes.count - done, off_t(offset + done))
    }
    guard done == bytes.count else { throw .noSpace }
  }

  /// Writes every byte where the last ones ended, or at an offset.
  package func write(_ bytes: ArraySlice<UInt8>, at offset: Int? = nil) throws(SystemError) {
    let opened = Descriptor(number: number)
    try bytes.withUnsafeBufferPointer { (buffer) throws(SystemError) in
      let raw = UnsafeRawBufferPointer(buffer)
      if let offset { try opened.write(raw, at: offset) } else { try opened.write(raw) }
    }
  }

  /// Writes every byte where the last ones ended, or at an offset.
  package func write(_ bytes: [UInt8], at offset: Int? = nil) throws(SystemError) {
    try write(bytes[...], at: offset)
  }

  /// Where the next bytes are read or written.
  package func position() throws(SystemError) -> Int { Int(try checked(lseek(number, 0, SEEK_CUR))) }

  /// Goes to a place of the file for what is read or written next.
  package func seek(to offset: Int) throws(SystemError) {
    _ = try checked(lseek(number, off_t(offset), SEEK_SET))
  }

  /// Cuts a file off, or fills it up with zeros.
  package func resize(to size: Int) throws(SystemError) { _ = try checked(ftruncate(number, off_t(size))) }

  /// Says who may read and write it.
  package func setPermissions(_ permissions: Int) throws(SystemError) {
    _ = try checked(fchmod(number, mode_t(permissions)))
  }

  /// Makes durable what was written; of a folder, which names it has.
  package func sync() throws(SystemError) { _ = try checked(fsync(number)) }

  /// Makes durable what was written, and of what is kept beside it only what finding it takes.
  package func syncContents() throws(SystemError) {
    #if canImport(Darwin)
      try sync()
    #else
      _ = try checked(fdatasync(number))
    #endif
  }

  /// Waits until no other process has the lock, and takes it; throws `wouldBlock` when one has kept it for so long.
  package func lock(milliseconds: Int = 60_000) throws(SystemError) {
    for _ in 0..<milliseconds {
      do throws(SystemError) { return try tryLock() } catch {
        guard error == .wouldBlock else { throw error }
        usleep(1_000)
      }
    }
    try tryLock()
  }

  /// Takes the lock, or throws `wouldBlock` where another process has it.
  package func tryLock() throws(SystemError) {
    let number = number
    _ = try retried { flock(number, LOCK_EX | LOCK_NB) }
  }

  /// Lets the lock go.
  package func unlock() { _ = flock(number, LOCK_UN) }

  /// Waits until there is something to read, or the other end is closed.
  ///
  /// - Returns: `false` when there is nothing after so many milliseconds, or a signal came.
  package func isReadable(milliseconds: Int32) -> Bool {
    var event = pollfd(fd: number, events: Int16(POLLIN), revents: 0)
    return poll(&event, 1, milliseconds) > 0
  }

  /// Whether there is room to write at once.
  package var isWritable: Bool {
    var event = pollfd(fd: number, events: Int16(POLLOUT), revents: 0)
    return poll(&event, 1, 0) > 0 && event.revents & Int16(POLLOUT) != 0
  }

  /// The same under another number.
  func duplicate() throws(SystemError) -> OpenFile {
    OpenFile(adopting: try checked(fcntl(number, F_DUPFD_CLOEXEC, 0)))
  }
}

/// Something open that whoever opened it closes.
package struct Descriptor: Opened, Sendable, Hashable {
  /// Its number.
  package let number: Int32

  /// Something open of that number.
  package init(number: Int32) { self.number = number }

  /// Closes what somebody has handed to this process, and is done with. A standard stream becomes empty instead: its
  /// number must not become another file's.
  package func giveUp() {
    guard number <= STDERR_FILENO else {
      _ = close(number)
      return
    }
    let nothing = open("/dev/null", O_RDWR | O_CLOEXEC)
    guard nothing >= 0 else { return }
    _ = dup2(nothing, number)
    _ = close(nothing)
  }

  /// The process's input.
  package static let standardInput = Descriptor(number: STDIN_FILENO)
  /// The process's output.
  package static let standardOutput = Descriptor(number: STDOUT_FILENO)
  /// Where the process writes its errors.
  package static let standardError = Descriptor(number: STDERR_FILENO)
}

/// A file or folder that was opened, and is closed when the value goes. Programs that are started don't get it.
package struct OpenFile: ~Copyable, Opened, Sendable {
  /// What to do with it, and what to do when it isn't there. `[]` is to read.
  package struct Mode: OptionSet, Sendable {
    /// Flags of the system.
    package let rawValue: Int32

    /// Flags of the system.
    package init(rawValue: Int32) { self.rawValue = rawValue }

    /// To write only.
    package static let write = Mode(rawValue: O_WRONLY)
    /// To read and write.
    package static let readAndWrite = Mode(rawValue: O_RDWR)
    /// It is made where it is missing.
    package static let create = Mode(rawValue: O_CREAT)
    /// It is made, and must not be there.
    package static let new = Mode(rawValue: O_CREAT | O_EXCL)
    /// What is written goes to its end.
    package static let append = Mode(rawValue: O_APPEND)
    /// What was in it goes.
    package static let empty = Mode(rawValue: O_TRUNC)
    /// It must be a folder.
    package static let folder = Mode(rawValue: O_DIRECTORY)
    /// Neither opening nor reading waits for another process.
    package static let nonBlocking = Mode(rawValue: O_NONBLOCK)
  }

  /// Its number, as long as the value is there.
  package let number: Int32

  /// Opens it; one that is made is for those whom `permissions` name.
  package init(_ path: String, _ mode: Mode = [], permissions: Int = 0o644) throws(SystemError) {
    number = try checked(open(path, mode.rawValue | O_CLOEXEC, mode_t(permissions)))
  }

  fileprivate init(adopting number: Int32) { self.number = number }

  deinit { close(number) }
}

/// What is at a path, or open.
package struct FileStatus: Sendable, Hashable {
  /// Kinds of things that have a path.
  package enum Kind: Sendable, Hashable {
    case file
    case folder
    case link
    case pipe
    /// A device or a socket.
    case other
  }

  /// Tells a file from all others of the machine, whatever it is called.
  package struct Identity: Sendable, Hashable {
    private let device: UInt64
    private let number: UInt64

    fileprivate init(_ status: stat) {
      (device, number) = (UInt64(truncatingIfNeeded: status.st_dev), UInt64(status.st_ino))
    }
  }

  /// What it is.
  package let kind: Kind
  /// Its length in bytes.
  package let size: Int
  /// Who may read, write and start it: the nine bits of `chmod`.
  package let permissions: Int
  /// Which one it is.
  package let identity: Identity

  fileprivate init(_ status: stat) {
    kind =
      switch status.st_mode & S_IFMT {
      case S_IFREG: .file
      case S_IFDIR: .folder
      case S_IFLNK: .link
      case S_IFIFO: .pipe
      default: .other
      }
    size = Int(status.st_size)
    permissions = Int(status.st_mode & 0o777)
    identity = Identity(status)
  }

  /// What a path leads to, through links; of the link itself when those are not followed.
  package init(of path: String, followsLinks: Bool = true) throws(SystemError) {
    var status = stat()
    _ = try checked(followsLinks ? stat(path, &status) : lstat(path, &status))
    self.init(status)
  }

  /// The same; `nil` when it is not there or can't be looked at.
  package static func find(_ path: String, followsLinks: Bool = true) -> FileStatus? {
    try? FileStatus(of: path, followsLinks: followsLinks)
  }
}

/// What is done to names of files and folders.
package enum Paths {
  /// Makes a folder for those whom `permissions` name.
  ///
  /// - Returns: `false` where something has that name already.
  @discardableResult
  package static func makeFolder(_ path: String, permissions: Int = 0o755) throws(SystemError) -> Bool {
    do { _ = try checked(mkdir(path, mode_t(permissions))) } catch {
      guard error == .exists else { throw error }
      return false
    }
    return true
  }

  /// Takes an empty folder away.
  package static func removeFolder(_ path: String) throws(SystemError) { _ = try checked(rmdir(path)) }

  /// Takes a file or link away.
  ///
  /// - Returns: `false` when there was none.
  @discardableResult
  package static func removeFile(_ path: String) throws(SystemError) -> Bool {
    do { _ = try checked(unlink(path)) } catch {
      guard error == .missing else { throw error }
      return false
    }
    return true
  }

  /// Gives a file or folder another name; a file or an empty folder of that name is replaced.
  package static func rename(_ path: String, to target: String) throws(SystemError) {
    _ = try checked(systemRename(path, target))
  }

  /// Lets two files or folders change names in one step.
  ///
  /// - Returns: `false` where the system or the file system has no such step.
  package static func exchange(_ path: String, with other: String) throws(SystemError) -> Bool {
    #if os(Linux)
      // Looked up by name: the headers show it to C programs alone.
      // Source: renameat2(2), RENAME_EXCHANGE
      typealias Rename =
        @convention(c) (Int32, UnsafePointer<CChar>, Int32, UnsafePointer<CChar>, UInt32) -> Int32
      guard let symbol = dlsym(nil, "renameat2") else { return false }
      do {
        _ = try checked(unsafeBitCast(symbol, to: Rename.self)(AT_FDCWD, path, AT_FDCWD, other, 2))
      } catch {
        guard SystemError.unsupported.contains(error) else { throw error }
        return false
      }
      return true
    #else
      return false
    #endif
  }

  /// The names in a folder, sorted, hidden ones too.
  package static func names(in folder: String) throws(SystemError) -> [String] {
    guard let stream = opendir(folder) else { throw SystemError(code: errno) }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// A path from the root, without links and dots, of what is there.
  package static func resolved(_ path: String) throws(SystemError) -> String {
    guard let text = realpath(path, nil) else { throw SystemError(code: errno) }
    defer { free(text) }
    return String(cString: text)
  }

  /// Where a link leads.
  package static func target(of link: String) throws(SystemError) -> String {
    var bytes = [UInt8](repeating: 0, count: Int(PATH_MAX))
    let count = try checked(readlink(link, &bytes, bytes.count))
    return String(decoding: bytes.prefix(count), as: UTF8.self)
  }

  /// The working directory; `nil` when it is gone.
  package static var workingFolder: String? {
    guard let text = getcwd(nil, 0) else { return nil }
    defer { free(text) }
    return String(cString: text)
  }

  /// What one may do with a file.
  package enum Use: Sendable {
    case read
    case write
    case start
  }

  /// Makes sure that this process may use a file.
  package static func check(_ path: String, for use: Use) throws(SystemError) {
    let mode =
      switch use {
      case .read: R_OK
      case .write: W_OK
      case .start: X_OK
      }
    _ = try checked(access(path, Int32(mode)))
  }
}

extension UnsafeRawBufferPointer {
  /// Where a byte stands first; found many at a time, which the standard library does not do.
  ///
  /// Inlined: it is asked twice a line of every file that is imported, and the way there would cost a third of it.
  @inlinable
  package func firstPlace(of byte: UInt8) -> Int? {
    guard let baseAddress, let found = memchr(baseAddress, Int32(byte), count) else { return nil }
    return UnsafeRawPointer(found) - baseAddress
  }
}
