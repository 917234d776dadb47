#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A way to end another thread's wait in `poll`: a pipe that is written to.
final class WakePipe: Sendable {
  /// Becomes readable when somebody wakes.
  let readEnd: Int32
  private let writeEnd: Int32

  init() {
    var ends: [Int32] = [-1, -1]
    let made = pipe(&ends)
    precondition(made == 0, "a program must be able to open two more files")
    for end in ends {
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
    }
    (readEnd, writeEnd) = (ends[0], ends[1])
  }

  deinit {
    close(readEnd)
    close(writeEnd)
  }

  /// Ends the present wait, or the next one. A full pipe wakes, too.
  func wake() {
    var byte: UInt8 = 0
    _ = write(writeEnd, &byte, 1)
  }

  /// What a wait ended with.
  enum Outcome {
    /// There is something to read, or the writer went away.
    case readable
    /// Somebody woke us.
    case woken
    /// The time is over.
    case timedOut
  }

  /// Waits until the descriptor is readable, somebody wakes us or the time is over.
  ///
  /// - Parameters:
  ///   - descriptor: what to watch; a negative one is not watched.
  ///   - nanoseconds: at most so long; `nil` for ever.
  /// - Returns: waking goes before reading.
  func wait(for descriptor: Int32, nanoseconds: Int64? = nil) -> Outcome {
    var watched = [
      pollfd(fd: readEnd, events: Int16(POLLIN), revents: 0),
      pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
    ]
    let milliseconds = nanoseconds.map { Int32(clamping: ($0 + 999_999) / 1_000_000) } ?? -1
    let ready = poll(&watched, 2, milliseconds)
    if watched[0].revents != 0 {
      var drain: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
      _ = read(readEnd, &drain, MemoryLayout.size(ofValue: drain))
      return .woken
    }
    // A signal that interrupts the wait counts as waking: the caller looks at what has changed.
    if ready < 0 { return .woken }
    return ready == 0 ? .timedOut : .readable
  }
}
