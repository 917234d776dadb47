import StrategyKit
import TestSupport
import Testing
import TradingCore

/// Kelly's criterion with the cost of a trade inside, by hand.
struct KellyTests {
  private func leverage(_ probability: Double, _ win: Double, _ loss: Double, cost: Double = 0) -> Double {
    KellyEdge(winProbability: probability, averageWin: win, averageLoss: loss, cost: cost).leverage
  }

  /// 0.6/0.01 − 0.4/0.02 = 60 − 20.
  @Test("six wins in ten of 2 % against losses of 1 % are worth 40 times the capital")
  func free() {
    #expect(abs(leverage(0.6, 0.02, 0.01) - 40) < 1e-9)
  }

  /// 0.6/0.012 − 0.4/0.018 = 50 − 22.22.
  @Test("a cost of 0.2 % a trade leaves 27.78 of them")
  func cost() {
    #expect(abs(leverage(0.6, 0.02, 0.01, cost: 0.002) - 250.0 / 9) < 1e-9)
  }

  @Test("no edge after cost is nothing to bet on")
  func noEdge() {
    #expect(leverage(0.55, 0.01, 0.01) > 0)
    #expect(leverage(0.55, 0.01, 0.01, cost: 0.002) == 0)
    #expect(leverage(0.6, 0.02, 0.01, cost: 0.02) == 0)
    #expect(leverage(0.6, 0.02, 0.01, cost: 0.03) == 0)
  }

  /// Kelly's own: the share of the capital for a coin at even odds is p − q, its double at two to one.
  @Test("a coin at even odds takes p − q of the capital")
  func coin() {
    #expect(abs(leverage(0.6, 1, 1) - 0.2) < 1e-12)
    #expect(leverage(0.5, 1, 1) == 0)
    #expect(leverage(1, 1, 1) == 1)
    #expect(leverage(0, 1, 1) == 0)
  }

  @Test(
    "numbers that are none to bet on give nothing",
    arguments: [
      (Double.nan, 0.02, 0.01, 0.0), (.infinity, 0.02, 0.01, 0), (-0.1, 0.02, 0.01, 0), (1.1, 0.02, 0.01, 0),
      (0.6, .nan, 0.01, 0), (0.6, .infinity, 0.01, 0), (0.6, -0.02, 0.01, 0), (0.6, 0, 0.01, 0),
      (0.6, 0.02, .nan, 0), (0.6, 0.02, .infinity, 0), (0.6, 0.02, -0.01, 0), (0.6, 0.02, 0, 0),
      (0.6, 0.02, 0.01, .nan), (0.6, 0.02, 0.01, .infinity), (0.6, 0.02, 0.01, -0.001),
      (0.6, 0.02, .leastNonzeroMagnitude, 0),
    ])
  func bad(_ probability: Double, _ win: Double, _ loss: Double, _ cost: Double) {
    #expect(leverage(probability, win, loss, cost: cost) == 0)
  }

  @Test("the stake is a fraction of it, rounded down, up to the cap")
  func stake() {
    let half = KellyStake()
    #expect(half.share(ofLeverage: 1) == .percent(50))
    #expect(half.share(ofLeverage: 40) == .percent(200))
    #expect(half.share(ofLeverage: 1.0 / 3) == Percentage(hundredMillionths: 16_666_666))
    #expect(half.share(ofLeverage: 1e-9) == .zero)
    for none in [0, -1, .nan] as [Double] { #expect(half.share(ofLeverage: none) == .zero) }
    #expect(half.share(ofLeverage: .infinity) == half.cap)
    #expect(KellyStake(fraction: .zero).share(ofLeverage: 1) == .zero)
    #expect(KellyStake(cap: .zero).share(ofLeverage: 1) == .zero)
    #expect(KellyStake(fraction: .percent(300)).share(ofLeverage: 1) == .percent(100))
  }
}

/// What a record says, and how much it is believed.
struct KellyEstimateTests {
  private func results(_ wins: Int, of win: Double, _ losses: Int, of loss: Double) -> [Double] {
    Array(repeating: win, count: wins) + Array(repeating: -loss, count: losses)
  }

