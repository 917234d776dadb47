package import Statistics
package import TradingCore

/// Equity and balance over time, and below them, on the same time axis, how far equity is under its peak.
package struct EquityChart: Sendable {
  private struct Sample {
    let seconds: Double
    let balance: Double
    let equity: Double
    let drawdown: Double
  }

  private static let height = 250.0
  private static let underwaterTop = 274.0
  private static let underwaterHeight = 100.0
  /// Room below the deepest point for its label, which nothing is drawn through.
  private static let labelHeight = 17.0
  private static var fullHeight: Double { underwaterTop + underwaterHeight }
  /// Columns the time axis is divided into; each shows its first, lowest, highest, deepest and last point.
  private static let columns = 600
  /// Equity stays as it was over times without a point as long as this, in seconds: over nights and weekends nothing moves.
  static let longestSlope = 21_600.0

  private let samples: [Sample]
  private let start: Double
  private let currency: Currency
  private let time: ChartScale
  private let money: ChartScale
  private let deepest: Double
  private let benchmark: [(seconds: Double, value: Double)]
  /// What the benchmark's line is called.
  var benchmarkName = ""
  /// What sets the names inside this chart apart from those of another one on the page.
  var idSuffix = ""

  /// A chart of points in order of time; the first peak is the start balance.
  ///
  /// `benchmark`: points of another line beside it, in order of time.
  package init(
    points: [EquityPoint], startBalance: Money, currency: Currency, benchmark: [EquityPoint] = []
  ) {
    let start = startBalance.value(in: currency)
    var peak = start
    var all: [Sample] = []
    for point in points {
      let equity = point.equity.value(in: currency)
      let seconds = ChartScale.seconds(point.eventTime)
      // Without a position equity keeps its value until the next point, and with one while there are no ticks.
      if let last = all.last, last.equity != equity,
        last.equity == last.balance || seconds - last.seconds > Self.longestSlope
      {
        all.append(
          Sample(seconds: seconds, balance: last.balance, equity: last.equity, drawdown: last.drawdown))
      }
      peak = max(peak, equity)
      all.append(
        Sample(
          seconds: seconds, balance: point.balance.value(in: currency), equity: equity,
          drawdown: peak > 0 ? (peak - equity) / peak : 0))
    }
    self.start = start
    self.currency = currency
    time = ChartScale.time(points.map(\.eventTime))
    samples = Self.thinned(all, time: time)
    self.benchmark = benchmark.map {
      (seconds: ChartScale.seconds($0.eventTime), value: $0.equity.value(in: currency))
    }
    money = ChartScale(
      over: samples.flatMap { [$0.equity, $0.balance] } + [start] + self.benchmark.map(\.value), margin: 0.06,
      minimumSpan: max(abs(start) * 0.002, 0.01))
    deepest = samples.map(\.drawdown).max() ?? 0
  }

  /// The chart with a line for read-outs above it.
  package var markup: Markup {
    guard let first = samples.first, let last = samples.last else {
      return HTMLPage.nothing("No equity was recorded: the run saw no tick.")
    }
    let summary =
      "Equity goes from \(amount(first.equity)) to \(amount(last.equity)) \(currency.code); "
      + "the deepest drawdown is \(NumberText.percent(deepest))."
    let chart = SVG.chart(
      height: Self.fullHeight, title: "Equity and drawdown over time", summary: summary,
      [
        SVG.timeAxis(time, height: Self.fullHeight), moneyAxis, percentAxis, equityLayer, underwaterLayer,
        deepestMark, loneMark,
        .element(
          "line",
          [
            "class": "cross", "visibility": "hidden", "x1": "0", "x2": "0", "y1": "0",
            "y2": SVG.number(Self.fullHeight),
          ]),
      ])
    return .group([
      legend,
      .element(
        "div",
        [
          "class": "plot readout-plot", "tabindex": "0", "data-points": readoutPoints,
          "data-decimals": String(NumberText.decimals(of: currency)),
        ],
        [chart, .element("output", ["class": "readout"], text: "")]),
    ])
  }

  private var legend: Markup {
    // What is not to be seen has no key.
    let keys = [
      ("line-equity", "Equity", true), ("line-balance", "Balance", true),
      ("line-benchmark", benchmarkName, !benchmark.isEmpty),
      ("area-gain", "Above the start balance", samples.contains { $0.equity > start }),
      ("area-under", "Below the start balance", samples.contains { $0.equity < start }),
      ("area-loss", "Drawdown from the peak", deepest > 0),
    ]
    return .element(
      "p", ["class": "legend"],
      keys.filter(\.2).map { .element("span", ["class": "key " + $0.0], text: $0.1) })
  }

  private var moneyAxis: Markup {
    let ticks = AxisTicks(from: money.lower, to: money.upper, count: 6)
    let lines = ticks.values.map {
      SVG.gridLine(
        NumberText.fixed($0, decimals: ticks.decimals), y: money.fromTop($0, height: Self.height))
    }
    let baseline = SVG.number(money.fromTop(start, height: Self.height))
    return .group(
      lines + [
        .element("line", ["class": "baseline", "x1": "0", "x2": "100%", "y1": baseline, "y2": baseline])
      ])
  }

  private var percentAxis: Markup {
    let ticks = AxisTicks(from: 0, to: max(deepest * 100, 0.1), count: 3)
    return .group(
      ticks.values.map { value in
        let label = NumberText.fixed(-value, decimals: ticks.decimals) + " %"
        return SVG.gridLine(label, y: Self.underwaterTop + depth(value / 100))
      })
  }

  private func depth(_ drawdown: Double) -> Double {
    ChartScale(lower: 0, upper: max(deepest, 0.001)).fraction(drawdown)
      * (Self.underwaterHeight - Self.labelHeight)
  }

  private func x(_ sample: Sample) -> Double { time.fraction(sample.seconds) * SVG.width }

  private var equityLayer: Markup {
    let baseline = money.fromTop(start, height: Self.height)
    let line = samples.map { (x: x($0), y: money.fromTop($0.equity, height: Self.height)) }
    let closing = [(x: line.last?.x ?? 0, y: baseline), (x: line.first?.x ?? 0, y: baseline)]
    // Balance moves in steps: it keeps its value until the next point.
    var steps: [(x: Double, y: Double)] = []
    for sample in samples {
      let y = money.fromTop(sample.balance, height: Self.height)
      if let last = steps.last, last.y != y { steps.append((x: x(sample), y: last.y)) }
      steps.append((x: x(sample), y: y))
    }
    let area = SVG.pathData(line + closing, closed: true)
    return SVG.layer(
      height: Self.height,
      [
        clip("above-start" + idSuffix, top: 0, bottom: baseline),
        clip("below-start" + idSuffix, top: baseline, bottom: Self.height),
        .element("path", ["class": "area-gain", "clip-path": "url(#above-start\(idSuffix))", "d": area]),
        .element("path", ["class": "area-under", "clip-path": "url(#below-start\(idSuffix))", "d": area]),
        benchmarkLine, SVG.path(steps, style: "line-balance"), SVG.path(line, style: "line-equity"),
      ])
  }

  private var benchmarkLine: Markup {
    guard !benchmark.isEmpty else { return .empty }
    var points: [(x: Double, y: Double)] = []
    var before: (seconds: Double, y: Double)?
    for point in benchmark {
      let x = time.fraction(point.seconds) * SVG.width
      let y = money.fromTop(point.value, height: Self.height)
      if let before, point.seconds - before.seconds > Self.longestSlope { points.append((x, before.y)) }
      points.append((x, y))
      before = (point.seconds, y)
    }
    return SVG.path(points, style: "line-benchmark")
  }

  private func clip(_ id: String, top: Double, bottom: Double) -> Markup {
    .element(
      "clipPath", ["id": id],
      [
        .element(
          "rect",
          [
            "x": "0", "y": SVG.number(top), "width": SVG.number(SVG.width),
            "height": SVG.number(bottom - top),
          ])
      ])
  }

  private var underwaterLayer: Markup {
    let line = samples.map { (x: x($0), y: depth($0.drawdown)) }
    let closing = [(x: line.last?.x ?? 0, y: 0.0), (x: line.first?.x ?? 0, y: 0.0)]
    return SVG.layer(
      top: Self.underwaterTop, height: Self.underwaterHeight,
      [SVG.path(line + closing, style: "area-loss", closed: true), SVG.path(line, style: "line-loss")])
  }

  /// One point alone has no line to be seen by.
  private var loneMark: Markup {
    guard samples.count == 1, let only = samples.first else { return .empty }
    return .element(
      "circle",
      [
        "class": "dot-gain", "cx": SVG.percent(time.fraction(only.seconds)),
        "cy": SVG.number(money.fromTop(only.equity, height: Self.height)), "r": "3.5",
      ])
  }

  private var deepestMark: Markup {
    guard deepest > 0, let sample = samples.first(where: { $0.drawdown == deepest }) else { return .empty }
    let fraction = time.fraction(sample.seconds)
    let y = Self.underwaterTop + depth(deepest)
    let dot = Markup.element(
      "circle",
      ["class": "dot-loss", "cx": SVG.percent(fraction), "cy": SVG.number(y), "r": "3.5"])
    // Below it, as no point is lower, and towards the middle at an edge.
    let anchor = fraction > 0.93 ? "end" : fraction < 0.07 ? "start" : "middle"
    let label = SVG.text(
      NumberText.percent(-deepest), x: SVG.percent(fraction), y: y + 15, anchor: anchor, style: "value loss")
    return .group([dot, label])
  }

  /// `[[x of 1000, seconds, equity, balance, drawdown %], …]`, the last point of each pixel or so.
  private var readoutPoints: String {
    var kept: [Sample] = []
    for sample in samples {
      if let last = kept.last, Int(x(last)) == Int(x(sample)) { kept.removeLast() }
      kept.append(sample)
    }
    let digits = NumberText.decimals(of: currency)
    let rows = kept.map { sample in
      let values = [
        plain(x(sample), 1), plain(sample.seconds, 0), plain(sample.equity, digits),
        plain(sample.balance, digits), plain(sample.drawdown * 100, 2),
      ]
      return "[" + values.joined(separator: ",") + "]"
    }
    return "[" + rows.joined(separator: ",") + "]"
  }

  /// A number for the script, without separators.
  private func plain(_ value: Double, _ digits: Int) -> String {
    let scaled = (value * Double(WideArithmetic.powerOfTen(digits))).rounded()
    return DecimalText.format(Int64(exactly: scaled) ?? 0, digits: digits, minimumFraction: 0)
  }

  private func amount(_ value: Double) -> String {
    NumberText.fixed(value, decimals: NumberText.decimals(of: currency))
  }

  private static func thinned(_ all: [Sample], time: ChartScale) -> [Sample] {
    guard all.count > 2 * columns else { return all }
    var kept: [Sample] = []
    var start = 0
    while start < all.count {
      let column = Int(time.fraction(all[start].seconds) * Double(columns))
      var (lowest, highest, deepest, end) = (start, start, start, start)
      while end < all.count, Int(time.fraction(all[end].seconds) * Double(columns)) == column {
        if all[end].equity < all[lowest].equity { lowest = end }
        if all[end].equity > all[highest].equity { highest = end }
        if all[end].drawdown > all[deepest].drawdown { deepest = end }
        end += 1
      }
      kept += Set([start, lowest, highest, deepest, end - 1]).sorted().map { all[$0] }
      start = end
    }
    return kept
  }
}
