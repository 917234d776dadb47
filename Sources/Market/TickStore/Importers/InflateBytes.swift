import CZlib
import FileSystem

/// Inflates a raw deflate stream (a zip member) or a gzip file, and checks length and CRC at the end.
final class InflateBytes: ByteSource {
  /// What the packed data must amount to.
  enum Check {
    /// A zip member's CRC-32 and length, from the directory.
    case member(crc: UInt32, size: Int)
    /// gzip carries its own, checked by zlib; several gzip members may follow one another.
    case gzip
  }

  private let input: CompressedInput
  private let place: ImportPlace
  private let check: Check
  // zlib keeps a pointer back to the stream, so it must not move.
  private let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
  private var isFinished = false
  private var crc: UInt = 0
  private var produced = 0

  convenience init(
    _ file: InputFile, start: Int, end: Int, place: ImportPlace, check: Check
  ) throws(ImportError) {
    try self.init(CompressedInput(file, start: start, end: end), place: place, check: check)
  }

  init(_ input: CompressedInput, place: ImportPlace, check: Check) throws(ImportError) {
    self.input = input
    self.place = place
    self.check = check
    stream.initialize(to: z_stream())
    let windowBits: Int32 = if case .gzip = check { 15 + 16 } else { -15 }
    let status = inflateInit2_(stream, windowBits, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    guard status == Z_OK else {
      throw .file(.unreadable(path: place.path, reason: "no memory to decompress it"))
    }
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
  }

  private var container: String { if case .gzip = check { "gzip" } else { "zip" } }

  var fileOffset: Int { input.offset - (input.isOfFile ? Int(stream.pointee.avail_in) : 0) }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(ImportError) -> Int {
    guard !isFinished, buffer.count > 0 else { return 0 }
    stream.pointee.next_out = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
    stream.pointee.avail_out = UInt32(buffer.count)
    while stream.pointee.avail_out > 0, !isFinished { try step() }
    let got = buffer.count - Int(stream.pointee.avail_out)
    try account(UnsafeRawBufferPointer(buffer), count: got)
    return got
  }

  private func step() throws(ImportError) {
    var atEnd = false
    if stream.pointee.avail_in == 0 {
      let more = try input.refill()
      stream.pointee.next_in = more.baseAddress?.assumingMemoryBound(to: UInt8.self)
      stream.pointee.avail_in = UInt32(more.count)
      atEnd = more.count == 0
    }
    switch inflate(stream, Z_NO_FLUSH) {
    case Z_OK where !atEnd: return
    case Z_STREAM_END: try endOfStream()
    case Z_OK, Z_BUF_ERROR: throw fault(.truncated(container: container))
    default: throw fault(.damaged(container: container, reason: reason))
    }
  }

  private var reason: String {
    stream.pointee.msg.map { String(cString: $0) } ?? "not a deflate stream"
  }

  /// Another gzip member may follow; anything else after the end is refused.
  private func endOfStream() throws(ImportError) {
    if stream.pointee.avail_in == 0 {
      let more = try input.refill()
      stream.pointee.next_in = more.baseAddress?.assumingMemoryBound(to: UInt8.self)
      stream.pointee.avail_in = UInt32(more.count)
    }
    guard stream.pointee.avail_in > 0 else {
      isFinished = true
      return
    }
    guard case .gzip = check else {
      throw fault(.damaged(container: container, reason: "bytes after the end of the member's data"))
    }
    inflateReset(stream)
  }

  private func account(_ bytes: UnsafeRawBufferPointer, count: Int) throws(ImportError) {
    guard case .member(let wantedCRC, let wantedSize) = check else { return }
    crc = crc32(crc, bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), UInt32(count))
    produced += count
    if produced > wantedSize || (isFinished && produced != wantedSize) {
      throw fault(
        .damaged(container: container, reason: "expected \(wantedSize) bytes, was \(produced) or more"))
    }
    if isFinished, UInt32(truncatingIfNeeded: crc) != wantedCRC {
      throw fault(.damaged(container: container, reason: "the CRC-32 is wrong"))
    }
  }

  private func fault(_ fault: ImportFault) -> ImportError {
    .data(place.at(.byte(fileOffset)), fault)
  }
}

/// A zip member that is stored as it is, with its CRC and length checked.
final class StoredBytes: ByteSource {
  private let file: InputFile
  private let end: Int
  private let place: ImportPlace
  private let wantedCRC: UInt32
  private var crc: UInt = 0
  private(set) var fileOffset: Int

  init(_ file: InputFile, start: Int, end: Int, place: ImportPlace, crc: UInt32) {
    self.file = file
    self.end = end
    self.place = place
    wantedCRC = crc
    fileOffset = start
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(ImportError) -> Int {
    let wanted = min(buffer.count, end - fileOffset)
    guard wanted > 0 else { return 0 }
    let got = try file.bytes(
      into: UnsafeMutableRawBufferPointer(rebasing: buffer[0..<wanted]), at: fileOffset)
    fileOffset += got
    guard got == wanted else { throw .data(place.at(.byte(fileOffset)), .truncated(container: "zip")) }
    crc = crc32(crc, buffer.baseAddress?.assumingMemoryBound(to: UInt8.self), UInt32(got))
    if fileOffset == end, UInt32(truncatingIfNeeded: crc) != wantedCRC {
      throw .data(
        place.at(.byte(fileOffset)), .damaged(container: "zip", reason: "the CRC-32 is wrong"))
    }
    return got
  }
}
