import JSONText
import Reports

/// The results as a table for people and as JSON.
struct ResultDocument {
  let machine: Machine
  let sample: String
  let repetitions: Int
  let results: [Measurement]

  /// Rates are also shown as multiples of this one, which machines and their load move alike.
  static let yardstick = "two EMAs over decoded ticks, no engine"

  private var yardstickRate: Double? { results.first { $0.name == Self.yardstick }?.value }

  func text(colored: Bool) -> String {
    var table = TextTable([
      .init("what"), .init("median", .right), .init("unit"), .init("low–high", .right),
      .init("M/s wall", .right), .init("ratio", .right), .init("budget", .right), .init(""), .init("note"),
    ])
    for result in results { table.add(cells(result)) }
    let facts = TextTable.keyValue(
      machine.facts.map { ($0.0, TextCell($0.1)) } + [("sample", TextCell(sample))])
    return facts.text(colored: colored) + "\n" + table.text(colored: colored) + "\n"
      + "Medians of \(repetitions) rounds; ratio: to '\(Self.yardstick)'.\n"
  }

  private func cells(_ result: Measurement) -> [TextCell] {
    let range = result.range.map { "\(Self.number($0.low))–\(Self.number($0.high))" } ?? ""
    var cells: [TextCell] = [
      TextCell(result.name), TextCell(Self.number(result.value), .strong), TextCell(result.unit),
      TextCell(range), TextCell(result.wallRate.map { Self.number($0) } ?? ""),
      TextCell(ratio(result).map { NumberText.fixed($0, decimals: 3) } ?? ""),
    ]
    switch result.budget {
    case .atLeast(let least): cells.append(TextCell("≥ \(Self.number(least))"))
    case .below(let limit): cells.append(TextCell("< \(Self.number(limit))"))
    case nil: cells.append("")
    }
    switch result.passes {
    case true?: cells.append(TextCell("pass", .gain))
    case false?: cells.append(TextCell("FAIL", .loss))
    case nil: cells.append("")
    }
    return cells + [TextCell(result.note, .faint)]
  }

  private func ratio(_ result: Measurement) -> Double? {
    guard result.wallRate != nil, let yardstickRate else { return nil }
    return result.value / yardstickRate
  }

  private static func number(_ value: Double) -> String {
    NumberText.fixed(value, decimals: abs(value) < 10 ? 2 : 1)
  }

  var json: JSONValue {
    [
      "machine": .object(machine.facts.map { JSONMember($0.0, .string($0.1)) }),
      "sample": .string(sample),
      "repetitions": .count(repetitions),
      "results": .array(results.map { json($0) }),
    ]
  }

  private func json(_ result: Measurement) -> JSONValue {
    var budget = JSONValue.null
    switch result.budget {
    case .atLeast(let least): budget = ["at_least": .number(least)]
    case .below(let limit): budget = ["below": .number(limit)]
    case nil: break
    }
    return [
      "name": .string(result.name), "median": .number(result.value), "unit": .string(result.unit),
      "low": .ratio(result.range?.low), "high": .ratio(result.range?.high),
      "millions_per_wall_second": .ratio(result.wallRate), "ratio": .ratio(ratio(result)),
      "budget": budget, "passes": result.passes.map { .boolean($0) } ?? .null, "note": .string(result.note),
    ]
  }
}
