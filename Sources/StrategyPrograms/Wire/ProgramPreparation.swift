import StrategyKit
import TradingCore

/// What a program answers when it is told its instruments and parameters.
enum ProgramPreparation: Sendable, Hashable {
  /// It is ready, and wants to hear of these.
  case ready(quotes: Bool, bars: [BarSubscription])
  /// It can't work with these parameters.
  case refused(ParameterError)

  /// Reads the answer to `prepare`.
  init(_ value: WireValue, symbolCount: Int) throws(WireFault) {
    var object = try WireObject(value, "the answer to 'prepare'")
    if try object.choice("type", ["ready": true, "refused": false]) {
      let quotes = try object.flag("quotes", default: true)
      var bars: [BarSubscription] = []
      for value in try object.list("bars") { bars.append(try Self.bars(value, symbolCount: symbolCount)) }
      guard quotes || !bars.isEmpty else { throw WireFault("it wants neither quotes nor bars") }
      guard Set(bars).count == bars.count else { throw WireFault("it wants the same bars twice") }
      self = .ready(quotes: quotes, bars: bars)
    } else {
      self = .refused(
        ParameterError(try object.text("parameter", default: "lots"), try object.text("problem")))
    }
    try object.finish()
  }

  private static func bars(_ value: WireValue, symbolCount: Int) throws(WireFault) -> BarSubscription {
    var object = try WireObject(value, "an entry of 'bars'")
    let symbol = try object.optionalInteger("symbol") ?? 0
    guard (0..<Int64(symbolCount)).contains(symbol) else {
      throw WireFault("'bars': there is no symbol \(symbol), there are \(symbolCount) from 0")
    }
    let text = try object.text("timeframe")
    guard let timeframe = Timeframe(rawValue: text) else {
      let known = Timeframe.allCases.map(\.rawValue).joined(separator: ", ")
      throw WireFault("'bars': 'timeframe' must be one of \(known), was '\(text)'")
    }
    try object.finish()
    return BarSubscription(timeframe, symbolIndex: Int(symbol))
  }
}
