import JSONText
package import Statistics
package import TradingCore

/// What was gathered in each mode.
extension PromotionReview {
  /// The evidence of one mode, by itself.
  package struct Part: Sendable, Hashable {
    /// `paper`, `demo` or `live`.
    package var mode: String
    /// The currency of all amounts.
    package var currency: Currency
    /// Trades from flat to flat.
    package var tally: TradeTally
    /// The largest fall of equity as a ratio to its peak, on ticks; `nil` without a tick.
    package var maximumDrawdown: Double?
    /// Trading days with a tick.
    package var daysActive: Int
    /// The first tick; `nil` while there is none.
    package var first: Timestamp?
    /// The last tick.
    package var last: Timestamp?

    /// A mode that has nothing yet.
    package init(mode: String, currency: Currency) {
      self.mode = mode
      self.currency = currency
      tally = TradeTally()
      daysActive = 0
    }
  }
}

extension PromotionReview.Part {
  /// When its ticks are of.
  private var period: String {
    guard let first, let last else { return "nothing yet" }
    return DateText.period(first, last)
  }

  /// One cell a heading, in their order.
  fileprivate var cells: [String] {
    [
      mode, period, NumberText.grouped(daysActive), NumberText.grouped(tally.trades),
      NumberText.percent(tally.winRate, decimals: 1), NumberText.fixed(tally.profitFactor, decimals: 2),
      NumberText.percent(maximumDrawdown),
      NumberText.money(tally.netProfit, in: currency, signed: true) + " " + currency.code,
    ]
  }

  /// The part as a document.
  var json: JSONValue {
    [
      "mode": .string(mode), "first": .time(first), "last": .time(last), "days_active": .count(daysActive),
      "trades": .count(tally.trades), "wins": .count(tally.wins), "losses": .count(tally.losses),
      "win_rate": .ratio(tally.winRate), "profit_factor": .ratio(tally.profitFactor),
      "max_drawdown": .ratio(maximumDrawdown), "net_profit": .money(tally.netProfit, in: currency),
      "currency": .string(currency.code),
    ]
  }
}

extension PromotionReview {
  private static let headings = [
    "Evidence", "Ticks of", "Days active", "Trades", "Win rate", "Profit factor", "From peak", "Net",
  ]

  private static var columns: [TextTable.Column] {
    headings.enumerated().map { .init($1, $0 < 2 ? .left : .right) }
  }

  /// What the checks and the statistics rest on, where there is more than one mode.
  private var partsNote: String {
    guard parts.count > 1, let last = basisMode else { return "" }
    let all = parts.prefix { $0.mode != last }.map(\.mode) + [last]
    let joined = "the statistics join \(all.joined(separator: " and "))"
    let isMissing = parts.contains { all.contains($0.mode) && $0.first == nil }
    return "The first six checks are of \(last) alone; \(joined)\(isMissing ? ", once there are both" : "")."
  }

  /// The mode that the checklist is of.
  private var basisMode: String? { to == "live" ? "demo" : "paper" }

  /// A row for each mode, for a terminal.
  func partsText(colored: Bool) -> String {
    // The period last, where it may stand below its row.
    func ordered<Item>(_ items: [Item]) -> [Item] { [items[0]] + items[2...] + [items[1]] }
    var table = TextTable(ordered(Self.columns))
    for part in parts { table.add(ordered(part.cells).map { TextCell($0) }) }
    return table.text(colored: colored) + (partsNote.isEmpty ? "" : TextWrap.paragraph(partsNote))
  }

  /// The same as a card.
  var partsCard: Markup {
    var table = HTMLTable(caption: "Evidence by mode", columns: Self.columns)
    for part in parts { table.rows.append(part.cells.map { .init($0) }) }
    return HTMLPage.card("What was shown where", note: partsNote, [table.markup])
  }
}
