package import JSONText
import Statistics
import TradingCore

/// Runs side by side: figures, settings that differ, and how their daily returns move together.
package struct RunComparison: Sendable {
  /// More runs than this can't be told apart in one chart.
  package static let mostRuns = 8

  /// One run under its letter.
  package struct Entry: Sendable {
    /// `A`, `B`, … in the order given.
    package let letter: String
    /// The file it came from.
    package let file: String
    /// The run.
    package let run: RunSnapshot
  }

  /// A setting and what each run has for it; `nil` where a run doesn't have it.
  package struct Setting: Sendable, Hashable {
    /// Its name.
    package let name: String
    /// One value a run.
    package let values: [String?]
  }

  /// The runs in the order given.
  package let entries: [Entry]
  /// The program that compares.
  package let generator: String
  /// Settings that not all runs share, in the order of the first run that has them.
  package let differences: [Setting]
  /// Names of the settings that all runs share.
  package let shared: [String]
  /// Pearson's coefficient of daily returns on days that both have, by run and run; `nil` where undefined.
  package let correlations: [[Double?]]
  /// Days that each two runs have in common.
  package let commonDays: [[Int]]

  /// A comparison of at least two runs in one currency.
  ///
  /// - Precondition: two to `mostRuns` runs, all in one currency.
  package init(_ runs: [(file: String, run: RunSnapshot)], generator: String) {
    precondition((2...Self.mostRuns).contains(runs.count), "two to eight runs are compared")
    precondition(Set(runs.map(\.run.currency)).count == 1, "runs that are compared share a currency")
    entries = zip(0..., runs).map { place, entry in
      Entry(
        letter: String(Character(Unicode.Scalar(UInt8(65 + place)))), file: entry.file, run: entry.run)
    }
    self.generator = generator
    let settings = Self.settings(runs.map(\.run))
    differences = settings.filter { Set($0.values).count > 1 }
    shared = settings.filter { Set($0.values).count == 1 }.map(\.name)
    let returns = runs.map(\.run.returnsByDay)
    let paired = returns.map { left in
      returns.map { right in
        left.keys.filter { right[$0] != nil }.sorted().map { (left[$0] ?? 0, right[$0] ?? 0) }
      }
    }
    commonDays = paired.map { $0.map(\.count) }
    correlations = paired.map { row in
      row.map { pairs in Correlation.pearson(pairs.map(\.0), pairs.map(\.1)) }
    }
  }

  /// The currency of all of them.
  var currency: Currency { entries[0].run.currency }

  /// The letters of runs with too few days for figures brought to a year and ratios of daily returns.
  private var shortRuns: [String] {
    entries.filter { ShortRun(days: $0.run.days.count).isShort }.map(\.letter)
  }

  /// Whether a run has too few days for a metric, whose value is marked then.
  func isMarked(_ metric: RunMetric, _ run: RunSnapshot) -> Bool {
    metric.needsDays && run.metrics[metric.key] != nil && ShortRun(days: run.days.count).isShort
  }

  /// The places of the best values of a metric, of those that are not marked.
  func best(_ metric: RunMetric) -> Set<Int> {
    metric.best(of: entries.map { isMarked(metric, $0.run) ? nil : $0.run.metrics[metric.key] })
  }

  /// The value of a metric as people read it, marked where the run has too few days for it.
  func text(_ metric: RunMetric, _ run: RunSnapshot) -> String {
    let text = metric.text(run.metrics[metric.key], decimals: NumberText.decimals(of: currency))
    return isMarked(metric, run) ? "\(text) \(ShortRun.mark)" : text
  }

  private static func settings(_ runs: [RunSnapshot]) -> [Setting] {
    let lists = runs.map { run in
      var list: [(String, String)] = [("Strategy", run.strategy)]
      list += run.params.map { ("Parameter \($0.label)", $0.text) }
      list.append(("Broker", run.broker))
      list += run.settings.map { ($0.label, $0.text) }
      list += run.sources.map { ("Ticks of \($0.symbol)", String($0.contentDigest.prefix(16))) }
      list.append(("First tick", run.first?.iso8601 ?? NumberText.absent))
      list.append(("Last tick", run.last?.iso8601 ?? NumberText.absent))
      list.append(("Made by", run.generator))
      return list
    }
    // A page may claim any number of settings.
    var names: [String] = []
    var seen: Set<String> = []
    for (name, _) in lists.joined() where seen.insert(name).inserted { names.append(name) }
    let texts = lists.map { list in
      Dictionary(grouping: list, by: \.0).mapValues { $0.map(\.1).joined(separator: ", ") }
    }
    return names.map { name in Setting(name: name, values: texts.map { $0[name] }) }
  }

  /// What to know before reading on, in sentences.
  package var warnings: [String] {
    var warnings: [String] = []
    if Set(entries.map { $0.run.days.map(\.date) }).count > 1 {
      warnings.append(
        "The runs cover different days: totals and drawdowns of different periods do not compare.")
    }
    if Set(entries.map { $0.run.sources.map(\.contentDigest) }).count > 1 {
      warnings.append("The runs went over different ticks.")
    }
    if Set(entries.map(\.run.startBalance)).count > 1 {
      warnings.append("The start balances differ: amounts of money do not compare, percentages do.")
    }
    if !shortRuns.isEmpty {
      warnings.append(
        "\(shortRuns.joined(separator: ", ")): with fewer than \(ShortRun.leastDays) trading days, figures brought to a year "
          + "and ratios of daily returns (\(ShortRun.mark)) say little and are not the best of the runs.")
    }
    return warnings
  }
}

