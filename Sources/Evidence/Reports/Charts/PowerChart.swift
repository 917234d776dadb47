/// How many bots reach LIVE against their edge: a line a gate through the bots that differ in nothing else, and a mark for
/// each other kind with an edge.
struct PowerChart {
  let study: StudyPage
  let area: PictureArea

  var markup: Markup {
    let presets = study.presets
    return .group([
      StudyPicture.text("Power: bots with an edge", x: area.left - 38, y: area.top - 22, style: "head"),
      shareAxis, edgeAxis, limit, .group(presets.enumerated().map { line($0, $1) }),
      .group(presets.enumerated().map { others($0, $1) }), names(presets), otherNames,
      StudyPicture.text(
        "true edge, mean R a trade", x: area.right, y: area.bottom + 40, anchor: "end", style: "small"),
    ])
  }

  private var edges: ChartScale { ChartScale(over: shown.map(\.edge) + [0], minimumSpan: 0.1) }

  /// The bots that are joined, and others with an edge; others without one stand on the left.
  private var shown: [StudyPage.Row] { study.rows.filter { $0.isOfSeries || $0.edge > 0 } }

  private func x(_ edge: Double) -> Double { area.left + edges.fraction(edge) * area.width }

  private func y(_ share: Double) -> Double {
    area.top + ChartScale(lower: 0, upper: 1).fromTop(share, height: area.height)
  }

  /// The bots that are joined, from the smallest edge up.
  private func series(_ preset: String) -> [StudyPage.Row] {
    study.rows.filter { $0.preset == preset && $0.isOfSeries }.sorted { $0.edge < $1.edge }
  }

  private func line(_ place: Int, _ preset: String) -> Markup {
    let rows = series(preset)
    let path = SVG.path(
      rows.map { (x: x($0.edge), y: y($0.toLive.value)) }, style: "line ink-\(place % 4)")
    return .group([path] + rows.map { mark(place, $0) })
  }

  /// Kinds that differ in more than their edge, which no line leads to.
  private func others(_ place: Int, _ preset: String) -> Markup {
    .group(shown.filter { $0.preset == preset && !$0.isOfSeries }.map { mark(place, $0) })
  }

  private func mark(_ place: Int, _ row: StudyPage.Row) -> Markup {
    let words = "\(row.preset), \(row.scenario): \(NumberText.percent(row.toLive.value))"
    return StudyPicture.mark(place, x: x(row.edge), y: y(row.toLive.value), title: words)
  }

  /// The kinds' names beside their lowest mark.
  private var otherNames: Markup {
    var lowest: [String: StudyPage.Row] = [:]
    for row in shown where !row.isOfSeries {
      if lowest[row.scenario].map({ row.toLive.value < $0.toLive.value }) ?? true {
        lowest[row.scenario] = row
      }
    }
    return .group(
      lowest.sorted { $0.key < $1.key }.map { scenario, row in
        StudyPicture.text(
          StudyPicture.kind(scenario), x: x(row.edge) + 12, y: y(row.toLive.value) + 4, style: "small")
      })
  }

  /// Names at the lines' ends, pushed apart where lines end together.
  private func names(_ presets: [String]) -> Markup {
    let ends = presets.enumerated().compactMap { place, preset in
      series(preset).last.map { (place: place, name: preset, edge: $0.edge, share: $0.toLive.value) }
    }.sorted { ($1.share, $0.place) < ($0.share, $1.place) }
    var lowest = -Double.infinity
    return .group(
      ends.map { end in
        let place = max(y(end.share) + 4, lowest + 17)
        lowest = place
        return StudyPicture.text(
          "\(end.name) \(NumberText.percent(end.share, decimals: 0))", x: x(end.edge) + 12, y: place,
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
