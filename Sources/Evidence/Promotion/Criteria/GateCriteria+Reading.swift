import FileSystem
import TradingCore
package import YAMLText

extension GateCriteria {
  private enum Key: String, YAMLKey {
    case preset, provenance, ticks, statistics, ladder, approvals, demotion
    case toDemo = "to_demo"
    case toLive = "to_live"
  }

  /// The criteria in a file.
  ///
  /// - Throws: `FileError` when it can't be read, else what `parse` throws.
  package static func load(path: String) throws -> GateCriteria {
    try parse(text: try TextFile.yaml(path), path: path)
  }

  /// The criteria in a text that stands at the path. What it leaves out is the preset's, by default `standard`.
  ///
  /// - Throws: what is wrong, also for criteria that contradict each other or can't be met.
  package static func parse(text: String, path: String) throws(ConfigurationError) -> GateCriteria {
    let root = try YAMLValue(text: text, path: path) { try? DecimalText.parse($0, digits: $1) }
    let map = try YAMLMap(root, keys: Key.self)
    var criteria = GateCriteria(try map.optional(.preset)?.choice() ?? .standard)
    if let value = map.optional(.provenance) { criteria.provenance = try value.choice() }
    if let value = map.optional(.ticks) { try criteria.ticks.read(value) }
    if let value = map.optional(.toDemo) { try criteria.demo.read(value) }
    if let value = map.optional(.toLive) { try criteria.live.read(value) }
    if let value = map.optional(.statistics) { try criteria.statistics.read(value) }
    if let value = map.optional(.ladder) { try criteria.ladder.read(value) }
    if let value = map.optional(.approvals) { try criteria.approvals.read(value) }
    if let value = map.optional(.demotion) { try criteria.demotion.read(value) }
    try criteria.checkTimes(root)
    return criteria
  }

  /// Refuses times that leave no way to LIVE or up the ladder.
  private func checkTimes(_ root: YAMLValue) throws(ConfigurationError) {
    if live.minimumDays >= approvals.demoDays {
      let field = "to_live.min_days"
      throw .fault(
        root.place(of: field), field: field,
        problem: "\(Counted.text(live.minimumDays, "day")) on demo can't be met: its approval ends after "
          + "\(approvals.demoDays)",
        remedy: "lower it or raise approvals.demo_days")
    }
    if ladder.stepsUSD.count > 1, ladder.daysPerStep >= approvals.liveDays {
      let field = "ladder.days_per_step"
      throw .fault(
        root.place(of: field), field: field,
        problem: "\(Counted.text(ladder.daysPerStep, "day")) at a step can't be met: the approval ends after "
          + "\(approvals.liveDays)",
        remedy: "lower it or raise approvals.live_days")
    }
  }
}

extension GateCriteria.Step {
  private enum Key: String, YAMLKey {
    case required
    case minimumTrades = "min_trades"
    case minimumWinRate = "min_win_rate"
    case minimumProfitFactor = "min_profit_factor"
    case maximumDrawdown = "max_drawdown"
    case minimumDays = "min_days"
    case minimumCoverage = "min_coverage"
  }

  fileprivate mutating func read(_ value: YAMLValue) throws(ConfigurationError) {
    let map = try YAMLMap(value, keys: Key.self)
    if let value = map.optional(.minimumTrades) { minimumTrades = try value.integer(in: 1...1_000_000) }
    if let value = map.optional(.minimumWinRate) {
      minimumWinRate = try value.decimal(from: 0, below: 1_000_000, "a ratio from 0 to below 1 such as 0.55")
    }
    if let value = map.optional(.minimumProfitFactor) {
      minimumProfitFactor = try value.decimal(
        from: 0, below: 1_000_000_000, "a number from 0 to below 1000 such as 1.5")
    }
    if let value = map.optional(.maximumDrawdown) {
      maximumDrawdown = try value.decimal(
        from: 1, below: 1_000_001, "a ratio above 0 and at most 1 such as 0.15")
    }
    if let value = map.optional(.minimumDays) { minimumDays = try value.integer(in: 1...3_650) }
    if let value = map.optional(.minimumCoverage) {
      minimumCoverage = try value.decimal(from: 0, below: 1_000_001, "a ratio from 0 to 1 such as 0.9")
    }
    if let value = map.optional(.required) { required = try Self.readRequired(value) }
  }

