import JSONText
import TickStore
import TradingCore

@testable import ModeManager
@testable import SessionRecording

extension FuzzTarget {
  /// Session logs, raw and sealed, and seals. The first byte says what is put into an otherwise sound session, and
  /// whether its checksums are put right.
  static let sessions = FuzzTarget(name: "sessions") { input in
    var input = input
    let kind = input.choice(4)
    let bytes = input.all()
    try Scratch.with { folder in
      switch kind {
      case 0, 1:
        let log = kind == 0 ? bytes : SegmentRepair.repaired(bytes)
        try Scratch.write(log, to: folder + "/segment-0001.log")
        try readAndSeal(folder)
      case 2:
        try writeSession(folder)
        try Scratch.write(bytes, to: folder + "/segment-0001.seal.json")
        _ = try SessionInputs(folder)
      default:
        try writeSession(folder)
        let controls = SegmentRepair.repaired(bytes)
        try Scratch.write(controls, to: folder + "/segment-0001.controls")
        var seal = try SegmentSeal(path: folder + "/segment-0001.seal.json")
        var digest = StreamingDigest()
        digest.update(controls)
        seal.controlsDigest = Hexadecimal.text(digest.finalize())
        try Scratch.write(Array(seal.json.prettyText.utf8), to: folder + "/segment-0001.seal.json")
        _ = try SessionInputs(folder)
      }
    }
  }

  /// What a raw log holds is the same after it was sealed.
  private static func readAndSeal(_ folder: String) throws {
    let raw = try SessionInputs(folder)
    guard !raw.isTorn else { return }
    let segment = ClosedSegment(folder: SessionFolder(path: folder), number: 1)
    guard (try accepted { try segment.seal() }) != nil else { return }
    let sealed = try SessionInputs(folder)
    try expect(
      sealed.quotes == raw.quotes && sealed.controls == raw.controls, "a sealed session is another one")
  }

  /// A session of two symbols and a control.
  static func writeSession(_ folder: String, isSealed: Bool = true) throws {
    let names = ["EURUSD", "XAUUSD"].compactMap { Symbol($0) }
    let symbols = names.map { SessionSymbol(symbol: $0, digits: 2, sizeDigits: 0) }
    let start = Timestamp(nanoseconds: 1_700_000_000 * Timestamp.second)
    let writer = try SessionLogWriter(
      creating: folder, session: SessionLogWriter.Session(id: "1", symbols: symbols), at: start)
    for index in 0..<4 {
      let time = start.advanced(by: Int64(index) * Timestamp.second)
      let quote = Quote(eventTime: time, bid: Price(points: 100), ask: Price(points: 101))
      try writer.append(LoggedQuote(symbolIndex: index % 2, quote: quote, sentTime: time, receivedAt: time))
      if index == 2 { try writer.append(.control(Array("{}".utf8))) }
    }
    let closed = try writer.close()
    if isSealed { try closed.seal() }
  }
}

/// All inputs of a session.
private struct SessionInputs {
  var quotes: [Quote] = []
  var controls: [SessionEvent] = []
  var isTorn = false

  init(_ folder: String) throws {
    var reader = try SessionLogReader(folder: folder)
    let symbols = reader.symbols.count
    var isSound = true
    while try reader.next({ item in
      switch item {
      case .quotes(let index, let more, let sizes):
        isSound = isSound && index < symbols && (sizes?.count ?? more.count) == more.count
        quotes += more
      case .event(let event): controls.append(event)
      }
    }) {}
    isTorn = reader.tornTail != nil
    try expect(isSound, "quotes of no symbol, or with other sizes")
    try expect(
      reader.position == SessionPosition(quotes: quotes.count, controls: controls.count),
      "a reader at another place than its inputs end")
    var skipping = try SessionLogReader(folder: folder)
    try skipping.skip(toQuotes: quotes.count / 2)
    var rest = 0
    while try skipping.next({ if case .quotes(_, let more, _) = $0 { rest += more.count } }) {}
    try expect(rest == quotes.count - quotes.count / 2, "what follows a place depends on how it was reached")
  }
}

/// Puts right the checksums of a segment's file.
enum SegmentRepair {
  /// The bytes with the CRCs that their header and records need.
  static func repaired(_ bytes: [UInt8]) -> [UInt8] {
    guard bytes.count >= 21 else { return bytes }
    var bytes = bytes
    let length = Int(TickFileRepair.number(bytes, 12, 4))
    guard length > 20, length <= bytes.count else { return bytes }
    put(Array(bytes[..<(length - 4)]), into: &bytes, at: length - 4)
    var offset = length
    while offset + 9 <= bytes.count {
      let size = 9 + Int(TickFileRepair.number(bytes, offset + 1, 4))
      guard offset + size <= bytes.count else { break }
      put(Array(bytes[offset..<(offset + size - 4)]), into: &bytes, at: offset + size - 4)
      offset += size
    }
    return bytes
  }

  private static func put(_ covered: [UInt8], into bytes: inout [UInt8], at offset: Int) {
    TickFileRepair.put(UInt64(Checksum.crc32(covered)), 4, &bytes, offset)
  }
}
