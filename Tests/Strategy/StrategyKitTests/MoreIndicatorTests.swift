import Foundation
import StrategyKit
import TestSupport
import Testing
import TradingCore

/// Indicators by hand, from their first value on; each is `nil` until its warm-up is over.
struct MoreIndicatorTests {
  private func bar(_ high: Int64, _ low: Int64, _ close: Int64) -> Bar {
    Bar(
      symbolIndex: 0, timeframe: .m1, startTime: Known.time(0), open: Price(points: close),
      high: Price(points: high), low: Price(points: low), close: Price(points: close), quoteCount: 1)
  }

  /// (1×1 + 2×2 + 3×6) / 6 = 23/6, then (1×2 + 2×6 + 3×4) / 6 = 26/6.
  @Test("a weighted average weighs the latest most")
  func weighted() {
    var average = WeightedMovingAverage(length: 3)
    let values = [1.0, 2, 6, 4].map {
      average.add($0)
      return average.value
    }
    let (third, fourth): (Double, Double) = (23.0 / 6, 26.0 / 6)
    #expect(values == [nil, nil, third, fourth])
  }

  /// Changes +2, −1: gain 1, loss ½, 100 × 1 / 1.5. Then +3: gain (1 + 3) / 2 = 2, loss ¼: 100 × 2 / 2.25.
  @Test("RSI starts with the mean of the first n changes and smooths as Wilder did")
  func strength() {
    var index = RelativeStrengthIndex(length: 2)
    let values = [10.0, 12, 11, 14].map {
      index.add($0)
      return index.value
    }
    let (third, fourth): (Double, Double) = (100 / 1.5, 200 / 2.25)
    #expect(values == [nil, nil, third, fourth])
    var flat = RelativeStrengthIndex(length: 2)
    for _ in 0..<3 { flat.add(5) }
    #expect(flat.value == 50)
  }

  /// Fast 1 is the value; slow 3 has weight ½: 8, 12, 10, 13. Line 0, 4, −2, 3 counts from the third on: −2, 3;
  /// the signal, 2/3 of the line and 1/3 of itself, is −2, then 2 − 2/3.
  @Test("MACD's line is there after slow values, its signal signal − 1 later")
  func convergence() {
    var macd = MovingAverageConvergence(fast: 1, slow: 3, signal: 2)
    var rows: [[Double?]] = []
    for value in [8.0, 16, 8, 16] {
      macd.add(value)
      rows.append([macd.line, macd.signal])
    }
    #expect(rows[0] == [nil, nil])
    #expect(rows[1] == [nil, nil])
    #expect(rows[2] == [-2, nil])
    #expect(rows[3][0] == 3)
    let (signal, histogram) = (macd.signal ?? 0, macd.histogram ?? 0)
    #expect(abs(signal * 3 - 4) < 1e-14)
    #expect(abs(histogram * 3 - 5) < 1e-14)
  }

  /// Rise 4; fall 2; 3 both ways, which counts neither; fall 2. Ranges 6, 7, 13.
  /// Averages of two: +DM 2, 1, ½; −DM 1, ½, 1¼; range 6½, 9¾. DX 100/3 twice, then 100 × ¾ / 1¾.
  @Test("ADX counts the larger move only; DI after n + 1 bars, ADX after 2n")
  func directional() throws {
    var index = AverageDirectionalIndex(length: 2)
    index.add(bar(10, 5, 8))
    index.add(bar(14, 8, 12))
    #expect(index.plus == nil && index.minus == nil)
    index.add(bar(13, 6, 9))
    let (plus, minus): (Double, Double) = (200 / 6.5, 100 / 6.5)
    #expect(index.plus == plus && index.minus == minus)
    #expect(index.value == nil)
    index.add(bar(16, 3, 10))
    let (nextPlus, nextMinus): (Double, Double) = (100 / 9.75, 50 / 9.75)
    #expect(index.plus == nextPlus && index.minus == nextMinus)
    let first = try #require(index.value)
    #expect(abs(first * 3 - 100) < 1e-12)
    index.add(bar(15, 1, 5))
    let last = try #require(index.value)
    let expected: Double = (100.0 / 3 + 300.0 / 7) / 2
    #expect(abs(last - expected) < 1e-13)
  }

