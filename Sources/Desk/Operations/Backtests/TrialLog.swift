import BotAssembly
import FileSystem
import JSONText
import Journal
import Reports
import Statistics
import TickStore
import StrategyKit
import TradingCore

/// The trials of a home: every backtest counts, whatever it found.
struct TrialLog {
  let home: Home

  /// How often a journal that others hold is tried, some five seconds each time: a minute.
  private static let mostTries = 12

  /// Makes sure that a trial can be kept, before anything is run.
  ///
  /// - Throws: `OperationError.notKept`; `JournalError` for a journal that was altered or can't be understood.
  func check() throws {
    try keeping {
      do { try Journal(home: home.folder, mode: .open).write { _ in } } catch JournalError.missing {
        try checkPlace()
      }
    }
  }

  /// Logs a backtest with its daily returns.
  ///
  /// - Returns: how many different trials its family has had in this home, this one included.
  /// - Throws: as `check`.
  func add(_ trial: TrialRecord, returns: JSONMember) throws -> Int {
    try keeping {
      try home.journal.write(at: trial.recordedAt) { transaction in
        try transaction.record(
          NewEvent(
            .trial, subject: trial.family, payload: Self.payload(trial, returns), at: trial.recordedAt),
          [.trial(trial)])
        return try transaction.reading.trialCount(family: trial.family)
      }
    }
  }

  /// Says of a journal that can't be written, or not for a minute, what that means.
  private func keeping<T>(_ body: () throws -> T) throws -> T {
    var tries = 1
    while true {
      do { return try body() } catch JournalError.busy where tries < Self.mostTries {
        tries += 1
        try home.cancellation.check()
      } catch let error as JournalError where Self.isInTheWay(error) {
        throw OperationError.notKept(error)
      }
    }
  }

  /// A home that is not there yet can be made where its folder above can be written.
  private func checkPlace() throws(JournalError) {
    var folder = Folders.absolutePath(home.folder)
    while !folder.isEmpty, !Folders.isThere(folder) {
      folder = folder.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(
        separator: "/")
    }
    do { try Paths.check(folder.isEmpty ? "/" : folder + "/", for: .write) } catch {
      throw .unwritable(path: home.folder, reason: error.reason)
    }
  }

  /// A run's daily returns as they are kept.
  static func returns(of report: BacktestReport) -> JSONMember {
    TrialReturns.member(days: report.days.map(\.date), values: returns(report))
  }

  /// A run's Sharpe ratio as it is kept: over the year that the gate takes off again, whatever was traded, so that
  /// trials can be held against each other.
  static func sharpe(of report: BacktestReport) -> Double? {
    returns(report).flatMap { PerformanceRatios.sharpe(dailyReturns: $0) }
  }

  private static func returns(_ report: BacktestReport) -> [Double]? {
    PerformanceRatios.dailyReturns(
      startBalance: report.figures.startBalance.value(in: report.currency),
      dayEnds: report.days.map { $0.equity.value(in: report.currency) })
  }

  private static func payload(_ trial: TrialRecord, _ returns: JSONMember) -> JSONValue {
    let facts: JSONValue = [
      "family": .string(trial.family), "strategy": .string(trial.strategy),
      "identity": .string(Hexadecimal.text(trial.identity)),
      "data": .string(Hexadecimal.text(trial.dataDigest)),
      "sharpe": .ratio(trial.sharpe), "trades": .count(trial.trades), "net_profit": .string(trial.netProfit),
      "source": .string(trial.source),
    ]
    return facts.adding(returns.name, returns.value)
  }

  /// Whether an error only says that nothing can be written, or not now.
  private static func isInTheWay(_ error: JournalError) -> Bool {
    switch error {
    case .missing, .unwritable, .diskFull, .busy, .anchorFailed, .file: true
    default: false
    }
  }
}

extension BacktestPlan {
  /// The trial that a finished run of this plan is.
  func trial(_ report: BacktestReport, at time: Timestamp) -> TrialRecord {
    TrialRecord(
      family: family, identity: bot.identity.bytes,
      dataDigest: DataDigest.bytes(
        contentDigests: report.dataSources.map(\.contentDigest), from: from, to: to),
      strategy: bot.entry.descriptor.name, sharpe: TrialLog.sharpe(of: report), trades: report.figures.trades,
      netProfit: report.figures.netProfit.text(in: report.currency), recordedAt: time)
  }
}
