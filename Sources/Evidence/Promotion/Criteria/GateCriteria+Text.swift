extension GateCriteria {
  private typealias Line = (key: String, value: String)

  /// Every value on a line of its own as `key value`, in a fixed order, after a line with the form's name.
  package var canonicalLines: [String] {
    ["slipway.gate.v1", "preset \(preset.rawValue)"] + lines(later)
      + sections.flatMap { section in section.lines.map { "\(section.name).\($0.key) \($0.value)" } }
  }

  /// The canonical lines, each ended by a line break: what a digest of criteria is taken over.
  package var canonicalText: String { canonicalLines.map { $0 + "\n" }.joined() }

  /// A file that reads as these criteria, to start one's own from.
  package var yaml: String {
    var text = "# What a bot must show to be promoted; keys that are left out have the preset's values.\n"
    text += "preset: \(preset.rawValue)\n"
    text += later.top.map { "\($0.key): \($0.value)\n" }.joined()
    if !later.ticks.isEmpty {
      text += "ticks:\n" + later.ticks.map { "  \($0.key): \($0.value)\n" }.joined()
    }
    for section in sections {
      text += "\(section.name):\n" + section.lines.map { "  \($0.key): \($0.value)\n" }.joined()
    }
    return text
  }

  /// What came later has no line at its default: criteria that were adopted before stay what they are.
  private var later: (top: [Line], ticks: [Line]) {
    let standard = Ticks()
    var lines: [Line] = []
    if ticks.maximumAgeDays != standard.maximumAgeDays {
      lines.append(("max_age_days", "\(ticks.maximumAgeDays)"))
    }
    if ticks.minimumOpenMinutes != standard.minimumOpenMinutes {
      lines.append(("min_open_minutes", "\(ticks.minimumOpenMinutes)"))
    }
    return (provenance == .admitted ? [] : [("provenance", provenance.rawValue)], lines)
  }

  /// What came later among the statistics: no line at its default, either.
  private var laterStatistics: [Line] {
    let standard = Statistics()
    let values: [(key: String, value: GateDecimal, standard: GateDecimal)] = [
      ("catastrophe_sigmas", statistics.catastrophe, standard.catastrophe),
      ("least_stake_sigmas", statistics.leastStake, standard.leastStake),
      ("false_discoveries", statistics.falseDiscoveries, standard.falseDiscoveries),
    ]
    return values.filter { $0.value != $0.standard }.map { ($0.key, "\($0.value)") }
  }

  private func lines(_ later: (top: [Line], ticks: [Line])) -> [String] {
    later.top.map { "\($0.key) \($0.value)" } + later.ticks.map { "ticks.\($0.key) \($0.value)" }
  }

  private var sections: [(name: String, lines: [Line])] {
    [
      ("to_demo", Self.lines(demo)), ("to_live", Self.lines(live)),
      (
        "statistics",
        [
          ("confidence", "\(statistics.confidence)"),
          ("min_probabilistic_sharpe", "\(statistics.minimumProbabilisticSharpe)"),
          ("min_deflated_sharpe", "\(statistics.minimumDeflatedSharpe)"),
          ("max_overfitting", "\(statistics.maximumOverfitting)"),
          ("min_always_valid", "\(statistics.minimumAlwaysValid)"),
          ("always_valid_cap_r", "\(statistics.alwaysValidCap)"),
          ("bootstrap_resamples", "\(statistics.resamples)"),
        ] + laterStatistics
      ),
      (
        "ladder",
        [
          ("steps_usd", Self.list(ladder.stepsUSD.map { "\($0)" })),
          ("days_per_step", "\(ladder.daysPerStep)"),
        ]
      ),
      (
        "approvals",
        [
          ("request_days", "\(approvals.requestDays)"), ("demo_days", "\(approvals.demoDays)"),
          ("live_days", "\(approvals.liveDays)"),
        ]
      ),
      (
        "demotion",
        [
          ("positions", demotion.positions.rawValue), ("floor_r", "\(demotion.floor)"),
          ("clip_r", "\(demotion.clip)"), ("step_down_value", "\(demotion.stepDownValue)"),
          ("demote_value", "\(demotion.demoteValue)"),
        ]
      ),
    ]
  }

  private static func lines(_ step: Step) -> [Line] {
    [
      ("min_trades", "\(step.minimumTrades)"), ("min_win_rate", "\(step.minimumWinRate)"),
      ("min_profit_factor", "\(step.minimumProfitFactor)"), ("max_drawdown", "\(step.maximumDrawdown)"),
      ("min_days", "\(step.minimumDays)"), ("min_coverage", "\(step.minimumCoverage)"),
      ("required", list(step.required.map(\.rawValue))),
    ]
  }

  private static func list(_ items: [String]) -> String { "[" + items.joined(separator: ", ") + "]" }
}
