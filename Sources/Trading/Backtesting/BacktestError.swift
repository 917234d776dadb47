package import FileSystem
package import StrategyKit
package import TickStore
package import TradingCore

/// Why a backtest stopped.
package enum BacktestError: Error, Sendable {
  /// A tick file can't be read or is wrong.
  case ticks(TickStoreError)
  /// An output file failed, or somebody asked to stop.
  case file(FileError)
  /// The broker fills against recorded sizes and the ticks have none; the name of the file.
  case sizesMissing(String)
  /// An amount no longer fits: the account has grown or fallen beyond what can be kept exactly.
  case arithmetic(ArithmeticError, at: Timestamp)
  /// A strategy can decide nothing any more.
  case strategy(StrategyFailure)
}

extension BacktestError: CustomStringConvertible {
  /// `WHAT (WHERE): WHAT TO DO`.
  package var description: String {
    switch self {
    case .ticks(let error): "\(error)"
    case .file(let error): "\(error)"
    case .strategy(let failure): "\(failure)"
    case .sizesMissing(let name):
      "the profile's depth is 'quoted', but \(name) has no sizes: import it again with its sizes, or choose "
        + "another depth"
    case .arithmetic(let error, let time):
      "\(error) (at \(time.iso8601)): trade smaller lots or start with another balance"
    }
  }
}
