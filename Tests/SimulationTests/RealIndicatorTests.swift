import StrategyKit
import TestSupport
import Testing
import TradingCore

/// Every indicator over one-minute bars of real ticks, against independent libraries.
///
/// The expected values are those of `Scripts/indicator-reference.py`, to 1e-11 of a column's largest value; to
/// 1e-8 for the efficiency ratio, which is worked out from TA-Lib's KAMA.
@Suite(.enabled(if: RealTicks.areAvailable, "\(RealTicks.skipMessage)"))
struct RealIndicatorTests {
  /// Everything that is compared, fed together.
  private struct Indicators {
    var sma = SimpleMovingAverage(length: 20)
    var ema = ExponentialMovingAverage(length: 20)
    var wma = WeightedMovingAverage(length: 20)
    var rsi = RelativeStrengthIndex(length: 14)
    var macd = MovingAverageConvergence()
    var atr = AverageTrueRange(length: 14)
    var adx = AverageDirectionalIndex(length: 14)
    var bollinger = BollingerBands()
    var donchian = DonchianChannel(length: 20)
    var keltner = KeltnerChannel()
    var stochastic = StochasticOscillator()
    var zScore = ZScore(length: 50)
    var efficiency = EfficiencyRatio()
    var volatility = RealizedVolatility(length: 60)

    mutating func add(_ bar: Bar) {
      let close = Double(bar.close.points)
      sma.add(close)
      ema.add(close)
      wma.add(close)
      rsi.add(close)
      macd.add(close)
      atr.add(bar)
      adx.add(bar)
      bollinger.add(close)
      donchian.add(bar)
      keltner.add(bar)
      stochastic.add(bar)
      zScore.add(close)
      efficiency.add(close)
      volatility.add(close)
    }

    var values: [String: Double?] {
      [
        "sma": sma.value, "ema": ema.value, "wma": wma.value, "rsi": rsi.value, "macdLine": macd.line,
        "macdSignal": macd.signal, "atr": atr.value, "plusDI": adx.plus, "minusDI": adx.minus,
        "adx": adx.value, "bollingerLower": bollinger.value?.lower,
        "bollingerMiddle": bollinger.value?.middle, "bollingerUpper": bollinger.value?.upper,
        "donchianLow": donchian.bounds.map { Double($0.low.points) },
        "donchianHigh": donchian.bounds.map { Double($0.high.points) },
        "keltnerLower": keltner.value?.lower, "keltnerUpper": keltner.value?.upper,
        "stochasticK": stochastic.k, "stochasticD": stochastic.d, "zScore": zScore.value,
        "efficiencyRatio": efficiency.value, "realizedVolatility": volatility.value,
      ]
    }
  }

  private static func bars(of quotes: [Quote]) -> [Bar] {
    var builder = BarBuilder(BarSubscription(.m1))
    var bars: [Bar] = []
    for quote in quotes {
      if let bar = builder.close(at: quote.eventTime) { bars.append(bar) }
      builder.add(quote)
    }
    if let last = builder.close(at: .distantFuture) { bars.append(last) }
    return bars
  }

  @Test("every indicator equals TA-Lib's, talipp's or NumPy's")
  func reference() throws {
    let bars = Self.bars(of: try RecordedTicks.all[0].quotes())
    try #require(bars.count == IndicatorReference.barCount)
    var indicators = Indicators()
    var found: [String: [Double]] = [:]
    for (index, bar) in bars.enumerated() {
      indicators.add(bar)
      guard IndicatorReference.bars.contains(index) else { continue }
      for (name, value) in indicators.values { found[name, default: []].append(value ?? .nan) }
    }
    #expect(Set(found.keys) == Set(IndicatorReference.values.keys))
    for (name, expected) in IndicatorReference.values {
      let values = found[name] ?? []
      let scale = expected.map(abs).max() ?? 0
      let worst = zip(values, expected).map { abs($0 - $1) }.max() ?? .infinity
      let tolerance = name == "efficiencyRatio" ? 1e-8 : 1e-11
      #expect(values.count == expected.count)
      #expect(worst <= tolerance * scale, "\(name): \(worst) of \(scale)")
    }
  }
}
