package import TradingCore

/// Room for the ticks of one block, used again for block after block.
///
/// Unchecked `Sendable`: a block is filled by one thread, then handed to another one, and never in use by two.
package final class TickBlock: @unchecked Sendable {
  /// Most ticks a block can hold.
  package static let capacity = BlockHeader.capacity

  /// The number of the block in its file, from 0.
  package private(set) var number = 0
  private let storage = UnsafeMutablePointer<Quote>.allocate(capacity: BlockHeader.capacity)
  private var range = 0..<0

  /// An empty block.
  package init() {}

  deinit { storage.deallocate() }

  /// The ticks, in order of time; valid until the block is filled again or dropped.
  package var quotes: UnsafeBufferPointer<Quote> {
    UnsafeBufferPointer(start: storage + range.lowerBound, count: range.count)
  }

  @discardableResult
  func decode(
    _ bytes: UnsafeRawBufferPointer, number: Int, with decoder: BlockDecoder
  ) throws(FormatFault) -> BlockHeader {
    range = 0..<0
    let header = try decoder.decode(bytes, number: number, into: storage)
    self.number = number
    range = 0..<header.count
    return header
  }

  /// Drops the first ticks.
  func dropFirst(_ count: Int) { range = range.dropFirst(count) }

  /// Keeps the ticks of the half-open range only.
  func trim(from: Timestamp, to: Timestamp) {
    let quotes = quotes
    let end = quotes.firstIndex(at: to)
    let start = min(quotes.firstIndex(at: from), end)
    range = (range.lowerBound + start)..<(range.lowerBound + end)
  }

  /// Multiplies every price, to give the ticks more digits.
  ///
  /// - Returns: `false` when a price leaves its bounds; the ticks are unusable then.
  func scalePrices(by factor: Int64) -> Bool {
    var outside = false
    for index in range {
      let (bid, bidOverflow) = storage[index].bid.points.multipliedReportingOverflow(by: factor)
      let (ask, askOverflow) = storage[index].ask.points.multipliedReportingOverflow(by: factor)
      let limit = Price.magnitudeLimit.magnitude
      outside = outside || bidOverflow || askOverflow || bid.magnitude >= limit || ask.magnitude >= limit
      storage[index].bid = Price(points: bid)
      storage[index].ask = Price(points: ask)
    }
    return !outside
  }
}

extension UnsafeBufferPointer<Quote> {
  /// The index of the first tick at or after the time; the count when there is none.
  func firstIndex(at time: Timestamp) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if self[middle].eventTime < time { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

/// Something that gives ticks block by block, in order of time.
package protocol TickBlockSource: AnyObject {
  /// Fills the block with the next ticks, or puts a full one in its place.
  ///
  /// - Returns: `false` at the end; the block then has no meaning.
  /// - Throws: `damaged`, naming the block, or `file`.
  func nextBlock(into block: inout TickBlock) throws(TickStoreError) -> Bool
}
