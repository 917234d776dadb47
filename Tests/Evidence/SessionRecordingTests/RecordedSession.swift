import Foundation
import TestSupport
import TradingCore

@testable import SessionRecording

/// What a session log was given or gives back, one by one.
enum RecordedInput: Equatable {
  case quote(Int, Quote, QuoteSize?)
  case event(SessionEvent)
}

/// A session in a temporary folder and all that was put into it.
final class RecordedSession {
  static let opening = Timestamp(milliseconds: 1_795_003_200_000)

  let folder: TemporaryFolder
  var path: String { folder.file("s1") }
  private(set) var inputs: [RecordedInput] = []
  private var order: StreamOrder
  private var random: SeededGenerator
  private var clock = opening
  let symbols: [SessionSymbol]

  /// EURUSD and AUDUSD, the latter with sizes when asked for.
  init(seed: UInt64 = 1, withSizes: Bool = false) throws {
    folder = try TemporaryFolder()
    random = SeededGenerator(seed: seed)
    symbols = [("EURUSD", nil), ("AUDUSD", withSizes ? 2 : nil)].compactMap { name, sizeDigits in
      Symbol(name).map { SessionSymbol(symbol: $0, digits: 5, sizeDigits: sizeDigits) }
    }
    order = StreamOrder(symbols: symbols.map(\.symbol))
  }

  var session: SessionLogWriter.Session { SessionLogWriter.Session(id: "s1", symbols: symbols) }

  func writer(bytes: Int = 64 << 20) throws -> SessionLogWriter {
    try SessionLogWriter(
      creating: path, session: session, at: Self.opening, rotation: SessionLogWriter.Rotation(bytes: bytes))
  }

  /// Appends quotes that are often out of order between symbols, with another input now and then.
  func fill(_ writer: SessionLogWriter, quotes: Int) throws {
    for _ in 0..<quotes {
      if Int.random(in: 0..<20, using: &random) == 0 {
        let event = event()
        try writer.append(event)
        inputs.append(.event(event))
      }
      try append(writer, symbolIndex: Int.random(in: 0...1, using: &random))
    }
  }

  private func event() -> SessionEvent {
    let bytes = (0..<Int.random(in: 0..<30, using: &random)).map { _ in
      UInt8.random(in: 0...9, using: &random)
    }
    switch Int.random(in: 0..<4, using: &random) {
    case 0: return .report(bytes)
    case 1:
      clock = clock.advanced(by: Int64.random(in: 0..<9, using: &random) * Timestamp.millisecond)
      order.pass(to: clock)
      return .clock(clock)
    default: return .control(bytes)
    }
  }

  private func append(_ writer: SessionLogWriter, symbolIndex: Int) throws {
    clock = clock.advanced(by: Int64.random(in: 0..<3, using: &random) * Timestamp.millisecond)
    let bid = Price(points: 110_000 + Int64.random(in: 0..<100, using: &random))
    let sent = Quote(eventTime: clock, bid: bid, ask: bid.offset(by: 3))
    guard case .new(let time) = order.place(sent, symbolIndex: symbolIndex) else { return }
    var quote = sent
    quote.eventTime = time
    let size = QuoteSize(bidUnits: Int64.random(in: 0..<900, using: &random), askUnits: 7)
    try writer.append(
      LoggedQuote(
        symbolIndex: symbolIndex, quote: quote, sentTime: sent.eventTime, receivedAt: clock, size: size))
    inputs.append(.quote(symbolIndex, quote, symbols[symbolIndex].sizeDigits == nil ? nil : size))
  }

  var quoteCount: Int { inputs.count { if case .quote = $0 { true } else { false } } }

  /// What the stream's order is after all inputs.
  var streamOrder: StreamOrder { order }

  /// Everything the log gives back, from a place on.
  func read(from place: SessionPosition? = nil) throws -> (inputs: [RecordedInput], tornTail: TornTail?) {
    var reader = try SessionLogReader(folder: path)
    if let place { try reader.skip(to: place) }
    var found: [RecordedInput] = []
    while try reader.next({ item in
      switch item {
      case .event(let event): found.append(.event(event))
      case .quotes(let index, let quotes, let sizes):
        for (place, quote) in quotes.enumerated() { found.append(.quote(index, quote, sizes?[place])) }
      }
    }) {}
    return (found, reader.tornTail)
  }

  var names: [String] { get throws { try FileManager.default.contentsOfDirectory(atPath: path).sorted() } }

  func bytes(_ name: String = "segment-0001.log") throws -> [UInt8] {
    Array(try Data(contentsOf: URL(fileURLWithPath: path + "/" + name)))
  }

  func overwrite(_ bytes: [UInt8], _ name: String = "segment-0001.log") throws {
    try Data(bytes).write(to: URL(fileURLWithPath: path + "/" + name))
  }
}
