package import FileSystem
import Synchronization
package import TradingCore

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

  private struct State: ~Copyable {
    var file: OpenFile?
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
    do { try Self.open(path, &first) } catch { throw .uncreatable(path: path, reason: error.reason) }
    state = Mutex(first)
  }

  /// Lines that found no room, on a full disk most often.
  package var droppedLines: Int { state.withLock { $0.dropped.total } }

  /// Appends a line whole or not at all.
  package func write(_ line: String, at time: Timestamp) {
    state.withLock { state in
      let note = state.dropped.note(at: time).map { $0 + "\n" } ?? ""
      let bytes = Array((note + line + "\n").utf8)
      if state.size > 0, state.size + bytes.count > maximumBytes { rotate(&state) }
      do {
        try Self.open(path, &state)
        try Self.append(bytes, &state)
        state.dropped.said()
      } catch { state.dropped.add() }
    }
  }

  private static func append(_ bytes: [UInt8], _ state: inout State) throws(SystemError) {
    switch state.file {
    case .some(let file):
      do { try file.write(bytes, at: state.size) } catch {
        // Half a line is worse than none; the next one overwrites what can't be cut off.
        try? file.resize(to: state.size)
        throw error
      }
    case .none: throw .missing
    }
    state.size += bytes.count
  }

  /// Makes room under the file's name. Where a rename fails, lines go on in the same file.
  private func rotate(_ state: inout State) {
    for number in stride(from: kept - 1, to: 0, by: -1) {
      try? Paths.rename("\(path).\(number)", to: "\(path).\(number + 1)")
    }
    do { try Paths.rename(path, to: path + ".1") } catch { return }
    // What is written next opens the new one, and tries that again where it fails.
    state.file = nil
  }

  /// Opens the file unless it is open.
  private static func open(_ path: String, _ state: inout State) throws(SystemError) {
    guard state.file == nil else { return }
    let file = try OpenFile(path, [.write, .create])
    state.size = (try? file.status().size) ?? 0
    state.file = consume file
  }
}
