import Testing
import TradingCore

@testable import Reports

/// The charts of the promotion review and the study.
struct PromotionChartTests {
  @Test("a scale of factors has a line at each power of ten, the ends on its edges")
  func powers() {
    let scale = LogScale(over: [0.3, 41.7, 20, 1])
    #expect(scale.lower == -1 && scale.upper == 2)
    #expect(scale.ticks.map(\.label) == ["0.1", "1", "10", "100"])
    #expect(
      [0, 0.1, 1, 10, 100, 1e9].map { scale.fromTop($0, height: 90).rounded() } == [90, 90, 60, 30, 0, 0])
  }

  @Test("a scale of factors stops at its floor and thins its lines")
  func wide() {
    #expect(LogScale(over: [1e-9, 2]).lower == -3)
    #expect(
      LogScale(over: [1, 1e20]).ticks.map(\.label) == ["1", "1,000", "10⁶", "10⁹", "10¹²", "10¹⁵", "10¹⁸"])
    #expect(LogScale(over: [Double]()).ticks.map(\.label) == ["0.1", "1"])
  }

  @Test("an interval below what it has to clear is told apart from one above")
  func interval() {
    func chart(lower: Double) -> String {
      let interval = PromotionReview.Interval(
        label: "Profit factor", unit: .ratio, value: 1.4, lower: lower, upper: 2, bound: 1,
        boundLabel: "break-even", threshold: 1.5, method: "bootstrap")
      return IntervalChart(intervals: [interval]).markup.source
    }
    #expect(chart(lower: 1.01).contains("class=\"interval gain\""))
    #expect(chart(lower: 1).contains("class=\"interval loss\""))
    #expect(chart(lower: 1.01).contains("1.40 (1.01 – 2.00)"))
  }

  @Test("the evidence is said in words, too: when the boundary was reached and where it stands")
  func evidence() {
    func words(_ values: [Double]) -> String {
      let points = values.enumerated().map {
        PromotionReview.EvidenceLine.Point(trade: $0 + 1, value: $1)
      }
      return EvidenceChart(line: .init(points: points, boundary: 20, basis: "R")).markup.source
    }
    #expect(words([1, 25, 3]).contains("Reached 20 at trade 2. It stands at 3.00 after trade 3."))
    #expect(words([1, 0.5]).contains("It stands at 0.500 after trade 2 and has not reached 20."))
  }

  @Test("the most trials that would do are named, or that none would")
  func trials() {
    func words(_ ratios: [Double]) -> String {
      let points = zip([1, 10, 100], ratios).map { PromotionReview.TrialsCurve.Point(trials: $0, ratio: $1) }
      let curve = PromotionReview.TrialsCurve(points: points, present: points[1], threshold: 0.95)
      return TrialsChart(curve: curve).markup.source
    }
    #expect(
      words([0.99, 0.96, 0.9]).contains(
        "With 10 trials the deflated Sharpe ratio is 0.960; it has to be 0.95. Up to 10 trials would do."))
    #expect(words([0.9, 0.8, 0.7]).contains("No number of trials would do."))
    #expect(words([0.99, 0.98, 0.97]).contains("it has to be 0.95. 100 trials would do, too."))
  }

  @Test("curves begin at 100 whatever their money, one that starts at nothing is left out")
  func overlay() {
    func curve(_ label: String, _ equity: [Double]) -> PromotionReview.Curve {
      .init(
        label: label,
        points: equity.enumerated().map {
          .init(time: Timestamp(milliseconds: Int64($0) * 86_400_000), equity: $1)
        })
    }
    let curves = [curve("Backtest", [1_000, 1_100]), curve("Paper", [50, 49]), curve("Demo", [0, 1])]
    let source = OverlayChart(curves: curves, alignment: .start).markup.source
    #expect(source.contains("Backtest ends at 110.0, Paper ends at 98.0."))
    #expect(!source.contains("Demo"))
    #expect(OverlayChart(curves: curves, alignment: .calendar).markup.source.contains("1 Jan"))
  }
}
