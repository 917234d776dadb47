import ArgumentParser
import BrokerProfiles
import Operations
import Statistics
import StrategyKit
import TickStore
import TradingCore
import YAMLText

@testable import SlipwayCommand

extension FuzzTarget {
  /// Short texts: decimals, times, dates, zones, names, distances; columns of numbers; whole command lines.
  static let texts = FuzzTarget(name: "texts") { input in
    var input = input
    switch input.choice(8) {
    case 0: try readDecimal(&input)
    case 1: try readTime(input.text())
    case 2: try readZone(input.text())
    case 3: try readNames(input.text())
    case 4: try readDistance(input.text())
    case 5: try readParameter(&input)
    case 6: try readNumbers(&input)
    default: try readCommand(input.text())
    }
  }

  private static func readDecimal(_ input: inout FuzzInput) throws {
    let digits = input.choice(19)
    let minimum = input.choice(20)
    let text = input.text()
    let value = try DecimalText.parse(text, digits: digits)
    let texts = [nil, minimum].map { DecimalText.format(value, digits: digits, minimumFraction: $0) }
    for format in texts {
      let again = try accepted { try DecimalText.parse(format, digits: digits) }
      try expect(again == value, "\(text) is \(value) and prints as \(format)")
    }
  }

  private static func readTime(_ text: String) throws {
    for separator in [UInt8(ascii: "-"), nil] {
      var scanner = TimeScanner(Array(text.utf8))
      guard let date = try accepted({ try scanner.date(separator: separator) }) else { continue }
      var again = TimeScanner(Array(date.description.utf8))
      try expect(try again.date(separator: UInt8(ascii: "-")) == date, "\(date) reads back as another day")
    }
    let time = try Timestamp(iso8601: text)
    let printed = time.iso8601(fractionDigits: 9)
    try expect(try Timestamp(iso8601: printed) == time, "\(text) prints as \(printed)")
  }

  private static func readZone(_ text: String) throws {
    let zone = try ImportZone(name: text)
    try expect(try ImportZone(name: zone.description) == zone, "\(text) is \(zone), which is another zone")
  }

  private static func readNames(_ text: String) throws {
    if let symbol = Symbol(text) {
      try expect(Symbol(symbol.name) == symbol, "\(symbol) is another symbol")
    }
    if let currency = Currency(code: text) {
      try expect(Currency(code: currency.code) == currency, "\(currency.code) is another currency")
    }
    if let bytes = Hexadecimal.bytes(text) {
      try expect(Hexadecimal.text(bytes) == text, "\(text) prints otherwise")
    }
    _ = BrokerProfiles.isName(text) && BrokerProfiles.isPath(text)
    _ = nearestMatch(to: text, among: ["commission", "spread", text])
    if let columns = try accepted({ try ColumnMap(list: text) }) {
      try expect(columns.time < columns.count && columns.bid < columns.count, "a column that is not there")
    }
    _ = try accepted { try StrategyName(text, existing: ["donchian_breakout"]) }
  }

  private static func readDistance(_ text: String) throws {
    guard let distance = PriceDistance(text) else { return }
    try expect(PriceDistance(distance.description) == distance, "\(text) prints as \(distance)")
    for instrument in InstrumentCatalog.standard.all {
      _ = try accepted { try distance.points(on: instrument) }
      _ = try accepted { try distance.tenThousandthsOfPoint(on: instrument) }
    }
  }

  private static func readParameter(_ input: inout FuzzInput) throws {
    let kinds: [ParameterSpec.Kind] = [
      .integer(1...100), .decimal(minimum: "-1.5", maximum: "100"), .lots, .flag, .choice(["a", "b"]),
      .decimal(minimum: "0", maximum: "92233720368.54775807"),
    ]
    let kind = kinds[input.choice(kinds.count)]
    let descriptor = StrategyDescriptor(
      name: "fuzz", version: 1, summary: "fuzz",
      parameters: [ParameterSpec("value", "a value", kind: kind, default: nil)])
    let values = try ParameterValues(for: descriptor, given: ["value": input.text()])
    let text = values.all.first { $0.name == "value" }?.text ?? ""
    let again = try accepted { try ParameterValues(for: descriptor, given: ["value": text]) }
    try expect(
      again?.all.first { $0.name == "value" }?.text == text, "'\(text)' is not its own canonical text")
    _ = (try? values.lots("value"), try? values.percentage("value"), try? values.decimal("value"))
  }

  private static func readNumbers(_ input: inout FuzzInput) throws {
    let kinds: [NumberFile.Kind] = [.matrix, .returns, .equity, .multiples]
    let kind = kinds[Int(input.byte() & 3)]
    let bytes = input.all()
    try Scratch.with { folder in
      try Scratch.write(bytes, to: folder + "/numbers.csv")
      let file = try NumberFile(path: folder + "/numbers.csv", kind)
      let isWhole = !file.rows.isEmpty && file.rows.count == file.table.rows.count
      try expect(isWhole, "a file of numbers without any")
      try expect(file.rows.allSatisfy { $0.allSatisfy(\.isFinite) }, "a number that is none")
    }
  }

  /// A command line, a word a line, as far as it is understood; nothing is done.
  private static func readCommand(_ text: String) throws {
    let words = text.split(separator: "\n", omittingEmptySubsequences: false).prefix(24).map(String.init)
    do { _ = try SlipwayCommands.parseAsRoot(words) } catch {
      try expect(!SlipwayCommands.fullMessage(for: error).isEmpty, "a refusal that says nothing")
    }
  }
}
