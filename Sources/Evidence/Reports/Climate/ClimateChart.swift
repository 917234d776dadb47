import TradingCore

/// A timeframe of a symbol: the price over its regimes, and chaos below it.
struct ClimateChart {
  let history: ClimateHistory
  /// The timeframe whose closes and chaos are drawn.
  let line: ClimateHistory.Line
  private let time: ClimateTime
  private let price: ChartScale

  private static let priceHeight = 240.0
  private static let chaosHeight = 120.0

  init(_ history: ClimateHistory, _ line: ClimateHistory.Line) {
    self.history = history
    self.line = line
    time = ClimateTime(history)
    price = ChartScale(over: line.closes.map { Double($0.points) }, margin: 0.05, minimumSpan: 20)
  }

  var markup: Markup {
    guard !line.readings.isEmpty else {
      return HTMLPage.nothing("No bar of \(line.timeframe.rawValue) has closed.")
    }
    return .group([
      time.plot(
        Self.priceHeight, "Price and regimes of \(history.symbol.name)",
        "Closes of \(line.timeframe.rawValue) over the regimes of that timeframe.",
        [time.bands(line, height: Self.priceHeight), priceAxis, closes]),
      time.plot(
        Self.chaosHeight, "Chaos of \(history.symbol.name)",
        "Chaos on \(line.timeframe.rawValue), from 0 for calm to 1.", [chaosAxis, chaos]),
    ])
  }

  /// The name of a regime's color in the style sheet.
  static func style(_ regime: MarketRegime) -> String {
    switch regime {
    case .trendStable: "trend"
    case .rangeStable: "range"
    case .breakoutPrime: "breakout"
    case .highChaos: "chaos"
    case .newsEvent: "news"
    case .unknown: "unknown"
    }
  }

  /// A regime for people.
  static func name(_ regime: MarketRegime) -> String {
    switch regime {
    case .trendStable: "stable trend"
    case .rangeStable: "stable range"
    case .breakoutPrime: "breakout"
    case .highChaos: "high chaos"
    case .newsEvent: "news"
    case .unknown: "unknown"
    }
  }

  // MARK: - Lines

  private var priceAxis: Markup {
    let ticks = AxisTicks(from: price.lower, to: price.upper, count: 7)
    return .group(
      ticks.values.map {
        SVG.gridLine(
          Price(points: Int64($0.rounded())).text(digits: history.digits),
          y: price.fromTop($0, height: Self.priceHeight))
      })
  }

  private var closes: Markup {
    path(zip(line.readings, line.closes).map { ($0.at, Double($1.points)) }, price, height: Self.priceHeight)
  }

  private var chaosAxis: Markup {
    .group(
      [0, 0.25, 0.5, 0.75, 1].map {
        SVG.gridLine(NumberText.fixed($0, decimals: 2), y: (1 - $0) * Self.chaosHeight)
      })
  }

  private var chaos: Markup {
    path(
      line.readings.map { ($0.at, $0.chaos) }, ChartScale(lower: 0, upper: 1), height: Self.chaosHeight)
  }

  /// A line that is broken over gaps of the market and where there is no value.
  private func path(_ points: [(Timestamp, Double?)], _ scale: ChartScale, height: Double) -> Markup {
    let gaps = zip(points, points.dropFirst()).map { $1.0.nanoseconds - $0.0.nanoseconds }
    let longest = gaps.isEmpty ? 0 : gaps.sorted()[gaps.count / 2] * 6
    var data = ""
    var isDrawing = false
    for (index, point) in points.enumerated() {
      guard let value = point.1 else {
        isDrawing = false
        continue
      }
      if index > 0, gaps[index - 1] > longest { isDrawing = false }
      data += (isDrawing ? "L" : "M") + SVG.number(fraction(point.0) * SVG.width) + " "
      data += SVG.number(scale.fromTop(value, height: height))
      isDrawing = true
    }
    return SVG.layer(height: height, [.element("path", ["class": "line-climate", "d": data])])
  }

  private func fraction(_ instant: Timestamp) -> Double { time.fraction(instant) }
}

