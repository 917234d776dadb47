package import TradingCore

/// The climate of a symbol as one page: how it stands, how it went, and who suits it.
package struct ClimatePage: Sendable {
  /// A bot that suits a timeframe now.
  package struct Match: Sendable, Hashable {
    /// The bot.
    package let bot: String
    /// The timeframe.
    package let timeframe: Timeframe
    /// From 0 to 10.
    package let score: Double

    /// A match from its parts.
    package init(bot: String, timeframe: Timeframe, score: Double) {
      self.bot = bot
      self.timeframe = timeframe
      self.score = score
    }
  }

  let history: ClimateHistory
  let readings: [ClimateReading]
  let matches: [Match]
  let generator: String

  /// A page over the last readings of a history.
  package init(
    _ history: ClimateHistory, readings: [ClimateReading], matches: [Match], generator: String
  ) {
    self.history = history
    self.readings = readings
    self.matches = matches
    self.generator = generator
  }

  /// The page as one self-contained HTML document; equal values give equal bytes.
  package func htmlPage() -> String {
    let charts = history.lines.filter { !$0.readings.isEmpty }.map { line in
      HTMLPage.card(
        "Price, regime and chaos on \(line.timeframe.rawValue)",
        note: "Closes of bars, over the regime that held; below it chaos, from 0 for calm to 1.",
        [ClimateChart(history, line).markup])
    }
    let strips = HTMLPage.card(
      "Regimes by timeframe",
      note: "What held when, on every timeframe; the colors are those of all pictures below.",
      [ClimateStrips(history: history).markup])
    let body =
      [header, grid, matcher] + (charts.isEmpty ? [] : [strips]) + charts + [
        figures,
        .element(
          "footer",
          text:
            "Made by \(generator). All times are UTC. Every reading is of closed bars: none has seen what came "
            + "after. A regime describes, it does not foretell."),
      ]
    return HTMLPage.document(title: "\(history.symbol.name): regime", body: body, styles: Theme.climate)
  }

  private var header: Markup {
    let at = history.lastTime.map { "as of \(DateText.second($0)) UTC" }
    return .element(
      "header", [:],
      [
        .element(
          "div", [:],
          [
            .element("p", ["class": "eyebrow"], text: "Regime"),
            .element("h1", text: history.symbol.name),
            .element(
              "p", ["class": "subtitle"],
              text: [at, history.source].compactMap { $0 }.joined(separator: " · ")),
          ])
      ])
  }

  private var grid: Markup {
    .element(
      "dl", ["class": "grid-of-regimes"],
      readings.map { reading in
        .element(
          "div", ["class": "regime \(ClimateChart.style(reading.regime))"],
          [
            .element("dt", text: reading.timeframe.rawValue),
            .element("dd", ["class": "value"], text: ClimateChart.name(reading.regime)),
            .element("dd", text: "chaos \(ClimateText.ratio(reading.chaos))"),
            .element("dd", text: "quality \(ClimateText.ratio(reading.quality))"),
          ])
      })
  }

  private var matcher: Markup {
    guard !matches.isEmpty else {
      return HTMLPage.card(
        "Which bots suit it",
        [HTMLPage.nothing("No bot of this home says that it suits any of these regimes.")])
    }
    var table = HTMLTable(
      caption: "Bots that say they suit the regime of a timeframe, best first",
      columns: [.init("Timeframe"), .init("Bot"), .init("Score", .right)])
    table.rows = matches.map {
      [.init($0.timeframe.rawValue), .init($0.bot), .init(NumberText.fixed($0.score, decimals: 1))]
    }
    return HTMLPage.card(
      "Which bots suit it", note: "From 0 to 10. None suits high chaos, news, or what is not known.",
      [table.markup])
  }

  private var figures: Markup {
    var table = HTMLTable(caption: "The figures behind the regimes", columns: ClimateText.columns)
    table.rows = readings.map { ClimateText.row($0).map { .init($0) } }
    return HTMLPage.card("Figures", [table.markup])
  }
}

/// Readings in words and numbers, for pages and terminals.
package enum ClimateText {
  /// A regime for people.
  package static func name(_ regime: MarketRegime) -> String { ClimateChart.name(regime) }

  /// A ratio with two decimals, `–` where there is none.
  package static func ratio(_ value: Double?) -> String {
    value.map { NumberText.fixed($0, decimals: 2) } ?? "–"
  }

  /// The columns of `row`.
  package static let columns: [TextTable.Column] = [
    .init("Frame"), .init("Regime"), .init("Chaos", .right), .init("Quality", .right), .init("ER", .right),
    .init("PE", .right), .init("J", .right), .init("V", .right), .init("Since"),
  ]

  /// A reading as cells.
  package static func row(_ reading: ClimateReading) -> [String] {
    [
      reading.timeframe.rawValue, reading.regime.rawValue, ratio(reading.chaos), ratio(reading.quality),
      ratio(reading.efficiencyRatio), ratio(reading.permutationEntropy), ratio(reading.jumpShare),
      ratio(reading.volatilityPercentile), DateText.minute(reading.since),
    ]
  }
}
