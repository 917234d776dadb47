import Testing
import TradingCore

@testable import Reports

@Suite struct ChartScaleTests {
  @Test func mapsItsRangeToOne() {
    let scale = ChartScale(over: [10, 30, 20])
    #expect(scale.fraction(10) == 0)
    #expect(scale.fraction(15) == 0.25)
    #expect(scale.fraction(99) == 1)
    #expect(scale.fromTop(30, height: 200) == 0)
  }

  @Test func aSingleValueStandsInTheMiddle() {
    #expect(ChartScale(over: [5, 5]).fraction(5) == 0.5)
    #expect(ChartScale(over: [5], minimumSpan: 2).fraction(5) == 0.5)
    #expect(ChartScale(over: [Double]()).fraction(0) == 0.5)
    #expect(ChartScale(over: [.nan, 1, .infinity]).lower == 1)
  }

  @Test(arguments: [
    (0.9, 1.0, 0), (1, 1, 0), (1.1, 2, 0), (3, 5, 0), (7, 10, 0), (230, 500, 0), (0.03, 0.05, 2),
    (0.0011, 0.002, 3), (0.07, 0.1, 1), (1e6, 1e6, 0),
  ])
  func nicestStepAtLeastAsLarge(size: Double, step: Double, decimals: Int) {
    let nice = AxisTicks.niceStep(atLeast: size)
    #expect(nice.step == step)
    #expect(nice.decimals == decimals)
  }

  @Test func ticksStandOnRoundNumbersWithinTheEnds() {
    #expect(AxisTicks(from: -3, to: 7.5, count: 6).values == [-2, 0, 2, 4, 6])
    #expect(
      AxisTicks(from: 0.951, to: 1.049, count: 5).values.map { ($0 * 100).rounded() } == [
        96, 98, 100, 102, 104,
      ])
    #expect(AxisTicks(from: 5, to: 5, count: 5).values == [5])
    #expect(AxisTicks(from: .nan, to: 1, count: 5).values.isEmpty)
  }

  @Test(arguments: [1e-9, 1e-3, 1, 1e6, 1e15, 1e300]) func neverTooManyTicks(span: Double) {
    for offset in [0, 1, -1e12] {
      #expect(AxisTicks(from: offset, to: offset + span, count: 6).values.count <= 8)
    }
  }

  private func labels(_ first: String, _ last: String, count: Int = 6) throws -> [String] {
    let start = ChartScale.seconds(try Timestamp(iso8601: first))
    let end = ChartScale.seconds(try Timestamp(iso8601: last))
    return TimeTicks(from: start, to: end, count: count).ticks.map(\.label)
  }

  @Test func aDayIsNamedWhereTicksAreTimesOfDay() throws {
    func ticks(_ first: String, _ last: String) throws -> TimeTicks {
      TimeTicks(
        from: ChartScale.seconds(try Timestamp(iso8601: first)),
        to: ChartScale.seconds(try Timestamp(iso8601: last)), count: 9)
    }
    let short = try ticks("2024-01-10T03:00:30Z", "2024-01-10T19:00:00Z")
    #expect(short.firstDay.map(DateText.shortDay) == "10 Jan")
    #expect(SVG.timeAxis(ChartScale(lower: 0, upper: 3_601), height: 10).source.contains(">1 Jan<"))
    // Dates keep their labels where every other one goes.
    let days = try ticks("2024-01-10T03:00:00Z", "2024-01-12T19:00:00Z")
    let kept = days.ticks.indices.filter(days.isKept).map { days.ticks[$0].label }
    #expect(days.ticks.map(\.label) == ["12:00", "11 Jan", "12:00", "12 Jan", "12:00"])
    #expect(kept == ["11 Jan", "12 Jan"])
    #expect(try ticks("2024-01-10T00:00:00Z", "2024-03-12T00:00:00Z").firstDay == nil)
  }

  @Test func timeTicksFitTheSpan() throws {
    #expect(
      try labels("2019-02-04T09:00:30Z", "2019-02-04T09:01:10Z")
        == ["09:00:30", "09:00:40", "09:00:50", "09:01:00", "09:01:10"])
    #expect(
      try labels("2019-02-04T20:10:00Z", "2019-02-05T02:00:00Z") == [
        "21:00", "22:00", "23:00", "5 Feb", "01:00", "02:00",
      ])
    #expect(
      try labels("2019-02-04T00:00:00Z", "2019-02-09T12:00:00Z")
        == ["4 Feb", "5 Feb", "6 Feb", "7 Feb", "8 Feb", "9 Feb"])
    #expect(
      try labels("2019-11-20T00:00:00Z", "2020-04-20T00:00:00Z")
        == ["Dec 2019", "Jan 2020", "Feb 2020", "Mar 2020", "Apr 2020"])
    #expect(try labels("2010-06-01T00:00:00Z", "2019-06-01T00:00:00Z") == ["2012", "2014", "2016", "2018"])
  }

  @Test func weeksStartOnMondays() throws {
    let start = ChartScale.seconds(try Timestamp(iso8601: "2019-02-01T00:00:00Z"))
    let ticks = TimeTicks(from: start, to: start + 35 * 86_400, count: 5).ticks
    #expect(ticks.map(\.label) == ["4 Feb", "11 Feb", "18 Feb", "25 Feb", "4 Mar"])
    #expect(ticks.allSatisfy { CivilDate(containing: $0.time).weekday == 1 })
  }

  @Test func timeTicksStandTheDistantEnds() {
    #expect(TimeTicks(from: -9.3e9, to: 9.3e9, count: 8).ticks.count < 20)
    #expect(TimeTicks(from: 0, to: 0, count: 8).ticks.count == 1)
  }

  @Test func timeBeforeTheEpochIsNoTrouble() throws {
    #expect(
      try labels("1969-12-31T22:00:00Z", "1970-01-01T02:00:00Z", count: 5) == [
        "22:00", "23:00", "1 Jan", "01:00", "02:00",
      ])
  }

  @Test func coordinatesAreShortAndNeverNoNumber() {
    #expect(SVG.number(12.3456) == "12.35")
    #expect(SVG.number(-0.001) == "0")
    #expect(SVG.number(.nan) == "0")
    #expect(SVG.percent(0.5) == "50%")
  }
}

@Suite struct MarkupTests {
  @Test func escapesTextAndAttributes() {
    let markup = Markup.element("a", ["title": "\"<&'>"], text: "1 < 2 & 3 > 2")
    #expect(
      markup.source == "<a title=\"&quot;&lt;&amp;&#39;&gt;\">1 &lt; 2 &amp; 3 &gt; 2</a>")
  }

  @Test func closesEveryElement() {
    #expect(Markup.element("div").source == "<div></div>")
    #expect(Markup.element("line", ["x1": "0"]).source == "<line x1=\"0\"/>")
    #expect(
      Markup.element("rect", [:], [.element("title", text: "t")]).source == "<rect><title>t</title></rect>")
  }

  @Test func leavesOutWhatXMLHasNoPlaceFor() {
    #expect(Markup.text("a\u{0}b\u{1B}c\td").source == "a\u{FFFD}b\u{FFFD}c\td")
  }
}
