#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif
import ArgumentParser
import FileSystem
import Operations

/// Where a passphrase comes from: the terminal, or a file descriptor. Never an argument or the environment, which
/// other processes can read.
struct PassphraseOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Read the passphrase, a line, from this open file descriptor instead of asking for it.",
      valueName: "number"))
  var passphraseFd: Int32?

  /// The passphrase of a key that is there.
  ///
  /// - Throws: `CommandError`, or `FileError.interrupted`.
  func passphrase(of name: String) throws -> [UInt8] {
    try Passphrase.read(
      "Passphrase of \(name): ", descriptor: passphraseFd, option: "--passphrase-fd")
  }
}

/// Reads passphrases.
enum Passphrase {
  /// More bytes are taken for a mistake, such as a descriptor of a large file.
  static let mostBytes = 1_024

  /// A passphrase for a new key; asked for twice on a terminal.
  ///
  /// - Throws: `CommandError` for one that is too short or not the same twice, or `FileError.interrupted`.
  static func readNew(for name: String, descriptor: Int32?, option: String) throws -> [UInt8] {
    let first = try read("New passphrase for \(name): ", descriptor: descriptor, option: option)
    let least = OperatorOperations.minimumPassphrase
    guard String(decoding: first, as: UTF8.self).count >= least else {
      throw CommandError.usage(
        what: "the passphrase is too short", option: option, advice: "choose \(least) characters or more")
    }
    guard descriptor == nil else { return first }
    guard try read("The same again: ", descriptor: nil, option: option) == first else {
      throw CommandError.usage(
        what: "the two passphrases differ", option: option, advice: "start again, nothing was stored")
    }
    return first
  }

  /// A line from a descriptor, else from the terminal without showing it.
  ///
  /// - Throws: `CommandError`, or `FileError.interrupted`.
  static func read(_ prompt: String, descriptor: Int32?, option: String) throws -> [UInt8] {
    if let descriptor {
      guard descriptor >= 0, fcntl(descriptor, F_GETFD) != -1 else {
        throw CommandError.usage(
          what: "file descriptor \(descriptor) is not open", option: option,
          advice: "open it, as in: \(option) 3 3<secret-file")
      }
      return try line(from: descriptor, option: option)
    }
    let terminal = open("/dev/tty", O_RDWR | O_CLOEXEC)
    guard terminal >= 0 else {
      throw CommandError.notPermitted(
        what: "there is no terminal to ask for a passphrase on", place: option,
        advice: "give an open file descriptor, as in: \(option) 3 3<secret-file")
    }
    defer { close(terminal) }
    return try asked(prompt, on: terminal, option: option)
  }

  private static func asked(_ prompt: String, on terminal: Int32, option: String) throws -> [UInt8] {
    var before = termios()
    tcgetattr(terminal, &before)
    var silent = before
    silent.c_lflag &= ~tcflag_t(ECHO)
    tcsetattr(terminal, TCSAFLUSH, &silent)
    defer {
      tcsetattr(terminal, TCSAFLUSH, &before)
      put("\n", on: terminal)
    }
    put(prompt, on: terminal)
    return try line(from: terminal, option: option)
  }

  private static func put(_ text: String, on terminal: Int32) {
    let bytes = Array(text.utf8)
    _ = bytes.withUnsafeBytes { write(terminal, $0.baseAddress, $0.count) }
  }

  /// Byte by byte, so that what follows the line stays for whoever reads next.
  private static func line(from descriptor: Int32, option: String) throws -> [UInt8] {
    var bytes: [UInt8] = []
    while true {
      try Signals.cancellation.check()
      var wait = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      // Short, as a signal may come between the check and the wait.
      guard poll(&wait, 1, 200) > 0 else { continue }
      var byte: UInt8 = 0
      let count = readByte(descriptor, &byte)
      if count < 0, errno == EINTR || errno == EAGAIN { continue }
      if count <= 0 || byte == UInt8(ascii: "\n") { break }
      bytes.append(byte)
      guard bytes.count <= mostBytes else {
        throw CommandError.usage(
          what: "the passphrase is longer than \(mostBytes) bytes", option: option,
          advice: "give one line with the passphrase")
      }
    }
    if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
    guard !bytes.isEmpty else {
      throw CommandError.notPermitted(
        what: "the passphrase is empty", place: option, advice: "give one line with the passphrase")
    }
    return bytes
  }
}

/// Outside of `Passphrase`, whose own `read` would hide the system's.
private func readByte(_ descriptor: Int32, _ byte: inout UInt8) -> Int { read(descriptor, &byte, 1) }
