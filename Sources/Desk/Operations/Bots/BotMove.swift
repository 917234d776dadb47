import Journal

/// What an operator does to a registered bot.
package enum BotMove: String, Sendable, Hashable {
  /// Stops its new entries; what is open stays managed.
  case pause
  /// Lets a paused one go on.
  case resume
  /// Takes it out for good.
  case retire

  /// The event that tells of it.
  var event: EventKind {
    switch self {
    case .pause: .botPaused
    case .resume: .botResumed
    case .retire: .botRetired
    }
  }

  /// Where it leads, `nil` where it is not possible.
  func status(from status: BotStatus) -> BotStatus? {
    switch (self, status) {
    case (.pause, .active): .paused
    case (.resume, .paused): .active
    case (.retire, .active), (.retire, .paused): .retired
    default: nil
    }
  }

  /// Why a bot that is closing can't be moved.
  static func closing(_ id: String, _ place: String) -> OperationError {
    .usage(
      what: "bot '\(id)' is closing what it has open, and is retired then", place: place,
      advice: "wait for a run to do so, or end it with 'slipway bot retire \(id) --leave'")
  }

  /// Why not, and what is possible.
  func refusal(of id: String, from status: BotStatus) -> OperationError {
    let (what, advice) =
      switch status {
      case .active: ("bot '\(id)' is active already", "it can be paused or retired")
      case .paused: ("bot '\(id)' is paused already", "it can be resumed or retired")
      case .retired:
        (
          "bot '\(id)' is retired, which is final", "register a copy with 'slipway bot clone \(id) NEW'"
        )
      }
    return .usage(what: what, place: "slipway bot \(rawValue)", advice: advice)
  }
}
