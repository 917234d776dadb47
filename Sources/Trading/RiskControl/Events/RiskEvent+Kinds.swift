/// Kinds of events, to say which of them one hears.
extension RiskEvent {
  /// A set of kinds.
  package struct Kinds: OptionSet, Sendable, Hashable {
    /// One bit each; never stored.
    package let rawValue: UInt32

    /// The kinds of these bits.
    package init(rawValue: UInt32) { self.rawValue = rawValue }

    /// Something is asked for that takes risk.
    package static let asked = Kinds(rawValue: 1 << 0)
    /// Risk has approved it.
    package static let approved = Kinds(rawValue: 1 << 1)
    /// Risk has denied it.
    package static let denied = Kinds(rawValue: 1 << 2)
    /// An order has left.
    package static let sent = Kinds(rawValue: 1 << 3)
    /// An execution.
    package static let filled = Kinds(rawValue: 1 << 4)
    /// A portion of a position was closed.
    package static let closed = Kinds(rawValue: 1 << 5)
    /// Equity has left its band.
    package static let equityLeftBand = Kinds(rawValue: 1 << 6)
    /// Time has passed.
    package static let clock = Kinds(rawValue: 1 << 7)
    /// A link or a feed.
    package static let connection = Kinds(rawValue: 1 << 8)
    /// The climate.
    package static let climate = Kinds(rawValue: 1 << 9)
    /// An operator's word.
    package static let operated = Kinds(rawValue: 1 << 10)
    /// A session opens or closes.
    package static let session = Kinds(rawValue: 1 << 11)
    /// A bot comes or goes, or money does: what moves equity without a result.
    package static let flows = Kinds(rawValue: 1 << 12)
    /// What a bot's mode rests on, given or taken.
    package static let granted = Kinds(rawValue: 1 << 13)
    /// How a bot stands.
    package static let measured = Kinds(rawValue: 1 << 14)
    /// Something is asked for that takes no risk: it is heard, and no rule can deny it.
    package static let exits = Kinds(rawValue: 1 << 20)
    /// A broker's API, and what else is wrong with the system.
    package static let system = Kinds(rawValue: 1 << 15)
    /// A bot is halted.
    package static let halted = Kinds(rawValue: 1 << 16)
    /// The venue has refused something.
    package static let rejected = Kinds(rawValue: 1 << 17)
    /// What engines say while they are given quotes.
    static let ofEngines: Kinds = [
      .asked, .approved, .denied, .sent, .filled, .closed, .equityLeftBand, .clock, .climate, .exits,
      .rejected,
    ]
    /// All of them.
    package static let all = Kinds(rawValue: .max)
  }
}

extension RiskEvent.Happening {
  /// Its kind.
  var kind: RiskEvent.Kinds {
    switch self {
    case .asked(let ask): ask.takesRisk ? .asked : .exits
    case .approved: .approved
    case .denied: .denied
    case .sent: .sent
    case .filled: .filled
    case .closed: .closed
    case .equityLeftBand: .equityLeftBand
    case .clock: .clock
    case .connection: .connection
    case .climate: .climate
    case .operated: .operated
    case .session: .session
    case .joined, .left, .funded: .flows
    case .granted, .revoked: .granted
    case .measured: .measured
    case .apiError, .apiOK, .failed: .system
    case .halted: .halted
    case .rejected: .rejected
    }
  }
}
