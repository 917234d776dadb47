import Statistics
import TradingCore

extension PromotionReview {
  /// The review for a terminal, the verdict first; ends in a line feed.
  package func summaryText(colored: Bool) -> String {
    let title = TextStyle.strong.applied(to: TextCell("\(bot): \(stepText)").text, colored: colored)
    let verdict = (isEligible ? TextStyle.gain : .loss).applied(
      to: TextCell(verdictText).text, colored: colored)
    var sections = [
      title + "\n" + verdict + "\n" + TextWrap.paragraph(TextCell(verdictReason).text),
      TextTable.keyValue(headingPairs).text(colored: colored),
      checkTable.text(colored: colored),
    ]
    if !parts.isEmpty { sections.append(partsText(colored: colored)) }
    if !intervals.isEmpty { sections.append(intervalText(colored: colored)) }
    if let trialsCurve {
      sections.append(TextWrap.paragraph(trialsCurve.summary + (spreadText.map { " \($0)" } ?? "")))
    }
    if !losses.isEmpty { sections.append(lossText(colored: colored)) }
    if !costs.isEmpty { sections.append(costText(colored: colored)) }
    if !sources.isEmpty { sections.append(sourceText(colored: colored)) }
    sections += [("the last approval", sinceApproval), ("the identity before", sinceEarlier)].compactMap {
      name, comparison in comparison.map { $0.text(name, colored: colored) }
    }
    if let ladder { sections.append(ladder.text(colored: colored)) }
    sections.append(approvalText(colored: colored))
    for note in notes { sections.append(TextWrap.paragraph(TextCell(note).text, lead: "Note: ")) }
    return sections.joined(separator: "\n")
  }

  private var headingPairs: [(String, TextCell)] {
    [
      ("Criteria", TextCell("\(criteriaName) (\(criteriaDigest.prefix(12)))")),
      ("Identity", TextCell(identity)), ("Evidence", TextCell(evidenceDigest)),
      ("Trials", TextCell(trialsCount + differentTrials)), ("Looked at", TextCell(generatedAt.iso8601)),
    ]
  }

  private var checkTable: TextTable {
    var table = TextTable([
      .init("Verdict"), .init("Check"), .init("Value", .right), .init("Threshold", .right), .init("Needed"),
      .init("Detail"),
    ])
    for check in checks {
      table.add([
        TextCell("\(check.verdict.mark) \(check.verdict.rawValue)", check.verdict.textStyle),
        TextCell(check.title, check.isRequired ? .plain : .faint), TextCell(check.valueText),
        TextCell(check.thresholdText), TextCell(check.isRequired ? "yes" : "no", .faint),
        TextCell(check.detail, .faint),
      ])
    }
    return table
  }

  private func intervalText(colored: Bool) -> String {
    var table = TextTable([
      .init("Interval"), .init("Value", .right), .init("Lower", .right), .init("Upper", .right),
      .init("To clear", .right), .init("Method"),
    ])
    for interval in intervals {
      let bound = interval.bound.map { "\(interval.text($0)) (\(interval.boundLabel))" }
      table.add([
        TextCell(interval.label), TextCell(interval.text(interval.value)),
        TextCell(interval.text(interval.lower)), TextCell(interval.text(interval.upper)),
        TextCell(bound ?? NumberText.absent), TextCell(interval.method, .faint),
      ])
    }
    return table.text(colored: colored)
  }

  private func approvalText(colored: Bool) -> String {
    var table = TextTable(Array(repeating: .init(""), count: 6))
    table.indent = 2
    func add(_ kind: String, _ signer: Signer) {
      let style: TextStyle = signer.state.holds ? .gain : .loss
      table.add([
        TextCell(kind, .faint), TextCell(signer.name), TextCell(signer.role),
        TextCell(DateText.second(signer.at)), TextCell(String(signer.fingerprint.prefix(16)), .faint),
        TextCell(signer.state.text, style),
      ])
    }
    if let requester = approvals.requester { add("Request", requester) }
    for answer in approvals.answers { add("Answer", answer) }
    var lines =
      TextStyle.strong.applied(to: "Approval", colored: colored) + "\n" + table.text(colored: colored)
    if !approvals.request.isEmpty {
      lines += TextWrap.paragraph(
        "Request \(TextCell(approvals.request).text): \(TextCell(approvals.about).text)", lead: "  ")
    }
    lines += TextWrap.paragraph(TextCell(nextText).text, lead: "  ")
    if let expires = approvals.expires { lines += "  Expires \(expires.iso8601).\n" }
    return lines
  }
}

extension PromotionReview.Ladder {
  /// The steps in one line, the present one in brackets, and when the next may come.
  fileprivate func text(colored: Bool) -> String {
    let line = steps.enumerated().map { $0 == current ? "[\($1)]" : $1 }.joined(separator: " → ")
    var out = TextStyle.strong.applied(to: "Capital ladder", colored: colored) + "\n"
    out += TextWrap.paragraph(TextCell(line).text, lead: "  ")
    if let since { out += "  On this step since \(DateText.second(since)).\n" }
    if let nextPossible { out += "  A step up may be asked for from \(DateText.second(nextPossible)).\n" }
    return out + (rule.isEmpty ? "" : TextWrap.paragraph(TextCell(rule).text, lead: "  "))
  }
}
