package import FileSystem
package import TradingCore

extension TickFileReader {
  /// Reads all of a file and checks every byte: CRCs, index, statistics, content digest and file digest.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - cancellation: asked before each block.
  ///   - visit: sees each block's ticks on their way, their sizes where the file has some, and how many of the file's bytes are done. What it saw means
  ///     nothing unless the file is sound in the end.
  /// - Returns: the facts about a sound file, or the first fault.
  /// - Throws: `file` when it is missing, can't be read, or the work was interrupted; faults are a result.
  package static func verify(
    path: String, cancellation: Cancellation = .never,
    visit: (UnsafeBufferPointer<Quote>, UnsafeBufferPointer<QuoteSize>?, _ bytesDone: Int) -> Void = {
      _, _, _ in
    }
  ) throws(TickStoreError) -> TickFileVerification {
    do throws(TickStoreError) {
      return .sound(try TickFileReader(path: path, cancellation: cancellation).verifiedInfo(visit))
    } catch .damaged(_, let fault) {
      return .faulty(fault)
    } catch .notTickFile(_, let reason) {
      return .faulty(TickFileFault(.header, at: 0, reason))
    } catch .unsupported(_, let found) {
      return .faulty(TickFileFault(.header, at: 0, "it says the file holds \(found)"))
    }
  }

  private func verifiedInfo(
    _ visit: (UnsafeBufferPointer<Quote>, UnsafeBufferPointer<QuoteSize>?, Int) -> Void
  ) throws(TickStoreError) -> TickFileInfo {
    var digest = StreamingDigest()
    var tally = TickTally(metadata: metadata, kind: kind)
    digest.update(try bytes(at: 0, count: headerLength))
    let decoder = BlockDecoder(unit: timeUnit, kind: kind)
    let block = TickBlock()
    for (number, entry) in index.blocks.enumerated() {
      try wrappingFileErrors { () throws(FileError) in try cancellation.check() }
      let bytes = try bytes(at: entry.offset, count: entry.length)
      digest.update(bytes)
      do throws(FormatFault) {
        guard bytes.count == entry.length else { throw .damaged("the file ends inside of it") }
        let header = try bytes.withBytes { (raw) throws(FormatFault) in
          try block.load(raw, number: number, entry: entry, with: decoder, wantsSizes: kind.hasSizes)
        }
        guard header.holdsLimits(of: block.quotes) else {
          throw .damaged("its lowest or highest prices are off")
        }
      } catch {
        throw fault(.block(number), at: entry.offset, error.reason)
      }
      tally.add(block.quotes, block.sizes)
      visit(block.quotes, block.sizes, entry.offset + entry.length)
    }
    return try compare(tally, digest)
  }

  private func compare(
    _ tally: TickTally, _ bytesUpToIndex: StreamingDigest
  ) throws(TickStoreError) -> TickFileInfo {
    let (counted, content) = tally.result()
    guard counted == statistics else {
      throw fault(.index, at: trailer.indexOffset, "its statistics are off")
    }
    let end = file.size - TickFileTrailer.size
    guard content == trailer.contentDigest else {
      throw fault(.contentDigest, at: end + 16, "the decoded ticks have another one")
    }
    var digest = bytesUpToIndex
    digest.update(try bytes(at: trailer.indexOffset, count: trailer.indexLength))
    let last = try bytes(at: end, count: TickFileTrailer.size)
    let digestPlace = TickFileTrailer.size - StreamingDigest.size
    digest.update(Array(last.prefix(digestPlace)))
    guard digest.finalize() == Array(last.dropFirst(digestPlace)) else {
      throw fault(.fileDigest, at: end + digestPlace, "the file's bytes have another one")
    }
    digest.update(Array(last.dropFirst(digestPlace)))
    return info(sha256: Hexadecimal.text(digest.finalize()))
  }

  private func fault(_ part: TickFileFault.Part, at offset: Int, _ reason: String) -> TickStoreError {
    .damaged(path: path, fault: TickFileFault(part, at: offset, reason))
  }

  private func bytes(at offset: Int, count: Int) throws(TickStoreError) -> [UInt8] {
    try wrappingFileErrors { () throws(FileError) in try file.read(at: offset, count: count) }
  }
}
