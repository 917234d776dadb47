package import FileSystem
package import TradingCore

/// Ticks of one or more files in one stream: by time, then symbol name, then file by first tick, then position
/// in the file. The order in which the files are named makes no difference.
///
/// Ticks come in runs of one symbol, parts of decoded blocks that are not copied; a single file, or files that
/// follow each other in time, come in whole blocks. Files are opened when their time comes, so that memory does
/// not grow with their number.
package final class MergedTicks {
  /// Neighboring ticks of one symbol.
  package struct Run {
    /// The place of the symbol in `symbols`.
    package var symbolIndex: Int
    /// The ticks; valid until the next call of `next`.
    package var quotes: UnsafeBufferPointer<Quote>
    /// The sizes beside them, as many and as long valid, in the units asked for; `nil` when nobody asked or the
    /// file has none.
    package var sizes: UnsafeBufferPointer<QuoteSize>?
  }

  /// The symbols of the files, by name.
  package let symbols: [Symbol]
  /// The files in the order in which equal times are taken.
  package let paths: [String]
  /// The symbol of each file, in the same order.
  package let fileSymbols: [Symbol]
  /// The content digests of the files, in the same order, in hex.
  package let contentDigests: [String]
  /// Files without the sizes that were asked for; all of them when nobody asked.
  package let pathsWithoutSizes: [String]
  /// Ticks in all the files, whatever the range of times.
  package let totalTicks: Int
  /// From the first tick of the range to the last, by what the files say of themselves: bounds, and not ticks, where the
  /// range cuts a file; `nil` where there are none.
  package let span: (first: Timestamp, last: Timestamp)?
  /// Stretches of time that two files of one symbol both have ticks of; empty where such files are refused or kept
  /// without a look.
  package let overlaps: [TickOverlap]

  /// Files still to be opened, the next one last.
  private var waiting: [MergeSource]
  private var active: [MergeSource] = []
  private var current: MergeSource?
  private var currentCount = 0

  /// Ticks of the half-open range `[from, to)` of several files.
  ///
  /// `digits` gives the digits prices shall have for a symbol; files with fewer are scaled exactly. With
  /// `decodesAhead` blocks are decoded on another thread. `sizeDigits` asks for sizes: it gives the digits they
  /// shall have, or `nil` for a symbol whose sizes are not wanted; finer ones are rounded down.
  /// `overlapping` says what is done about files of one symbol that hold the same stretch of the range;
  /// `cancellation` is asked while that is found out.
  /// - Throws: `noTicks` without files; `noQuotes` for a file of trades; `mismatch` when a file has more digits
  ///   than its symbol or the symbol has none; `overlap`; what opening the files throws.
  package init(
    paths: [String], from: Timestamp = .distantPast, to: Timestamp = .distantFuture,
    decodesAhead: Bool = true, overlapping: OverlapPolicy = .keep, cancellation: Cancellation = .never,
    sizeDigits: ((Symbol) -> Int?)? = nil, digits: (Symbol) -> Int?
  ) throws(TickStoreError) {
    guard !paths.isEmpty else { throw .noTicks(path: "no files") }
    var sources: [MergeSource] = []
    for path in paths {
      let source = try MergeSource(path: path, digits: digits, sizeDigits: sizeDigits)
      source.range = (from, to)
      source.decodesAhead = decodesAhead
      sources.append(source)
    }
    sources.sort { $0.identity < $1.identity }
    overlaps = try OverlapCheck(
      policy: overlapping, range: (from, to), cancellation: cancellation
    ).overlaps(
      among: sources.map(\.overlapSource))
    symbols = sources.reduce(into: []) { names, source in
      if names.last != source.symbol { names.append(source.symbol) }
    }
    for (rank, source) in sources.enumerated() {
      source.rank = rank
      source.symbolIndex = symbols.firstIndex(of: source.symbol) ?? 0
    }
    self.paths = sources.map(\.path)
    fileSymbols = sources.map(\.symbol)
    pathsWithoutSizes = sources.filter { sizeDigits == nil || $0.lacksSizes }.map(\.path)
    contentDigests = sources.map(\.contentDigest)
    totalTicks = sources.reduce(0) { $0 + $1.tickCount }
    let within = sources.map(\.identity).filter { $0.last >= from && $0.first < to && $0.first <= $0.last }
    span = within.map { max($0.first, from) }.min().flatMap { first in
      within.map { min($0.last, to) }.max().map { (first, $0) }
    }
    waiting = sources.sorted { $1.place < $0.place }
  }

  /// The next ticks.
  ///
  /// - Returns: `nil` at the end.
  /// - Throws: `damaged`, naming the file and block; `mismatch` when a price or size does not fit after scaling;
  ///   `file`.
  package func next() throws(TickStoreError) -> Run? {
    if let source = current {
      current = nil
      if try source.advance(by: currentCount) { active.append(source) }
    }
    try openDue()
    guard let first = active.indices.min(by: { active[$0].place < active[$1].place }) else { return nil }
    let source = active.remove(at: first)
    var limit = active.map(\.place).min()
    if let place = waiting.last?.place, limit.map({ place < $0 }) ?? true { limit = place }
    let quotes = limit.map { source.quotes(before: $0) } ?? source.quotes
    current = source
    currentCount = quotes.count
    let sizes = source.sizes.map { UnsafeBufferPointer(rebasing: $0[..<quotes.count]) }
    return Run(symbolIndex: source.symbolIndex, quotes: quotes, sizes: sizes)
  }

  /// Opens the files whose first tick comes before every tick at hand.
  private func openDue() throws(TickStoreError) {
    while let source = waiting.last {
      if let earliest = active.map(\.place).min(), earliest < source.place { return }
      waiting.removeLast()
      if try source.open() { active.append(source) }
    }
  }
}

