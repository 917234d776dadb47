import FileSystem
import Reports
import Statistics
import TradingCore

/// The files of a backtest under way: they appear when everything has gone well, and else not at all.
struct BacktestFiles {
  private let trades: AtomicFile?
  private let equity: AtomicFile?
  private let daily: AtomicFile?
  private let page: AtomicFile?
  private let currency: Currency

  /// Opens the files before the run, so that a path that can't be written is known at once and not after it.
  ///
  /// - Throws: `uncreatable` or `writeFailed`.
  init(_ paths: BacktestOutputs, currency: Currency) throws(FileError) {
    trades = try Self.open(paths.trades)
    equity = try Self.open(paths.equity)
    daily = try Self.open(paths.daily)
    page = try Self.open(paths.report)
    self.currency = currency
    try trades?.write(CSVWriter.line(ReportTrade.csvColumns))
    try equity?.write(CSVWriter.line(EquityPoint.csvColumns))
    try daily?.write(CSVWriter.line(DayReturn.csvColumns))
  }

  private static func open(_ path: String?) throws(FileError) -> AtomicFile? {
    guard let path else { return nil }
    return try AtomicFile(path: path)
  }

  /// Whether somebody wants the report, and with it the prices.
  var hasPage: Bool { page != nil }

  /// Whether somebody wants the trades.
  var hasTrades: Bool { trades != nil }

  /// Appends a trade.
  ///
  /// - Throws: `writeFailed`.
  func add(_ trade: ReportTrade) throws(FileError) {
    try trades?.write(CSVWriter.line(trade.csvRow(in: currency)))
  }

  /// Writes what is known at the end, and makes the files appear.
  ///
  /// - Throws: `FileError`, or `ArithmeticError` for a report whose totals don't fit.
  func finish(
    _ report: BacktestReport, _ cancellation: Cancellation, keeping: (BacktestReport) throws -> Void
  ) throws {
    for point in report.equity { try equity?.write(CSVWriter.line(point.csvRow(in: currency))) }
    if let daily {
      for day in DayReturn.all(report.days, start: report.figures.startBalance, currency: currency) {
        try daily.write(CSVWriter.line(day.csvRow(in: currency)))
      }
    }
    try page?.write(try report.htmlPage())
    let files = [trades, equity, daily, page].compactMap { $0 }
    // Reading at the end first writes what is still buffered: a full disk shows before any file has appeared.
    for file in files { _ = try file.readBack(at: file.size, count: 0) }
    try cancellation.check()
    try keeping(report)
    for file in files { try file.commit() }
  }
}
