import Journal
import SessionRecording
import TestSupport
import TradingCore

extension SeededProperty {
  /// What is stored of bots that run.
  static let streams = [
    SeededProperty(
      "arrival", "a naive merge of a live stream's files gives the order of arrival back", seen: "quotes",
      check: arrival),
    SeededProperty(
      "batches", "events of every case come back from their bytes, at the extremes of every field too",
      seen: "events", check: batches),
  ]

  private static func arrival(_ seed: UInt64) -> Outcome {
    let symbols = ["EURUSD", "GBPUSD", "AUDUSD"].map { Known.instrument($0).symbol }
    var random = SeededGenerator(seed: seed)
    var order = StreamOrder(symbols: symbols)
    var arrived: [(symbolIndex: Int, quote: Quote)] = []
    var clock: Int64 = 1_000_000
    for number in 0..<400 {
      clock += [0, 0, 1, 1, 2, 5_000].randomElement(using: &random) ?? 0
      let sent = clock - (Int64.random(in: 0...9, using: &random) == 0 ? 3 : 0)
      let index = Int.random(in: 0...2, using: &random)
      var quote = Quote(
        eventTime: Timestamp(nanoseconds: sent), bid: Price(points: Int64(number)),
        ask: Price(points: Int64(number) + 2))
      guard case .new(let time) = order.place(quote, symbolIndex: index) else { continue }
      guard time.nanoseconds >= sent else { return .fails("quote \(number) is kept before it was sent") }
      quote.eventTime = time
      arrived.append((index, quote))
    }
    // One file a symbol, each with its quotes in order of arrival.
    let files = symbols.indices.map { index in arrived.filter { $0.symbolIndex == index } }
    let merged = files.flatMap { $0.enumerated() }.sorted { left, right in
      let (a, b) = (left.element, right.element)
      if a.quote.eventTime != b.quote.eventTime { return a.quote.eventTime < b.quote.eventTime }
      if a.symbolIndex != b.symbolIndex { return symbols[a.symbolIndex] < symbols[b.symbolIndex] }
      return left.offset < right.offset
    }
    let differs = zip(merged, arrived).enumerated().first { $1.0.element.quote != $1.1.quote }
    if let differs { return .fails("quote \(differs.offset) arrived elsewhere") }
    return .holds(seen: arrived.count)
  }

  private static func batches(_ seed: UInt64) throws -> Outcome {
    var random = RandomEvents(seed: seed)
    let events = (0..<Int(random.number(below: 80))).map { _ in random.event() }
    let (evidence, first) = (Int64(random.number(below: 1_000)), Int(random.number(below: 1 << 40)) + 1)
    let bytes = BotEventBatch.encode(events, evidence: evidence, firstNumber: first)
    let batch = try BotEventBatch.decode(bytes)
    let head = batch.header
    guard batch.events == events else { return .fails("other events") }
    guard head.evidence == evidence, head.firstNumber == first, head.count == events.count,
      try BotEventBatch.header(of: bytes) == head
    else { return .fails("another header: \(head)") }
    guard BotEventBatch.encode(batch.events, evidence: evidence, firstNumber: first) == bytes else {
      return .fails("other bytes")
    }
    return .holds(seen: events.count)
  }
}