/// Where a tick stands in the merged order.
struct MergePlace: Comparable {
  var time: Timestamp
  var rank: Int

  static func < (left: MergePlace, right: MergePlace) -> Bool {
    (left.time, left.rank) < (right.time, right.rank)
  }
}

/// One file of a merge.
final class MergeSource {
  let path: String
  let symbol: Symbol
  let contentDigest: String
  let tickCount: Int
  /// Whether sizes are wanted and not there.
  let lacksSizes: Bool
  /// What orders files whatever their names: symbol, first and last tick, contents.
  let identity: Identity
  var rank = 0
  var symbolIndex = 0
  var range = (from: Timestamp.distantPast, to: Timestamp.distantFuture)
  var decodesAhead = true

  private let factor: Int64
  /// Digits of the sizes in the file and of those wanted, when sizes are wanted and there.
  private let sizeScale: (from: Int, to: Int)?
  private var source: (any TickBlockSource)?
  private var block: TickBlock?

  init(
    path: String, digits: (Symbol) -> Int?, sizeDigits: ((Symbol) -> Int?)?
  ) throws(TickStoreError) {
    let reader = try TickFileReader(path: path)
    try reader.requireQuotes()
    self.path = path
    symbol = reader.metadata.symbol
    contentDigest = reader.contentDigest
    tickCount = reader.statistics.ticks
    identity = Identity(
      symbol: symbol, first: reader.statistics.first, last: reader.statistics.last, digest: contentDigest)
    guard let wanted = digits(symbol) else {
      throw .mismatch(path: path, reason: "there is no instrument \(symbol)")
    }
    guard reader.metadata.digits <= wanted else {
      throw .mismatch(
        path: path,
        reason: "its prices have \(reader.metadata.digits) digits and \(symbol) has \(wanted)")
    }
    factor = WideArithmetic.powerOfTen(min(18, wanted - reader.metadata.digits))
    let from = reader.metadata.sizeDigits
    lacksSizes = !reader.kind.hasSizes && sizeDigits?(symbol) != nil
    sizeScale = reader.kind.hasSizes ? sizeDigits?(symbol).map { (from, $0) } : nil
  }

  /// What the check for overlaps looks at.
  var overlapSource: OverlapCheck.Source {
    OverlapCheck.Source(
      path: path, symbol: symbol, first: identity.first, last: identity.last, digest: contentDigest)
  }

  /// Where the next tick stands; before the file is open, a lower bound.
  var place: MergePlace {
    MergePlace(time: block?.quotes.first?.eventTime ?? max(identity.first, range.from), rank: rank)
  }

  /// The ticks of the current block that are left.
  var quotes: UnsafeBufferPointer<Quote> { block?.quotes ?? UnsafeBufferPointer(start: nil, count: 0) }

  /// The sizes beside them, when wanted and there.
  var sizes: UnsafeBufferPointer<QuoteSize>? { block?.sizes }

  /// Those of them that come before the place.
  func quotes(before limit: MergePlace) -> UnsafeBufferPointer<Quote> {
    let quotes = quotes
    // At equal times the lower rank goes first, with all its ticks of that time.
    let end = rank < limit.rank ? limit.time.advanced(by: 1) : limit.time
    // Runs are short when symbols interleave, so the search starts near and widens.
    var reach = 1
    while reach < quotes.count, quotes[reach].eventTime < end { reach *= 2 }
    let near = UnsafeBufferPointer(rebasing: quotes[..<min(reach, quotes.count)])
    return UnsafeBufferPointer(rebasing: quotes[..<near.firstIndex(at: end)])
  }

  /// Opens the file at its first tick in the range.
  ///
  /// - Returns: whether there is one.
  func open() throws(TickStoreError) -> Bool {
    let reader = try TickFileReader(path: path)
    let withSizes = sizeScale != nil
    source =
      decodesAhead
      ? DecodeAheadReader(reader.makeCursor(from: range.from, to: range.to, withSizes: withSizes))
      : reader.makeCursor(from: range.from, to: range.to, withSizes: withSizes)
    return try loadBlock()
  }

  /// Steps over ticks, to the next block when need be.
  ///
  /// - Returns: whether there are more.
  func advance(by count: Int) throws(TickStoreError) -> Bool {
    block?.dropFirst(count)
    return quotes.isEmpty ? try loadBlock() : true
  }

  private func loadBlock() throws(TickStoreError) -> Bool {
    var room = block ?? TickBlock()
    block = nil
    guard let source, try source.nextBlock(into: &room) else {
      source = nil
      return false
    }
    if factor != 1, !room.scalePrices(by: factor) {
      throw .mismatch(path: path, reason: "a price of 2^40 points or more in \(symbol)'s digits")
    }
    if let sizeScale, sizeScale.from != sizeScale.to {
      let factor = WideArithmetic.powerOfTen(min(18, max(0, sizeScale.to - sizeScale.from)))
      let divisor = WideArithmetic.powerOfTen(min(18, max(0, sizeScale.from - sizeScale.to)))
      if !room.scaleSizes(by: factor, dividingBy: divisor) {
        throw .mismatch(path: path, reason: "a size of 2^53 units or more in \(symbol)'s digits")
      }
    }
    block = room
    return true
  }

  struct Identity: Comparable {
    var symbol: Symbol
    var first: Timestamp
    var last: Timestamp
    var digest: String

    static func < (left: Identity, right: Identity) -> Bool {
      (left.symbol, left.first, left.last, left.digest) < (
        right.symbol, right.first, right.last, right.digest
      )
    }
  }
}
