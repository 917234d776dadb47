import CDeflate

/// What compresses tick files.
package enum TickCompression {
  /// The version of libdeflate in use, on which a file's bytes may depend, but not its content digest.
  package static var libraryVersion: String { LIBDEFLATE_VERSION_STRING }
}

/// Makes raw deflate streams, one after the other, in the same memory.
///
/// Most planes are noise and are stored as literals, see `LiteralDeflater`. Where a stretch of a plane repeats itself,
/// libdeflate may find matches, and the smaller of both streams is taken.
final class Deflater {
  /// libdeflate's default; part of the promise of identical bytes.
  static let level: Int32 = 6
  /// Bytes from the middle of a plane that show whether matches are worth looking for.
  private static let probe = 2_048

  private let literals = LiteralDeflater()
  private let compressor = libdeflate_alloc_compressor(level)
  private let output: UnsafeMutableRawBufferPointer

  /// For streams of up to so many bytes.
  init(capacity: Int) {
    // No code is longer than 15 bits, no head than 1,024 bytes.
    output = .allocate(
      byteCount: max(2 * capacity + 1_024, libdeflate_deflate_compress_bound(compressor, capacity)),
      alignment: 8)
  }

  deinit {
    libdeflate_free_compressor(compressor)
    output.deallocate()
  }

  /// The bytes as one complete stream, valid until the next call.
  ///
  /// - Precondition: 1 byte or more, no more than there is room for.
  func compress(_ bytes: UnsafeBufferPointer<UInt8>) -> UnsafeRawBufferPointer {
    let hasMatches = hasMatches(bytes)
    let size = literals.plan(bytes)
    if hasMatches, let matched = match(bytes), matched < size {
      return UnsafeRawBufferPointer(rebasing: output[..<matched])
    }
    return UnsafeRawBufferPointer(rebasing: output[..<literals.write(bytes, to: output)])
  }

  /// Whether matches save a tenth or more of a sample.
  private func hasMatches(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    let start = max(0, (bytes.count - Self.probe) / 2)
    let sample = UnsafeBufferPointer(rebasing: bytes[start..<min(bytes.count, start + Self.probe)])
    guard let matched = match(sample) else { return false }
    return matched * 10 < literals.plan(sample) * 9
  }

  /// What libdeflate makes of the bytes, in `output`; `nil` when it has no memory.
  private func match(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    guard let compressor else { return nil }
    let written = libdeflate_deflate_compress(
      compressor, bytes.baseAddress, bytes.count, output.baseAddress, output.count)
    return written > 0 ? written : nil
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
