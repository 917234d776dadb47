package import TradingCore

extension SyntheticMarket {
  /// What a synthetic market looks like. Prices and spreads are in points.
  package struct Parameters: Sendable, Hashable {
    /// The first mid price.
    package var startPrice: Int64
    /// Ticks on a common weekday.
    package var ticksPerDay: Double
    /// Standard deviation of a day's price change, as a ratio of the price.
    package var dailyVolatility: Double
    /// The usual spread.
    package var spread: Double
    /// Prices are multiples of this.
    package var priceStep: Int64

    /// A market of the given looks.
    package init(
      startPrice: Int64, ticksPerDay: Double, dailyVolatility: Double, spread: Double, priceStep: Int64
    ) {
      self.startPrice = startPrice
      self.ticksPerDay = ticksPerDay
      self.dailyVolatility = dailyVolatility
      self.spread = spread
      self.priceStep = priceStep
    }

    /// What suits an instrument: typical of 2024 for the best known ones, by its kind for the others.
    package static func standard(for instrument: Instrument) -> Parameters {
      let one = Double(WideArithmetic.powerOfTen(instrument.digits))
      let known = wellKnown[instrument.symbol.name] ?? typical(of: instrument)
      let start = max(1_000, (known.price * one).rounded())
      let spread = max(1, (known.price * known.spread * one).rounded())
      return Parameters(
        startPrice: Int64(start), ticksPerDay: known.ticksPerDay, dailyVolatility: known.volatility,
        spread: spread, priceStep: step(price: start, of: instrument))
    }

    /// Metals are quoted in cents even where their prices have three decimals; futures in their own ticks.
    private static func step(price: Double, of instrument: Instrument) -> Int64 {
      switch instrument.assetClass {
      case .future: max(instrument.tickPoints, instrument.pointsPerPip)
      case .metal: instrument.digits == 3 && price > 1_000_000 ? 10 : 1
      case .fx, .index, .energy, .crypto, .equity: instrument.tickPoints
      }
    }

    /// Spread and volatility are ratios of the price.
    private struct Shape {
      var price: Double
      var ticksPerDay: Double
      var volatility: Double
      var spread: Double
    }

    private static let wellKnown: [String: Shape] = [
      "EURUSD": Shape(price: 1.1045, ticksPerDay: 52_000, volatility: 0.0042, spread: 3.6e-05),
      "GBPUSD": Shape(price: 1.2730, ticksPerDay: 56_000, volatility: 0.0050, spread: 5.5e-05),
      "USDJPY": Shape(price: 141.05, ticksPerDay: 58_000, volatility: 0.0058, spread: 4.3e-05),
      "XAUUSD": Shape(price: 2_062.8, ticksPerDay: 64_000, volatility: 0.0085, spread: 1.1e-04),
      "XAGUSD": Shape(price: 23.80, ticksPerDay: 40_000, volatility: 0.0160, spread: 8e-04),
      "BTCUSD": Shape(price: 42_300, ticksPerDay: 90_000, volatility: 0.0250, spread: 2e-04),
      "BTCUSDT": Shape(price: 42_300, ticksPerDay: 120_000, volatility: 0.0250, spread: 1e-05),
      "ETHUSD": Shape(price: 2_290, ticksPerDay: 80_000, volatility: 0.0300, spread: 4e-04),
      "SOLUSDT": Shape(price: 101, ticksPerDay: 80_000, volatility: 0.0400, spread: 1e-04),
      "XRPUSDT": Shape(price: 0.62, ticksPerDay: 60_000, volatility: 0.0350, spread: 2e-04),
      "US500": Shape(price: 4_770, ticksPerDay: 70_000, volatility: 0.0080, spread: 1e-04),
      "NQ": Shape(price: 17_000, ticksPerDay: 110_000, volatility: 0.0110, spread: 3e-05),
      "MNQ": Shape(price: 17_000, ticksPerDay: 110_000, volatility: 0.0110, spread: 3e-05),
      "GC": Shape(price: 2_072, ticksPerDay: 70_000, volatility: 0.0085, spread: 1e-04),
      "ETHUSDT": Shape(price: 2_290, ticksPerDay: 100_000, volatility: 0.0300, spread: 1e-05),
    ]

    private static func typical(of instrument: Instrument) -> Shape {
      let yen = instrument.quote.code == "JPY"
      return switch instrument.assetClass {
      case .fx: Shape(price: yen ? 150 : 1.2, ticksPerDay: 45_000, volatility: 0.0050, spread: 1e-04)
      case .metal: Shape(price: 1_000, ticksPerDay: 40_000, volatility: 0.0120, spread: 5e-04)
      case .index:
        Shape(price: yen ? 33_400 : 12_000, ticksPerDay: 70_000, volatility: 0.0090, spread: 1e-04)
      case .energy: Shape(price: 75, ticksPerDay: 40_000, volatility: 0.0200, spread: 4e-04)
      case .crypto: Shape(price: 100, ticksPerDay: 80_000, volatility: 0.0350, spread: 2e-04)
      case .equity: Shape(price: 180, ticksPerDay: 60_000, volatility: 0.0170, spread: 1e-04)
      case .future: Shape(price: 4_800, ticksPerDay: 90_000, volatility: 0.0090, spread: 6e-05)
      }
    }
  }
}
