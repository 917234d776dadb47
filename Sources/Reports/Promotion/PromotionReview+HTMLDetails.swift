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
    let note = lastApproval.map { "Against \($0)." } ?? ""
    guard !changes.isEmpty else {
      let sentence =
        lastApproval == nil ? "There was no approval before this one." : "Nothing changed since then."
      return HTMLPage.card(
        "Changed since the last approval", note: note, style: "card half", [HTMLPage.nothing(sentence)])
    }
    var table = HTMLTable(
      caption: "Changes", columns: [.init("What"), .init("Approved"), .init("Now")])
    table.rows = changes.map { [.init($0.name), .init($0.before), .init($0.after, .loss)] }
    return HTMLPage.card("Changed since the last approval", note: note, style: "card half", [table.markup])
  }

  var costsCard: Markup {
    var table = HTMLTable(
      caption: "Costs",
      columns: [
        .init("What"), .init("Simulated", .right), .init("Realized", .right), .init("Difference", .right),
      ])
    table.rows = costs.map {
      [.init($0.name), .init($0.simulated), .init($0.realized), .init($0.difference)]
    }
    return HTMLPage.card(
      "Costs", note: "What the simulation reckoned with, and what was paid.", [table.markup])
  }

  func sourcesCard(style: String) -> Markup {
    guard !sources.isEmpty else {
      return HTMLPage.card(
        "Sources of the evidence", style: style, [HTMLPage.nothing("No source is stated.")])
    }
    var table = HTMLTable(
      caption: "Prices the bot saw",
      columns: [.init("Kind"), .init("From"), .init("Days", .right), .init("Digest")])
    table.rows = sources.map {
      [
        .init($0.kind), .init($0.file), .init(NumberText.grouped($0.days)),
        .init(String($0.digest.prefix(12))),
      ]
    }
    return HTMLPage.card("Sources of the evidence", style: style, [table.markup])
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
    let request = approvals.request.isEmpty ? nil : "Request \(approvals.request)"
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
      "li", ["class": state == .valid ? "holds" : "broken"],
      [
        .element("span", ["class": "role"], text: "\(kind) · \(state.text)"),
        .element("strong", text: name),
        .element("span", text: role), .element("span", text: DateText.second(at)),
        .element("code", text: String(fingerprint.prefix(16))),
        reason.isEmpty ? .empty : .element("q", text: reason),
      ])
  }
}
