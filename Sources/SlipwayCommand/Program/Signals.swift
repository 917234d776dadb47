#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif
import FileSystem

/// What the process does when it is asked to stop.
///
/// The first Ctrl-C, SIGTERM or hang-up is remembered; the work in hand looks at it between steps, drops
/// its unfinished output and ends with 128 + the signal. A second one ends the process at once.
enum Signals {
  /// Installs the handlers. Called once, before any work.
  static func install() {
    // Touches the flag now: what is made on first use must not be made inside a handler.
    _ = Interruption.requested
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
      if Interruption.requested != nil { _exit(128 + received) }
      Interruption.request(signal: received)
    }
  }

  /// Ends the process as if SIGPIPE had not been ignored: quietly, the way a shell's pipe expects.
  static func endOnBrokenPipe() -> Never {
    _ = signal(SIGPIPE, SIG_DFL)
    raise(SIGPIPE)
    _exit(128 + SIGPIPE)
  }
}
