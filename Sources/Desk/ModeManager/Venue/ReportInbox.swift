import Synchronization
package import TradingCore

/// Reports of a broker on their way from its bridge's thread to the desk's.
package final class ReportInbox: Sendable {
  /// A report with the account it is about.
  package struct Arrival: Sendable, Hashable {
    /// What is reported.
    package let report: VenueReport
    /// Whose account.
    package let account: BotAccount
  }

  private struct State {
    var arrivals: [Arrival] = []
    var onArrival: (@Sendable () -> Void)?
  }

  private let state = Mutex(State())

  /// An empty inbox.
  package init() {}

  /// Puts a report behind those that wait, and wakes the desk. Called by any thread.
  package func put(_ report: VenueReport, for account: BotAccount) {
    let wake = state.withLock { state in
      state.arrivals.append(Arrival(report: report, account: account))
      return state.onArrival
    }
    wake?()
  }

  /// What has arrived, in order, removed.
  func take() -> [Arrival] {
    state.withLock { state in
      defer { state.arrivals = [] }
      return state.arrivals
    }
  }

  /// What is called by whoever puts something, from now on.
  func onArrival(_ wake: (@Sendable () -> Void)?) { state.withLock { $0.onArrival = wake } }
}
