import Statistics
import TradingCore

/// Trades of a session or weekday, with its names.
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

  /// - Precondition: the key is in 0...6.
  init(weekday group: Scorecard.Group<Int>) {
    label = Self.weekdays[group.key]
    (code, tally) = (label.lowercased(), group.tally)
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
      (column, "words"), ("Trades", "number"), ("Won", "number"), ("Factor", "number"), ("Net", "number"),
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
