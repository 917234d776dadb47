import Crypto
import FileSystem
import TradingCore

/// Everything that a program was told since it was prepared, in a file that only grows.
///
/// A program that saves no state is brought back to where it was by being told all of it again. A place in the file is
/// part of each checkpoint, with digests of what lies before it: of what was told, and of what was answered.
/// What lies beyond the place of the last checkpoint was told in a run that was cut off, and is written over.
final class InputLog {
  /// How far a program has come in its file.
  struct Place: Codable, Sendable, Hashable {
    private enum CodingKeys: String, CodingKey {
      case file = "file"
      case bytes = "bytes"
      case told = "told_sha256"
      case answered = "answered_sha256"
    }

    /// The file's name in the folder.
    let file: String
    /// Bytes of it up to here.
    let bytes: Int
    /// Of the messages.
    let told: [UInt8]
    /// Of the answers.
    let answered: [UInt8]
  }

  /// The first line of a file; the messages follow, each with its length before it (4 bytes, little-endian).
  private static let opening = Array("slipway program input 1\n".utf8)
  /// Bytes that are kept back at most before they go to the system.
  private static let mostPending = 1 << 16
  /// Bytes that are kept back at most while the system does not take them.
  static let mostUnwritten = 64 << 20

  private let folder: String
  private let name: String
  private let file: OpenFile
  private let write: ProgramMemory.Write
  /// Bytes that the file has, of those that count.
  private var size: Int
  private var pending: [UInt8] = []
  private var told = SHA256()
  private var answered = SHA256()

  private var path: String { folder + "/" + name }

  /// A new file in the memory's folder, for a program of that name.
  ///
  /// - Throws: `FileError`.
  init(new program: String, in memory: ProgramMemory) throws(FileError) {
    let folder = memory.folder
    write = memory.write
    try Folders.make(folder)
    Folders.syncNames(folder + "/..")
    self.folder = folder
    name = Self.freeName(for: program, in: folder)
    let path = folder + "/" + name
    do { file = try OpenFile(path, [.readAndWrite, .new], permissions: 0o600) } catch {
      throw .writeFailed(path: path, reason: error.reason)
    }
    size = 0
    pending = Self.opening
  }

  /// A name that no file has: there is one run in a home at a time.
  private static func freeName(for program: String, in folder: String) -> String {
    let taken = Set(Folders.names(in: folder))
    var number = 1
    while taken.contains("\(program)-\(number).input") { number += 1 }
    return "\(program)-\(number).input"
  }

  /// Tells a program again what was told up to a place, and goes on from there.
  ///
  /// `isWritten`: whether more will be kept. `tell` gives the program a message and returns its answer.
  /// - Returns: `nil` where something was not the same: the file, or what the program answers.
  /// - Throws: `FileError`, and what `tell` throws.
  static func replaying(
    _ place: Place, in memory: ProgramMemory, tell: (ArraySlice<UInt8>) throws -> ArraySlice<UInt8>
  ) throws -> (log: InputLog, difference: Difference?, count: Int) {
    let log = try InputLog(continuing: place, in: memory)
    var reader = InputLogReader(path: log.path, file: try InputFile(path: log.path), end: place.bytes)
    guard try reader.opens(with: opening) else { return (log, .file, 0) }
    var count = 0
    while let message = try reader.next() {
      log.told.update(data: message)
      log.answered.update(data: try tell(message))
      count += 1
    }
    guard reader.isAtEnd, Array(log.told.finalize()) == place.told else { return (log, .file, count) }
    guard Array(log.answered.finalize()) == place.answered else { return (log, .answers, count) }
    return (log, nil, count)
  }

  /// What was not the same when a program was told everything again.
  enum Difference: Sendable, Hashable {
    /// The file has other bytes, or fewer.
    case file
    /// The program has answered otherwise.
    case answers
  }

  private init(continuing place: Place, in memory: ProgramMemory) throws(FileError) {
    (folder, name, size, write) = (memory.folder, place.file, place.bytes, memory.write)
    let path = memory.folder + "/" + place.file
    guard !place.file.contains("/"), Folders.isFile(path) else { throw .missing(path: path) }
    do { file = try OpenFile(path, memory.isWritten ? .readAndWrite : []) } catch {
      throw .unreadable(path: path, reason: error.reason)
    }
  }

  /// Takes note of a message that was told and of its answer.
  ///
  /// On a full disk it stays in memory: nothing rests on the file before the next checkpoint, which asks for its place.
  /// - Throws: `FileError` when that, too, has become too much.
  func append(_ message: [UInt8], answer: ArraySlice<UInt8>) throws(FileError) {
    told.update(data: message)
    answered.update(data: answer)
    withUnsafeBytes(of: UInt32(truncatingIfNeeded: message.count).littleEndian) {
      pending.append(contentsOf: $0)
    }
    pending += message
    guard pending.count >= Self.mostPending else { return }
    do throws(FileError) { try flush() } catch {
      guard pending.count < Self.mostUnwritten else { throw error }
    }
  }

  private func flush() throws(FileError) {
    guard !pending.isEmpty else { return }
    do throws(SystemError) {
      try write(file, pending, size)
    } catch { throw .writeFailed(path: path, reason: error.reason) }
    size += pending.count
    pending.removeAll(keepingCapacity: true)
  }

  /// Makes everything durable and says how far it goes.
  ///
  /// - Throws: `FileError`.
  func place() throws(FileError) -> Place {
    try flush()
    do throws(SystemError) {
      // What a run that was cut off told beyond here is not to be taken for more of this one.
      try file.resize(to: size)
      try file.syncContents()
    } catch { throw .writeFailed(path: path, reason: error.reason) }
    Folders.syncNames(folder)
    return Place(
      file: name, bytes: size, told: Array(told.finalize()), answered: Array(answered.finalize()))
  }
}

/// Reads the messages of an input log up to a place.
private struct InputLogReader {
  private let path: String
  private let file: InputFile
  private let end: Int
  private var offset = 0
  private var buffer: [UInt8] = []
  private var start = 0

  private static let step = 1 << 18

  init(path: String, file: InputFile, end: Int) {
    (self.path, self.file, self.end) = (path, file, end)
  }

  /// Whether everything up to the place has been read.
  var isAtEnd: Bool { offset == end && start == buffer.count }

  /// Whether the file begins with these bytes, which are then read.
  mutating func opens(with bytes: [UInt8]) throws -> Bool {
    try take(bytes.count).map { Array($0) == bytes } ?? false
  }

  /// The next message, `nil` at the end or where none is whole.
  mutating func next() throws -> ArraySlice<UInt8>? {
    guard let head = try take(4) else { return nil }
    let count = head.reversed().reduce(0) { $0 << 8 | Int($1) }
    return try take(count)
  }

  private mutating func take(_ count: Int) throws -> ArraySlice<UInt8>? {
    while buffer.count - start < count {
      let more = min(max(Self.step, count), min(end, file.size) - offset)
      guard more > 0 else { return nil }
      buffer.removeFirst(start)
      start = 0
      let read = try file.read(at: offset, count: more)
      guard !read.isEmpty else { return nil }
      buffer += read
      offset += read.count
    }
    defer { start += count }
    return buffer[start..<(start + count)]
  }
}
