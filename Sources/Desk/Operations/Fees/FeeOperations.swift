import BotAssembly
import Journal
import ModeManager
package import Reports
import TradingCore

/// A question about what was paid, as it was typed.
package struct TypedFeeLook: Sendable, Hashable {
  /// The bot; `nil` for the desk.
  package var bot: String?
  /// The instant to look at; `nil` for where the desk is.
  package var at: String?
  /// What may be paid a day; `nil` for what the home's `fees.yaml` sets, else 1 % of the capital.
  package var limit: String?
  /// `paper`, `demo` or `live`; `nil` for all of them.
  package var mode: String?

  /// A question about the whole desk as it is.
  package init() {}
}

/// What a home's bots pay for trading.
package struct FeeOperations {
  let home: Home

  /// What was paid on a trading day, and what it comes to: from the journal alone, also while a run writes it.
  ///
  /// - Throws: `OperationError.usage` for a bot that is not there or a value that is none, `JournalError`, `missing` also for
  ///   a home without a journal, `DeskError` for evidence that can't be read, and `ConfigurationError` for a `fees.yaml` that
  ///   is wrong.
  package func look(_ typed: TypedFeeLook) throws -> FeeReport {
    let mode = try typed.mode.map { text throws(OperationError) in
      try TypedValues.choice(text, place: "--mode", of: TradingMode.self)
    }
    let asked = try typed.at.map { text throws(OperationError) in try TypedValues.time(text, place: "--at") }
    let settings = try FeeSettings.load(home: home.folder)
    guard let journal = try typed.bot.map({ try home.journal.journal(of: $0) }) ?? home.journal.existing()
    else { throw JournalError.missing(home: home.folder) }
    let desk = try home.sessions.desk().flatMap { $0.isCurrent ? $0.snapshot : nil }
    var maker = try journal.read { reading in
      try FeeMaker(reading, bot: typed.bot, mode: mode, at: asked, running: desk)
    }
    maker.isAsked = asked != nil
    return try maker.report(limit: typed.limit, settings)
  }

  /// What was traded at a broker in the month that the desk is in; `nil` where the home has no journal, or no bot of that
  /// broker has traded.
  ///
  /// `broker`: the profile's name for readers; `currency`: that of its accounts, of which a bot may have had others.
  /// - Throws: `JournalError`, `DeskError`.
  func row(ofBroker broker: String, in currency: Currency) throws -> FeeReport.Row? {
    guard let journal = try home.journal.existing() else { return nil }
    let maker = try journal.read { reading in
      try FeeMaker(reading, bot: nil, mode: nil, at: nil, running: nil)
    }
    return try maker.report(limit: nil, FeeSettings(home: home.folder)).brokers.first {
      $0.name == broker && $0.currency == currency
    }
  }

  /// Files that what is said is made from, which no output may replace.
  package var inputs: [String] { Journal.files(ofHome: home.folder) + [FeeSettings.path(home: home.folder)] }
}

extension Home {
  /// What its bots pay for trading.
  package var fees: FeeOperations { FeeOperations(home: self) }
}