  private static func readRequired(_ value: YAMLValue) throws(ConfigurationError) -> [GateCheckName] {
    let known = GateCheckName.nameable.map(\.rawValue)
    var names: Set<GateCheckName> = []
    for item in try value.list("a list of checks") {
      let text = try item.text("a check's name")
      guard let name = GateCheckName(rawValue: text), GateCheckName.nameable.contains(name) else {
        let hint = nearestMatch(to: text, among: known).map { " (did you mean '\($0)'?)" } ?? ""
        throw item.mismatch("one of " + known.joined(separator: ", ") + hint)
      }
      guard names.insert(name).inserted else { throw item.mismatch("each check once") }
    }
    // A step that asks for nothing is no gate.
    guard names.contains(.trades) else {
      throw value.mismatch("at least 'trades', as nothing else counts without them")
    }
    return GateCheckName.nameable.filter(names.contains)
  }
}

extension GateCriteria.Ticks {
  private enum Key: String, YAMLKey {
    case maximumAgeDays = "max_age_days"
    case minimumOpenMinutes = "min_open_minutes"
  }

  fileprivate mutating func read(_ value: YAMLValue) throws(ConfigurationError) {
    let map = try YAMLMap(value, keys: Key.self)
    if let value = map.optional(.maximumAgeDays) { maximumAgeDays = try value.integer(in: 1...365) }
    if let value = map.optional(.minimumOpenMinutes) {
      minimumOpenMinutes = try value.decimal(from: 0, below: 1_000_001, "a ratio from 0 to 1 such as 0.8")
    }
  }
}

extension GateCriteria.Statistics {
  private enum Key: String, YAMLKey {
    case confidence
    case minimumProbabilisticSharpe = "min_probabilistic_sharpe"
    case minimumDeflatedSharpe = "min_deflated_sharpe"
    case maximumOverfitting = "max_overfitting"
    case minimumAlwaysValid = "min_always_valid"
    case alwaysValidCap = "always_valid_cap_r"
    case resamples = "bootstrap_resamples"
    case catastrophe = "catastrophe_sigmas"
    case leastStake = "least_stake_sigmas"
    case falseDiscoveries = "false_discoveries"
  }

  fileprivate mutating func read(_ value: YAMLValue) throws(ConfigurationError) {
    let map = try YAMLMap(value, keys: Key.self)
    let chance = "a probability from 0.5 to below 1 such as 0.95"
    if let value = map.optional(.confidence) {
      confidence = try value.decimal(from: 500_000, below: 1_000_000, chance)
    }
    if let value = map.optional(.minimumProbabilisticSharpe) {
      minimumProbabilisticSharpe = try value.decimal(from: 500_000, below: 1_000_000, chance)
    }
    if let value = map.optional(.minimumDeflatedSharpe) {
      minimumDeflatedSharpe = try value.decimal(from: 500_000, below: 1_000_000, chance)
    }
    if let value = map.optional(.maximumOverfitting) {
      maximumOverfitting = try value.decimal(
        from: 1, below: 1_000_000, "a probability above 0 and below 1 such as 0.5")
    }
    if let value = map.optional(.minimumAlwaysValid) {
      minimumAlwaysValid = try value.decimal(
        from: 1_000_001, below: 1_000_000_000_000_001,
        "a number above 1 such as 100, at most a thousand million")
    }
    if let value = map.optional(.alwaysValidCap) {
      alwaysValidCap = try value.decimal(
        from: 500_000, below: 1_000_000_001, "a number of R from 0.5 to 1000")
    }
    if let value = map.optional(.resamples) { resamples = try value.integer(in: 100...100_000) }
    if let value = map.optional(.catastrophe) {
      catastrophe = try value.decimal(
        from: 5_000_000, below: 100_000_001, "a number of daily standard deviations from 5 to 100")
    }
    if let value = map.optional(.leastStake) {
      leastStake = try value.decimal(
        from: 0, below: 100_000_001, "a number of daily standard deviations from 0 to 100")
    }
    if let value = map.optional(.falseDiscoveries) {
      falseDiscoveries = try value.decimal(from: 1, below: 500_001, "a share above 0 and at most 0.5")
    }
    // The bound is an order statistic: there must be resamples beyond it.
    if Double(resamples) * (1 - confidence.value) / 2 < 1,
      let place = map.optional(.resamples) ?? map.optional(.confidence)
    {
      throw place.mismatch("bootstrap_resamples of at least 2 / (1 - confidence)")
    }
  }
}

