import CLZMA
import FileSystem

/// Decodes an LZMA-alone file, the container of Dukascopy's `.bi5`.
///
/// The container has no checksum: damage that still decodes shows only in the records, which are checked
/// for order, hour, sign, scale and volume.
final class LZMABytes: ByteSource {
  /// Dictionaries of Dukascopy's files take 4 MiB.
  private static let memoryLimit: UInt64 = 64 << 20

  private let input: CompressedInput
  private let place: ImportPlace
  private let stream = UnsafeMutablePointer<lzma_stream>.allocate(capacity: 1)
  private var isFinished = false

  init(_ file: InputFile, place: ImportPlace) throws(ImportError) {
    input = CompressedInput(file, start: 0, end: file.size)
    self.place = place
    stream.initialize(to: lzma_stream())
    guard lzma_alone_decoder(stream, Self.memoryLimit) == LZMA_OK else {
      throw .file(.unreadable(path: place.path, reason: "no memory to decompress it"))
    }
  }

  deinit {
    lzma_end(stream)
    stream.deallocate()
  }

  var fileOffset: Int { input.offset - stream.pointee.avail_in }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(ImportError) -> Int {
    guard !isFinished, buffer.count > 0 else { return 0 }
    stream.pointee.next_out = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
    stream.pointee.avail_out = buffer.count
    while stream.pointee.avail_out > 0, !isFinished { try step() }
    return buffer.count - stream.pointee.avail_out
  }

  private func step() throws(ImportError) {
    let atEnd = try refillIfEmpty()
    switch lzma_code(stream, atEnd ? LZMA_FINISH : LZMA_RUN) {
    case LZMA_OK where !atEnd || stream.pointee.avail_out == 0: return
    case LZMA_STREAM_END:
      isFinished = true
      if try !refillIfEmpty() {
        throw fault(.damaged(container: "LZMA", reason: "bytes after the end of the data"))
      }
    case LZMA_OK, LZMA_BUF_ERROR: throw fault(.truncated(container: "LZMA"))
    case LZMA_FORMAT_ERROR: throw fault(.damaged(container: "LZMA", reason: "not an LZMA-alone header"))
    case LZMA_MEMLIMIT_ERROR:
      throw fault(.damaged(container: "LZMA", reason: "it asks for more than 64 MiB of memory"))
    default: throw fault(.damaged(container: "LZMA", reason: "not a valid stream"))
    }
  }

  /// - Returns: whether the file has no more bytes.
  private func refillIfEmpty() throws(ImportError) -> Bool {
    guard stream.pointee.avail_in == 0 else { return false }
    let more = try input.refill()
    stream.pointee.next_in = UnsafePointer(more.baseAddress?.assumingMemoryBound(to: UInt8.self))
    stream.pointee.avail_in = more.count
    return more.count == 0
  }

  private func fault(_ fault: ImportFault) -> ImportError { .data(place.at(.byte(fileOffset)), fault) }
}