extension RunComparison {
  /// The document of `compare --json`.
  package func json(page: String) -> JSONValue {
    [
      "currency": .string(currency.code),
      "runs": .array(
        entries.map { entry in
          [
            "run": .string(entry.letter), "file": .string(entry.file), "title": .string(entry.run.title),
            "identity": .string(entry.run.identity), "fingerprint": .string(entry.run.fingerprint),
            "first": .time(entry.run.first), "last": .time(entry.run.last),
            "metrics": .object(RunMetric.all.map { JSONMember($0.key, jsonValue($0, entry.run)) }),
          ]
        }),
      "best": .object(
        RunMetric.all.filter { $0.better != .neither }.map { metric in
          let best = best(metric).sorted().map { JSONValue.string(entries[$0].letter) }
          return JSONMember(metric.key, .array(best))
        }),
      "differences": .array(
        differences.map { setting in
          [
            "name": .string(setting.name),
            "values": .array(setting.values.map { $0.map { .string($0) } ?? .null }),
          ]
        }),
      "correlations": .array(correlations.map { .array($0.map { .ratio($0) }) }),
      "common_days": .array(commonDays.map { .array($0.map { .count($0) }) }),
      "warnings": .array(warnings.map { .string($0) }), "report": .string(page),
    ]
  }

  /// Money as decimal text, counts as whole numbers, all else as numbers.
  private func jsonValue(_ metric: RunMetric, _ run: RunSnapshot) -> JSONValue {
    guard let value = run.metrics[metric.key] else { return .null }
    switch metric.kind {
    case .money, .fineMoney:
      let scale = Double(WideArithmetic.powerOfTen(currency.moneyDigits))
      guard let units = Int64(exactly: (value * scale).rounded()) else { return .null }
      return .money(Money(units: units), in: currency)
    case .count, .days: return .integer(Int64(exactly: value.rounded()) ?? 0)
    case .percent, .ratio, .duration: return .number(value)
    }
  }

  /// The table for a terminal, ending in a line feed.
  package func summaryText(colored: Bool) -> String {
    var list = TextTable([.init("RUN"), .init("TITLE"), .init("BROKER"), .init("FILE")])
    for entry in entries {
      list.add([
        TextCell(entry.letter, .strong), TextCell(entry.run.title), TextCell(entry.run.broker),
        TextCell(entry.file, .faint),
      ])
    }
    var table = TextTable([.init("")] + entries.map { .init($0.letter, .right) })
    for metric in RunMetric.all {
      let best = best(metric)
      table.add(
        [TextCell(metric.label, .faint)]
          + entries.enumerated().map { place, entry in
            let text = text(metric, entry.run)
            return best.contains(place) ? TextCell("* " + text, .strong) : TextCell(text)
          })
    }
    var settings = TextTable([.init("DIFFERENT")] + entries.map { .init($0.letter) })
    for setting in differences {
      settings.add(
        [TextCell(setting.name, .faint)] + setting.values.map { TextCell($0 ?? NumberText.absent) })
    }
    var sections = [list.text(colored: colored), table.text(colored: colored)]
    if !differences.isEmpty { sections.append(settings.text(colored: colored)) }
    sections.append(
      "* best of the runs, money in \(currency.code)\n"
        + warnings.map { TextWrap.paragraph($0, lead: "Note: ") }.joined())
    return sections.joined(separator: "\n")
  }
}
