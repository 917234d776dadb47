import FileSystem
import TickStore

/// Goes through the records of a segment's file with a bounded window of it in memory.
final class SegmentRecords {
  /// What came next.
  enum Step {
    case record
    case end
    /// No whole record with a right CRC is at the offset; whether one follows.
    case broken(offset: Int, isFollowed: Bool)
  }

  let file: InputFile
  let header: SegmentHeader
  /// Where the next record starts.
  private(set) var offset: Int

  private var window: [UInt8] = []
  private var windowStart = 0

  private static let windowSize = 1 << 18

  /// Opens a file at its first record.
  init(path: String) throws(SessionLogError) {
    file = try wrappingFileErrors { () throws(FileError) in try InputFile(path: path) }
    (header, offset) = try SegmentHeader.read(file)
  }

  /// Gives the next record's kind and payload to `body`.
  func next(
    _ body: (UInt8, UnsafeRawBufferPointer) throws(SessionLogError) -> Void
  ) throws(SessionLogError) -> Step {
    guard offset < file.size else { return .end }
    guard let length = try recordLength(at: offset) else {
      return .broken(offset: offset, isFollowed: try hasRecord(after: offset))
    }
    let place = offset - windowStart
    offset += length
    var failure: SessionLogError?
    window.withUnsafeBytes { raw in
      let payload = raw[(place + 5)..<(place + length - 4)]
      do throws(SessionLogError) { try body(raw[place], UnsafeRawBufferPointer(rebasing: payload)) } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return .record
  }

  /// An error at the record that was read last or is read next.
  func damaged(at offset: Int, _ reason: String) -> SessionLogError {
    .damaged(path: file.path, offset: offset, reason: reason)
  }

  /// The length of the whole record at an offset, its frame included, when there is one.
  private func recordLength(at offset: Int) throws(SessionLogError) -> Int? {
    guard offset + SegmentFormat.frameSize <= file.size else { return nil }
    try fill(from: offset, count: 5)
    let place = offset - windowStart
    let kind = window[place]
    let payload = (1...4).reduce(0) { $0 | Int(window[place + $1]) << (8 * ($1 - 1)) }
    let length = SegmentFormat.frameSize + payload
    guard payload <= file.size, SegmentFormat.isPlausible(kind, length: payload, in: header),
      offset + length <= file.size
    else { return nil }
    try fill(from: offset, count: length)
    let start = offset - windowStart
    let isSound = window.withUnsafeBytes { raw in
      var end = LogScanner(raw, at: start + length - 4)
      let covered = UnsafeRawBufferPointer(rebasing: raw[start..<(start + length - 4)])
      return end.read(UInt32.self) == Checksum.crc32(covered)
    }
    return isSound ? length : nil
  }

  /// Whether a whole record starts anywhere behind the offset: then the bytes at it are no torn end.
  private func hasRecord(after offset: Int) throws(SessionLogError) -> Bool {
    var place = offset + 1
    while place + SegmentFormat.frameSize <= file.size {
      if try recordLength(at: place) != nil { return true }
      place += 1
    }
    return false
  }

  /// Makes the window hold bytes of the file.
  private func fill(from offset: Int, count: Int) throws(SessionLogError) {
    if offset >= windowStart, offset + count <= windowStart + window.count { return }
    let wanted = min(max(count, Self.windowSize), file.size - offset)
    window = try wrappingFileErrors { () throws(FileError) in try file.read(at: offset, count: wanted) }
    windowStart = offset
    guard window.count >= count else { throw damaged(at: offset, "the file has become shorter") }
  }
}
