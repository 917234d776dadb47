#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif
import FileSystem
import Synchronization

/// What the process does when it is asked to stop.
///
/// The first Ctrl-C, SIGTERM or hang-up is remembered; the work in hand looks at it between steps, drops
/// its unfinished output and ends with 128 + the signal. Another one a second later or more ends the process at
/// once; before that it is taken for the same wish: `timeout`, for one, signals a process and its group.
enum Signals {
  private static let firstAt = Atomic<Int>(0)
  /// The first signal that asked to stop, or 0. An atomic store is all a signal handler may do.
  private static let asked = Atomic<Int32>(0)

  /// Tells the work in hand that a signal asked to stop.
  static let cancellation = Cancellation { Signals.requested }

  private static var requested: Int32? {
    let value = asked.load(ordering: .relaxed)
    return value == 0 ? nil : value
  }

  /// Installs the handlers. Called once, before any work.
  static func install() {
    // Touches the flag now: what is made on first use must not be made inside a handler.
    _ = requested
    _ = firstAt.load(ordering: .relaxed)
    for number in [SIGINT, SIGTERM, SIGHUP] { handle(number) }
    unblock([SIGINT, SIGTERM, SIGHUP])
    // A reader that went away, or a file at its size limit, is an error of the write in question; dying on
    // the spot would leave a partial file.
    _ = signal(SIGPIPE, SIG_IGN)
    _ = signal(SIGXFSZ, SIG_IGN)
  }

  /// A process inherits the signals that the thread which started it had blocked; worker threads of many
  /// run-time libraries block them all.
  private static func unblock(_ numbers: [Int32]) {
    var signals = sigset_t()
    sigemptyset(&signals)
    for number in numbers { sigaddset(&signals, number) }
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
  }

  /// A signal that was ignored from the start (nohup, a background job) stays ignored.
  private static func handle(_ number: Int32) {
    var before = sigaction()
    sigaction(number, nil, &before)
    #if os(Linux)
      let handler = before.__sigaction_handler.sa_handler
    #else
      let handler = before.__sigaction_u.__sa_handler
    #endif
    if unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self) { return }
    _ = signal(number) { received in
      let now = Signals.seconds()
      if Signals.requested != nil, now > Signals.firstAt.load(ordering: .relaxed) {
        _exit(128 + received)
      }
      if Signals.requested == nil { Signals.firstAt.store(now + 1, ordering: .relaxed) }
      _ = Signals.asked.compareExchange(expected: 0, desired: received, ordering: .relaxed)
    }
  }

  /// Whole seconds of a clock that only grows; may be read inside a handler.
  private static func seconds() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return time.tv_sec
  }

  /// Ends the process after so many seconds as if all were done: for work that somebody waits for who can go on without.
  static func endQuietly(afterSeconds seconds: UInt32) {
    _ = signal(SIGALRM) { _ in _exit(0) }
    unblock([SIGALRM])
    alarm(seconds)
  }

  /// Ends the process with an exit code.
  static func end(_ code: Int32) -> Never { exit(code) }

  /// Ends the process as if SIGPIPE had not been ignored: quietly, the way a shell's pipe expects.
  static func endOnBrokenPipe() -> Never {
    _ = signal(SIGPIPE, SIG_DFL)
    raise(SIGPIPE)
    _exit(128 + SIGPIPE)
  }
}
