import TradingCore

/// How far trades went against us, or for us, beside what they came to: one mark a trade.
///
/// The mark's shape is the exit reason; winners are filled, losers hollow, so that no color is needed.
struct ExcursionChart {
  /// Which way trades went.
  enum Kind: String {
    /// Maximum adverse excursion: the worst open result.
    case adverse
    /// Maximum favorable excursion: the best open result.
    case favorable
  }

  private static let height = 280.0
  /// More marks than this hide each other: the largest of each kind stay, and every so manieth of the rest.
  private static let mostDrawn = 300
  private static let largestKept = 25
  private static let shapes: [(name: String, path: String)] = [
    ("circle", "M4 0A4 4 0 1 1 -4 0A4 4 0 1 1 4 0Z"), ("square", "M-3.5 -3.5H3.5V3.5H-3.5Z"),
    ("triangle", "M0 -4.6L4.4 3.4H-4.4Z"), ("diamond", "M0 -5L5 0L0 5L-5 0Z"),
    ("wedge", "M0 4.6L4.4 -3.4H-4.4Z"),
  ]

  let kind: Kind
  let currency: Currency
  /// Exit reasons with a shape, most frequent first; the last shape is for all others.
  let reasons: [String]
  private let drawn: [ReportTrade]
  private let x: ChartScale
  private let y: ChartScale

  init(_ kind: Kind, trades: [ReportTrade], reasons: [String], currency: Currency) {
    self.kind = kind
    self.currency = currency
    self.reasons = reasons
    drawn = Self.thinned(trades, kind)
    let drawn = drawn
    x = ChartScale(
      over: drawn.map { Self.excursion($0, kind).value(in: currency) } + [0], margin: 0.02, minimumSpan: 0.01)
    y = ChartScale(
      over: drawn.map { $0.netProfit.value(in: currency) } + [0], margin: 0.05, minimumSpan: 0.01)
  }

  private static func excursion(_ trade: ReportTrade, _ kind: Kind) -> Money {
    switch kind {
    case .adverse: Money(units: max(0, 0 &- trade.maximumAdverseExcursion.units))
    case .favorable: max(.zero, trade.maximumFavorableExcursion)
    }
  }

  private static func thinned(_ trades: [ReportTrade], _ kind: Kind) -> [ReportTrade] {
    guard trades.count > mostDrawn else { return trades }
    var kept: Set<Int> = []
    let byNet = trades.indices.sorted { (trades[$0].netProfit, $0) < (trades[$1].netProfit, $1) }
    let byExcursion = trades.indices.sorted {
      (excursion(trades[$0], kind), $0) > (excursion(trades[$1], kind), $1)
    }
    for order in [byNet, byNet.reversed(), byExcursion] { kept.formUnion(order.prefix(largestKept)) }
    let step = trades.count / (mostDrawn - 3 * largestKept) + 1
    kept.formUnion(stride(from: 0, to: trades.count, by: step))
    return kept.sorted().map { trades[$0] }
  }

  var drawnCount: Int { drawn.count }

  var markup: Markup {
    guard !drawn.isEmpty else { return HTMLPage.nothing("No trade was made.") }
    let name = kind == .adverse ? "Maximum adverse excursion" : "Maximum favorable excursion"
    let summary =
      "\(drawn.count) trades by \(name.lowercased()) from 0 to \(text(x.upper)) \(currency.code) and net result "
      + "from \(text(y.lower)) to \(text(y.upper)) \(currency.code)."
    let chart = SVG.chart(
      height: Self.height, title: "\(name) and net result", summary: summary,
      [marks, excursionAxis, resultAxis, guide] + drawn.map(mark))
    let result = Markup.element(
      "p", ["class": "axis-name upright", "aria-hidden": "true"], text: "↑ Net result, \(currency.code)")
    return .group([legend, .element("div", ["class": "plot labeled"], [result, chart, axisName(name)])])
  }

  private func axisName(_ name: String) -> Markup {
    .element("p", ["class": "axis-name", "aria-hidden": "true"], text: "\(name), \(currency.code) →")
  }

  private var marks: Markup {
    .element(
      "defs", [:],
      Self.shapes.map { .element("path", ["id": "\(kind.rawValue)-\($0.name)", "d": $0.path]) })
  }

  private var legend: Markup {
    let shown = reasons.prefix(Self.shapes.count - 1)
    var entries = zip(shown, Self.shapes).map {
      entry($0.map { $0 == "_" ? " " : String($0) }.joined(), $1.path)
    }
    if reasons.count > shown.count { entries.append(entry("other", Self.shapes[Self.shapes.count - 1].path)) }
    entries.append(.element("span", text: "filled: won, hollow: lost"))
    return .element("p", ["class": "legend"], entries)
  }

  private func entry(_ label: String, _ path: String) -> Markup {
    let sample = Markup.element(
      "svg",
      ["class": "sample", "width": "12", "height": "12", "viewBox": "-6 -6 12 12", "aria-hidden": "true"],
      [.element("path", ["class": "sample-mark", "d": path])])
    return .element("span", ["class": "entry"], [sample, .text(label)])
  }

  /// Where a trade lies that closed at its worst or best instant, before commission and swap.
  private var guide: Markup {
    let reach = kind == .adverse ? min(x.upper, -y.lower) : min(x.upper, y.upper)
    guard reach > 0 else { return .empty }
    let sign = kind == .adverse ? -1.0 : 1.0
    return .element(
      "line",
      [
        "class": "guide", "x1": SVG.percent(x.fraction(0)),
        "y1": SVG.number(y.fromTop(0, height: Self.height)),
        "x2": SVG.percent(x.fraction(reach)), "y2": SVG.number(y.fromTop(reach * sign, height: Self.height)),
      ])
  }

  private func mark(_ trade: ReportTrade) -> Markup {
    let place = min(reasons.firstIndex(of: trade.exitReason) ?? reasons.count, Self.shapes.count - 1)
    let excursion = Self.excursion(trade, kind)
    let words =
      "#\(trade.tradeID) \(trade.exitReason): net \(NumberText.money(trade.netProfit, in: currency, signed: true)), "
      + "\(kind.rawValue) \(NumberText.money(excursion, in: currency)) \(currency.code)"
    return .element(
      "use",
      [
        "class": trade.netProfit > .zero ? "mark-won" : "mark-lost",
        "href": "#\(kind.rawValue)-\(Self.shapes[place].name)",
        "x": SVG.percent(x.fraction(excursion.value(in: currency))),
        "y": SVG.number(y.fromTop(trade.netProfit.value(in: currency), height: Self.height)),
      ], [.element("title", text: words)])
  }

  private var resultAxis: Markup {
    let ticks = AxisTicks(from: y.lower, to: y.upper, count: 7)
    return .group(
      ticks.values.map {
        SVG.gridLine(
          NumberText.fixed($0, decimals: ticks.decimals), y: y.fromTop($0, height: Self.height),
          style: $0 == 0 ? "baseline" : "grid")
      })
  }

  private var excursionAxis: Markup {
    let ticks = AxisTicks(from: max(0, x.lower), to: x.upper, count: 5)
    return .group(
      ticks.values.map { value in
        let place = SVG.percent(x.fraction(value))
        return .group([
          .element(
            "line", ["class": "grid", "x1": place, "x2": place, "y1": "0", "y2": SVG.number(Self.height)]),
          SVG.text(
            NumberText.fixed(value, decimals: ticks.decimals), x: place, y: Self.height + 18, anchor: "middle"
          ),
        ])
      })
  }

  private func text(_ value: Double) -> String {
    NumberText.fixed(value, decimals: NumberText.decimals(of: currency))
  }
}
