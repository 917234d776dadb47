package import TradingCore

/// How what is open leaves when there is time: by how chaotic the market is, and with a deadline at which the rest is closed at
/// once.
package struct SmartExit: Sendable, Hashable, Codable {
  /// The style, whatever the chaos; `nil` goes by it.
  package var style: ExitStyle?
  /// Seconds until everything is closed at once; 0 leaves no time.
  package var deadlineSeconds: Int64
  /// The chaos from which on a stop follows the market, in millionths; below it there is time to wait for the entry.
  package var trailingChaos: Int64
  /// The chaos above which there is no time.
  package var immediateChaos: Int64

  private enum CodingKeys: String, CodingKey {
    case style = "style"
    case deadlineSeconds = "deadline_seconds"
    case trailingChaos = "trailing_chaos"
    case immediateChaos = "immediate_chaos"
  }

  /// An exit by its parts.
  package init(
    style: ExitStyle? = nil, deadlineSeconds: Int64 = 900, trailingChaos: Int64 = 300_000,
    immediateChaos: Int64 = 600_000
  ) {
    self.style = style
    self.deadlineSeconds = deadlineSeconds
    self.trailingChaos = trailingChaos
    self.immediateChaos = immediateChaos
  }

  /// What is wrong with it, if anything.
  func fault(of rule: String) -> RiskSettingFault? {
    guard (0...86_400).contains(deadlineSeconds) else {
      return RiskSettingFault(
        rule, "the deadline of an exit has to be 0 to 86,400 seconds, was \(deadlineSeconds)")
    }
    guard 0 <= trailingChaos, trailingChaos <= immediateChaos, immediateChaos <= 1_000_000 else {
      return RiskSettingFault(
        rule,
        "the chaos of exits has to rise from 0 to 1,000,000 millionths, was \(trailingChaos) and \(immediateChaos)"
      )
    }
    return nil
  }

  /// The style for a chaos; at once where that is not known.
  package func style(atChaos chaos: Int64?) -> ExitStyle {
    if let style { return style }
    guard let chaos, chaos <= immediateChaos else { return .immediate }
    return chaos < trailingChaos ? .breakeven : .trailing
  }

  /// The instant at which the rest is closed.
  func deadline(after time: Timestamp) -> Timestamp { time.advanced(by: deadlineSeconds * Timestamp.second) }

  /// What has a symbol's positions leave, or all for `nil`.
  func verb(_ symbol: Symbol?, until: Timestamp?, chaos: Int64?, at time: Timestamp) -> RiskAction.Verb {
    .leave(symbol: symbol, until: until, deadline: deadline(after: time), style: style(atChaos: chaos))
  }
}
