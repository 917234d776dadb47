import TradingCore

/// Watches a merge of inputs for stretches of time that two of them hold.
///
/// Looking costs a comparison a batch; only where two inputs meet they are read once more, to say what they have in
/// common.
struct InputMeetings {
  private let symbol: Symbol
  private let policy: OverlapPolicy
  private let opener: FileOpener
  /// The last instant of each input that has come so far.
  private var tails: [Int: [Quote]] = [:]
  /// Inputs, by place, whose meeting with each later one was looked at, up to this one.
  private var lookedAt: [Int: Int] = [:]
  /// Inputs that were merged although they hold the same stretch.
  private(set) var overlaps: [TickOverlap] = []

  init(symbol: Symbol, policy: OverlapPolicy, opener: FileOpener) {
    self.symbol = symbol
    self.policy = policy
    self.opener = opener
  }

  /// Takes the batch that the merge has just given.
  ///
  /// - Throws: `data` with `overlap` where the policy refuses it; what reading the inputs again throws.
  mutating func look(at batch: TickBatch, of merge: QuoteMerge) throws(ImportError) {
    guard policy != .keep, merge.sources.count > 1, let last = batch.quotes.last else { return }
    let place = merge.lastFile
    if tails[place] == nil { try lookAtStart(of: place, batch.quotes, merge) }
    // Files stand by their first ticks, so that only later ones can begin inside of this one.
    var other = lookedAt[place] ?? place + 1
    while other < merge.sources.count, merge.sources[other].first < last.eventTime {
      try meet(place, other, merge)
      other += 1
    }
    lookedAt[place] = other
    let before = tails[place]?.filter { $0.eventTime == last.eventTime } ?? []
    let start = batch.quotes.lastIndex { $0.eventTime != last.eventTime }
    tails[place] = (start == nil ? before : []) + batch.quotes[((start ?? -1) + 1)...]
  }

  /// A file may begin at the instant at which another one ends, but not with the same ticks.
  private mutating func lookAtStart(
    of place: Int, _ quotes: [Quote], _ merge: QuoteMerge
  ) throws(ImportError) {
    guard let first = quotes.first else { return }
    let head = Array(quotes.prefix { $0.eventTime == first.eventTime })
    for (earlier, tail) in tails.sorted(by: { $0.key < $1.key })
    where tail == head && lookedAt[earlier, default: 0] <= place {
      try meet(earlier, place, merge)
    }
  }

  private mutating func meet(_ first: Int, _ second: Int, _ merge: QuoteMerge) throws(ImportError) {
    let sources = (merge.sources[first], merge.sources[second])
    var overlap = TickOverlap(
      symbol: symbol, first: sources.0.item.name, second: sources.1.item.name, from: sources.1.first,
      to: sources.1.first)
    guard let left = try opener.open(sources.0.item), let right = try opener.open(sources.1.item) else {
      return
    }
    let steps = (
      QuoteSteps(left.reader, from: overlap.from), QuoteSteps(right.reader, from: overlap.from)
    )
    var common = CommonTicks()
    try common.countUntilOneEnds(
      { () throws(ImportError) in try steps.0.next() }, { () throws(ImportError) in try steps.1.next() })
    guard common.first > 0, common.second > 0 else { return }
    (overlap.firstTicks, overlap.secondTicks) = (common.first, common.second)
    overlap.sameTicks = common.same
    overlap.to = common.last
    if policy == .refuse || overlap.isSame {
      throw .data(ImportPlace(path: overlap.second), .overlap(overlap))
    }
    overlaps.append(overlap)
  }
}

/// The ticks of a reader from a time on, one by one.
private final class QuoteSteps {
  private let reader: any QuoteReader
  private let from: Timestamp
  private var batch = TickBatch()
  private var position = 0

  init(_ reader: any QuoteReader, from: Timestamp) {
    self.reader = reader
    self.from = from
  }

  func next() throws(ImportError) -> Quote? {
    while true {
      if position == batch.quotes.count {
        batch.removeAll()
        position = 0
        try reader.read(into: &batch, limit: 4_096)
        if batch.quotes.isEmpty { return nil }
      }
      position += 1
      if batch.quotes[position - 1].eventTime >= from { return batch.quotes[position - 1] }
    }
  }
}
