import TradingCore

/// One line to what it says.
struct LineDecoder: Sendable {
  let symbols: FeedSymbols
  let format: FeedFormat
  let secret: String?
  /// What the column of times holds, as a header said.
  var csvTime = TimeForm.iso8601

  /// How a time is written.
  enum TimeForm: Sendable {
    case iso8601
    case milliseconds
    case nanoseconds
  }

  /// The parts of a quote as they are written.
  struct Parts {
    var symbol: String?
    var time: UnsafeRawBufferPointer?
    var timeForm = TimeForm.iso8601
    var bid: UnsafeRawBufferPointer?
    var ask: UnsafeRawBufferPointer?
    var bidSize: UnsafeRawBufferPointer?
    var askSize: UnsafeRawBufferPointer?
  }

  /// Why a line can't be used.
  struct Problem: Error {
    var text: String
    var isHarmless = false

    init(_ text: String, isHarmless: Bool = false) {
      self.text = text
      self.isHarmless = isHarmless
    }
  }

  init(symbols: FeedSymbols, format: FeedFormat, secret: String?) {
    self.symbols = symbols
    self.format = format
    self.secret = secret
  }

  mutating func decode(_ line: UnsafeRawBufferPointer) -> FeedLine {
    guard Self.isText(line) else { return .fault(fault("invalid UTF-8", in: line)) }
    do throws(Problem) {
      switch format {
      case .ndjson: return try decodeJSON(line)
      case .csv: return try decodeCSV(line)
      }
    } catch {
      return .fault(fault(error.text, isHarmless: error.isHarmless, in: line))
    }
  }

  func fault(_ problem: String, isHarmless: Bool = false, in line: UnsafeRawBufferPointer) -> FeedFault {
    FeedFault(problem: problem, excerpt: Excerpt.text(line, hiding: secret), isHarmless: isHarmless)
  }

  /// Whether the bytes are UTF-8, which plain ASCII is at a glance.
  private static func isText(_ line: UnsafeRawBufferPointer) -> Bool {
    var high: UInt8 = 0
    for byte in line { high |= byte }
    return high < 0x80 || String(validating: line, as: UTF8.self) != nil
  }
}

extension LineDecoder {
  /// Times outside of these can't be a live quote's: 1970-01-01 and 2200-01-01.
  private static let times = Timestamp(nanoseconds: 1)..<Timestamp(nanoseconds: 7_258_118_400 * 1_000_000_000)

  /// The quote that the parts make.
  func quote(_ parts: Parts) throws(Problem) -> FeedQuote {
    guard let name = parts.symbol else { throw Problem("no symbol") }
    guard let place = symbols.place(of: name) else { throw Problem("a symbol not wanted", isHarmless: true) }
    let instrument = symbols.instruments[place]
    guard let time = parts.time else { throw Problem("no time") }
    let eventTime = try Self.timestamp(time, parts.timeForm)
    guard let bid = parts.bid else { throw Problem("no bid") }
    guard let ask = parts.ask else { throw Problem("no ask") }
    let quote = Quote(
      eventTime: eventTime, bid: try Self.price(bid, "bid", of: instrument),
      ask: try Self.price(ask, "ask", of: instrument))
    return FeedQuote(
      symbolIndex: place, quote: quote,
      size: try Self.size(parts.bidSize, parts.askSize, digits: instrument.quantityDigits))
  }

  private static func timestamp(
    _ bytes: UnsafeRawBufferPointer, _ form: TimeForm
  ) throws(Problem) -> Timestamp {
    let time: Timestamp
    switch form {
    case .iso8601:
      do { time = try Timestamp(iso8601: String(decoding: bytes, as: UTF8.self)) } catch .zoneMissing {
        throw Problem("a time without its zone: expected '2026-01-05T10:00:00.123Z'")
      } catch {
        throw Problem("a bad time: expected '2026-01-05T10:00:00.123Z'")
      }
    case .milliseconds: time = try whole(bytes, unit: Timestamp.millisecond)
    case .nanoseconds: time = try whole(bytes, unit: 1)
    }
    guard times.contains(time) else { throw Problem("a time out of range") }
    if case .iso8601 = form { return time }
    guard Timestamp.plausibleNumbers.contains(time) else {
      throw Problem("a time of the year \(CivilDate(containing: time).components.year): is its unit right?")
    }
    return time
  }

  private static func whole(_ bytes: UnsafeRawBufferPointer, unit: Int64) throws(Problem) -> Timestamp {
    let count: Int64
    do { count = try DecimalText.parse(bytes, digits: 0) } catch {
      throw Problem(error == .overflow ? "a time out of range" : "a bad time")
    }
    let (nanoseconds, overflowed) = count.multipliedReportingOverflow(by: unit)
    guard !overflowed else { throw Problem("a time out of range") }
    return Timestamp(nanoseconds: nanoseconds)
  }

  private static func price(
    _ bytes: UnsafeRawBufferPointer, _ name: String, of instrument: Instrument
  ) throws(Problem) -> Price {
    let points: Int64
    do { points = try DecimalText.parse(bytes, digits: instrument.digits) } catch .excessDigits {
      throw Problem("\(name) has more than the instrument's \(instrument.digits) decimals")
    } catch .overflow {
      throw Problem("\(name) is too large")
    } catch {
      throw Problem("\(name) is no price")
    }
    guard points > 0 || instrument.allowsNegativePrices else { throw Problem("\(name) is not positive") }
    guard points.magnitude < Price.magnitudeLimit.magnitude else { throw Problem("\(name) is too large") }
    return Price(points: points)
  }

  private static func size(
    _ bid: UnsafeRawBufferPointer?, _ ask: UnsafeRawBufferPointer?, digits: Int
  ) throws(Problem) -> QuoteSize? {
    guard bid != nil || ask != nil else { return nil }
    guard let bid, let ask else { throw Problem("one size without the other") }
    return QuoteSize(
      bidUnits: try units(bid, "bid_size", digits: digits),
      askUnits: try units(ask, "ask_size", digits: digits))
  }

  private static func units(
    _ bytes: UnsafeRawBufferPointer, _ name: String, digits: Int
  ) throws(Problem) -> Int64 {
    let units: Int64
    do { units = try DecimalText.parse(bytes, digits: digits) } catch .excessDigits {
      throw Problem("\(name) has more than the instrument's \(digits) decimals of a quantity")
    } catch .overflow {
      throw Problem("\(name) is out of range")
    } catch {
      throw Problem("\(name) is no size")
    }
    guard units >= 0, units < Quantity.magnitudeLimit else { throw Problem("\(name) is out of range") }
    return units
  }
}
