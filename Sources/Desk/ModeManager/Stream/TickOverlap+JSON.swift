package import JSONText
package import TickStore
import TradingCore

extension TickOverlap {
  /// What was merged, for documents: the two files, the stretch of time, and the ticks that each has of it.
  package var json: JSONValue {
    [
      "symbol": .string(symbol.name), "files": .array([.string(first), .string(second)]),
      "from": .string(from.iso8601), "to": .string(to.iso8601),
      "ticks": .array([.count(firstTicks), .count(secondTicks)]),
      "same_ticks": .count(sameTicks),
    ]
  }

  /// What was merged, in a sentence.
  package var sentence: String {
    "Two sources of \(symbol) were merged, \(first) and \(second): both hold \(stretch)."
  }
}
