package import FileSystem
package import StrategyKit
package import TradingCore

// The errors of layers that know nothing of files, and so nothing of `FailureKind`; this is the first target above
// both.

extension ArithmeticError: ClassifiedError {
  /// What kind of failure it is.
  package var failureKind: FailureKind { .data }
}

extension ParameterError: ClassifiedError {
  /// What kind of failure it is.
  package var failureKind: FailureKind { .usage }
}
