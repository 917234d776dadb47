#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A program that was started to be left alone: without input, its output in a file. It is killed and reaped at the
/// latest when the value goes.
package final class ChildProgram {
  /// How it ended.
  package enum End: Sendable, Hashable {
    /// By itself, with this exit code.
    case code(Int32)
    /// By a signal of this number.
    case signal(Int32)
  }

  /// The program that asks, wherever it was started from; on Linux even when its file has been replaced meanwhile.
  package static var own: String {
    #if os(Linux)
      "/proc/self/exe"
    #else
      (try? Paths.resolved(CommandLine.arguments.first ?? "")) ?? CommandLine.arguments.first ?? ""
    #endif
  }

  private let process: pid_t
  private var end: End?

  /// Starts a program with our environment in our working folder.
  ///
  /// `output`: the file that takes what it prints and its errors, made anew.
  /// - Throws: the system's reason why it can't be started.
  package init(_ executable: String, _ arguments: [String], output: String) throws(SystemError) {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // A child inherits what we ignore and block; a program expects neither.
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    for number in [SIGPIPE, SIGXFSZ] { sigaddset(&signals, number) }
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
    var words = ([executable] + arguments).map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    var process: pid_t = 0
    let code = posix_spawn(&process, executable, &actions, &attributes, &words, environ)
    guard code == 0 else { throw SystemError(code: code) }
    self.process = process
  }

  deinit { _ = kill() }

  /// How it ended; `nil` while it runs.
  package func ended() -> End? { look(WNOHANG) }

  /// Waits until it ends.
  package func wait() -> End { look(0) ?? .code(0) }

  /// Kills it (SIGKILL), which it can't hear of or put off.
  ///
  /// - Returns: how it ended: by itself where it was faster.
  package func kill() -> End {
    // Until it is reaped, its number is nobody else's.
    if end == nil { systemKill(process) }
    return wait()
  }

  private func look(_ options: Int32) -> End? {
    guard end == nil else { return end }
    var status: Int32 = 0
    var found = waitpid(process, &status, options)
    while found < 0, errno == EINTR { found = waitpid(process, &status, options) }
    guard found != 0 else { return nil }
    let signal = status & 0x7f
    end = signal == 0 ? .code((status >> 8) & 0xff) : .signal(signal)
    return end
  }
}

// By this name where a member's own hides the system's.
private func systemKill(_ process: pid_t) { kill(process, SIGKILL) }
