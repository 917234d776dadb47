/// What is asked of a bot's engine from outside of its strategy: by an operator, a risk rule, a kill switch.
///
/// A command takes effect when it is given, whether or not a quote comes. It never opens or adds to anything. What it
/// closes says so in its fills by the reason.
@usableFromInline
package enum EngineCommand: Sendable, Hashable {
  /// No new risk on one of the bot's symbols, or on all for `nil`; said twice it counts once.
  case halt(DenialCode, symbolIndex: Int?)
  /// Takes back the halt of exactly this code and symbol.
  case resume(DenialCode, symbolIndex: Int?)
  /// Cancels one order.
  case cancel(ClientOrderID)
  /// Cancels every order of a symbol that could still open something, or of all symbols for `nil`.
  case cancelAll(symbolIndex: Int?)
  /// Closes one position, or so much of it.
  case close(ClientOrderID, quantity: Quantity?, CloseReason)
  /// Closes every position of a symbol, or of all symbols for `nil`, in order of opening.
  case closeAll(symbolIndex: Int?, CloseReason)
  /// Closes positions of a symbol, the oldest first, until each side has no more than so many units.
  case reduce(symbolIndex: Int, units: Int64, CloseReason)
  /// Gives a position levels, each only where it is tighter than the position's own.
  case protect(ClientOrderID, Protection)
  /// Cancels and closes everything, again and again until nothing is open; there is no way back. Entries have to be
  /// halted besides.
  case flatten(CloseReason)
  /// Has positions of a symbol, or of all symbols for `nil`, leave in a style with levels at the venue, as far as they can
  /// wait; a deadline is up to whoever asks. Entries have to be halted besides.
  case windDown(symbolIndex: Int?, ExitStyle, CloseReason)
}

/// How what is open is left. Text codes are stable.
@usableFromInline
package enum ExitStyle: String, Sendable, Hashable, Codable, CaseIterable {
  /// At the market, at once.
  case immediate = "IMMEDIATE"
  /// At the entry or better: a stop at the entry for what has won, a take profit there for what has lost.
  case breakeven = "BREAKEVEN"
  /// By a stop that follows the market.
  case trailing = "TRAILING"
  /// What has lost at once; a stop at the entry for what has won.
  case smartLoss = "SMART_LOSS"
}

/// Who closes when the strategy does not.
@usableFromInline
package enum CloseReason: String, Sendable, Hashable, CaseIterable {
  /// A rule.
  case risk
  /// A kill switch.
  case kill

  /// What its fills say.
  package var fillReason: FillReason {
    switch self {
    case .risk: .risk
    case .kill: .kill
    }
  }
}
