import TradingCore

extension OpenPosition {
  /// Positions for a terminal; `names`: whether the bots' names are of interest.
  package static func table(_ positions: [OpenPosition], names: Bool = true) -> TextTable {
    var table = TextTable(
      (names ? [.init("BOT")] : []) + columns.map { .init($0.title.uppercased(), $0.alignment) })
    for position in positions {
      table.add((names ? [TextCell(position.bot, .strong)] : []) + position.fields.map { TextCell($0) })
    }
    return table
  }

  /// Positions of one bot for a page, the result early: on a narrow screen what stands last is out of sight.
  static func htmlTable(_ positions: [OpenPosition]) -> HTMLTable {
    let order = [0, 1, 2, 6, 3, 4, 5, 7]
    var table = HTMLTable(caption: "Open positions", columns: order.map { columns[$0] })
    for position in positions {
      var cells = position.fields.map { HTMLTable.Cell($0) }
      cells[6].tone = position.money.map { HTMLPage.Tone(signOf: $0.units) } ?? .plain
      table.rows.append(order.map { cells[$0] })
    }
    return table
  }

  private static let columns: [TextTable.Column] = [
    .init("Symbol"), .init("Side"), .init("Lots", .right), .init("Price", .right), .init("Stop", .right),
    .init("Target", .right), .init("Result", .right), .init("Age", .right),
  ]

  private var fields: [String] {
    [
      symbol, OrderSide(rawValue: side)?.position ?? side, lots, openPrice, stopLoss ?? NumberText.absent,
      takeProfit ?? NumberText.absent,
      shownResult,
      Self.ageText(age),
    ]
  }

  /// The result as money, where currency and amount can be read.
  private var money: Money? {
    guard let result, let currency = Currency(code: currency) else { return nil }
    do throws(DecimalText.Fault) {
      return Money(units: try DecimalText.parse(result, digits: currency.moneyDigits))
    } catch {
      return nil
    }
  }

  /// As other money is shown: with a sign, to the cent.
  private var shownResult: String {
    guard let result else { return "unknown" }
    guard let money, let code = Currency(code: currency) else { return "\(result) \(currency)" }
    return NumberText.money(money, in: code, signed: true) + " " + currency
  }

  /// The two largest units of a time in nanoseconds: `3 d 4 h`, `5 min 12 s`.
  private static func ageText(_ nanoseconds: Int64) -> String {
    var rest = max(0, nanoseconds) / 1_000_000_000
    var parts: [String] = []
    for (unit, seconds) in [("d", Int64(86_400)), ("h", 3_600), ("min", 60), ("s", 1)] {
      let count = rest / seconds
      rest %= seconds
      if count > 0 || !parts.isEmpty || unit == "s" { parts.append("\(count) \(unit)") }
    }
    return parts.prefix(2).joined(separator: " ")
  }
}

extension OpenOrder {
  /// Orders for a terminal; `names`: whether the bots' names are of interest.
  package static func table(_ orders: [OpenOrder], names: Bool = true) -> TextTable {
    var table = TextTable(
      (names ? [.init("BOT")] : []) + columns.map { .init($0.title.uppercased(), $0.alignment) })
    for order in orders {
      table.add((names ? [TextCell(order.bot, .strong)] : []) + order.fields.map { TextCell($0) })
    }
    return table
  }

  /// Orders of one bot for a page.
  static func htmlTable(_ orders: [OpenOrder]) -> HTMLTable {
    var table = HTMLTable(caption: "Orders that wait", columns: columns)
    for order in orders { table.rows.append(order.fields.map { HTMLTable.Cell($0) }) }
    return table
  }

  private static let columns: [TextTable.Column] = [
    .init("Symbol"), .init("Side"), .init("Type"), .init("Lots", .right), .init("Price", .right),
    .init("Limit", .right), .init("Stop", .right), .init("Target", .right), .init("Until"),
  ]

  private var fields: [String] {
    [
      symbol, side, type.map { $0 == "_" ? "-" : String($0) }.joined(), lots, price,
      limitPrice ?? NumberText.absent, stopLoss ?? NumberText.absent, takeProfit ?? NumberText.absent,
      expiry?.iso8601 ?? NumberText.absent,
    ]
  }
}
