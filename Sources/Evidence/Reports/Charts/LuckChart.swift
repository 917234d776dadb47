/// Bots without an edge that pass, one column a gate on a scale of factors, against the share that may.
struct LuckChart {
  /// The least share that has a place on the scale; smaller ones stand there.
  private static let least = 1e-4
  /// Below the scale, which has no zero, is a line for none.
  private static let noneHeight = 34.0

  let study: StudyPage
  let area: PictureArea

  var markup: Markup {
    .group([
      StudyPicture.text(
        "No edge: the kind that passes most", x: area.left - 38, y: area.top - 22, style: "head"),
      shareAxis, limit, .group(study.presets.enumerated().map { column($0, $1) }), kinds,
    ])
  }

  /// The row of a gate of which most passed, and of those the one whose interval reaches highest.
  private func worst(_ preset: String) -> StudyPage.Row? {
    study.rows.filter { $0.preset == preset && $0.edge <= 0 }.max {
      ($0.toLive.value, $0.toLive.upper) < ($1.toLive.value, $1.toLive.upper)
    }
  }

  private func y(_ share: Double) -> Double {
    guard share > 0 else { return area.bottom }
    let scale = LogScale(over: [Self.least, 1], floor: -4)
    return area.top + scale.fromTop(max(share, Self.least), height: area.height - Self.noneHeight)
  }

  private var shareAxis: Markup {
    .group(
      [1.0, 0.1, 0.01, 0.001, 0.0001, 0].map { share in
        let decimals = share >= 0.01 || share == 0 ? 0 : share >= 0.001 ? 1 : 2
        return .group([
          StudyPicture.line(
            x1: area.left, y1: y(share), x2: area.right, y2: y(share), style: share == 0 ? "axis" : "grid"),
          StudyPicture.text(
            NumberText.percent(share, decimals: decimals), x: area.left - 6, y: y(share) + 4, anchor: "end",
            style: "small"),
        ])
      })
  }

  private var limit: Markup {
    .group([
      StudyPicture.line(
        x1: area.left, y1: y(study.limit), x2: area.right, y2: y(study.limit), style: "limit"),
      StudyPicture.text(
        "at most " + NumberText.percent(study.limit, decimals: 0), x: area.right + 4, y: y(study.limit) + 4,
        style: "small"),
    ])
  }

  private func column(_ place: Int, _ preset: String) -> Markup {
    let x = area.left + area.width * (Double(place) + 0.5) / Double(study.presets.count)
    let name = StudyPicture.text(
      preset, x: x, y: area.bottom + 20, anchor: "middle", style: "name name-\(place % 4)")
    guard let row = worst(preset) else { return name }
    let share = NumberText.percent(row.toLive.value)
    return .group([
      name,
      StudyPicture.text(share, x: x, y: area.bottom + 38, anchor: "middle", style: "small"),
      StudyPicture.line(
        x1: x, y1: y(row.toLive.upper), x2: x, y2: y(row.toLive.lower), style: "whisker ink-\(place % 4)"),
      StudyPicture.mark(place, x: x, y: y(row.toLive.value), title: "\(preset), \(row.scenario): \(share)"),
    ])
  }

  /// Which kinds the marks are of, as no column has room for a name.
  private var kinds: Markup {
    let names = study.presets.compactMap { preset in
      worst(preset).map { row in
        "\(preset): \(row.toLive.value > 0 ? StudyPicture.kind(row.scenario) : "none of any kind")"
      }
    }
    guard !names.isEmpty else { return .empty }
    return StudyPicture.text(
      "Kinds of bots on the left – " + names.joined(separator: "; "), x: area.left - 38, y: area.bottom + 64,
      style: "small")
  }
}