  /// p = 25/42; f = p/0.01 − (1 − p)/0.02 = 39.286; error = 150·√(p(1 − p)/43) = 11.228; 1 − (error/f)² = 0.9183.
  @Test("24 wins of 2 % and 16 losses of 1 %")
  func shrunk() throws {
    let estimate = try #require(KellyEstimate(results(24, of: 0.02, 16, of: 0.01)))
    #expect(estimate.edge.winProbability == 25.0 / 42)
    #expect(abs(estimate.edge.leverage - 39.285714) < 1e-6)
    #expect(abs(estimate.standardError - 11.227995) < 1e-6)
    #expect(abs(estimate.shrinkage - 0.918316) < 1e-6)
    #expect(abs(estimate.leverage - 36.076714) < 1e-6)
  }

  /// The same means: what wins and losses scatter makes the same edge less certain.
  @Test("wins and losses that scatter shrink it further")
  func scattered() throws {
    let even = try #require(KellyEstimate(results(24, of: 0.02, 16, of: 0.01)))
    let wide = try #require(
      KellyEstimate(results(12, of: 0.03, 8, of: 0.015) + results(12, of: 0.01, 8, of: 0.005)))
    #expect(abs(wide.edge.leverage - even.edge.leverage) < 1e-9)
    #expect(abs(wide.standardError - 13.768487) < 1e-6)
    #expect(wide.leverage < even.leverage)
  }

  @Test("the same rate over more trades is believed more")
  func more() throws {
    let shares = try [1, 2, 4, 8].map {
      try #require(KellyEstimate(results(18 * $0, of: 0.01, 12 * $0, of: 0.01))).shrinkage
    }
    #expect(shares == shares.sorted() && shares[0] < shares[3])
  }

  @Test("an edge within a standard error of none is none")
  func uncertain() throws {
    let estimate = try #require(KellyEstimate(results(16, of: 0.01, 14, of: 0.01)))
    #expect(estimate.edge.leverage > 0)
    #expect(estimate.shrinkage == 0 && estimate.leverage == 0)
  }

  @Test("few trades say nothing, and few wins no edge")
  func few() throws {
    #expect(KellyEstimate([]) == nil)
    #expect(KellyEstimate(results(20, of: 0.02, 9, of: 0.01)) == nil)
    #expect(KellyEstimate(results(100, of: 0.02, 4, of: 0.01)) == nil)
    #expect(try #require(KellyEstimate(results(4, of: 9, 26, of: 0.01))).leverage == 0)
    #expect(try #require(KellyEstimate(results(0, of: 0, 30, of: 0.01))).leverage == 0)
  }

  @Test("a record whose losses are all zero says of no loss how large it is")
  func zeros() throws {
    #expect(try #require(KellyEstimate(results(25, of: 0.01, 5, of: 0))).leverage == 0)
  }

  @Test("results beyond all bounds are no edge")
  func huge() throws {
    let edges = [
      results(25, of: .greatestFiniteMagnitude, 10, of: 0.01), results(25, of: 0.01, 10, of: 1e300),
      results(25, of: 0.01, 10, of: .leastNonzeroMagnitude),
    ]
    for edge in edges {
      let leverage = try #require(KellyEstimate(edge)).leverage
      #expect(leverage >= 0 && leverage < .infinity)
    }
  }
}

/// What `python/tests/test_kelly.py` expects, too.
struct KellyBitsTests {
  @Test("the same bits in Swift and in Python")
  func bits() throws {
    let results = (0..<60).map { Double(($0 * 37) % 101 - 45) / 5_000 }
    let estimate = try #require(KellyEstimate(results))
    #expect(estimate.standardError == 0x1.d74763831e8a6p+4)
    #expect(estimate.leverage == 0x1.46a937e07eb9fp+3)
    let edge = KellyEdge(winProbability: 0.6, averageWin: 0.02, averageLoss: 0.01, cost: 0.002)
    #expect(edge.leverage == 0x1.bc71c71c71c72p+4)
  }
}