extension GateCriteria.Ladder {
  private enum Key: String, YAMLKey {
    case stepsUSD = "steps_usd"
    case daysPerStep = "days_per_step"
  }

  fileprivate mutating func read(_ value: YAMLValue) throws(ConfigurationError) {
    let map = try YAMLMap(value, keys: Key.self)
    if let value = map.optional(.stepsUSD) {
      var steps: [Int64] = []
      for item in try value.items("a list of amounts such as [50, 100, 200, 400]") {
        let step = try item.integer(in: 1...1_000_000)
        if let last = steps.last, step <= last { throw item.mismatch("more than the step before, \(last)") }
        steps.append(step)
      }
      guard let first = steps.first, first <= 100, steps.count <= 20 else {
        throw value.mismatch("1 to 20 steps in whole US dollars, the first at most 100")
      }
      stepsUSD = steps
    }
    if let value = map.optional(.daysPerStep) { daysPerStep = try value.integer(in: 7...365) }
  }
}

extension GateCriteria.Approvals {
  private enum Key: String, YAMLKey {
    case requestDays = "request_days"
    case demoDays = "demo_days"
    case liveDays = "live_days"
  }

  fileprivate mutating func read(_ value: YAMLValue) throws(ConfigurationError) {
    let map = try YAMLMap(value, keys: Key.self)
    if let value = map.optional(.requestDays) { requestDays = try value.integer(in: 1...30) }
    if let value = map.optional(.demoDays) { demoDays = try value.integer(in: 1...365) }
    if let value = map.optional(.liveDays) { liveDays = try value.integer(in: 1...365) }
  }
}

extension GateCriteria.Demotion {
  private enum Key: String, YAMLKey {
    case positions
    case floor = "floor_r"
    case clip = "clip_r"
    case stepDownValue = "step_down_value"
    case demoteValue = "demote_value"
  }

  fileprivate mutating func read(_ value: YAMLValue) throws(ConfigurationError) {
    let map = try YAMLMap(value, keys: Key.self)
    if let value = map.optional(.positions) { positions = try value.choice() }
    if let value = map.optional(.floor) {
      floor = try value.decimal(from: -1_000_000, below: 1_000_001, "a number of R from -1 to 1")
    }
    if let value = map.optional(.clip) {
      clip = try value.decimal(from: 1_500_000, below: 100_000_001, "a number of R from 1.5 to 100")
    }
    let expected = "a number above 1 such as 20, at most a thousand million"
    if let value = map.optional(.stepDownValue) {
      stepDownValue = try value.decimal(from: 1_000_001, below: 1_000_000_000_000_001, expected)
    }
    if let value = map.optional(.demoteValue) {
      demoteValue = try value.decimal(from: 1_000_001, below: 1_000_000_000_000_001, expected)
    }
    if stepDownValue > demoteValue, let place = map.optional(.demoteValue) ?? map.optional(.stepDownValue) {
      throw place.mismatch(
        "step_down_value (\(stepDownValue)) to be at most demote_value (\(demoteValue))")
    }
  }
}

extension YAMLValue {
  /// A decimal number of millionths.
  fileprivate func decimal(
    from least: Int64, below end: Int64, _ expected: String
  ) throws(ConfigurationError) -> GateDecimal {
    GateDecimal(millionths: try decimal(digits: 6, in: least...(end - 1), expected))
  }
}
