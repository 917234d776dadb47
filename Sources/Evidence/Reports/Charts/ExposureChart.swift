import Statistics
import TradingCore

/// What was open over time and the margin that it bound, one above the other on one time axis: long positions upwards, short
/// ones downwards.
struct ExposureChart {
  private static let height = 150.0
  private static let marginTop = 174.0
  private static let marginHeight = 76.0
  private static var fullHeight: Double { marginTop + marginHeight }
  /// Columns the time axis is divided into; of each the largest of what it has is drawn.
  private static let columns = 700

  private let points: [ExposureCurve.Point]
  private let end: Timestamp
  private let currency: Currency
  private let time: ChartScale
  private let value: ChartScale
  private let margin: ChartScale

  /// A chart from the first to the last tick.
  init(_ points: [ExposureCurve.Point], from first: Timestamp, to last: Timestamp, currency: Currency) {
    time = ChartScale.time([first, last] + points.map(\.time))
    self.points = Self.thinned(points, time)
    end = max(last, points.last?.time ?? last)
    self.currency = currency
    func amounts(_ amount: (ExposureCurve.Point) -> Money) -> [Double] {
      points.map { amount($0).value(in: currency) }
    }
    value = ChartScale(
      over: amounts(\.long) + amounts(\.short).map { -$0 } + [0], margin: 0.05, minimumSpan: 0.01)
    margin = ChartScale(lower: 0, upper: max((amounts(\.margin).max() ?? 0) * 1.08, 0.01))
  }

  var markup: Markup {
    let summary =
      "At most \(amount(points.map(\.long).max())) \(currency.code) long and \(amount(points.map(\.short).max())) short; "
      + "at most \(amount(points.map(\.margin).max())) of margin."
    let chart = SVG.chart(
      height: Self.fullHeight, title: "Exposure and margin over time", summary: summary,
      [
        SVG.timeAxis(time, height: Self.fullHeight), axis(value, top: 0, height: Self.height, count: 5),
        axis(margin, top: Self.marginTop, height: Self.marginHeight, count: 3),
        SVG.layer(
          height: Self.height,
          [area(\.long, 1, style: "area-gain line"), area(\.short, -1, style: "area-loss line")]),
        SVG.layer(
          top: Self.marginTop, height: Self.marginHeight,
          [
            SVG.path(
              steps(margin, Self.marginHeight) { $0.margin.value(in: currency) }, style: "area-margin",
              closed: true)
          ]),
      ])
    return .group([
      .element(
        "p", ["class": "legend"],
        [
          .element("span", ["class": "key area-gain"], text: "Long positions"),
          .element("span", ["class": "key area-loss"], text: "Short positions, downwards"),
          .element("span", ["class": "key area-margin"], text: "Margin used, below"),
        ]), .element("div", ["class": "plot"], [chart]),
    ])
  }

  private func area(
    _ part: (ExposureCurve.Point) -> Money, _ sign: Double, style: String
  ) -> Markup {
    SVG.path(
      steps(value, Self.height) { sign * part($0).value(in: currency) }, style: style, closed: true)
  }

  /// An outline from zero back to zero: what is open keeps its value until the next fill.
  private func steps(
    _ scale: ChartScale, _ height: Double, _ value: (ExposureCurve.Point) -> Double
  ) -> [(x: Double, y: Double)] {
    let zero = scale.fromTop(0, height: height)
    var outline: [(x: Double, y: Double)] = []
    var level = zero
    for point in points {
      let y = scale.fromTop(value(point), height: height)
      guard y != level else { continue }
      outline += [(x(point.time), level), (x(point.time), y)]
      level = y
    }
    return outline.isEmpty ? [] : outline + [(x(end), level), (x(end), zero)]
  }

  private func axis(_ scale: ChartScale, top: Double, height: Double, count: Int) -> Markup {
    let ticks = AxisTicks(from: scale.lower, to: scale.upper, count: count)
    return .group(
      ticks.values.map {
        SVG.gridLine(
          NumberText.fixed(abs($0), decimals: ticks.decimals), y: top + scale.fromTop($0, height: height),
          style: $0 == 0 ? "baseline" : "grid")
      })
  }

  private func x(_ time: Timestamp) -> Double { self.time.fraction(ChartScale.seconds(time)) * SVG.width }

  private func amount(_ money: Money?) -> String { NumberText.money(money ?? .zero, in: currency) }

  /// Of the points of a column those with the most long, short and margin, with the least open, and the last.
  private static func thinned(
    _ points: [ExposureCurve.Point], _ time: ChartScale
  ) -> [ExposureCurve.Point] {
    guard points.count > 2 * columns else { return points }
    var kept: [ExposureCurve.Point] = []
    var start = 0
    func column(_ index: Int) -> Int {
      Int(time.fraction(ChartScale.seconds(points[index].time)) * Double(columns))
    }
    while start < points.count {
      var (long, short, margin, least, end) = (start, start, start, start, start)
      let place = column(start)
      while end < points.count, column(end) == place {
        if points[end].long > points[long].long { long = end }
        if points[end].short > points[short].short { short = end }
        if points[end].margin > points[margin].margin { margin = end }
        if points[end].value < points[least].value { least = end }
        end += 1
      }
      kept += Set([long, short, margin, least, end - 1]).sorted().map { points[$0] }
      start = end
    }
    return kept
  }
}

extension ExposureCurve {
  /// The card of what was open over time; `start` is the balance that amounts are held against.
  func card(from first: Timestamp?, to last: Timestamp?, start: Money, currency: Currency) -> Markup {
    let title = "Exposure and margin over time"
    guard let first, let last, let most = mostValue, let bound = mostMargin else {
      let reason =
        isComplete ? "Nothing was opened." : "What was open can't be valued: no rate converts it."
      return HTMLPage.card(title, [HTMLPage.nothing(reason)])
    }
    func share(_ money: Money) -> String {
      start > .zero
        ? " (\(NumberText.percent(Double(money.units) / Double(start.units), decimals: 2)) of the start)" : ""
    }
    let code = currency.code
    return HTMLPage.card(
      title,
      note: "Value of what was open, and the margin it bound, both at the entry prices; in \(code). At most "
        + "\(NumberText.money(most, in: currency)) \(code) were open at one time\(share(most)) and "
        + "\(NumberText.money(bound, in: currency)) \(code) of margin were used\(share(bound)).",
      [ExposureChart(points, from: first, to: last, currency: currency).markup])
  }
}
