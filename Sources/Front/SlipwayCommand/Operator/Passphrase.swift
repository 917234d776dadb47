import ArgumentParser
import FileSystem
import Operations

/// Where a passphrase comes from: the terminal, or a file descriptor. Never an argument or the environment, which
/// other processes can read.
struct PassphraseOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Read the passphrase, a line, from this open file descriptor (such as 3, with 3<file) instead of asking for it.",
      valueName: "n"))
  var passphraseFd: TypedNumber?

  /// The passphrase on the descriptor, which is closed; `nil` where none was named.
  ///
  /// - Throws: `CommandError`, or `FileError.interrupted`.
  func given() throws -> [UInt8]? { try Passphrase.given(on: try descriptor, option: "--passphrase-fd") }

  /// The descriptor, where one was named.
  ///
  /// - Throws: `CommandError.usage`.
  var descriptor: Int32? {
    get throws { try passphraseFd?.whole(NumberRange.descriptors, "--passphrase-fd") }
  }
}

/// Reads passphrases.
enum Passphrase {
  /// More bytes are taken for a mistake, such as a descriptor of a large file.
  static let mostBytes = 1_024

  /// The line on a descriptor, which is closed: a command reads it before it opens or starts anything, so that nothing
  /// else can. `nil` where no descriptor was named.
  ///
  /// - Throws: `CommandError`, or `FileError.interrupted`.
  static func given(on descriptor: Int32?, option: String) throws -> [UInt8]? {
    guard let descriptor else { return nil }
    Machine.keepMemoryToItself()
    let stream = Descriptor(number: descriptor)
    guard stream.isOpen else {
      throw CommandError.usage(
        what: "file descriptor \(descriptor) is not open", option: option,
        advice: "open it, as in: \(option) 3 3<secret-file")
    }
    defer { stream.giveUp() }
    return try line(from: stream, option: option)
  }

  /// A passphrase for a new key: the one that was given, else asked for twice on the terminal.
  ///
  /// - Throws: `CommandError` for one that is too short or not the same twice, or `FileError.interrupted`.
  static func new(for name: String, given: [UInt8]?, option: String) throws -> [UInt8] {
    let first = try given ?? ask("New passphrase for \(name): ", option: option)
    let least = OperatorOperations.minimumPassphrase
    guard String(decoding: first, as: UTF8.self).count >= least else {
      throw CommandError.usage(
        what: "the passphrase is too short", option: option, advice: "choose \(least) characters or more")
    }
    guard given == nil else { return first }
    guard try ask("The same again: ", option: option) == first else {
      throw CommandError.usage(
        what: "the two passphrases differ", option: option, advice: "start again, nothing was stored")
    }
    return first
  }

  /// A line from the terminal, without showing it.
  ///
  /// - Throws: `CommandError`, or `FileError.interrupted`.
  static func ask(_ prompt: String, option: String) throws -> [UInt8] {
    Machine.keepMemoryToItself()
    let terminal: OpenFile
    do { terminal = try OpenFile("/dev/tty", .readAndWrite) } catch {
      throw CommandError.notPermitted(
        what: "there is no terminal to ask for a passphrase on", place: option,
        advice: "give an open file descriptor, as in: \(option) 3 3<secret-file")
    }
    return try asked(prompt, on: terminal, option: option)
  }

  private static func asked(
    _ prompt: String, on terminal: borrowing OpenFile, option: String
  ) throws -> [UInt8] {
    // After what is typed is shown again.
    defer { try? terminal.write(Array("\n".utf8)) }
    return try Terminal.withoutEcho(on: terminal) { terminal in
      try? terminal.write(Array(prompt.utf8))
      return try line(from: terminal, option: option)
    }
  }

  /// Byte by byte, so that what follows the line stays for whoever reads next.
  private static func line(
    from input: borrowing some Opened & ~Copyable, option: String
  ) throws -> [UInt8] {
    let room = UnsafeMutableRawBufferPointer.allocate(byteCount: 1, alignment: 1)
    defer { room.deallocate() }
    var bytes: [UInt8] = []
    while true {
      try Signals.cancellation.check()
      // Short, as a signal may come between the check and the wait.
      guard input.isReadable(milliseconds: 200) else { continue }
      let count: Int
      do { count = try input.read(into: room) } catch {
        if error == .interrupted || error == .wouldBlock { continue }
        break
      }
      if count == 0 || room[0] == UInt8(ascii: "\n") { break }
      bytes.append(room[0])
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
