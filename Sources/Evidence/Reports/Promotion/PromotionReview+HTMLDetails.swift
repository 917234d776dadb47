import TradingCore

/// The cards on what the bot is and who answers for it.
extension PromotionReview {
  var identityCard: Markup {
    let content =
      facts.isEmpty
      ? HTMLPage.nothing("Nothing is stated.") : HTMLPage.definitions(facts.map { ($0.name, $0.value) })
    return HTMLPage.card("What it is", style: "card half", [content])
  }

  var changesCard: Markup {
    let title = "Changed since the last approval"
    var content: [Markup] = []
    if let sinceApproval {
      content += sinceApproval.markup("The approved")
    } else {
      content.append(.element("p", ["class": "note"], text: "No step of this bot was ever approved."))
    }
    if let sinceEarlier {
      content.append(.element("h3", text: "Since \(sinceEarlier.label)"))
      content += sinceEarlier.markup("Then")
    }
    return HTMLPage.card(
      title, note: sinceApproval.map { "Against \($0.label)." } ?? "", style: "card half", content)
  }

  var costsCard: Markup {
    let columns = costs.flatMap { cost -> [TextTable.Column] in
      ["\(cost.mode.capitalizedFirst), \(cost.currency)", "A trade", "Of gross"].map { .init($0, .right) }
    }
    var table = HTMLTable(caption: "Costs", columns: [.init("What")] + columns)
    let steps = costs.map(\.steps)
    for row in steps.first?.indices ?? 0..<0 {
      let cells = steps.flatMap { steps -> [HTMLTable.Cell] in
        [.init(steps[row].amount), .init(steps[row].perTrade), .init(steps[row].share)]
      }
      table.rows.append([.init(steps.first?[row].name ?? "")] + cells)
    }
    let counts = costs.map { "\(NumberText.grouped($0.trades)) trades on \($0.mode)" }
    return HTMLPage.card(
      "What trading cost",
      note: "From the result at the mid to the net result of \(counts.joined(separator: ", ")).",
      [table.markup])
  }

  var sourcesCard: Markup {
    guard !sources.isEmpty else {
      return HTMLPage.card("Sources of the evidence", [HTMLPage.nothing("No source is stated.")])
    }
    var table = HTMLTable(
      caption: "Prices the bot saw",
      columns: [
        .init("Mode"), .init("Session", .right), .init("From"), .init("Ticks of"),
        .init("Trading days", .right),
        .init("Digest of the ticks"),
      ])
    table.rows = sources.map {
      [
        .init($0.mode), .init("\($0.session)"), .init($0.name), .init($0.period),
        .init(NumberText.grouped($0.days)), .init($0.digestText),
      ]
    }
    return HTMLPage.card(
      "Sources of the evidence",
      note: "What the bot saw, session by session; 'slipway replay' runs each again.",
      [table.markup])
  }

  var approvalsCard: Markup {
    var links: [Markup] = []
    if let requester = approvals.requester { links.append(requester.link("Request")) }
    links += approvals.answers.map { $0.link($0.state == .rejected ? "Rejection" : "Approval") }
    links += approvals.missing.map { missing in
      .element(
        "li", ["class": "missing"],
        [.element("span", ["class": "role"], text: "Missing"), .element("strong", text: missing)])
    }
    let about = approvals.about.isEmpty ? "" : ", \(approvals.about)"
    let request = approvals.request.isEmpty ? nil : "Request \(approvals.request)\(about)"
    let expiry = approvals.expires.map { "expires \(DateText.second($0))" }
    let note = [request, expiry].compactMap { $0 }.joined(separator: ", ")
    let content =
      links.isEmpty
      ? HTMLPage.nothing("No request has been filed.") : .element("ol", ["class": "chain"], links)
    return HTMLPage.card("Who answers for it", note: note.isEmpty ? "" : note + ".", [content])
  }

  var provenanceCard: Markup {
    let digests = [
      ("Identity of the bot", identity), ("Evidence", evidenceDigest),
      ("Criteria \(criteriaName)", criteriaDigest),
    ].filter { !$0.1.isEmpty }
    let list = Markup.element(
      "dl", ["class": "pairs digests"],
      digests.map { label, digest in
        .element("div", [:], [.element("dt", text: label), .element("dd", text: digest)])
      })
    let command =
      commandLine.isEmpty ? Markup.empty : .element("pre", [:], [.element("code", text: commandLine)])
    return HTMLPage.card("What a signature is bound to", [list, command])
  }
}

extension PromotionReview.Signer {
  /// The signature as a link of the chain.
  fileprivate func link(_ kind: String) -> Markup {
    .element(
      "li", ["class": state.holds ? "holds" : "broken"],
      [
        .element("span", ["class": "role"], text: "\(kind) · \(state.text)"),
        .element("strong", text: name),
        .element("span", text: role), .element("span", text: DateText.second(at)),
        fingerprint.isEmpty ? .empty : .element("code", text: String(fingerprint.prefix(16))),
        reason.isEmpty ? .empty : .element("q", text: reason),
      ])
  }
}

extension PromotionReview.Comparison {
  /// What changed as a table, or a sentence that says that nothing did.
  fileprivate func markup(_ heading: String) -> [Markup] {
    guard let changes else {
      return [.element("p", ["class": "note"], text: "The journal does not say what it was then.")]
    }
    guard !changes.isEmpty else {
      return [.element("p", ["class": "note"], text: "Nothing changed since then.")]
    }
    var table = HTMLTable(caption: "Changes", columns: [.init("What"), .init(heading), .init("Now")])
    table.rows = changes.map { [.init($0.name), .init($0.before), .init($0.after, .loss)] }
    return [table.markup]
  }
}
