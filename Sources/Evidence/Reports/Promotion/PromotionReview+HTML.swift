import Statistics
import TradingCore

extension PromotionReview {
  /// The review as one self-contained HTML document; equal values give equal bytes.
  package func htmlPage() -> String {
    var body = [header, banner]
    if !notes.isEmpty {
      let items = notes.map { Markup.element("li", text: $0) }
      body.append(HTMLPage.card("Notes", [.element("ul", ["class": "notes"], items)]))
    }
    body.append(gateCard)
    if !parts.isEmpty { body.append(partsCard) }
    body += [overlayCard, intervalCard, sequenceCard, trialsCard]
    if let ladder { body.append(ladderCard(ladder)) }
    if !losses.isEmpty { body.append(lossCard) }
    if !costs.isEmpty { body.append(costsCard) }
    body += [identityCard, changesCard, approvalsCard, sourcesCard, provenanceCard]
    body.append(FigureDefinitions.card(Self.definitions))
    body.append(
      .element(
        "footer",
        text: "Made by \(generator). All times are UTC. What a bot did is no promise of what it will do."))
    return HTMLPage.document(title: "\(bot) – \(stepText)", body: body, styles: Theme.promotion)
  }

  private var header: Markup {
    let parts = [
      "criteria \(criteriaName)", trialsText, "looked at \(DateText.second(generatedAt))",
    ]
    return .element(
      "header", [:],
      [
        .element(
          "div", [:],
          [
            .element("p", ["class": "eyebrow"], text: "Promotion review"), .element("h1", text: bot),
            .element("p", ["class": "subtitle"], text: parts.joined(separator: " · ")),
          ]),
        .element(
          "p", ["class": "way", "aria-label": stepText],
          [
            .element("span", ["class": "mode"], text: from.uppercased()),
            .element("span", ["class": "arrow", "aria-hidden": "true"], text: "→"),
            .element("span", ["class": "mode target"], text: aimText),
          ]),
      ])
  }

  private var banner: Markup {
    .element(
      "section", ["class": "verdict " + (isEligible ? "gain" : "loss"), "aria-label": "Verdict"],
      [
        .element(
          "span", ["class": "sign", "aria-hidden": "true"], text: isEligible ? "✓" : "✗"),
        .element(
          "div", [:],
          [
            .element("h2", text: verdictText), .element("p", text: verdictReason),
            .element("p", ["class": "note"], text: nextText),
          ]),
      ])
  }

  private var gateCard: Markup {
    let rows = checks.map(\.row)
    let heading = ["Verdict", "Check", "Value", "Threshold", "Detail"].map {
      Markup.element("th", ["scope": "col", "role": "columnheader"], text: $0)
    }
    let table = Markup.element(
      "table", ["class": "gate", "role": "table"],
      [
        .element("caption", text: counts),
        .element("thead", ["role": "rowgroup"], [.element("tr", ["role": "row"], heading)]),
        // The roles keep it a table where narrow screens lay rows out as grids.
        .element("tbody", ["role": "rowgroup"], rows),
      ])
    return HTMLPage.card(
      "The gate",
      note:
        "Every required check has to pass; what can't be told counts as a failure. The others are shown beside.",
      [
        .element(
          "div", ["class": "scroll", "role": "region", "aria-label": "The checklist", "tabindex": "0"],
          [table])
      ])
  }

  private var counts: String {
    let beside = checks.count - required.count
    return "\(required.count) required" + (beside > 0 ? ", \(beside) shown beside" : "")
  }

  private var overlayCard: Markup {
    HTMLPage.card(
      "Equity, as simulated and as it came",
      note: ["Each curve's first point is 100.", backtestNote].filter { !$0.isEmpty }.joined(separator: " "),
      [OverlayChart(curves: curves, alignment: alignment).markup])
  }

  private var intervalCard: Markup {
    let methods = intervals.map { "\($0.label): \($0.method)" }.joined(separator: ". ")
    return HTMLPage.card(
      "Intervals", note: methods.isEmpty ? "" : methods + ".", style: "card half",
      [IntervalChart(intervals: intervals).markup])
  }

  private var sequenceCard: Markup {
    guard let evidenceLine else {
      return HTMLPage.card(
        "Evidence against luck", style: "card half", [HTMLPage.nothing("There is no trade to test yet.")])
    }
    return HTMLPage.card(
      "Evidence against luck",
      note: "Valid at any time, however often it is looked at. Over \(evidenceLine.basis).",
      style: "card half", [EvidenceChart(line: evidenceLine).markup])
  }

  private var trialsCard: Markup {
    let content =
      trialsCurve.map { TrialsChart(curve: $0).markup }
      ?? HTMLPage.nothing(trialsNote)
    return HTMLPage.card(
      "Deflated Sharpe ratio",
      note:
        "The confidence that the ratio beats the best that luck would find among all configurations tried."
        + (spreadText.map { " \($0)" } ?? ""),
      style: "card half", [content])
  }

  private func ladderCard(_ ladder: Ladder) -> Markup {
    HTMLPage.card(
      "Capital ladder", note: ladder.rule, style: "card half", [LadderChart(ladder: ladder).markup])
  }
}

extension PromotionReview.Check {
  fileprivate var row: Markup {
    let needed = isRequired ? "required" : "shown beside"
    return .element(
      "tr", ["class": isRequired ? "needed" : "beside", "role": "row"],
      [
        .element(
          "td", ["role": "cell"],
          [
            .element(
              "span", ["class": "badge " + verdict.rawValue], text: "\(verdict.mark) \(verdict.rawValue)")
          ]
        ),
        .element(
          "th", ["scope": "row", "role": "rowheader"], [.text(title), .element("small", text: needed)]),
        .element("td", ["class": "amount", "role": "cell"], text: valueText),
        .element("td", ["class": "amount", "role": "cell"], text: thresholdText),
        .element(
          "td", ["class": "detail", "role": "cell"],
          [.text(detail), restsOn.isEmpty ? .empty : .element("small", text: restsOn)]),
      ])
  }
}
