import Statistics
import TradingCore

extension OrderSide {
  /// The side of a position that such an order opens, for people: `long` or `short`.
  var position: String { self == .buy ? "long" : "short" }
}

/// All trades of a page, folded: rows in as few bytes as a table takes, as there may be thousands.
package struct TradeLog {
  /// More rows than this make a page slow; the newest are listed then.
  package static let mostRows = 4_000

  /// A trade as it is listed.
  struct Row {
    let number: String
    let side: String
    let symbol: String
    let opened: Timestamp
    let entry: String
    let closed: Timestamp
    let exit: String
    let lots: String
    let costs: String
    let net: Money
    let multiple: Double?
    let reason: String
  }

  /// In the order of the shorter table beside it.
  private static let columns = [
    "#", "Net", "R", "Symbol", "Side", "Lots", "Opened", "Closed", "Held", "Entry", "Exit", "Costs",
    "Exit reason",
  ]

  /// In order of closing.
  let rows: [Row]
  /// How many trades there were.
  let total: Int
  let currency: Currency
  /// Where the others are to be found, in a sentence.
  var elsewhere = ""

  var markup: Markup {
    let shown = rows.count < total ? "The last \(NumberText.grouped(rows.count)) of " : "All "
    let caption = "\(shown)\(NumberText.grouped(total)) trades"
    let heading = Self.columns.map { Markup.element("th", ["scope": "col"], text: $0) }
    let table = Markup.element(
      "table", ["class": "log"],
      [
        .element("caption", text: caption),
        .element("thead", [:], [.element("tr", [:], heading)]), .element("tbody", [:], rows.map(row)),
      ])
    // Not in the caption, which is as wide as the table and cut off where that is scrolled.
    let note = Markup.element(
      "p", ["class": "note"],
      text: "In order of closing; times are UTC, money in \(currency.code)."
        + (rows.count < total ? " " + elsewhere : ""))
    return .element(
      "details", ["class": "all"],
      [
        .element("summary", text: caption), note,
        .element(
          "div", ["class": "scroll", "role": "region", "aria-label": caption, "tabindex": "0"], [table]),
      ])
  }

  private func row(_ row: Row) -> Markup {
    let held = ChartScale.seconds(row.closed) - ChartScale.seconds(row.opened)
    let cells = [
      row.number, NumberText.money(row.net, in: currency, signed: true),
      NumberText.fixed(row.multiple, decimals: 2, signed: true), row.symbol, row.side, row.lots,
      DateText.second(row.opened), DateText.second(row.closed), NumberText.duration(seconds: held), row.entry,
      row.exit, row.costs, row.reason,
    ]
    let children = cells.map { Markup.element("td", text: $0) }
    switch HTMLPage.Tone(signOf: row.net.units) {
    case .plain: return .element("tr", [:], children)
    case .gain: return .element("tr", ["class": "g"], children)
    case .loss: return .element("tr", ["class": "l"], children)
    }
  }
}
