/// How many bots reach LIVE against their edge, a line a gate through the mean of its kinds of bots.
struct PowerChart {
  private typealias Point = (edge: Double, share: Double)

  let study: StudyPage
  let area: PictureArea

  var markup: Markup {
    let presets = study.presets
    return .group([
      StudyPicture.text("Power: bots with an edge", x: area.left - 38, y: area.top - 22, style: "head"),
      shareAxis, edgeAxis, limit, .group(presets.enumerated().map { line($0, $1) }),
      names(presets),
      StudyPicture.text(
        "true edge, mean R a trade", x: area.right, y: area.bottom + 40, anchor: "end", style: "small"),
    ])
  }

  private var edges: ChartScale { ChartScale(over: study.rows.map(\.edge) + [0], minimumSpan: 0.1) }

  private func x(_ edge: Double) -> Double { area.left + edges.fraction(edge) * area.width }

  private func y(_ share: Double) -> Double {
    area.top + ChartScale(lower: 0, upper: 1).fromTop(share, height: area.height)
  }

  /// The mean share at each edge, from the smallest up.
  private func points(_ preset: String) -> [Point] {
    let rows = study.rows.filter { $0.preset == preset }
    return Set(rows.map(\.edge)).sorted().map { edge in
      let shares = rows.filter { $0.edge == edge }.map(\.toLive.value)
      return (edge: edge, share: shares.reduce(0, +) / Double(shares.count))
    }
  }

  private func line(_ place: Int, _ preset: String) -> Markup {
    let path = SVG.path(
      points(preset).map { (x: x($0.edge), y: y($0.share)) }, style: "line ink-\(place % 4)")
    let marks = study.rows.filter { $0.preset == preset }.map { row in
      let words = "\(preset), \(row.scenario): \(NumberText.percent(row.toLive.value))"
      return StudyPicture.mark(place, x: x(row.edge), y: y(row.toLive.value), title: words)
    }
    return .group([path] + marks)
  }

  /// Names at the lines' ends, pushed apart where lines end together.
  private func names(_ presets: [String]) -> Markup {
    let ends = presets.enumerated().compactMap { place, preset in
      points(preset).last.map { (place: place, name: preset, share: $0.share) }
    }.sorted { ($1.share, $0.place) < ($0.share, $1.place) }
    var lowest = -Double.infinity
    return .group(
      ends.map { end in
        let place = max(y(end.share) + 4, lowest + 17)
        lowest = place
        return StudyPicture.text(
          "\(end.name) \(NumberText.percent(end.share, decimals: 0))", x: area.right + 12, y: place,
          style: "name name-\(end.place % 4)")
      })
  }

  private var shareAxis: Markup {
    .group(
      [0, 0.25, 0.5, 0.75, 1].map { share in
        .group([
          StudyPicture.line(x1: area.left, y1: y(share), x2: area.right, y2: y(share), style: "grid"),
          StudyPicture.text(
            NumberText.percent(share, decimals: 0), x: area.left - 6, y: y(share) + 4, anchor: "end",
            style: "small"),
        ])
      })
  }

  private var edgeAxis: Markup {
    let ticks = AxisTicks(from: edges.lower, to: edges.upper, count: 6)
    return .group(
      ticks.values.map { edge in
        .group([
          StudyPicture.line(
            x1: x(edge), y1: area.top, x2: x(edge), y2: area.bottom, style: edge == 0 ? "axis" : "grid"),
          StudyPicture.text(
            NumberText.fixed(edge, decimals: ticks.decimals), x: x(edge), y: area.bottom + 20,
            anchor: "middle", style: "small"),
        ])
      })
  }

  /// The share that may pass without an edge, at the foot of the picture.
  private var limit: Markup {
    .group([
      StudyPicture.line(
        x1: area.left, y1: y(study.limit), x2: area.right, y2: y(study.limit), style: "limit"),
      StudyPicture.text(
        NumberText.percent(study.limit, decimals: 0), x: area.right + 12, y: y(study.limit) + 4,
        style: "small"),
    ])
  }
}
