package import JSONText
import Statistics
import TradingCore

extension RunSnapshot {
  /// The document a report's page carries.
  package var json: JSONValue {
    [
      "slipway_run": .integer(Self.schema), "title": .string(title), "strategy": .string(strategy),
      "broker": .string(broker), "generator": .string(generator), "identity": .string(identity),
      "fingerprint": .string(fingerprint), "currency": .string(currency.code),
      "params": Self.pairs(params), "settings": Self.pairs(settings),
      "sources": .array(
        sources.map {
          [
            "file": .string($0.file), "symbol": .string($0.symbol),
            "content_digest": .string($0.contentDigest),
          ]
        }),
      "first": .time(first), "last": .time(last), "start_balance": .money(startBalance, in: currency),
      "metrics": .object(RunMetric.all.map { JSONMember($0.key, .ratio(metrics[$0.key])) }),
      "days": .array(days.map { [.string($0.date.description), .money($0.equity, in: currency)] }),
    ]
  }

  private static func pairs(_ lines: [BacktestReport.Line]) -> JSONValue {
    .array(lines.map { [.string($0.label), .string($0.text)] })
  }

  /// The snapshot in a page made by `backtest --report`.
  ///
  /// - Throws: `notAReport`, `otherVersion` or `damaged`.
  package init(page: [UInt8], path: String) throws(ReportsError) {
    let opening = Array("<script type=\"application/json\" id=\"\(Self.blockID)\">".utf8)
    let closing = Array("</script>".utf8)
    guard let start = Self.place(of: opening, in: page, from: 0),
      let end = Self.place(of: closing, in: page, from: start + opening.count)
    else { throw .notAReport(path: path) }
    let document: JSONValue
    do throws(JSONFault) {
      document = try JSONValue(json: Array(page[(start + opening.count)..<end]))
    } catch {
      throw .damaged(path: path, problem: error.description)
    }
    guard case .integer(let version)? = document["slipway_run"] else { throw .notAReport(path: path) }
    guard version == Self.schema else {
      throw .otherVersion(path: path, found: version, known: Self.schema)
    }
    do throws(Fault) { try self.init(document) } catch {
      throw .damaged(path: path, problem: "'\(error.key)' is missing or wrong")
    }
  }

  private static func place(of words: [UInt8], in page: [UInt8], from start: Int) -> Int? {
    guard let first = words.first, page.count >= words.count else { return nil }
    var index = start
    while index + words.count <= page.count {
      if page[index] == first, page[index..<(index + words.count)].elementsEqual(words) { return index }
      index += 1
    }
    return nil
  }

  /// The member that is missing or of the wrong kind.
  private struct Fault: Error { let key: String }

  private init(_ document: JSONValue) throws(Fault) {
    func text(_ key: String) throws(Fault) -> String {
      guard case .string(let text)? = document[key] else { throw Fault(key: key) }
      return text
    }
    title = try text("title")
    strategy = try text("strategy")
    broker = try text("broker")
    generator = try text("generator")
    identity = try text("identity")
    fingerprint = try text("fingerprint")
    guard let currency = Currency(code: try text("currency")) else { throw Fault(key: "currency") }
    self.currency = currency
    params = try Self.lines(document, "params")
    settings = try Self.lines(document, "settings")
    sources = try Self.sources(document)
    first = try Self.time(document, "first")
    last = try Self.time(document, "last")
    startBalance = try Self.money(document["start_balance"], currency, "start_balance")
    metrics = try Self.metrics(document)
    days = try Self.days(document, currency)
  }

  private static func elements(_ document: JSONValue, _ key: String) throws(Fault) -> [JSONValue] {
    guard case .array(let values)? = document[key] else { throw Fault(key: key) }
    return values
  }

  private static func lines(_ document: JSONValue, _ key: String) throws(Fault) -> [BacktestReport.Line] {
    var lines: [BacktestReport.Line] = []
    for value in try elements(document, key) {
      guard case .array(let pair) = value, pair.count == 2, case .string(let label) = pair[0],
        case .string(let text) = pair[1]
      else { throw Fault(key: key) }
      lines.append(.init(label, text))
    }
    return lines
  }

  private static func sources(_ document: JSONValue) throws(Fault) -> [Source] {
    var sources: [Source] = []
    for value in try elements(document, "sources") {
      guard case .string(let file)? = value["file"], case .string(let symbol)? = value["symbol"],
        case .string(let digest)? = value["content_digest"]
      else { throw Fault(key: "sources") }
      sources.append(Source(file: file, symbol: symbol, contentDigest: digest))
    }
    return sources
  }

  private static func time(_ document: JSONValue, _ key: String) throws(Fault) -> Timestamp? {
    switch document[key] {
    case .null?: return nil
    case .string(let text)?:
      do throws(Timestamp.ParseFault) { return try Timestamp(iso8601: text) } catch { throw Fault(key: key) }
    default: throw Fault(key: key)
    }
  }

  private static func money(_ value: JSONValue?, _ currency: Currency, _ key: String) throws(Fault) -> Money {
    guard case .string(let text)? = value else { throw Fault(key: key) }
    do throws(DecimalText.Fault) {
      return Money(units: try DecimalText.parse(text, digits: currency.moneyDigits))
    } catch {
      throw Fault(key: key)
    }
  }

  private static func metrics(_ document: JSONValue) throws(Fault) -> [String: Double] {
    guard let members = document["metrics"], case .object = members else { throw Fault(key: "metrics") }
    var metrics: [String: Double] = [:]
    for metric in RunMetric.all {
      switch members[metric.key] {
      case .number(let value)?: metrics[metric.key] = value
      case .integer(let value)?: metrics[metric.key] = Double(value)
      case .null?: break
      default: throw Fault(key: metric.key)
      }
    }
    return metrics
  }

  private static func days(_ document: JSONValue, _ currency: Currency) throws(Fault) -> [DayEquity] {
    var days: [DayEquity] = []
    for value in try elements(document, "days") {
      guard case .array(let pair) = value, pair.count == 2, case .string(let text) = pair[0] else {
        throw Fault(key: "days")
      }
      var scanner = TimeScanner(Array(text.utf8))
      guard let date = try? scanner.date(separator: UInt8(ascii: "-")), scanner.isAtEnd,
        days.last.map({ $0.date < date }) ?? true, (-106_000...106_000).contains(date.daysSinceEpoch)
      else { throw Fault(key: "days") }
      days.append(DayEquity(date: date, equity: try money(pair[1], currency, "days")))
    }
    return days
  }
}
