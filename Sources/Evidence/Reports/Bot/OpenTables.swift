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

  /// Positions of one bot for a page.
  static func htmlTable(_ positions: [OpenPosition]) -> HTMLTable {
    var table = HTMLTable(caption: "Open positions", columns: columns)
    for position in positions {
      var cells = position.fields.map { HTMLTable.Cell($0) }
      let result = position.result ?? ""
      let tone: HTMLPage.Tone =
        result.hasPrefix("-") ? .loss : result.contains { ("1"..."9").contains($0) } ? .gain : .plain
      cells[6].tone = tone
      table.rows.append(cells)
    }
    return table
  }

  private static let columns: [TextTable.Column] = [
    .init("Symbol"), .init("Side"), .init("Lots", .right), .init("Price", .right), .init("Stop", .right),
    .init("Target", .right), .init("Result", .right), .init("Age", .right),
  ]

  private var fields: [String] {
    [
      symbol, OrderSide(rawValue: side)?.position ?? side, lots, openPrice, stopLoss ?? "", takeProfit ?? "",
      result.map { "\($0) \(currency)" } ?? "unknown", Self.ageText(age),
    ]
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
      symbol, side, type.map { $0 == "_" ? "-" : String($0) }.joined(), lots, price, limitPrice ?? "",
      stopLoss ?? "", takeProfit ?? "", expiry?.iso8601 ?? "",
    ]
  }
}
