import Statistics

/// How many trades, or days, ended with which result.
package struct HistogramChart: Sendable {
  private static let height = 236.0

  /// Of all values but those of exactly zero.
  private let histogram: Histogram?
  /// How many are exactly zero, neither gain nor loss: on top of the bin that begins there.
  private let zeros: Int
  private let binWidth: Double
  private let unit: String
  private let decimals: Int
  private let title: String
  private let noun: String

  /// A chart of results in a currency or other unit, in some two dozen bins of a round width; `noun` is what
  /// is counted, in the singular.
  package init(
    values: [Double], unit: String, title: String = "Trades by net result", noun: String = "trade"
  ) {
    self.title = title
    self.noun = noun
    let scale = ChartScale(over: values + [0])
    let (width, decimals) = AxisTicks.niceStep(atLeast: max((scale.upper - scale.lower) / 28, 1e-6))
    histogram = Histogram(of: values.filter { $0 != 0 }, binWidth: width)
    zeros = values.count { $0 == 0 }
    binWidth = width
    self.unit = unit
    self.decimals = decimals
  }

  /// The chart.
  package var markup: Markup {
    let bins = bins
    guard let first = bins.first, let last = bins.last else {
      return HTMLPage.nothing(noun == "trade" ? "No trade was made." : "There is no \(noun) to count.")
    }
    let scale = ChartScale(over: [first.lower, last.upper, 0])
    let most = bins.map { $0.count + $0.zeros }.max() ?? 0
    let counts = ChartScale(lower: 0, upper: Double(most) * 1.06)
    let bars = bins.map { bar($0, scale: scale, counts: counts) }
    let summary =
      "\(NumberText.grouped(bins.reduce(0) { $0 + $1.count + $1.zeros })) \(noun)s between "
      + "\(text(first.lower)) and \(text(last.upper)) \(unit)."
    let chart = SVG.chart(
      height: Self.height, title: title, summary: summary,
      [countAxis(counts), valueAxis(scale)] + bars)
    return .element("div", ["class": "plot slim"], [chart])
  }

  private struct Bin {
    let lower: Double
    let upper: Double
    var count = 0
    var zeros = 0
  }

  /// Those that have a value, from the lowest.
  private var bins: [Bin] {
    var bins: [Bin] = []
    if let histogram {
      bins = histogram.counts.indices.filter { histogram.counts[$0] > 0 }.map { index in
        let (lower, upper) = histogram.edges(of: index)
        return Bin(lower: lower, upper: upper, count: histogram.counts[index])
      }
    }
    guard zeros > 0 else { return bins }
    // Edges are multiples of the width; those at zero may miss it by a rounding.
    let place = bins.firstIndex { $0.lower > -binWidth / 2 } ?? bins.count
    if place < bins.count, bins[place].lower < binWidth / 2 {
      bins[place].zeros = zeros
    } else {
      bins.insert(Bin(lower: 0, upper: binWidth, zeros: zeros), at: place)
    }
    return bins
  }

  private func bar(_ bin: Bin, scale: ChartScale, counts: ChartScale) -> Markup {
    let (left, right) = (scale.fraction(bin.lower), scale.fraction(bin.upper))
    func part(_ style: String, from bottom: Int, to top: Int, _ words: String) -> Markup {
      guard top > bottom else { return .empty }
      let y = counts.fromTop(Double(top), height: Self.height)
      let end = counts.fromTop(Double(bottom), height: Self.height)
      return .element(
        "rect",
        [
          "class": style, "x": SVG.percent(left), "y": SVG.number(y),
          "width": SVG.percent((right - left) * 0.92), "height": SVG.number(end - y),
        ], [.element("title", text: "\(words): \(NumberText.counted(top - bottom, noun))")])
    }
    let range = "\(text(bin.lower)) to \(text(bin.upper)) \(unit)"
    let isLoss = bin.lower < -binWidth / 2
    return .group([
      part(isLoss ? "bar-loss" : "bar-gain", from: 0, to: bin.count, range),
      part("bar-plain", from: bin.count, to: bin.count + bin.zeros, "exactly 0 \(unit)"),
    ])
  }

  private func countAxis(_ counts: ChartScale) -> Markup {
    let ticks = AxisTicks(from: 0, to: max(counts.upper, 1), count: 6)
    return .group(
      ticks.values.filter { $0 == $0.rounded() && $0 <= counts.upper }.map {
        SVG.gridLine(NumberText.fixed($0, decimals: 0), y: counts.fromTop($0, height: Self.height))
      })
  }

  private func valueAxis(_ scale: ChartScale) -> Markup {
    let ticks = AxisTicks(from: scale.lower, to: scale.upper, count: 8)
    return .group(
      ticks.values.map { value in
        let x = SVG.percent(scale.fraction(value))
        let line = Markup.element(
          "line",
          [
            "class": value == 0 ? "baseline" : "grid", "x1": x, "x2": x, "y1": "0",
            "y2": SVG.number(Self.height),
          ])
        let label = NumberText.fixed(value, decimals: ticks.decimals)
        return .group([line, SVG.text(label, x: x, y: Self.height + 18, anchor: "middle")])
      })
  }

  private func text(_ value: Double) -> String { NumberText.fixed(value, decimals: decimals) }
}
