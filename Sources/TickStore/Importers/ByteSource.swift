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

/// The bytes of a file as they are.
final class PlainBytes: ByteSource {
  private let file: InputFile
  private(set) var fileOffset = 0

  init(_ file: InputFile) { self.file = file }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(ImportError) -> Int {
    let got = try file.bytes(into: buffer, at: fileOffset)
    fileOffset += got
    return got
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

/// A window over part of a file that decoders take their input from.
final class CompressedInput {
  private let file: InputFile
  private let end: Int
  private var next: Int
  private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)

  /// The bytes `start..<end` of the file.
  init(_ file: InputFile, start: Int, end: Int) {
    self.file = file
    self.end = end
    next = start
  }

  deinit { buffer.deallocate() }

  /// The next stretch, empty at the end; valid until the next call.
  func refill() throws(ImportError) -> UnsafeMutableRawBufferPointer {
    let wanted = min(buffer.count, end - next)
    guard wanted > 0 else { return UnsafeMutableRawBufferPointer(rebasing: buffer[0..<0]) }
    let got = try file.bytes(into: UnsafeMutableRawBufferPointer(rebasing: buffer[0..<wanted]), at: next)
    next += got
    return UnsafeMutableRawBufferPointer(rebasing: buffer[0..<got])
  }

  /// Offset in the file of the byte after the last stretch handed out.
  var offset: Int { next }
}
