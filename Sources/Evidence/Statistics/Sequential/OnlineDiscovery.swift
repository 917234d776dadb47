import TradingCore

/// Online control of false discoveries with e-values: hypotheses come one after the other, each is decided without knowing
/// those to come, and of all that were called discoveries a share of at most `rate` is expected to be none.
///
/// e-LOND: hypothesis t is a discovery where its e-value is at least 1 / (rate · γ(t) · (discoveries so far + 1)). It holds
/// whatever depends on whatever. γ(t) = C / ((t + 1) ln²(t + 1)), which sums to 1.
/// Source: Xu and Ramdas, "Online multiple testing with e-values", AISTATS 2024, section 3; LOND is Javanmard and Montanari,
/// "Online rules for control of false discovery rate", Annals of Statistics 46(2), 2018.
package enum OnlineDiscovery {
  /// 1 / Σ 1 / (n ln² n) over n from 2 on.
  private static let scale = 0.473_991

  /// The share of `rate` that hypothesis `index`, from 1, may use, 0 to 1.
  package static func weight(index: Int) -> Double {
    let place = Double(max(index, 1)) + 1
    let logarithm = DeterministicMath.log(place)
    return scale / (place * logarithm * logarithm)
  }

  /// The least e-value with which hypothesis `index`, from 1, is a discovery beside those so far; infinite for a rate that
  /// allows none.
  package static func threshold(index: Int, discoveries: Int, rate: Double) -> Double {
    let level = rate * weight(index: index) * (Double(max(discoveries, 0)) + 1)
    return level > 0 ? 1 / level : .infinity
  }
}
