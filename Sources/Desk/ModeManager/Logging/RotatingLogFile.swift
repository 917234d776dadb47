package import FileSystem
import Synchronization
package import TradingCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A log file that is renamed to `.1`, `.2` and so on when it is full; the oldest one goes.
///
/// Each line is one `write` into the system's cache at once, without a thread or a buffer of its own: a kill then
/// loses no line, which is when they are wanted most. It takes microseconds, lines are rare (none a tick), and the
/// disk that could hold it up is the one that the desk waits for at every commit of the journal anyway.
package final class RotatingLogFile: LogDestination {
  /// Where the newest lines are.
  package let path: String
  private let maximumBytes: Int
  private let kept: Int
  private let state: Mutex<State>

  private struct State {
    var descriptor: Int32 = -1
    var size = 0
    var dropped = DroppedLines()
  }

  /// Opens the file, and makes its folder where that is missing.
  ///
  /// - Parameters:
  ///   - path: the file; older ones get `.1` to `.5` at their end.
  ///   - maximumBytes: bytes after which the next line starts a new file.
  ///   - kept: how many full files are kept.
  /// - Throws: `uncreatable`.
  package init(path: String, maximumBytes: Int = 10 << 20, kept: Int = 5) throws(FileError) {
    self.path = path
    self.maximumBytes = maximumBytes
    self.kept = max(kept, 1)
    if let slash = path.lastIndex(of: "/"), slash > path.startIndex {
      try Folders.make(String(path[..<slash]))
    }
    var first = State()
    guard Self.open(path, &first) else {
      throw .uncreatable(path: path, reason: String(cString: strerror(errno)))
    }
    let opened = first
    state = Mutex(opened)
  }

  deinit { state.withLock { if $0.descriptor >= 0 { _ = close($0.descriptor) } } }

  /// Lines that found no room, on a full disk most often.
  package var droppedLines: Int { state.withLock { $0.dropped.total } }

  /// Appends a line whole or not at all.
  package func write(_ line: String, at time: Timestamp) {
    state.withLock { state in
      let note = state.dropped.note(at: time).map { $0 + "\n" } ?? ""
      let bytes = Array((note + line + "\n").utf8)
      if state.size > 0, state.size + bytes.count > maximumBytes { rotate(&state) }
      guard state.descriptor >= 0 || Self.open(path, &state), append(bytes, &state) else {
        state.dropped.add()
        return
      }
      state.dropped.said()
    }
  }

  private func append(_ bytes: [UInt8], _ state: inout State) -> Bool {
    var done = 0
    while done < bytes.count {
      let written = bytes[done...].withUnsafeBytes {
        pwrite(state.descriptor, $0.baseAddress, $0.count, off_t(state.size + done))
      }
      if written < 0, errno == EINTR { continue }
      guard written > 0 else {
        // Half a line is worse than none; the next one overwrites what can't be cut off.
        _ = ftruncate(state.descriptor, off_t(state.size))
        return false
      }
      done += written
    }
    state.size += bytes.count
    return true
  }

  /// Makes room under the file's name. Where a rename fails, lines go on in the same file.
  private func rotate(_ state: inout State) {
    for number in stride(from: kept - 1, to: 0, by: -1) {
      _ = rename("\(path).\(number)", "\(path).\(number + 1)")
    }
    guard rename(path, path + ".1") == 0 else { return }
    if state.descriptor >= 0 { close(state.descriptor) }
    state.descriptor = -1
    _ = Self.open(path, &state)
  }

  private static func open(_ path: String, _ state: inout State) -> Bool {
    #if canImport(Glibc)
      let descriptor = Glibc.open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o644)
    #elseif canImport(Musl)
      let descriptor = Musl.open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o644)
    #else
      let descriptor = Darwin.open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o644)
    #endif
    guard descriptor >= 0 else { return false }
    state.descriptor = descriptor
    state.size = max(0, Int(lseek(descriptor, 0, SEEK_END)))
    return true
  }
}
