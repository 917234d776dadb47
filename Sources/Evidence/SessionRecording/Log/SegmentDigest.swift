package import FileSystem
import TickStore
import TradingCore

/// What a segment of a recording consists of, whatever form it is in: sealing it changes nothing about it.
package struct SegmentDigest: Sendable, Hashable {
  /// Which segment of the session, from 1.
  package let segment: Int
  /// Quotes in it.
  package let quotes: Int
  /// Inputs besides quotes in it.
  package let controls: Int
  /// SHA-256 over them in hexadecimal, in order: of each quote its symbol's index, its time in ns, bid and ask in points and
  /// its sizes where there are any, of any other input the bytes of its record.
  package let text: String

  /// A digest of its parts.
  package init(segment: Int, quotes: Int, controls: Int, text: String) {
    (self.segment, self.quotes, self.controls, self.text) = (segment, quotes, controls, text)
  }
}

extension SessionLogReader {
  private static let chunk = 1 << 16

  /// How many segments a session has; none without a recording.
  ///
  /// - Throws: `segmentMissing` when one before the last is gone, `file`.
  package static func segmentCount(folder path: String) throws(SessionLogError) -> Int {
    try SessionFolder(path: path).segmentCount()
  }

  /// Reads a segment and gives what it consists of.
  ///
  /// `cancellation`: asked between stretches of it.
  /// - Throws: `damaged`, `unsupported`, `ticks` or `file`.
  package static func digest(
    ofSegment number: Int, folder path: String, cancellation: Cancellation = .never
  ) throws(SessionLogError) -> SegmentDigest {
    let folder = SessionFolder(path: path)
    let isLast = try folder.segmentCount() <= number
    let header: SegmentHeader
    let source: any SegmentSource
    if try folder.isSealed(number) {
      let sealed = try SealedSegment(folder, try SegmentSeal(path: folder.seal(number)))
      (header, source) = (sealed.header, sealed)
    } else {
      let raw = try RawSegment(path: folder.log(number), mayBeTorn: isLast)
      (header, source) = (raw.header, raw)
    }
    var digest = StreamingDigest()
    var bytes = LogBytes()
    bytes.append(contentsOf: "slipway.recording.v1\0".utf8)
    bytes.append(header.sessionID)
    bytes.append(UInt64(truncatingIfNeeded: number))
    for symbol in header.symbols {
      bytes.append(symbol.symbol.name)
      bytes.append(Int64(symbol.digits))
      bytes.append(Int64(symbol.sizeDigits ?? -1))
    }
    while try source.advance() {
      bytes.append(source.current, after: source.position.quotes)
      guard bytes.bytes.count >= chunk else { continue }
      digest.update(bytes.bytes)
      bytes.removeAll()
      do throws(FileError) { try cancellation.check() } catch { throw .file(error) }
    }
    digest.update(bytes.bytes)
    return SegmentDigest(
      segment: number, quotes: source.position.quotes - header.start.quotes,
      controls: source.position.controls - header.start.controls, text: Hexadecimal.text(digest.finalize()))
  }
}

extension LogBytes {
  /// An item of a segment that stands behind so many quotes of the session.
  fileprivate mutating func append(_ item: SegmentItem, after count: Int) {
    switch item {
    case .event(let event):
      append(UInt8(1))
      append(contentsOf: event.record(afterQuotes: count))
    case .quotes(let index, let quotes, let sizes):
      for (place, quote) in quotes.enumerated() {
        append(UInt8(0))
        append(UInt32(truncatingIfNeeded: index))
        append(quote.eventTime.nanoseconds)
        append(quote.bid.points)
        append(quote.ask.points)
        guard let sizes else { continue }
        append(sizes[place].bidUnits)
        append(sizes[place].askUnits)
      }
    }
  }
}
