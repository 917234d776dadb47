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
  // Room for sizes is made when they are first asked for.
  private var sizeStorage: UnsafeMutablePointer<QuoteSize>?
  private var holdsSizes = false
  private var range = 0..<0

  /// An empty block.
  package init() {}

  deinit {
    storage.deallocate()
    sizeStorage?.deallocate()
  }

  /// The ticks, in order of time; valid until the block is filled again or dropped.
  package var quotes: UnsafeBufferPointer<Quote> {
    UnsafeBufferPointer(start: storage + range.lowerBound, count: range.count)
  }

  /// The sizes beside `quotes`, as many and as long valid; `nil` when the file has none or the cursor was not
  /// asked for them. In units of 10^-sizeDigits of the file, or as `MergedTicks` was asked for. Of trades, the
  /// first is the size and the second the aggressor.
  package var sizes: UnsafeBufferPointer<QuoteSize>? {
    guard holdsSizes, let sizeStorage else { return nil }
    return UnsafeBufferPointer(start: sizeStorage + range.lowerBound, count: range.count)
  }

  /// The ticks as trades; empty unless the file holds trades and the cursor was asked for sizes.
  package var trades: [TradeTick] {
    guard let sizes else { return [] }
    return zip(quotes, sizes).map { TradeTick(quote: $0, pair: $1) }
  }

  @discardableResult
  func decode(
    _ bytes: UnsafeRawBufferPointer, number: Int, with decoder: BlockDecoder, wantsSizes: Bool = false
  ) throws(FormatFault) -> BlockHeader {
    range = 0..<0
    holdsSizes = false
    if wantsSizes, sizeStorage == nil {
      sizeStorage = UnsafeMutablePointer<QuoteSize>.allocate(capacity: BlockHeader.capacity)
    }
    let header = try decoder.decode(
      bytes, number: number, into: storage, sizes: wantsSizes ? sizeStorage : nil)
    holdsSizes = wantsSizes
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

  /// Multiplies, then divides every size, rounding down: less than a unit can't be traded.
  ///
  /// - Returns: `false` when a size leaves its bounds; the sizes are unusable then.
  func scaleSizes(by factor: Int64, dividingBy divisor: Int64) -> Bool {
    guard holdsSizes, let sizeStorage else { return true }
    var outside = false
    for index in range {
      let (bid, bidOverflow) = sizeStorage[index].bidUnits.multipliedReportingOverflow(by: factor)
      let (ask, askOverflow) = sizeStorage[index].askUnits.multipliedReportingOverflow(by: factor)
      let scaled = QuoteSize(bidUnits: bid / divisor, askUnits: ask / divisor)
      outside =
        outside || bidOverflow || askOverflow || max(scaled.bidUnits, scaled.askUnits) >= SizeColumns.limit
      sizeStorage[index] = scaled
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
