import CDeflate
import CZlib

/// What compresses tick files.
package enum TickCompression {
  /// The version of zlib in use, on which a file's bytes depend, but not its content digest.
  package static var libraryVersion: String { String(cString: zlibVersion()) }
}

/// Makes raw deflate streams, one after the other, with the same zlib state.
final class Deflater {
  /// zlib's default; part of the promise of identical bytes.
  static let level: Int32 = 6

  // zlib keeps a pointer back to the stream, so the stream must stay where it is.
  private let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
  private let isReady: Bool
  private var output: [UInt8] = []

  init() {
    stream.initialize(to: z_stream())
    isReady =
      deflateInit2_(
        stream, Self.level, Z_DEFLATED, -MAX_WBITS, 8, Z_FILTERED, ZLIB_VERSION,
        Int32(MemoryLayout<z_stream>.size)) == Z_OK
  }

  deinit {
    if isReady { deflateEnd(stream) }
    stream.deallocate()
  }

  /// The bytes as one complete stream; `nil` when zlib has no memory left.
  func compress(_ bytes: UnsafeMutableBufferPointer<UInt8>) -> ArraySlice<UInt8>? {
    guard isReady, deflateReset(stream) == Z_OK else { return nil }
    let bound = Int(deflateBound(stream, UInt(bytes.count)))
    if output.count < bound { output = [UInt8](repeating: 0, count: bound) }
    let written: Int? = output.withUnsafeMutableBufferPointer { target in
      stream.pointee.next_in = bytes.baseAddress
      stream.pointee.avail_in = UInt32(bytes.count)
      stream.pointee.next_out = target.baseAddress
      stream.pointee.avail_out = UInt32(target.count)
      guard deflate(stream, Z_FINISH) == Z_STREAM_END else { return nil }
      return target.count - Int(stream.pointee.avail_out)
    }
    return written.map { output[..<$0] }
  }
}

/// Reads raw deflate streams, one after the other, with the same state.
///
/// libdeflate expands the streams zlib makes about twice as fast as zlib does, as whole buffers, which is what a
/// plane is.
final class Inflater {
  private let decompressor = libdeflate_alloc_decompressor()

  deinit { libdeflate_free_decompressor(decompressor) }

  /// Expands one stream into exactly `count` bytes.
  ///
  /// - Returns: whether the stream ended just there, and all its input was needed.
  func expand(_ bytes: UnsafeRawBufferPointer, into target: UnsafeMutablePointer<UInt8>, count: Int) -> Bool {
    guard let decompressor, let source = bytes.baseAddress else { return false }
    var consumed = 0
    var produced = 0
    let result = libdeflate_deflate_decompress_ex(
      decompressor, source, bytes.count, target, count, &consumed, &produced)
    return result == LIBDEFLATE_SUCCESS && consumed == bytes.count && produced == count
  }
}
