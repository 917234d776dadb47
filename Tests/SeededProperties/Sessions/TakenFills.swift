import BotAssembly
import TradingCore

extension BotRunner {
  /// The fills among the events since they were last taken.
  func takeFills() -> [Fill] { takeEvents().fills }
}

extension [BotEvent] {
  /// The fills among them.
  var fills: [Fill] {
    compactMap { if case .filled(let fill) = $0 { fill } else { nil } }
  }
}
