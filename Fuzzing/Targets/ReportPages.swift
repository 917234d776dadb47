import JSONText
import TradingCore

@testable import Reports

extension FuzzTarget {
  /// Pages of reports that are compared, whole or only the document in them: read, compared with themselves and with
  /// each other, and shown.
  static let page = FuzzTarget(name: "page") { input in
    var input = input
    let isWhole = input.byte() & 1 != 0
    var runs: [RunSnapshot] = []
    while !input.rest.isEmpty, runs.count < 3 {
      let part = input.part()
      let opening = "<html><script type=\"application/json\" id=\"slipway-run\">"
      let page = isWhole ? part : Array(opening.utf8) + part + Array("</script></html>".utf8)
      guard let run = try accepted({ try RunSnapshot(page: page, path: "a.html") }) else { continue }
      let text = run.json.compactText
      let again = Array(opening.utf8) + Array(text.utf8) + Array("</script>".utf8)
      // A text that ends the element early would end it in a report, too, which escapes it.
      if !text.contains("</") {
        try expect(try RunSnapshot(page: again, path: "b.html") == run, "a run reads back as another one")
      }
      runs.append(run)
    }
    guard let first = runs.first else { return }
    let same = runs.filter { $0.currency == first.currency }
    for list in [[first, first], same] where list.count > 1 {
      let comparison = RunComparison(list.map { (file: "a.html", run: $0) }, generator: "fuzz")
      let page = comparison.htmlPage()
      try expect(page.hasSuffix("</html>\n") || page.hasSuffix("</html>"), "a page without its end")
      _ = (comparison.json(page: "b.html").prettyText, comparison.summaryText(colored: false))
      _ = comparison.warnings
    }
  }
}
