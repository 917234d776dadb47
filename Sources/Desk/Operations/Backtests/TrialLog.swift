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

  /// Refuses to work in a home whose journal was altered or can't be understood; one that is not there, or can't be
  /// written, is no reason not to run a backtest.
  ///
  /// - Throws: `JournalError`.
  func check() throws(JournalError) {
    do throws(JournalError) {
      _ = try Journal(home: home.folder, mode: .open)
    } catch {
      guard Self.isHarmless(error) else { throw error }
    }
  }

  /// Logs a backtest with its daily returns.
  ///
  /// - Returns: how many different trials its family has had in this home, this one included; else why it could not
  ///   be logged.
  /// - Throws: `JournalError` for a journal that was altered or can't be understood.
  func add(_ trial: TrialRecord, returns: JSONMember) throws -> Result<Int, JournalError> {
    do {
      return .success(
        try home.journal.write(at: trial.recordedAt) { transaction in
          try transaction.record(
            NewEvent(
              .trial, subject: trial.family, payload: Self.payload(trial, returns), at: trial.recordedAt),
            [.trial(trial)])
          return try transaction.reading.trialStatistics(family: trial.family).count
        })
    } catch let error as JournalError where Self.isHarmless(error) {
      return .failure(error)
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
  private static func isHarmless(_ error: JournalError) -> Bool {
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
