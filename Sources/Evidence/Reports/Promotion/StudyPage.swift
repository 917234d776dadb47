package import JSONText
import TradingCore

/// What `slipway promote study` found: how many bots of which kind the gate lets through.
package struct StudyPage: Sendable, Hashable {
  /// A share of bots with its interval.
  package struct Share: Sendable, Hashable {
    /// The share itself, 0 to 1.
    package var value: Double
    /// The interval's lower end.
    package var lower: Double
    /// The interval's upper end.
    package var upper: Double

    /// A share of its parts.
    package init(value: Double, lower: Double, upper: Double) {
      self.value = value
      self.lower = lower
      self.upper = upper
    }
  }

  /// Bots of one kind before one gate.
  package struct Row: Sendable, Hashable {
    /// The gate: `standard`, `plain`, `strict` or a file's name.
    package var preset: String
    /// What kind of bots: `no edge, wins twice the loss`.
    package var scenario: String
    /// Their true mean result a trade in R; zero or less for those without an edge.
    package var edge: Double
    /// Share that reached a request for DEMO.
    package var toDemo: Share
    /// Share that reached a request for LIVE.
    package var toLive: Share
    /// Share of homes of which a bot reached it; `nil` for bots that stand alone.
    package var homes: Share?
    /// The median of the days that those took who reached LIVE; `nil` when none did.
    package var medianDays: Double?
    /// Whether its bots are of the series that differs in nothing but the edge, which a chart joins by a line.
    package var isOfSeries = true

    /// A row of its parts.
    package init(
      preset: String, scenario: String, edge: Double, toDemo: Share, toLive: Share, homes: Share? = nil,
      medianDays: Double?
    ) {
      self.preset = preset
      self.scenario = scenario
      self.edge = edge
      self.toDemo = toDemo
      self.toLive = toLive
      self.homes = homes
      self.medianDays = medianDays
    }
  }

  /// Bots whose edge ends, or not, before the rules of the way down.
  package struct Fall: Sendable, Hashable {
    /// Whose rules.
    package var preset: String
    /// The mean result of a trade in R before.
    package var before: Double
    /// The same after.
    package var after: Double
    /// Share that lost a step in the spell before.
    package var steppedEarly: Double
    /// Share that was demoted in it.
    package var demotedEarly: Double
    /// The median of trades after the fall until a step down; `nil` where fewer than half came there.
    package var stepTrades: Int?
    /// The same until a demotion.
    package var demoteTrades: Int?

    /// A row of its parts.
    package init(
      preset: String, before: Double, after: Double, steppedEarly: Double, demotedEarly: Double,
      stepTrades: Int?, demoteTrades: Int?
    ) {
      self.preset = preset
      self.before = before
      self.after = after
      self.steppedEarly = steppedEarly
      self.demotedEarly = demotedEarly
      self.stepTrades = stepTrades
      self.demoteTrades = demoteTrades
    }
  }

  /// The rows, those of one preset together.
  package var rows: [Row]
  /// How soon a fall is seen.
  package var falls: [Fall] = []
  /// How many bots of each kind were simulated.
  package var bots: Int
  /// For how many days each was looked at.
  package var days: Int
  /// The seed that makes the study again.
  package var seed: UInt64
  /// Configurations tried for each bot.
  package var trials = 1
  /// The variance of their daily Sharpe ratios, where there are several.
  package var trialsVariance: Double?
  /// The largest share of bots without an edge that may reach LIVE.
  package var limit = 0.01
  /// Things to know, in sentences.
  package var notes: [String] = []

  /// A study of its parts.
  package init(rows: [Row], bots: Int, days: Int, seed: UInt64) {
    self.rows = rows
    self.bots = bots
    self.days = days
    self.seed = seed
  }

  /// The presets in the order of their first rows.
  var presets: [String] {
    rows.reduce(into: []) { names, row in if !names.contains(row.preset) { names.append(row.preset) } }
  }

  private static let headings = ["Gate", "Bots", "Edge (R)", "To DEMO", "To LIVE", "95 % interval", "Days"]

  private func cells(_ row: Row) -> [String] {
    [
      row.preset, row.scenario, NumberText.fixed(row.edge, decimals: 2),
      NumberText.percent(row.toDemo.value, decimals: 1), NumberText.percent(row.toLive.value, decimals: 2),
      "\(NumberText.percent(row.toLive.lower)) – \(NumberText.percent(row.toLive.upper))",
      NumberText.fixed(row.medianDays, decimals: 0),
    ]
  }

  /// How it was made, in a sentence.
  var method: String {
    "\(NumberText.counted(bots, "bot")) of each kind, looked at daily for \(NumberText.counted(days, "day")), seed \(seed)."
      + triedText
  }

  private var triedText: String {
    guard trials > 1, let trialsVariance else { return "" }
    return
      " Sharpe ratios deflated as of \(NumberText.counted(trials, "try", "tries")) whose ratios a day have a variance of \(trialsVariance)."
  }

  /// The tables for a terminal, one a gate; ends in a line feed. Bots without an edge beyond the limit stand out.
  package func summaryText(colored: Bool) -> String {
    let tables = presets.map { preset in
      var table = TextTable([
        .init(TextCell(preset).text), .init("Edge", .right), .init("To DEMO", .right),
        .init("To LIVE", .right), .init("95 % interval", .right), .init("Days", .right),
      ])
      for row in rows where row.preset == preset {
        let isTooMany = row.edge <= 0 && row.toLive.value > limit
        let shown =
          [row.scenario] + cells(row)[2...4] + [
            "\(NumberText.fixed(row.toLive.lower * 100, decimals: 2))–\(NumberText.percent(row.toLive.upper))",
            NumberText.fixed(row.medianDays, decimals: 0),
          ]
        table.add(shown.enumerated().map { TextCell($1, $0 == 3 && isTooMany ? .loss : .plain) })
      }
      return table.text(colored: colored) + "\n"
    }
    let lines =
      ([method] + homeLines).map { TextWrap.paragraph(TextCell($0).text) }
      + notes.map { TextWrap.paragraph(TextCell($0).text, lead: "Note: ") }
    return tables.joined() + lines.joined() + fallText(colored: colored)
  }

  /// The table in Markdown, for a page of documentation; ends in a line feed.
  package func markdown() -> String {
    func line(_ cells: [String]) -> String {
      "| " + cells.map(Self.escaped).joined(separator: " | ") + " |\n"
    }
    let rule = "|---|---|---:|---:|---:|---:|---:|\n"
    return line(Self.headings) + rule + rows.map { line(cells($0)) }.joined() + "\n" + Self.escaped(method)
      + "\n" + homeLines.map { "\n" + Self.escaped($0) + "\n" }.joined() + fallMarkdown
  }

  /// Of bots that stand in one home, how many homes let one through.
  private var homeLines: [String] {
    rows.compactMap { row in
      row.homes.map {
        "\(row.preset), \(row.scenario): of \(NumberText.percent($0.value, decimals: 1)) of the homes a bot reached LIVE "
          + "(\(NumberText.percent($0.lower)) – \(NumberText.percent($0.upper)))."
      }
    }
  }

  private static let fallHeadings = [
    "Edge before (R)", "Edge after (R)", "Step down before", "Demoted before", "Trades to a step down",
    "Trades to demotion",
  ]

  private func cells(_ fall: Fall) -> [String] {
    [
      NumberText.fixed(fall.before, decimals: 1), NumberText.fixed(fall.after, decimals: 1),
      NumberText.percent(fall.steppedEarly, decimals: 1), NumberText.percent(fall.demotedEarly, decimals: 1),
      fall.stepTrades.map(NumberText.grouped) ?? NumberText.absent,
      fall.demoteTrades.map(NumberText.grouped) ?? NumberText.absent,
    ]
  }

  private func fallText(colored: Bool) -> String {
    guard !falls.isEmpty else { return "" }
    let headings = ["R before", "R after", "Stepped early", "Demoted early", "To a step", "To demotion"]
    var table = TextTable(headings.map { TextTable.Column($0, .right) })
    for fall in falls { table.add(cells(fall).map { TextCell($0) }) }
    return "\n" + table.text(colored: colored)
      + TextWrap.paragraph(
        "Early: a step down or a demotion before the edge was gone. To: trades from then on until half were there."
      )
  }

  private var fallMarkdown: String {
    guard !falls.isEmpty else { return "" }
    let rows = [Self.fallHeadings] + falls.map(cells)
    let lines = rows.map { "| " + $0.map(Self.escaped).joined(separator: " | ") + " |\n" }
    return "\n" + lines[0] + "|---:|---:|---:|---:|---:|---:|\n" + lines.dropFirst().joined()
  }

  /// Text that can't end a cell or become markup.
  private static func escaped(_ text: String) -> String {
    text.map { character -> String in
      switch character {
      case "|", "*", "_", "`", "\\", "[", "]", "<": "\\" + String(character)
      case _ where character.isNewline: " "
      default: String(character)
      }
    }.joined()
  }

  /// The document of `promote study --json`.
  package func json() -> JSONValue {
    [
      "bots": .count(bots), "days": .count(days), "seed": .unsigned(seed), "trials": .count(trials),
      "trials_variance": trialsVariance.map { .number($0) } ?? .null, "limit": .number(limit),
      "rows": .array(rows.map(Self.document)), "falls": .array(falls.map(Self.document)),
      "notes": .array(notes.map { .string($0) }),
    ]
  }

  private static func document(_ row: Row) -> JSONValue {
    [
      "preset": .string(row.preset), "scenario": .string(row.scenario), "edge": .number(row.edge),
      "to_demo": document(row.toDemo), "to_live": document(row.toLive), "median_days": .ratio(row.medianDays),
      "homes_live": row.homes.map(document) ?? .null,
    ]
  }

  private static func document(_ fall: Fall) -> JSONValue {
    [
      "preset": .string(fall.preset), "before": .number(fall.before), "after": .number(fall.after),
      "step_down_before": .number(fall.steppedEarly), "demoted_before": .number(fall.demotedEarly),
      "trades_to_step_down": fall.stepTrades.map { .count($0) } ?? .null,
      "trades_to_demotion": fall.demoteTrades.map { .count($0) } ?? .null,
    ]
  }

  private static func document(_ share: Share) -> JSONValue {
    ["share": .number(share.value), "lower": .number(share.lower), "upper": .number(share.upper)]
  }
}
