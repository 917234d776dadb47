package import JSONText
import ModeManager
package import Reports
package import TradingCore

/// The regimes of a symbol at an instant, and which bots suit them.
package struct RegimeDocument: Document {
  /// The symbol.
  package let symbol: Symbol
  /// The last tick, or the instant that was asked for.
  package let at: Timestamp?
  /// The timeframes that have had a bar, shortest first.
  package let readings: [ClimateReading]
  /// Who suits which timeframe, best first.
  package let matches: [ClimatePage.Match]
  /// How it went; `nil` where only the present is known.
  package var history: ClimateHistory?
  /// Of a home's run: whether it goes on; `nil` for ticks of files.
  package var isCurrent: Bool?

  /// What to know besides.
  package var notes: [String] {
    guard isCurrent == false else { return [] }
    return ["No run shows \(symbol) now: this is what the last one left."]
  }

  /// The regimes, for programs.
  package var json: JSONValue {
    [
      "symbol": .string(symbol.name), "at": at.map { .string($0.iso8601) } ?? .null,
      "current": isCurrent.map { .boolean($0) } ?? .null, "timeframes": .array(readings.map(\.json)),
      "bots": .array(
        matches.map {
          [
            "timeframe": .string($0.timeframe.rawValue), "bot": .string($0.bot), "score": .number($0.score),
          ]
        }),
    ]
  }

  /// The regimes as a table.
  package var table: TextTable {
    var table = TextTable(ClimateText.columns)
    for reading in readings { table.add(ClimateText.row(reading).map { TextCell($0) }) }
    return table
  }

  /// Who suits what, a line a timeframe, as in `M5 (RANGE_STABLE 0.35) → scalper (7.8)`.
  package var matchLines: [String] {
    readings.map { reading in
      let bots = matches.filter { $0.timeframe == reading.timeframe }.map {
        "\($0.bot) (\(NumberText.fixed($0.score, decimals: 1)))"
      }
      let who =
        !bots.isEmpty
        ? bots.joined(separator: ", ")
        : reading.regime.authorizes ? "no bot suits it" : "no bot is authorized"
      return
        "\(reading.timeframe.rawValue) (\(reading.regime.rawValue) \(ClimateText.ratio(reading.chaos))) → \(who)"
    }
  }

  /// The page; `nil` without a history.
  package var page: ClimatePage? {
    history.map {
      ClimatePage($0, readings: readings, matches: matches, generator: ProgramVersion.generator)
    }
  }
}
