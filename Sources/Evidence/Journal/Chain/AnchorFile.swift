import Crypto
import FileSystem

/// What the anchor says: how far the chain had come when it was last written.
package struct Anchor: Sendable, Hashable {
  /// Counts the times it was written.
  package let generation: UInt64
  /// The head it was written for.
  package let head: ChainHead
}

/// The head of the chain, kept outside of the database.
///
/// Two slots a page apart are written in turn, so that a write cut off half-way leaves the other one. A slot:
/// `SLIPANC1`, generation, seq (64 bits each, little-endian), the 32 bytes of the head's hash, and the SHA-256 of
/// all that. A lock on the file keeps processes that write at the same time in order.
final class AnchorFile: Sendable {
  static let slotSize = 4_096
  static let fileSize = 2 * slotSize
  private static let magic = Array("SLIPANC1".utf8)
  private static let contentSize = 88

  private let path: String
  private let file: OpenFile

  /// Opens the file for writing, and makes it when asked to.
  init(path: String, creating: Bool) throws(JournalError) {
    self.path = path
    do {
      file = try OpenFile(path, creating ? [.readAndWrite, .create] : .readAndWrite, permissions: 0o600)
    } catch { throw .unwritable(path: path, reason: error.reason) }
  }

  /// What the file at a path says; `nil` when there is none, or none of its slots is whole.
  static func read(path: String) throws(JournalError) -> Anchor? {
    do { return newest(try OpenFile(path)) } catch {
      if error == .missing { return nil }
      throw .unwritable(path: path, reason: error.reason)
    }
  }

  /// What the file says now.
  var current: Anchor? { Self.newest(file) }

  /// Keeps other processes from writing until `body` is done.
  func locked<T>(_ body: () throws(JournalError) -> T) throws(JournalError) -> T {
    do { try file.lock() } catch { throw failure(error) }
    defer { file.unlock() }
    return try body()
  }

  /// Writes a head that the database holds durably, unless another process has anchored a later one.
  func advance(to head: ChainHead) throws(JournalError) {
    try locked { () throws(JournalError) in
      let present = current
      if let present, present.head.seq >= head.seq { return }
      try write(head, after: present)
    }
  }

  /// Writes a head after the present slot, whatever that says; the caller holds the lock.
  func write(_ head: ChainHead, after present: Anchor?) throws(JournalError) {
    let generation = (present?.generation ?? 0) + 1
    let slot = Self.encode(Anchor(generation: generation, head: head))
    let offset = generation.isMultiple(of: 2) ? 0 : Self.slotSize
    do {
      if present == nil { try file.resize(to: Self.fileSize) }
      try file.write(slot, at: offset)
      try file.syncContents()
    } catch { throw failure(error) }
  }

  private func failure(_ error: SystemError) -> JournalError {
    .anchorFailed(path: path, reason: error.reason)
  }

  private static func encode(_ anchor: Anchor) -> [UInt8] {
    var bytes = magic
    bytes.append(number: anchor.generation)
    bytes.append(number: anchor.head.seq)
    bytes.append(contentsOf: anchor.head.hash)
    bytes.append(contentsOf: SHA256.hash(data: bytes))
    return bytes
  }

  /// The bytes of a file that says this and nothing else.
  static func file(of anchor: Anchor) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: fileSize)
    let offset = anchor.generation.isMultiple(of: 2) ? 0 : slotSize
    bytes.replaceSubrange(offset..<offset + contentSize, with: encode(anchor))
    return bytes
  }

  private static func newest(_ file: borrowing OpenFile) -> Anchor? {
    let slots = [slot(of: file, at: 0), slot(of: file, at: slotSize)].compactMap { $0 }
    return slots.max { $0.generation < $1.generation }
  }

  private static func slot(of file: borrowing OpenFile, at offset: Int) -> Anchor? {
    (try? file.read(contentSize, at: offset)).flatMap(decode)
  }

  private static func decode(_ bytes: [UInt8]) -> Anchor? {
    guard bytes.count == contentSize, bytes.starts(with: magic),
      bytes[56...].elementsEqual(SHA256.hash(data: Array(bytes[..<56])))
    else { return nil }
    let head = ChainHead(seq: bytes.number(at: 16), hash: Array(bytes[24..<56]))
    return Anchor(generation: UInt64(bitPattern: bytes.number(at: 8)), head: head)
  }
}
