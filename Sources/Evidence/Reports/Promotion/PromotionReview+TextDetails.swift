import TradingCore

/// Tables of the review for a terminal.
extension PromotionReview {
  func costText(colored: Bool) -> String {
    costs.map { cost in
      var table = TextTable([
        .init("Costs, \(cost.mode)"), .init("\(cost.currency)", .right), .init("A trade", .right),
        .init("Of gross", .right),
      ])
      for step in cost.steps {
        table.add([
          TextCell(step.name), TextCell(step.amount), TextCell(step.perTrade), TextCell(step.share, .faint),
        ])
      }
      return table.text(colored: colored)
    }.joined(separator: "\n")
  }

  func sourceText(colored: Bool) -> String {
    var table = TextTable([
      .init("Source"), .init("Ticks of"), .init("Trading days", .right), .init("Digest"), .init("From"),
    ])
    table.breaksLast = true
    for source in sources {
      table.add([
        TextCell("\(source.mode), session \(source.session)"), TextCell(source.period),
        TextCell(NumberText.grouped(source.days)), TextCell(source.digestText, .faint),
        TextCell(source.name),
      ])
    }
    return table.text(colored: colored)
  }
}

extension PromotionReview.Comparison {
  /// What changed since `name`, or that nothing did.
  func text(_ name: String, colored: Bool) -> String {
    let title = TextStyle.strong.applied(to: "Changed since \(name)", colored: colored)
    let what = "\(TextCell(label).text), identity \(TextCell(String(identity.prefix(16))).text)"
    let head = title + "\n" + TextWrap.paragraph(what, lead: "  ")
    guard let changes else { return head + "  The journal does not say what it was then.\n" }
    guard !changes.isEmpty else { return head + "  Nothing.\n" }
    var table = TextTable([.init("  What"), .init("Before"), .init("Now")])
    for change in changes {
      table.add([TextCell("  " + change.name), TextCell(change.before), TextCell(change.after)])
    }
    return head + table.text(colored: colored)
  }
}
