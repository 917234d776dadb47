import Dispatch
import FileSystem
import TradingCore

/// Encodes the blocks of a file on all cores, while the next ones are being filled.
///
/// Blocks come back in the order in which they were handed over, each with the same bytes as if it had been encoded
/// alone. Memory is bounded by `most` blocks at a time.
final class BlockPipeline {
  /// Blocks under way at most, and one more that is being filled.
  private static let most = min(8, max(2, Machine.processors + 1))

  private let kind: TickKind
  private let workers = DispatchQueue(label: "slipway.encode", qos: .userInitiated, attributes: .concurrent)
  // Ticks are counted and digested in order.
  private let counting = DispatchQueue(label: "slipway.count", qos: .userInitiated)
  private let tally: SharedTally
  /// Blocks under way, the oldest first.
  private var underWay: [BlockInMaking] = []
  private var idle: [BlockInMaking] = []

  init(metadata: TickFileMetadata, kind: TickKind) {
    self.kind = kind
    tally = SharedTally(TickTally(metadata: metadata, kind: kind))
  }

  /// Room for the ticks of another block.
  func makeRoom() -> BlockInMaking { idle.popLast() ?? BlockInMaking(kind) }

  /// Whether the oldest block has to be taken before another one is handed over.
  var isFull: Bool { underWay.count >= Self.most }

  /// Whether no block is under way.
  var isEmpty: Bool { underWay.isEmpty }

  /// Has a filled block encoded, and its ticks counted.
  func submit(_ block: BlockInMaking, number: Int, unit: TimeUnit) {
    underWay.append(block)
    let (kind, tally) = (kind, tally)
    counting.async {
      tally.value.add(block.quotes, block.sizes)
      block.parts.signal()
    }
    workers.async {
      block.encode(kind: kind, number: number, unit: unit)
      block.parts.signal()
    }
  }

  /// Waits for the oldest block and gives it to the body; its room is used again.
  ///
  /// - Precondition: there is one.
  func take<Failure: Error>(_ body: (EncodedBlock, Int) throws(Failure) -> Void) throws(Failure) {
    let block = underWay.removeFirst()
    block.parts.wait()
    block.parts.wait()
    guard let encoded = block.encoded else { preconditionFailure("a block that is done has its bytes") }
    try body(encoded, block.count)
    block.clear()
    idle.append(block)
  }

  /// The statistics over all ticks, and their digest.
  ///
  /// - Precondition: no block is under way.
  func result() -> (statistics: TickStatistics, digest: [UInt8]) {
    precondition(isEmpty, "every block was taken")
    return tally.value.result()
  }
}

/// A tally that one queue adds to, and that is read when nothing is queued any more.
private final class SharedTally: @unchecked Sendable {
  var value: TickTally

  init(_ value: TickTally) { self.value = value }
}

/// The ticks of a block, and what encodes them.
///
/// Unchecked `Sendable`: whoever fills it hands it over, and waits for `parts` before touching it again.
final class BlockInMaking: @unchecked Sendable {
  // Private, so that the compiler need not check at each tick who else is at it.
  private var filled = 0
  /// What it was encoded to.
  private(set) var encoded: EncodedBlock?
  /// Signaled once when the ticks were counted and once when they were encoded.
  fileprivate let parts = DispatchSemaphore(value: 0)
  private let quoteRoom = UnsafeMutablePointer<Quote>.allocate(capacity: BlockHeader.capacity)
  private let sizeRoom: UnsafeMutablePointer<QuoteSize>?
  private let encoder = BlockEncoder()

  fileprivate init(_ kind: TickKind) {
    sizeRoom = kind.hasSizes ? .allocate(capacity: BlockHeader.capacity) : nil
  }

  deinit {
    quoteRoom.deallocate()
    sizeRoom?.deallocate()
  }

  /// Ticks in it.
  var count: Int { filled }

  /// The ticks.
  var quotes: UnsafeBufferPointer<Quote> { UnsafeBufferPointer(start: quoteRoom, count: count) }

  /// The sizes beside them, where the kind has them.
  var sizes: UnsafeBufferPointer<QuoteSize>? { sizeRoom.map { UnsafeBufferPointer(start: $0, count: count) } }

  /// Whether no tick fits any more.
  var isFull: Bool { count == BlockHeader.capacity }

  /// Adds a tick.
  ///
  /// - Precondition: it is not full.
  @inline(__always)
  func append(_ quote: Quote, _ size: QuoteSize?) {
    quoteRoom[filled] = quote
    if let size, let sizeRoom { sizeRoom[filled] = size }
    filled &+= 1
  }

  fileprivate func encode(kind: TickKind, number: Int, unit: TimeUnit) {
    encoded = encoder.encode(quotes, sizes: sizes, kind: kind, number: number, unit: unit)
  }

  fileprivate func clear() {
    filled = 0
    encoded = nil
  }
}
