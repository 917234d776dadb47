package import FileSystem
package import TradingCore

/// A home, and with it everything that a person or a program can do and see: what a front end holds.
///
/// Nothing is opened before something is asked for, and nothing stays open after it: a home need not exist.
package struct Home: Sendable {
  /// The folder of its state.
  package let folder: String
  /// The strategies that the program contains.
  package let strategies: StrategyCatalog
  /// Who hears what is said while something is done.
  let listener: Listener
  /// Whether somebody has asked to stop what is being done.
  let cancellation: Cancellation
  /// The present time, in UTC.
  let now: @Sendable () -> Timestamp

  /// A home in a folder. `cancellation`: asked by whatever takes long; `now`: the machine's clock.
  package init(
    folder: String, strategies: StrategyCatalog, listener: Listener = Listener(),
    cancellation: Cancellation = .never, now: @escaping @Sendable () -> Timestamp
  ) {
    self.folder = folder
    self.strategies = strategies
    self.listener = listener
    self.cancellation = cancellation
    self.now = now
  }
}

/// Hears what is said while something is done, besides its result.
package struct Listener: Sendable {
  /// Takes a remark that is no error, a sentence without its full stop.
  package var note: @Sendable (String) -> Void = { _ in }
  /// Takes a line that a strategy in a program of its own wrote to its standard error.
  package var programLine: @Sendable (String) -> Void = { _ in }

  /// One that hears nothing.
  package init() {}
}

/// Hears how far long work has come: how much is done, of how much when that is known.
package typealias Progress = (_ done: Int, _ total: Int?) -> Void

extension Home {
  /// Its registered bots.
  package var bots: BotOperations { BotOperations(home: self) }
  /// Backtests, each of which it keeps as a trial.
  package var backtests: BacktestOperations { BacktestOperations(home: self) }
  /// The gate from paper to demo to live.
  package var promotion: PromotionOperations { PromotionOperations(home: self) }
  /// Those whose signatures count.
  package var operators: OperatorOperations { OperatorOperations(home: self) }
  /// Broker profiles, its own and the bundled ones.
  package var brokers: BrokerOperations { BrokerOperations(home: self) }
  /// Its journal as a whole: checked, written out, copied and put back.
  package var audit: AuditOperations { AuditOperations(home: self) }
  /// Messages to the operator.
  package var messages: MessageOperations { MessageOperations(home: self) }
  /// Runs of its bots, and what was recorded of them.
  package var sessions: SessionOperations { SessionOperations(home: self) }
  /// What kind of market it is.
  package var climate: ClimateOperations { ClimateOperations(home: self) }
  /// Sessions, holidays and news.
  package var calendar: CalendarOperations { CalendarOperations(home: self) }
  /// Files of ticks.
  package var ticks: TickOperations { TickOperations(home: self) }

  /// Looks registered bots up.
  var resolver: BotResolver { BotResolver(home: self) }
  /// What was journaled.
  var journal: HomeJournal { HomeJournal(home: self) }
}
