package import Statistics
package import TradingCore

extension EquityPoint {
  /// The columns of `--equity`, in order.
  package static let csvColumns = ["time", "balance", "equity"]

  /// The row of `--equity`, one field a column.
  package func csvRow(in currency: Currency) -> [String] {
    [CSVWriter.time(eventTime), balance.text(in: currency), equity.text(in: currency)]
  }
}