  /// Mean of 2, 4, 6, 8 is 5; squared deviations 9 + 1 + 1 + 9 over 4 is 5.
  @Test("Bollinger bands take the population deviation; the z-score is of the last value")
  func bands() throws {
    var bands = BollingerBands(length: 4, deviations: 2)
    var score = ZScore(length: 4)
    for value in [100.0, 2, 4, 6] {
      bands.add(value)
      score.add(value)
    }
    bands.add(8)
    score.add(8)
    let deviation = 5.0.squareRoot()
    let band = try #require(bands.value)
    #expect(band.middle == 5)
    #expect(band.upper == 5 + 2 * deviation)
    #expect(band.lower == 5 - 2 * deviation)
    #expect(score.value == 3 / deviation)
    var flat = ZScore(length: 2)
    flat.add(7)
    #expect(flat.value == nil)
    flat.add(7)
    #expect(flat.value == 0)
  }

  /// Average ½: 10, 12, 15 of closes 10, 14, 18; ranges 4, 6 (14 + 2 − 10), 6: mean of two 5, then 5.5.
  @Test("a Keltner channel is an average of closes and ranges around it")
  func keltner() {
    var channel = KeltnerChannel(length: 3, rangeLength: 2, ranges: 2)
    channel.add(bar(12, 8, 10))
    channel.add(bar(16, 12, 14))
    #expect(channel.value == nil)
    channel.add(bar(20, 16, 18))
    #expect(channel.value?.middle == 15)
    #expect(channel.value?.upper == 26)
    #expect(channel.value?.lower == 4)
  }

  /// Ranges of two bars: 5–15, 6–14, 4–16. Fast %K: 100 × (10 − 5) / 10 = 50, 100 × (13 − 6) / 8 = 87.5, 0.
  @Test("the slow stochastic smooths twice")
  func stochastic() {
    var oscillator = StochasticOscillator(length: 2, smoothing: 2, signal: 2)
    oscillator.add(bar(15, 5, 9))
    oscillator.add(bar(12, 8, 10))
    #expect(oscillator.k == nil)
    oscillator.add(bar(14, 6, 13))
    #expect(oscillator.k == 68.75 && oscillator.d == nil)
    oscillator.add(bar(16, 4, 4))
    #expect(oscillator.k == 43.75 && oscillator.d == 56.25)
  }

  /// Net |13 − 10| = 3 over 4 + 2 + 1 = 7; then |13 − 14| = 1 over 2 + 1 + 0 = 3.
  @Test("the efficiency ratio is the net way over the whole way")
  func efficiency() {
    var ratio = EfficiencyRatio(length: 3)
    for value in [10.0, 14, 12] { ratio.add(value) }
    #expect(ratio.value == nil)
    ratio.add(13)
    let (first, second): (Double, Double) = (3.0 / 7, 1.0 / 3)
    #expect(ratio.value == first)
    ratio.add(13)
    #expect(ratio.value == second)
  }

  /// ln 2 twice: √(2 × ln² 2) = ln 2 × √2.
  @Test("realized volatility is the root of the squared returns, and starts anew at zero")
  func volatility() throws {
    var volatility = RealizedVolatility(length: 2)
    for value in [1.0, 2] { volatility.add(value) }
    #expect(volatility.value == nil)
    volatility.add(4)
    let value = try #require(volatility.value)
    #expect(abs(value - 0.980258143468547) < 1e-15)
    let yearly = try #require(volatility.annualized(valuesPerYear: 100))
    #expect(abs(yearly - 6.931471805599453) < 1e-14)
    volatility.add(0)
    #expect(volatility.value == nil)
    for value in [3.0, 3, 3] { volatility.add(value) }
    #expect(volatility.value == 0)
  }

  @Test("a window shows the oldest first and the last by how long ago it was")
  func window() throws {
    var window = Window<Int>(length: 3)
    for value in 1...5 { window.add(value) }
    #expect(Array(window) == [3, 4, 5])
    #expect(window[ago: 0] == 5 && window[ago: 2] == 3)
    #expect(window.isFull)
    let stored = try JSONDecoder().decode(Window<Int>.self, from: JSONEncoder().encode(window))
    #expect(stored == window)
  }

  /// Running sums would keep what they rounded off values of 300 million.
  @Test("means do not drift")
  func drift() {
    var average = SimpleMovingAverage(length: 3)
    var bands = BollingerBands(length: 3)
    for index in 0..<20_000 {
      let value = 1e9 / Double(index + 3)
      average.add(value)
      bands.add(value)
    }
    for _ in 0..<3 {
      average.add(0.1)
      bands.add(0.1)
    }
    let expected: Double = (0.1 + 0.1 + 0.1) / 3
    #expect(average.value == expected)
    let upper = bands.value?.upper ?? 1
    #expect(abs(upper - 0.1) < 1e-15)
  }
}
