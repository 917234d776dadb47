package import TradingCore

/// Why evidence can't be counted.
package enum PromotionError: Error, Sendable, Hashable {
  /// An amount or a sum does not fit 64 bits.
  case overflow(symbolIndex: Int)
  /// A fill closes, or a trade reports as closed, more than the events before it had opened.
  case nothingOpen(symbolIndex: Int, position: ClientOrderID, at: Timestamp)
  /// A step needs evidence from a mode that the bot has none of.
  case evidenceMissing(mode: String)
  /// Evidence of another mode, bot, identity or currency than the rest.
  case evidenceMixed(fact: String, expected: String, was: String)
}

extension PromotionError: CustomStringConvertible {
  /// `WHAT (WHERE): WHAT TO DO`.
  package var description: String {
    switch self {
    case .overflow(let symbolIndex):
      "a trade's amounts exceed 64 bits (symbol number \(symbolIndex)): trade smaller sizes"
    case .nothingOpen(let symbolIndex, let position, let time):
      "expected an open position \(position.ordinal), was none (symbol number \(symbolIndex), \(time.iso8601)): "
        + "the events are not whole; check them with 'slipway audit verify'"
    case .evidenceMissing(let mode):
      "expected evidence from \(mode), was none: run the bot in \(mode) mode first"
    case .evidenceMixed(let fact, let expected, let was):
      "expected evidence of \(fact) \(expected), was \(was): only evidence of one bot as it is now counts together"
    }
  }
}
