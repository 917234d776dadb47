import Foundation
import JSONText
import Reports
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// The tables, document and picture of a study.
struct StudyPageTests {
  private var small: StudyPage {
    StudyPage(
      rows: [
        .init(
          preset: "plain", scenario: "no edge", edge: 0, toDemo: .init(value: 0.13, lower: 0.12, upper: 0.14),
          toLive: .init(value: 0.05, lower: 0.045, upper: 0.055), medianDays: nil),
        .init(
          preset: "strict", scenario: "edge | 0.2", edge: 0.2,
          toDemo: .init(value: 0.5, lower: 0.4, upper: 0.6),
          toLive: .init(value: 0.4, lower: 0.3, upper: 0.5), medianDays: 61),
      ], bots: 2_000, days: 365, seed: 7)
  }

  @Test("the text is a row for each gate and kind of bots")
  func text() {
    #expect(
      small.summaryText(colored: false) == """
        plain    Edge  To DEMO  To LIVE  95 % interval  Days
        no edge  0.00   13.0 %   5.00 %    4.50–5.50 %     –

        strict      Edge  To DEMO  To LIVE  95 % interval  Days
        edge | 0.2  0.20   50.0 %  40.00 %  30.00–50.00 %    61

        2,000 bots of each kind, looked at daily for 365 days, seed 7.

        """)
    #expect(small.summaryText(colored: true).contains("\u{1B}[33m5.00 %\u{1B}[0m"))
  }

  @Test("the Markdown is one table whose cells can't be broken")
  func markdown() {
    #expect(
      small.markdown() == #"""
        | Gate | Bots | Edge (R) | To DEMO | To LIVE | 95 % interval | Days |
        |---|---|---:|---:|---:|---:|---:|
        | plain | no edge | 0.00 | 13.0 % | 5.00 % | 4.50 % – 5.50 % | – |
        | strict | edge \| 0.2 | 0.20 | 50.0 % | 40.00 % | 30.00 % – 50.00 % | 61 |

        2,000 bots of each kind, looked at daily for 365 days, seed 7.

        """#)
  }

  @Test("the document has shares with intervals, and null where no bot arrived")
  func json() {
    let text = small.json().compactText
    #expect(
      text.hasPrefix(
        #"{"bots":2000,"days":365,"seed":7,"trials":1,"trials_variance":null,"limit":0.01,"rows":[{"preset":"plain","#
      ))
    #expect(
      text.contains(
        #""to_live":{"share":0.05,"lower":0.045,"upper":0.055},"median_days":null,"homes_live":null}"#))
  }

  @Test("the picture stands alone: its own size, colors and names, nothing fetched")
  func picture() throws {
    let svg = StudyPicture(SamplePromotionReview.study()).svg()
    let parser = XMLParser(data: Data(svg.utf8))
    #expect(parser.parse(), "\(String(describing: parser.parserError))")
    #expect(svg.hasPrefix("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 900 470\""))
    for part in ["at most 1 %", "standard 96 %", "plain 97 %", "strict 95 %", "0.41 %"] {
      #expect(svg.contains(part), "\(part)")
    }
    #expect(!svg.contains("href") && !svg.contains("@import") && !svg.contains("var("))
    if let folder = ProcessInfo.processInfo.environment["SLIPWAY_SAMPLE_PAGES"] {
      try svg.write(toFile: folder + "/study.svg", atomically: true, encoding: .utf8)
    }
  }

  @Test("none has a line of its own below the scale, and the kind that passes most is named")
  func none() {
    func row(_ preset: String, _ scenario: String, _ share: Double) -> StudyPage.Row {
      .init(
        preset: preset, scenario: scenario, edge: 0, toDemo: .init(value: 1, lower: 1, upper: 1),
        toLive: .init(value: share, lower: share / 2, upper: max(share * 2, 0.003)), medianDays: nil)
    }
    let study = StudyPage(
      rows: [
        row("mild", "no edge, small wins", 0.0001), row("mild", "no edge, gaps through stops", 0.04),
        row("hard", "no edge, small wins", 0),
      ], bots: 100, days: 90, seed: 1)
    let svg = StudyPicture(study).svg()
    #expect(svg.contains("mild: gaps through stops; hard: none of any kind"))
    // The least share of the scale stands 34 above the line of none, which is at the area's foot.
    #expect(svg.contains("y=\"358\" text-anchor=\"end\">0.01 %</text>"))
    #expect(svg.contains("y=\"392\" text-anchor=\"end\">0 %</text>"))
  }

  @Test("bots that differ in more than their edge are marked apart from the line")
  func apart() {
    func row(_ scenario: String, _ edge: Double) -> StudyPage.Row {
      .init(
        preset: "mild", scenario: scenario, edge: edge, toDemo: .init(value: 1, lower: 1, upper: 1),
        toLive: .init(value: edge, lower: 0, upper: 1), medianDays: nil)
    }
    var other = row("edge 0.8 R, pay-off 2", 0.8)
    other.isOfSeries = false
    let rows = [row("no edge, even pay-off", 0), row("edge 0.4 R", 0.4), other]
    let svg = StudyPicture(StudyPage(rows: rows, bots: 100, days: 90, seed: 1)).svg()
    #expect(svg.contains("d=\"M402 388L585 277.6\"") && svg.contains(">mild 40 %</text>"))
    #expect(svg.contains(">0.8 R, pay-off 2</text>"))
  }

  @Test("names can't become markup, and an empty study has a picture")
  func hostile() {
    var study = small
    study.rows[0].preset = "</title><script>"
    study.rows[1].scenario = "<b>&\""
    let svg = StudyPicture(study).svg()
    #expect(XMLParser(data: Data(svg.utf8)).parse() && !svg.contains("<script>") && !svg.contains("<b>"))
    let empty = StudyPicture(StudyPage(rows: [], bots: 0, days: 0, seed: 1)).svg()
    #expect(XMLParser(data: Data(empty.utf8)).parse())
  }
}
