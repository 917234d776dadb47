import JSONText
import Statistics
import TradingCore

/// Trades of a session, weekday, side or symbol, with its names.
struct ResultGroup {
  private static let weekdays = [
    "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday",
  ]

  /// Its code in JSON: `london`, `monday`.
  let code: String
  /// Its name on the page.
  let label: String
  /// Its trades.
  let tally: TradeTally

  init(_ group: Scorecard.Group<EntrySession>) {
    (code, label, tally) = (group.key.rawValue, BacktestReport.name(of: group.key), group.tally)
  }

  /// Trades of one side or symbol.
  init(code: String, label: String, tally: TradeTally) {
    (self.code, self.label, self.tally) = (code, label, tally)
  }

  /// Trades by side, long first.
  static func sides(_ breakdown: TradeBreakdown) -> [ResultGroup] {
    [
      ResultGroup(code: "buy", label: "Long", tally: breakdown.long),
      ResultGroup(code: "sell", label: "Short", tally: breakdown.short),
    ]
  }

  /// Trades by symbol, in the order of the symbols.
  static func symbols(_ breakdown: TradeBreakdown, _ symbols: [Symbol]) -> [ResultGroup] {
    zip(symbols, breakdown.symbols).map { ResultGroup(code: $0.name, label: $0.name, tally: $1) }
  }

  /// - Precondition: the key is in 0...6.
  init(weekday group: Scorecard.Group<Int>) {
    label = Self.weekdays[group.key]
    (code, tally) = (label.lowercased(), group.tally)
  }
}

extension ResultGroup {
  /// Its document; `name` is the key that its code stands under.
  func json(named name: String, in currency: Currency) -> JSONValue {
    .object([
      JSONMember(name, .string(code)),
      JSONMember("trades", .count(tally.trades)),
      JSONMember("win_rate", .ratio(tally.winRate)),
      JSONMember("profit_factor", .ratio(tally.profitFactor)),
      JSONMember("net_profit", .money(tally.netProfit, in: currency)),
    ])
  }

  /// Rows of groups below a title for a terminal, in line with those of other groups; empty without groups.
  static func text(
    _ title: String, _ groups: [ResultGroup], currency: Currency, colored: Bool
  ) -> String {
    guard !groups.isEmpty else { return "" }
    var table = TextTable([
      .init(padded(title)), .init("Trades", .right), .init("Win rate", .right),
      .init("Profit factor", .right),
      .init("Net", .right),
    ])
    for group in groups {
      let net = group.tally.netProfit
      table.add([
        TextCell(padded("  " + group.label), .faint), TextCell(NumberText.grouped(group.tally.trades)),
        TextCell(NumberText.percent(group.tally.winRate, decimals: 1)),
        TextCell(NumberText.fixed(group.tally.profitFactor, decimals: 2)),
        TextCell(
          NumberText.money(net, in: currency, signed: true) + " " + currency.code,
          net > .zero ? .gain : net < .zero ? .loss : .plain),
      ])
    }
    return table.text(colored: colored)
  }

  /// As wide as the labels of sections, so that tables of groups stand under each other.
  private static func padded(_ label: String) -> String {
    label + String(repeating: " ", count: max(0, 24 - label.count))
  }

  /// The card of groups of trades.
  static func card(
    _ title: String, note: String, column: String, _ groups: [ResultGroup], currency: Currency,
    style: String = "card half"
  ) -> Markup {
    guard groups.contains(where: { $0.tally.trades > 0 }) else {
      return HTMLPage.card(title, style: style, [HTMLPage.nothing("No trade was made.")])
    }
    let table = GroupTable(
      caption: "Trades by " + column.lowercased(), column: column, groups: groups, currency: currency)
    return HTMLPage.card(
      title, note: (note.isEmpty ? "" : note + " ") + "In \(currency.code).", style: style,
      [table.markup])
  }
}

extension BotEvidence {
  /// Results by the session of the first entry.
  var sessionGroups: [ResultGroup] { figures.sessions.map { ResultGroup($0) } }
  /// Results by the New York trading day of the first entry.
  var weekdayGroups: [ResultGroup] { figures.weekdays.map { ResultGroup(weekday: $0) } }
}

/// A table of groups of trades with a bar of the net result beside each, to either side of zero.
struct GroupTable {
  private static let barHeight = 12.0

  let caption: String
  let column: String
  let groups: [ResultGroup]
  let currency: Currency

  var markup: Markup {
    let heading = [
      (column, "words"), ("Trades", "number"), ("Win rate", "number"), ("Profit factor", "number"),
      ("Net", "number"),
    ]
    .map { Markup.element("th", ["scope": "col", "class": $0.1], text: $0.0) }
    let results = groups.map { Double($0.tally.netProfit.units) }
    let scale = ChartScale(over: results + [0])
    let body = zip(groups, results).map { group, result in
      Markup.element("tr", [:], cells(group) + [bar(result, scale)])
    }
    let table = Markup.element(
      "table", ["class": "groups"],
      [
        .element("caption", text: caption),
        .element(
          "thead", [:],
          [.element("tr", [:], heading + [.element("td", ["class": "group-bar", "aria-hidden": "true"])])]),
        .element("tbody", [:], body),
      ])
    return .element(
      "div", ["class": "scroll", "role": "region", "aria-label": caption, "tabindex": "0"], [table])
  }

  private func cells(_ group: ResultGroup) -> [Markup] {
    let tally = group.tally
    let net =
      tally.trades > 0 ? NumberText.money(tally.netProfit, in: currency, signed: true) : NumberText.absent
    let tone = HTMLPage.Tone(signOf: tally.netProfit.units).rawValue
    return [
      .element("th", ["scope": "row"], text: group.label),
      .element("td", ["class": "number"], text: NumberText.grouped(tally.trades)),
      .element("td", ["class": "number"], text: NumberText.percent(tally.winRate, decimals: 0)),
      .element("td", ["class": "number"], text: NumberText.fixed(tally.profitFactor, decimals: 2)),
      .element("td", ["class": "number " + tone], text: net),
    ]
  }

  private func bar(_ result: Double, _ scale: ChartScale) -> Markup {
    let (zero, end) = (scale.fraction(0), scale.fraction(result))
    let height = SVG.number(Self.barHeight)
    let rect = Markup.element(
      "rect",
      [
        "class": result < 0 ? "bar-loss" : "bar-gain", "x": SVG.percent(min(zero, end)), "y": "0",
        "width": SVG.percent(abs(end - zero)), "height": height, "rx": "2",
      ])
    let axis = Markup.element(
      "line", ["x1": SVG.percent(zero), "x2": SVG.percent(zero), "y1": "0", "y2": height])
    return .element(
      "td", ["class": "group-bar", "aria-hidden": "true"],
      [.element("svg", ["width": "100%", "height": height], [result == 0 ? .empty : rect, axis])])
  }
}
