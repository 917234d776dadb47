import FileSystem
import TradingCore

/// Looks for tick files of one symbol that hold the same stretch of time.
///
/// What the headers and indexes say decides nearly always; blocks are read where files touch or one lies inside of
/// the other, and to count what an overlap amounts to.
struct OverlapCheck {
  /// What decides whether files can overlap at all.
  struct Source {
    var path: String
    var symbol: Symbol
    var first: Timestamp
    var last: Timestamp
    var digest: String
  }

  let policy: OverlapPolicy
  /// The half-open range of times that is read.
  let range: (from: Timestamp, to: Timestamp)
  let cancellation: Cancellation

  /// The overlaps among files.
  ///
  /// - Precondition: sorted by symbol, then first tick.
  /// - Throws: `overlap` where the policy refuses it; what reading the files throws.
  func overlaps(among sources: [Source]) throws(TickStoreError) -> [TickOverlap] {
    guard policy != .keep else { return [] }
    var found: [TickOverlap] = []
    // Those that reach beyond the first tick of the one looked at.
    var open: [Source] = []
    for source in sources {
      open.removeAll { $0.symbol != source.symbol || $0.last < source.first }
      for earlier in open {
        guard let overlap = try overlap(earlier, source) else { continue }
        if policy == .refuse || overlap.isSame { throw .overlap(overlap) }
        found.append(overlap)
      }
      open.append(source)
    }
    return found
  }

  private func overlap(_ first: Source, _ second: Source) throws(TickStoreError) -> TickOverlap? {
    var overlap = TickOverlap(
      symbol: first.symbol, first: first.path, second: second.path, from: second.first,
      to: min(first.last, second.last))
    if first.digest != second.digest {
      overlap.from = max(overlap.from, range.from)
      overlap.to = min(overlap.to, range.to.advanced(by: -1))
      guard overlap.from <= overlap.to else { return nil }
      // A file may lie in a gap of another one.
      guard try hasTicks(first.path, overlap), try hasTicks(second.path, overlap) else { return nil }
    }
    try count(&overlap)
    // Files that follow each other may meet at an instant, as long as it is not the same one in both.
    let isTouch = first.last == second.first
    let isEqual = overlap.sameTicks == overlap.firstTicks && overlap.sameTicks == overlap.secondTicks
    return isTouch && !isEqual ? nil : overlap
  }

  private func cursor(_ path: String, _ overlap: TickOverlap) throws(TickStoreError) -> TickCursor {
    try TickFileReader(path: path).makeCursor(from: overlap.from, to: overlap.to.advanced(by: 1))
  }

  private func hasTicks(_ path: String, _ overlap: TickOverlap) throws(TickStoreError) -> Bool {
    var block = TickBlock()
    return try cursor(path, overlap).nextBlock(into: &block)
  }

  private func count(_ overlap: inout TickOverlap) throws(TickStoreError) {
    let first = TickSteps(try cursor(overlap.first, overlap), cancellation)
    let second = TickSteps(try cursor(overlap.second, overlap), cancellation)
    let factors = try scales(overlap)
    var common = CommonTicks()
    try common.count(
      { () throws(TickStoreError) in try first.next(scaledBy: factors.0) },
      { () throws(TickStoreError) in try second.next(scaledBy: factors.1) })
    (overlap.firstTicks, overlap.secondTicks) = (common.first, common.second)
    overlap.sameTicks = common.same
  }

  /// What brings the prices of both to the same number of digits.
  private func scales(_ overlap: TickOverlap) throws(TickStoreError) -> (Int64, Int64) {
    let first = try TickFileReader(path: overlap.first).metadata.digits
    let second = try TickFileReader(path: overlap.second).metadata.digits
    return (
      WideArithmetic.powerOfTen(max(0, second - first)), WideArithmetic.powerOfTen(max(0, first - second))
    )
  }
}

/// The ticks of a cursor, one by one.
private final class TickSteps {
  private let cursor: TickCursor
  private let cancellation: Cancellation
  private var block = TickBlock()
  private var position = 0

  init(_ cursor: TickCursor, _ cancellation: Cancellation) {
    self.cursor = cursor
    self.cancellation = cancellation
  }

  /// The next tick; prices are only compared, so that what overflows does no harm.
  func next(scaledBy factor: Int64) throws(TickStoreError) -> Quote? {
    if position == block.quotes.count {
      do throws(FileError) { try cancellation.check() } catch { throw .file(error) }
      guard try cursor.nextBlock(into: &block) else { return nil }
      position = 0
    }
    var quote = block.quotes[position]
    position += 1
    quote.bid = Price(points: quote.bid.points &* factor)
    quote.ask = Price(points: quote.ask.points &* factor)
    return quote
  }
}
