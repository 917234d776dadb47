import JSONText

/// What could be lost, beside what was.
extension PromotionReview {
  /// A scenario of one mode's evidence.
  package struct Loss: Sendable, Hashable {
    /// `paper`, `demo` or `live`.
    package var mode: String
    /// Its stable name: `catastrophe`.
    package var name: String
    /// What happens in it, for people.
    package var title: String
    /// The loss as a share of the balance that the evidence began with; `nil` where it can't be told.
    package var share: Double?
    /// What to know beside, in words; may be empty.
    package var detail: String

    /// A scenario of its parts.
    package init(mode: String, name: String, title: String, share: Double?, detail: String = "") {
      self.mode = mode
      self.name = name
      self.title = title
      self.share = share
      self.detail = detail
    }

    /// A loss that takes half of the account stands out.
    fileprivate var isGrave: Bool { (share ?? 0) >= 0.5 }

    var json: JSONValue {
      [
        "mode": .string(mode), "name": .string(name), "title": .string(title), "share": .ratio(share),
        "detail": .string(detail),
      ]
    }
  }

  func lossText(colored: Bool) -> String {
    var table = TextTable([
      .init("Could lose"), .init("Mode"), .init("Of the balance", .right), .init("Detail"),
    ])
    for loss in losses {
      table.add([
        TextCell(loss.title), TextCell(loss.mode),
        TextCell(NumberText.percent(loss.share, decimals: 1), loss.isGrave ? .loss : .plain),
        TextCell(loss.detail, .faint),
      ])
    }
    return table.text(colored: colored)
  }

  var lossCard: Markup {
    var table = HTMLTable(
      caption: "Scenarios",
      columns: [.init("What"), .init("Mode"), .init("Of the balance", .right), .init("Detail")])
    table.rows = losses.map { loss in
      let share = NumberText.percent(loss.share, decimals: 1)
      return [
        .init(loss.title), .init(loss.mode), loss.isGrave ? .init(share, .loss) : .init(share),
        .init(loss.detail),
      ]
    }
    return HTMLPage.card(
      "What could be lost",
      note:
        "Positions as large as the bot had them, against prices that did not come. What capital is granted "
        + "stands in the balance's place.",
      [table.markup])
  }
}
