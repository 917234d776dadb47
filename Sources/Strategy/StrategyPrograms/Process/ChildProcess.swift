#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif
import CSandbox
import FileSystem

/// A child process with pipes to its three streams, in a process group of its own.
///
/// The group lets us end what the child has started too, and keeps a Ctrl-C at the terminal for us: we end the
/// child. It is always ended and reaped, at the latest when the value goes.
final class ChildProcess {
  /// Our ends, none of which blocks: the child's input, output and errors.
  private(set) var input: Descriptor
  let output: Descriptor
  let errors: Descriptor
  private let process: pid_t
  /// What it has of the machine; its folder goes when the process is gone.
  private let room: ProgramRoom?
  private let watched = UnsafeMutableBufferPointer<pollfd>.allocate(capacity: 2)
  private var exit: ChildExit?

  /// Milliseconds between asking a child to end and ending it.
  private static let graceMilliseconds = 500

  /// Starts a program; without a room it has the machine as we have it.
  ///
  /// - Throws: `notStarted`.
  init(_ executable: String, _ words: [String], in room: ProgramRoom? = nil) throws(ChannelFault) {
    var ends: [Int32] = []
    func failure(_ code: Int32) -> ChannelFault {
      for end in ends { close(end) }
      return .notStarted(program: executable, reason: String(cString: strerror(code)))
    }
    for _ in 0..<3 {
      var pair: [Int32] = [-1, -1]
      guard pipe(&pair) == 0 else { throw failure(errno) }
      for end in pair { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
      ends += pair
    }
    // A write to a program that has gone is an error of that write. The command line has set this already.
    _ = signal(SIGPIPE, SIG_IGN)
    Self.keepOthers()
    let streams = [ends[0], ends[3], ends[5]]
    let (process, code) =
      if let room {
        Self.start(executable, words, streams: streams, in: room)
      } else {
        Self.spawn(executable, words, streams: streams)
      }
    guard code == 0 else { throw failure(code) }
    self.process = process
    self.room = room
    for end in streams { close(end) }
    for end in [ends[1], ends[2], ends[4]] { _ = fcntl(end, F_SETFL, fcntl(end, F_GETFL) | O_NONBLOCK) }
    input = Descriptor(number: ends[1])
    output = Descriptor(number: ends[2])
    errors = Descriptor(number: ends[4])
    watched.initialize(repeating: pollfd())
  }

  deinit {
    // The end of its input is how a program is told that nothing follows.
    closeInput()
    if waitForExit(milliseconds: Self.graceMilliseconds) == nil { end() }
    close(output.number)
    close(errors.number)
    watched.deallocate()
  }

  /// What a program gets of our environment: where programs and modules are, language and time zone. Tokens and the like
  /// stay here.
  private static var environment: [String] {
    let known = [
      "PATH", "HOME", "LANG", "LANGUAGE", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR", "PYTHONPATH", "PYTHONHOME",
      "VIRTUAL_ENV", "LD_LIBRARY_PATH",
    ]
    // Python draws the order of its sets anew in every process, unless it is told not to.
    return ["PYTHONHASHSEED=0"]
      + known.compactMap { name in getenv(name).map { "\(name)=\(String(cString: $0))" } }
  }

  /// Whatever else is open here is none of a program's business: a passphrase, a journal. What was handed to us does not
  /// close by itself when a program starts.
  private static func keepOthers() {
    for number in Folders.names(in: "/dev/fd").compactMap({ Int32($0) }) where number > 2 {
      let flags = fcntl(number, F_GETFD)
      if flags >= 0, flags & FD_CLOEXEC == 0 { _ = fcntl(number, F_SETFD, flags | FD_CLOEXEC) }
    }
  }

  private static func spawn(
    _ executable: String, _ words: [String], streams: [Int32]
  ) -> (process: pid_t, code: Int32) {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for (number, end) in streams.enumerated() {
      posix_spawn_file_actions_adddup2(&actions, end, Int32(number))
    }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // A child inherits what we ignore and block; a program expects neither.
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    for number in [SIGINT, SIGTERM, SIGHUP, SIGPIPE, SIGXFSZ] { sigaddset(&signals, number) }
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
    var arguments = words.map { strdup($0) } + [nil]
    defer { for argument in arguments { free(argument) } }
    var environment = Self.environment.map { strdup($0) } + [nil]
    defer { for line in environment { free(line) } }
    var process: pid_t = 0
    let code = posix_spawn(&process, executable, &actions, &attributes, &arguments, &environment)
    return (process, code)
  }

  /// The same with what the room leaves of the machine.
  private static func start(
    _ executable: String, _ words: [String], streams: [Int32], in room: ProgramRoom
  ) -> (process: pid_t, code: Int32) {
    let executable = strdup(executable)
    defer { free(executable) }
    let arguments = words.map { strdup($0) } + [nil]
    defer { for argument in arguments { free(argument) } }
    let kept = Self.environment.filter { !$0.hasPrefix("TMPDIR=") }
    let environment = (kept + ["TMPDIR=\(room.folder)"]).map { strdup($0) } + [nil]
    defer { for line in environment { free(line) } }
    let files = room.files.entries.map { csandbox_file(path: strdup($0.path), access: $0.use.access) }
    defer { for file in files { free(UnsafeMutablePointer(mutating: file.path)) } }
    var process: pid_t = 0
    let code = arguments.withUnsafeBufferPointer { arguments in
      environment.withUnsafeBufferPointer { environment in
        files.withUnsafeBufferPointer { files in
          var program = csandbox_program()
          program.executable = UnsafePointer(executable)
          program.arguments = arguments.baseAddress
          program.environment = environment.baseAddress
          program.streams = (streams[0], streams[1], streams[2])
          program.files = files.baseAddress
          program.file_count = files.count
          program.landlock = room.level.landlock
          program.most_memory = csandbox_memory()
          program.most_file = ProgramRoom.mostFileBytes
          program.most_processes = ProgramRoom.mostProcesses
          return csandbox_start(&program, &process)
        }
      }
    }
    return (process, code)
  }

  /// Closes the child's input, which tells it to end.
  func closeInput() {
    if input.number >= 0 { close(input.number) }
    input = Descriptor(number: -1)
  }

  /// What a wait for a stream of the child ended with.
  struct Readiness {
    /// The stream takes or has bytes, or is at its end.
    var isReady = false
    /// The child has written errors, or closed their stream.
    var hasErrors = false
  }

  /// Waits until the child takes input, else until it has output; looks at its errors, too, where they are wanted.
  ///
  /// - Returns: neither when the time is over or a signal came.
  func wait(
    forInput: Bool, withErrors: Bool, milliseconds: Int32
  ) throws(SystemError) -> Readiness {
    let (stream, event) = forInput ? (input, POLLOUT) : (output, POLLIN)
    watched[0] = pollfd(fd: stream.number, events: Int16(event), revents: 0)
    watched[1] = pollfd(fd: withErrors ? errors.number : -1, events: Int16(POLLIN), revents: 0)
    guard poll(watched.baseAddress, nfds_t(watched.count), milliseconds) >= 0 else {
      let error = SystemError(code: errno)
      if error == .interrupted { return Readiness() }
      throw error
    }
    return Readiness(isReady: watched[0].revents != 0, hasErrors: watched[1].revents != 0)
  }

  /// How the child ended, if it does within so many milliseconds. What it left running in its group is ended.
  func waitForExit(milliseconds: Int) -> ChildExit? {
    var waited = 0
    while exit == nil {
      var information = siginfo_t()
      // Looks without reaping: the group's number can't be given to others while its first process is there.
      let status = waitid(P_PID, id_t(process), &information, WEXITED | WNOHANG | WNOWAIT)
      if status == 0, information.si_signo == SIGCHLD {
        reap()
      } else if waited >= milliseconds {
        return nil
      } else {
        usleep(1_000)
        waited += 1
      }
    }
    return exit
  }

  /// Ends the child: asks first, then insists.
  func end() {
    guard exit == nil else { return }
    kill(-process, SIGTERM)
    if waitForExit(milliseconds: Self.graceMilliseconds) == nil { reap() }
  }

  private func reap() {
    kill(-process, SIGKILL)
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    let signal = status & 0x7f
    exit = signal == 0 ? .code((status >> 8) & 0xff) : .signal(signal)
  }
}

extension SandboxFiles.Use {
  fileprivate var access: csandbox_access {
    switch self {
    case .list: CSANDBOX_LIST
    case .read: CSANDBOX_READ
    case .device: CSANDBOX_DEVICE
    case .write: CSANDBOX_WRITE
    }
  }
}
