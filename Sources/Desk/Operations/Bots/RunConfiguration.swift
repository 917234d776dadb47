package import RiskControl
package import TradingCore

/// The options of `backtest` in a file. Everything is optional: the command line comes first, its defaults last.
///
/// Decimals that only an instrument or account gives a scale stay the text that was written, checked to be
/// positive decimal numbers.
package struct RunConfiguration: Sendable, Hashable {
  /// A strategy parameter.
  package struct Parameter: Sendable, Hashable {
    /// Its name.
    package var name: String
    /// Its value as written.
    package var value: String
    /// Its line in the file, for errors that only the strategy can find.
    package var line: Int

    /// A parameter as it stands in a file.
    package init(name: String, value: String, line: Int) {
      self.name = name
      self.value = value
      self.line = line
    }
  }

  /// The file it came from.
  package var path: String
  /// The strategy's name.
  package var strategy: String?
  /// The strategy's parameters in file order.
  package var params: [Parameter] = []
  /// Tick files, resolved against the file's folder.
  package var ticks: [String] = []
  /// Whether files of one symbol that overlap in time are merged.
  package var mergeSources: Bool?
  /// Names of what is traded, in order, where the ticks have more.
  package var symbols: [String] = []
  /// A broker profile's name, or a path resolved against the file's folder.
  package var broker: String?
  /// Lots of an order, a positive decimal.
  package var lots: String?
  /// Start balance in the account currency, a positive decimal.
  package var balance: String?
  /// Account leverage instead of the profile's: 100 for 1:100.
  package var leverage: Int64?
  /// The family that trials are counted under.
  package var family: String?
  /// The seed of every random draw.
  package var seed: UInt64?
  /// One-way latency in nanoseconds instead of the profile's.
  package var latencyNanoseconds: Int64?
  /// Ticks before this are left out.
  package var from: Timestamp?
  /// Ticks at or after this are left out.
  package var to: Timestamp?
  /// Where the HTML report goes, resolved against the file's folder.
  package var report: String?
  /// Where the trades go, resolved against the file's folder.
  package var trades: String?
  /// Where the equity curve goes, resolved against the file's folder.
  package var equity: String?
  /// Limits that orders must keep; `nil` where the file states none.
  package var risk: RiskLimits?

  /// An empty configuration as if read from the path.
  package init(path: String) { self.path = path }
}
