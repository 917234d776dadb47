import FileSystem

/// Bytes of a field or line inside a reader's buffer; valid until the reader moves on.
typealias ByteField = UnsafeBufferPointer<UInt8>

/// A stream of bytes with bounded memory: a plain file, or what is packed inside one.
protocol ByteSource: AnyObject {
  /// Fills the start of the buffer.
  ///
  /// - Returns: how many bytes; 0 only at the end, after every check of the container has passed.
  /// - Throws: `file`, or `data` naming the byte of the file at which the container is damaged.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(ImportError) -> Int

  /// Bytes of the file consumed so far, for progress.
  var fileOffset: Int { get }
}

/// The bytes of a file, or of a part of it, as they are.
final class PlainBytes: ByteSource {
  private let file: InputFile
  private let end: Int
  private(set) var fileOffset: Int

  /// The bytes `start..<end`, to the end of the file unless said.
  init(_ file: InputFile, start: Int = 0, end: Int = .max) {
    self.file = file
    self.end = end
    fileOffset = start
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(ImportError) -> Int {
    let wanted = min(buffer.count, end - fileOffset)
    guard wanted > 0 else { return 0 }
    let got = try file.bytes(
      into: UnsafeMutableRawBufferPointer(rebasing: buffer[0..<wanted]), at: fileOffset)
    fileOffset += got
    return got
  }
}

/// A source whose first bytes have been looked at.
final class PeekedBytes: ByteSource {
  private let source: any ByteSource
  /// The first bytes, as many as were asked for or there are.
  let head: [UInt8]
  private var used = 0

  init(_ source: any ByteSource, count: Int) throws(ImportError) {
    self.source = source
    let room = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: 1)
    defer { room.deallocate() }
    var got = 0
    while got < count {
      let more = try source.read(into: UnsafeMutableRawBufferPointer(rebasing: room[got...]))
      if more == 0 { break }
      got += more
    }
    head = Array(room[..<got])
  }

  var fileOffset: Int { source.fileOffset }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(ImportError) -> Int {
    guard used < head.count else { return try source.read(into: buffer) }
    let count = min(buffer.count, head.count - used)
    buffer.copyBytes(from: head[used..<used + count])
    used += count
    return count
  }
}

extension InputFile {
  /// `read` with the importers' error.
  func bytes(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(ImportError) -> Int {
    do { return try read(into: buffer, at: offset) } catch { throw .file(error) }
  }

  /// `read` with the importers' error.
  func bytes(at offset: Int, count: Int) throws(ImportError) -> [UInt8] {
    do { return try read(at: offset, count: count) } catch { throw .file(error) }
  }

  static func opened(_ path: String) throws(ImportError) -> InputFile {
    do { return try InputFile(path: path) } catch { throw .file(error) }
  }
}

/// A window over bytes that decoders take their input from.
final class CompressedInput {
  private let source: any ByteSource
  private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
  /// Whether what the source gives are bytes of the file itself, so that places in them are places in the file.
  let isOfFile: Bool

  /// The bytes of a source that are packed in another container.
  init(_ source: any ByteSource) {
    self.source = source
    isOfFile = false
  }

  /// The bytes `start..<end` of the file.
  init(_ file: InputFile, start: Int, end: Int) {
    source = PlainBytes(file, start: start, end: end)
    isOfFile = true
  }

  deinit { buffer.deallocate() }

  /// The next stretch, empty at the end; valid until the next call.
  func refill() throws(ImportError) -> UnsafeMutableRawBufferPointer {
    let got = try source.read(into: buffer)
    return UnsafeMutableRawBufferPointer(rebasing: buffer[0..<got])
  }

  /// Offset in the file of the byte after the last stretch handed out.
  var offset: Int { source.fileOffset }
}
