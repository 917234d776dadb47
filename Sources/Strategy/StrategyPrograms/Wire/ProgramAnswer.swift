import TradingCore

/// A program's answer to one event.
struct ProgramAnswer: Sendable, Hashable {
  /// The most bytes of an answer.
  static let sizeLimit = 1 << 20
  /// Bytes of a frame's header, its length included.
  static let headerSize = 16
  /// The kind of a frame that answers.
  static let frameKind: UInt8 = 4

  /// The event it answers.
  let sequence: UInt64
  /// What it asks for, in order.
  let requests: [ProgramRequest]

  /// Reads a line, without its end.
  init(line: ArraySlice<UInt8>, symbolCount: Int) throws(WireFault) {
    var object = try WireObject(try WireParser.parse(line), "an answer")
    let number = try object.integer("seq")
    guard number >= 0 else { throw WireFault("an answer: 'seq' was \(number)") }
    sequence = UInt64(number)
    requests = try Self.requests(try object.list("requests"), symbolCount)
    try object.finish()
  }

  /// Reads a whole frame.
  init(frame: ArraySlice<UInt8>, symbolCount: Int) throws(WireFault) {
    guard frame[frame.startIndex + 4] == Self.frameKind else {
      throw WireFault("expected a frame of kind \(Self.frameKind), was \(frame[frame.startIndex + 4])")
    }
    sequence = Self.little(frame[(frame.startIndex + 8)...].prefix(8))
    let body = frame[(frame.startIndex + Self.headerSize)...]
    guard !body.isEmpty else {
      requests = []
      return
    }
    guard case .array(let values) = try WireParser.parse(body) else {
      throw WireFault("expected a list of requests, was '\(WireFault.excerpt(body))'")
    }
    requests = try Self.requests(values, symbolCount)
  }

  private static func requests(
    _ values: [WireValue], _ symbolCount: Int
  ) throws(WireFault) -> [ProgramRequest] {
    var requests: [ProgramRequest] = []
    for value in values { requests.append(try ProgramRequest(value, symbolCount: symbolCount)) }
    return requests
  }

  /// How many bytes the answer at the start of the buffer has, `nil` while it is not all there.
  ///
  /// `sizeLimit`: the most that it may have; `searched`: how many of the first bytes are known to end no line.
  static func size(
    in buffer: ArraySlice<UInt8>, format: WireFormat, sizeLimit: Int = sizeLimit, searched: Int = 0
  ) throws(WireFault) -> Int? {
    switch format {
    case .json:
      if let end = buffer.dropFirst(searched).firstIndex(of: UInt8(ascii: "\n")) {
        return end - buffer.startIndex + 1
      }
      guard buffer.count <= sizeLimit else { throw tooLong(sizeLimit) }
      return nil
    case .binary:
      guard buffer.count >= 4 else { return nil }
      let length = little(buffer.prefix(4))
      guard length <= UInt64(sizeLimit) else { throw tooLong(sizeLimit) }
      guard length >= UInt64(headerSize - 4) else {
        throw WireFault(
          "a frame of \(Counted.text(length, "byte")) has no room for its header: '\(WireFault.excerpt(buffer))'"
        )
      }
      let size = Int(length) + 4
      return buffer.count >= size ? size : nil
    }
  }

  private static func tooLong(_ limit: Int) -> WireFault {
    WireFault("an answer of more than \(limit) bytes")
  }

  static func little(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }
}
