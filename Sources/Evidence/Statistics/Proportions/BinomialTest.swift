import TradingCore

/// An always-valid test of a rate of success: the e-value may be looked at after every trial.
package enum BinomialTest {
  /// The evidence against the null rate: the uniform mixture's likelihood over the null's,
  /// B(1 + S, 1 + n − S) / (p₀^S (1 − p₀)^(n − S)).
  ///
  /// Under the null rate the chance that it ever reaches 1/α is at most α, however often one looks.
  /// Source: Ville, "Étude critique de la notion de collectif", 1939; Robbins, "Statistical Methods Related to
  /// the Law of the Iterated Logarithm", Annals of Mathematical Statistics 41(5), 1970.
  ///
  /// - Returns: 1 without trials, infinity when too large for a number; NaN unless the null rate is between 0
  ///   and 1 and the successes are within 0...trials.
  package static func eValue(successes: Int, trials: Int, nullRate: Double) -> Double {
    DeterministicMath.exp(logEValue(successes: successes, trials: trials, nullRate: nullRate))
  }

  /// The natural logarithm of `eValue`, finite wherever that is a number.
  package static func logEValue(successes: Int, trials: Int, nullRate: Double) -> Double {
    guard trials >= 0, successes >= 0, successes <= trials, nullRate > 0, nullRate < 1 else { return .nan }
    let (won, lost) = (Double(successes), Double(trials - successes))
    return SpecialFunctions.logBeta(1 + won, 1 + lost) - won * DeterministicMath.log(nullRate)
      - lost * SpecialFunctions.logOnePlus(-nullRate)
  }
}
