import Foundation
import TestSupport

/// A terminal that nobody sits at, for what the program does only on one.
final class PseudoTerminal {
  private let leader: Int32
  private let name: String

  /// `nil` on a system that has no more of them.
  init?() {
    leader = open("/dev/ptmx", O_RDWR | O_NOCTTY)
    guard leader >= 0, let name = Self.follower(of: leader) else { return nil }
    self.name = name
    _ = fcntl(leader, F_SETFL, fcntl(leader, F_GETFL) | O_NONBLOCK)
  }

  /// The path of the end that the program gets, unlocked. Swift's Glibc leaves `grantpt` and its kin out; these
  /// are the calls they make.
  private static func follower(of leader: Int32) -> String? {
    #if os(Linux)
      let (unlock, number): (UInt, UInt) = (0x4004_5431, 0x8004_5430)  // TIOCSPTLCK, TIOCGPTN
      var (locked, place) = (Int32(0), Int32(-1))
      guard ioctl(leader, unlock, &locked) == 0, ioctl(leader, number, &place) == 0 else { return nil }
      return "/dev/pts/\(place)"
    #else
      guard grantpt(leader) == 0, unlockpt(leader) == 0 else { return nil }
      return ptsname(leader).map { String(cString: $0) }
    #endif
  }

  deinit { close(leader) }

  private func process(_ arguments: [String], environment: [String: String]) -> Process {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Program.path)
    process.arguments = arguments
    process.environment = ChildEnvironment.of(
      ["PATH": "/usr/bin:/bin", "TERM": "xterm"].merging(environment) { $1 })
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    return process
  }

  /// What the program shows on a terminal that is its standard output.
  func output(of arguments: [String], environment: [String: String]) throws -> String {
    let process = process(arguments, environment: environment)
    let follower = open(name, O_RDWR | O_NOCTTY)
    defer { close(follower) }
    process.standardOutput = FileHandle(fileDescriptor: follower)
    try process.run()
    process.waitUntilExit()
    return received()
  }

  /// What the program shows on a terminal that is its standard error, until it is stopped: after some seconds,
  /// or as soon as it has shown a text. A busy machine may need long to begin, so seconds alone prove little.
  func errors(
    of arguments: [String], stoppingAfter seconds: Double, orAtOnceAfter text: String? = nil
  ) throws -> String {
    let process = process(arguments, environment: [:])
    let follower = open(name, O_RDWR | O_NOCTTY)
    defer { close(follower) }
    process.standardError = FileHandle(fileDescriptor: follower)
    try process.run()
    var shown = ""
    let end = Date(timeIntervalSinceNow: seconds)
    while process.isRunning, Date.now < end, text.map({ !shown.contains($0) }) ?? true {
      usleep(20_000)
      shown += received()
    }
    kill(process.processIdentifier, SIGINT)
    process.waitUntilExit()
    return shown + received()
  }

  /// Makes the terminal so wide and high.
  func resize(columns: UInt16, rows: UInt16) {
    var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(leader, UInt(TIOCSWINSZ), &size)
  }

  /// Whether it shows what is typed.
  var echoes: Bool {
    let follower = open(name, O_RDWR | O_NOCTTY)
    defer { close(follower) }
    var settings = termios()
    return tcgetattr(follower, &settings) == 0 && settings.c_lflag & tcflag_t(ECHO) != 0
  }

  /// What the program shows on a terminal that is its standard output, until a text is there and a signal ends it.
  func screen(
    of arguments: [String], environment: [String: String], until text: String, _ signal: Int32
  ) throws -> (text: String, status: Int32) {
    let process = process(arguments, environment: environment)
    let follower = open(name, O_RDWR | O_NOCTTY)
    defer { close(follower) }
    process.standardOutput = FileHandle(fileDescriptor: follower)
    try process.run()
    var shown = ""
    let end = Date(timeIntervalSinceNow: 30)
    while process.isRunning, Date.now < end, !shown.contains(text) {
      usleep(20_000)
      shown += received()
    }
    kill(process.processIdentifier, signal)
    process.waitUntilExit()
    return (shown + received(), process.terminationStatus)
  }

  private func received() -> String {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4_096)
    while true {
      let count = read(leader, &buffer, buffer.count)
      guard count > 0 else { return String(decoding: bytes, as: UTF8.self) }
      bytes += buffer[..<count]
    }
  }
}
