/// What is of interest in one message of Binance's websocket streams, combined (`{"stream":…,"data":{…}}`) or raw.
///
/// Source: Binance's API documentation, "Web Socket Streams" for spot and USDⓈ-M futures.
struct BinanceMessage {
  /// The kind of message by the name of its stream or event: `bookTicker`, `trade`, `aggTrade`, `depth` …
  private(set) var kind: ByteField?
  private(set) var symbol: ByteField?
  private(set) var bid: ByteField?
  private(set) var bidSize: ByteField?
  private(set) var ask: ByteField?
  private(set) var askSize: ByteField?
  private(set) var price: ByteField?
  private(set) var quantity: ByteField?
  private(set) var buyerIsMaker: ByteField?
  /// `MARKET`, or what made a trade that no order book saw, on futures.
  private(set) var origin: ByteField?
  private var sawUpdate = false

  /// Reads a message.
  ///
  /// - Throws: `malformedMessage`. Of messages whose stream says that they can't be of interest, only the end is
  ///   looked at.
  init(_ bytes: ByteField) throws(ImportFault) {
    guard bytes.last == UInt8(ascii: "}") else { throw .malformedMessage("it ends too early") }
    var members = try JSONMembers(bytes)
    while let (name, value) = try members.next() {
      if name.elementsEqual("stream".utf8) {
        kind = Self.kind(ofStream: Self.text(bytes, value))
        if let kind, !Self.isWanted(kind) { return }
      } else if name.elementsEqual("data".utf8), bytes[value.lowerBound] == UInt8(ascii: "{") {
        var inner = try JSONMembers(bytes, at: value.lowerBound)
        while let (name, value) = try inner.next() { take(name, Self.text(bytes, value)) }
      } else {
        take(name, Self.text(bytes, value))
      }
    }
    try members.finish()
    if kind == nil, sawUpdate, bid != nil, bidSize != nil { kind = Self.bookTicker }
  }

  private static func isWanted(_ kind: ByteField) -> Bool {
    ["bookTicker", "trade", "aggTrade"].contains { kind.elementsEqual($0.utf8) }
  }

  /// `btcusdt@depth@100ms` is of kind `depth`, `!bookTicker` a bookTicker of all symbols.
  private static func kind(ofStream name: ByteField) -> ByteField {
    if name.first == UInt8(ascii: "!") { return ByteField(rebasing: name[1...]) }
    let start = name.firstIndex(of: UInt8(ascii: "@")).map { $0 + 1 } ?? 0
    let rest = name[start...]
    return ByteField(rebasing: rest[..<(rest.firstIndex(of: UInt8(ascii: "@")) ?? rest.endIndex)])
  }

  /// A value without the quotes around a string.
  private static func text(_ bytes: ByteField, _ value: Range<Int>) -> ByteField {
    let isString = bytes[value.lowerBound] == UInt8(ascii: "\"")
    return ByteField(rebasing: isString ? bytes[value.dropFirst().dropLast()] : bytes[value])
  }

  private mutating func take(_ name: ByteField, _ value: ByteField) {
    guard name.count == 1 else {
      if kind == nil, name.elementsEqual("lastUpdateId".utf8) { kind = Self.snapshot }
      return
    }
    switch name[0] {
    case UInt8(ascii: "e"): kind = value
    case UInt8(ascii: "s"): symbol = value
    case UInt8(ascii: "u"): sawUpdate = true
    case UInt8(ascii: "b"): bid = value
    case UInt8(ascii: "B"): bidSize = value
    case UInt8(ascii: "a"): ask = value
    case UInt8(ascii: "A"): askSize = value
    case UInt8(ascii: "p"): price = value
    case UInt8(ascii: "q"): quantity = value
    case UInt8(ascii: "m"): buyerIsMaker = value
    case UInt8(ascii: "X"): origin = value
    default: break
    }
  }

  private static var bookTicker: ByteField { field("bookTicker") }
  private static var snapshot: ByteField { field("depthSnapshot") }

  private static func field(_ text: StaticString) -> ByteField {
    ByteField(start: text.utf8Start, count: text.utf8CodeUnitCount)
  }

  /// The kind as a reason for leaving the message out: `mark_price` for `markPriceUpdate`.
  var reason: String {
    guard let kind, (1...24).contains(kind.count),
      kind.allSatisfy({
        (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) || $0 == 95
      })
    else { return "other_message" }
    var words = ""
    for byte in kind {
      if (65...90).contains(byte), !words.isEmpty { words += "_" }
      words.unicodeScalars.append(Unicode.Scalar(byte))
    }
    words = words.lowercased()
    return words.hasSuffix("_update") ? String(words.dropLast("_update".count)) : words
  }
}
