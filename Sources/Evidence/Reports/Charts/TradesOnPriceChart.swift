package import TradingCore

/// One symbol's price range over time with its trades: entries, exits and the way between them.
package struct TradesOnPriceChart: Sendable {
  private static let height = 320.0
  /// More trades than this hide each other; those with the largest results are drawn then.
  private static let mostDrawn = 150

  private let series: BacktestReport.PriceSeries
  private let drawn: [ReportTrade]
  private let all: Int
  private let currency: Currency
  private let time: ChartScale
  private let price: ChartScale

  /// A chart of a series and those of the trades that are in its symbol.
  package init(series: BacktestReport.PriceSeries, trades: [ReportTrade], currency: Currency) {
    self.series = series
    self.currency = currency
    let own = trades.filter { $0.symbol == series.symbol }
    all = own.count
    drawn = Self.largest(own)
    time = ChartScale.time(
      series.buckets.map(\.eventTime) + drawn.map(\.openTime) + drawn.map(\.closeTime))
    price = ChartScale(
      over: series.buckets.flatMap { [Double($0.low.points), Double($0.high.points)] }
        + drawn.flatMap { [Double($0.openPrice.points), Double($0.closePrice.points)] },
      margin: 0.04, minimumSpan: 20)
  }

  /// The chart with its legend.
  package var markup: Markup {
    guard !series.buckets.isEmpty || !drawn.isEmpty else {
      return HTMLPage.nothing("No price was recorded for \(series.symbol.name).")
    }
    let summary =
      "\(NumberText.counted(drawn.count, "trade")) drawn on the price of \(series.symbol.name), "
      + "which ranges from \(text(price.lower)) to \(text(price.upper))."
    let chart = SVG.chart(
      height: Self.height, title: "Trades on price, \(series.symbol.name)", summary: summary,
      [marks, SVG.timeAxis(time, height: Self.height), priceAxis, band] + drawn.map(trade))
    return .group([legend, .element("div", ["class": "plot"], [chart]), thinningNote])
  }

  private var legend: Markup {
    .element(
      "p", ["class": "legend"],
      [
        .element("span", ["class": "key band"], text: "Price range"),
        .element("span", ["class": "key line-gain"], text: "Won"),
        .element("span", ["class": "key line-loss dashed"], text: "Lost"),
        .element("span", text: "▲ long  ▼ short  ○ closed"),
      ])
  }

  private var thinningNote: Markup {
    guard drawn.count < all else { return .empty }
    let sentence =
      "\(drawn.count) of \(NumberText.grouped(all)) trades are drawn: those with the largest results, either way."
    return .element("p", ["class": "note"], text: sentence)
  }

  /// Larger while there is room.
  private var markSize: Double { drawn.count > 60 ? 4 : 5.5 }

  private var marks: Markup {
    let (half, tip, base) = (markSize, markSize * 1.1, markSize * 0.75)
    func triangle(up: Bool) -> String {
      let sign = up ? 1.0 : -1.0
      return SVG.pathData(
        [(x: 0, y: -tip * sign), (x: half, y: base * sign), (x: -half, y: base * sign)], closed: true)
    }
    return .element(
      "defs", [:],
      [
        .element("path", ["id": markID("buy"), "d": triangle(up: true)]),
        .element("path", ["id": markID("sell"), "d": triangle(up: false)]),
      ])
  }

  private func markID(_ name: String) -> String { "\(name)-\(series.symbol.name)" }

  private var priceAxis: Markup {
    // In whole points, so that labels are prices that exist.
    let ticks = AxisTicks(from: price.lower, to: price.upper, count: 9)
    return .group(
      ticks.values.map { SVG.gridLine(text($0), y: price.fromTop($0, height: Self.height)) })
  }

  private var band: Markup {
    SVG.layer(
      height: Self.height,
      runs().map { run in
        // A stretch of one price at one instant gets a pixel or two, to be seen at all.
        guard run.count > 1 || run[0].low < run[0].high else {
          let (x, y) = (x(run[0].eventTime), y(run[0].low))
          return SVG.path([(x: x - 2, y: y), (x: x + 2, y: y)], style: "band")
        }
        let highs = run.map { (x: x($0.eventTime), y: y($0.high)) }
        let lows = run.reversed().map { (x: x($0.eventTime), y: y($0.low)) }
        return SVG.path(highs + lows, style: "band", closed: true)
      })
  }

  /// The buckets without a long gap between them: nights and weekends are left open, not bridged.
  private func runs() -> [[BacktestReport.PriceBucket]] {
    let gaps = zip(series.buckets, series.buckets.dropFirst()).map {
      ChartScale.seconds($1.eventTime) - ChartScale.seconds($0.eventTime)
    }
    let longest = gaps.isEmpty ? 0 : gaps.sorted()[gaps.count / 2] * 6
    var runs: [[BacktestReport.PriceBucket]] = []
    for (index, bucket) in series.buckets.enumerated() {
      if index == 0 || gaps[index - 1] > longest {
        runs.append([bucket])
      } else {
        runs[runs.count - 1].append(bucket)
      }
    }
    return runs
  }

  private func trade(_ trade: ReportTrade) -> Markup {
    let tone = HTMLPage.Tone(signOf: trade.netProfit.units)
    let (startX, endX) = (SVG.percent(fraction(trade.openTime)), SVG.percent(fraction(trade.closeTime)))
    let (startY, endY) = (SVG.number(y(trade.openPrice)), SVG.number(y(trade.closePrice)))
    return .element(
      "g", ["class": "trade " + tone.rawValue],
      [
        .element("title", text: words(trade)),
        .element("line", ["x1": startX, "y1": startY, "x2": endX, "y2": endY]),
        .element("use", ["href": "#" + markID(trade.side.rawValue), "x": startX, "y": startY]),
        .element("circle", ["cx": endX, "cy": endY, "r": SVG.number(markSize * 0.65)]),
      ])
  }

  private func words(_ trade: ReportTrade) -> String {
    "#\(trade.tradeID) \(trade.side.position) \(trade.lots): \(trade.openPrice.text(digits: trade.digits)) at "
      + "\(DateText.second(trade.openTime)), \(trade.closePrice.text(digits: trade.digits)) at "
      + "\(DateText.second(trade.closeTime)), net "
      + "\(NumberText.money(trade.netProfit, in: currency, signed: true)) \(currency.code) (\(trade.exitReason))"
  }

  private func fraction(_ time: Timestamp) -> Double { self.time.fraction(ChartScale.seconds(time)) }

  private func x(_ time: Timestamp) -> Double { fraction(time) * SVG.width }

  private func y(_ price: Price) -> Double {
    self.price.fromTop(Double(price.points), height: Self.height)
  }

  private func text(_ points: Double) -> String {
    Price(points: Int64(points.rounded())).text(digits: series.digits)
  }

  private static func largest(_ trades: [ReportTrade]) -> [ReportTrade] {
    guard trades.count > mostDrawn else { return trades }
    let ranked = trades.sorted {
      ($0.netProfit.units.magnitude, $1.tradeID) > ($1.netProfit.units.magnitude, $0.tradeID)
    }
    return ranked.prefix(mostDrawn).sorted { $0.tradeID < $1.tradeID }
  }
}
