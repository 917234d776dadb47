import FileSystem
import Synchronization
package import TradingCore

/// Lines of a log on standard error, for what collects them there: a service manager, a container.
///
/// A reader that stops reading does not stop trading: lines that don't fit its pipe are dropped and counted.
package final class StreamLog: LogDestination {
  private let stream: Descriptor
  private let state = Mutex(State())

  private struct State {
    var dropped = DroppedLines()
    /// A line was cut off because the pipe filled up in it.
    var isInLine = false
  }

  /// Bytes that a pipe takes at once when it takes any.
  ///
  /// Source: pipe(7), PIPE_BUF.
  private static let atOnce = 4_096

  /// A log on an open file, which stays the caller's.
  package init(descriptor: Int32 = Descriptor.standardError.number) {
    stream = Descriptor(number: descriptor)
  }

  /// Lines that the reader had no room for.
  package var droppedLines: Int { state.withLock { $0.dropped.total } }

  /// Writes a line if there is room for it.
  package func write(_ line: String, at time: Timestamp) {
    state.withLock { state in
      let start = (state.isInLine ? "\n" : "") + (state.dropped.note(at: time).map { $0 + "\n" } ?? "")
      let bytes = Array((start + line + "\n").utf8)
      let done = put(bytes)
      if done == bytes.count {
        state.isInLine = false
        state.dropped.said()
      } else {
        state.isInLine = done > 0 || state.isInLine
        state.dropped.add()
      }
    }
  }

  /// Writes what fits.
  ///
  /// - Returns: bytes written.
  private func put(_ bytes: [UInt8]) -> Int {
    var done = 0
    while done < bytes.count {
      guard stream.isWritable else { return done }
      do { done += try stream.writeOnce(bytes[done..<min(done + Self.atOnce, bytes.count)]) } catch {
        guard error == .interrupted else { return done }
      }
    }
    return done
  }
}