/// The regimes of all timeframes, a strip each, and what their colors mean.
struct ClimateStrips {
  let history: ClimateHistory

  private static let height = 16.0

  var markup: Markup { .group([legend, plot]) }

  private var legend: Markup {
    .element(
      "p", ["class": "legend"],
      MarketRegime.allCases.map {
        .element("span", ["class": "key regime \(ClimateChart.style($0))"], text: ClimateChart.name($0))
      })
  }

  private var plot: Markup {
    let time = ClimateTime(history)
    let strips = history.lines.enumerated().flatMap { index, line in
      let top = Double(index) * Self.height
      return [
        time.bands(line, top: top, height: Self.height - 3),
        SVG.text(line.timeframe.rawValue, x: "-8", y: top + 11, anchor: "end"),
      ]
    }
    return time.plot(
      Self.height * Double(history.lines.count) + 6, "Regimes by timeframe",
      "A strip for each timeframe, in the color of its regime.", strips)
  }
}

/// The time that all charts of a history share, so that what is below each other was at the same time.
private struct ClimateTime {
  private let scale: ChartScale
  private let last: Timestamp?

  init(_ history: ClimateHistory) {
    let times = history.lines.flatMap { line in
      [line.changes.first?.at, line.readings.first?.at, line.readings.last?.at].compactMap(\.self)
    }
    last = history.lastTime
    scale = ChartScale.time(times + [history.lastTime].compactMap(\.self))
  }

  func fraction(_ instant: Timestamp) -> Double { scale.fraction(ChartScale.seconds(instant)) }

  func plot(_ height: Double, _ title: String, _ summary: String, _ content: [Markup]) -> Markup {
    let chart = SVG.chart(
      height: height, title: title, summary: summary, [SVG.timeAxis(scale, height: height)] + content)
    return .element("div", ["class": "plot"], [chart])
  }

  /// The regimes of a timeframe as bands.
  func bands(_ line: ClimateHistory.Line, top: Double = 0, height: Double) -> Markup {
    let ends = line.changes.dropFirst().map(\.at) + [last ?? line.readings.last?.at ?? .distantPast]
    return .group(
      zip(line.changes, ends).map { change, end in
        let (start, stop) = (fraction(change.at), fraction(end))
        return .element(
          "rect",
          [
            "class": "regime \(ClimateChart.style(change.regime))", "x": SVG.percent(start),
            "y": SVG.number(top), "width": SVG.percent(max(stop - start, 0.0005)),
            "height": SVG.number(height),
          ],
          [
            .element(
              "title",
              text: "\(line.timeframe.rawValue) \(change.regime.rawValue) from \(DateText.minute(change.at))")
          ])
      })
  }
}

/// Styles of the climate's page: the colors of the regimes.
extension Theme {
  static let climate = """
    .regime.trend { --regime: #10b981; } .regime.range { --regime: #3b82f6; } .regime.breakout { --regime: #f59e0b; }
    .regime.chaos { --regime: #ef4444; } .regime.news { --regime: #a855f7; } .regime.unknown { --regime: #94a3b8; }
    .chart rect.regime { fill: var(--regime); fill-opacity: 0.38; } .chart rect.regime.unknown { fill-opacity: 0.16; }
    .key.regime::before { height: 10px; background: var(--regime); opacity: 0.6; border-radius: 2px; }
    .line-climate { fill: none; stroke: var(--ink); stroke-width: 1.3; stroke-linejoin: round; }
    .grid-of-regimes { display: grid; gap: 12px; grid-template-columns: repeat(5, minmax(0, 1fr)); margin: 0; }
    .grid-of-regimes > div { border: 1px solid var(--line); border-top: 6px solid var(--regime); border-radius: 12px;
      background: var(--card); padding: 10px 14px; }
    .grid-of-regimes dt { color: var(--soft); font-size: 13px; } .grid-of-regimes dd { margin: 0; font-size: 13px; color: var(--soft); }
    .grid-of-regimes dd.value { font-size: 19px; font-weight: 620; color: var(--ink); }
    @media screen and (max-width: 720px) { .grid-of-regimes { grid-template-columns: repeat(2, minmax(0, 1fr)); } }
    """
}
