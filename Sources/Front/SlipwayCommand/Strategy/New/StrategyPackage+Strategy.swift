extension StrategyPackage {
  /// The strategy: small, and yet one that trades: bars, an indicator, parameters, protection.
  var strategy: String {
    #"""
    import StrategyKit
    import TradingCore

    /// Goes with the close of a bar to the other side of its average, with a stop and a target in pips.
    ///
    /// One position at a time. What it keeps is in its stored properties; it is told of bars and fills in order
    /// and asks for orders through the context.
    struct <TYPE>: Strategy {
      static let descriptor = StrategyDescriptor(
        name: "<NAME>", version: 1,
        summary: "goes with a bar's close to the other side of its average",
        parameters: [
          ParameterSpec(
            "timeframe", "length of a bar", kind: .choice(Timeframe.allCases.map(\.rawValue)), default: "M15"),
          .integer("length", "bars of the average", in: 2...1_000, default: 40),
          .integer("stop_pips", "distance of the stop loss in pips", in: 1...10_000, default: 20),
          .integer("target_pips", "distance of the take profit in pips", in: 1...10_000, default: 40),
        ])

      private let timeframe: Timeframe
      private let stopPips: Int64
      private let targetPips: Int64
      private let lots: LotCount
      private var average: SimpleMovingAverage
      private var wasAbove: Bool?

      init(parameters: ParameterValues) throws(ParameterError) {
        timeframe = Timeframe(rawValue: try parameters.choice("timeframe")) ?? .m15
        stopPips = Int64(try parameters.integer("stop_pips"))
        targetPips = Int64(try parameters.integer("target_pips"))
        lots = try parameters.lots()
        average = SimpleMovingAverage(length: try parameters.integer("length"))
      }

      var bars: [BarSubscription] { [BarSubscription(timeframe)] }

      mutating func onBar(_ bar: Bar, _ context: inout Context) {
        average.add(Double(bar.close.points))
        guard let level = average.value else { return }
        let isAbove = Double(bar.close.points) > level
        defer { wasAbove = isAbove }
        guard let wasAbove, wasAbove != isAbove, context.positions.isEmpty else { return }

        let side: OrderSide = isAbove ? .buy : .sell
        let pip = context.instrument().pointsPerPip
        context.market(
          side, lots,
          protection: Protection(
            stopLoss: bar.close.offset(by: -side.sign * stopPips * pip),
            takeProfit: bar.close.offset(by: side.sign * targetPips * pip)))
      }
    }

    """#.filled(with: name, module: module)
  }

  /// The strategy's tests, which show how more of them are written.
  var tests: String {
    #"""
    import StrategyKit
    import Testing
    import TradingCore

    @testable import <MODULE>

    struct <TYPE>Tests {
      private let parameters = [
        "timeframe": "M1", "length": "3", "stop_pips": "10", "target_pips": "20", "lots": "0.10",
      ]

      /// What the strategy asks for on one quote a minute, with these bids.
      private func intents(_ bids: [Int64]) throws -> [Intent] {
        var probe = try StrategyProbe(<TYPE>.self, parameters: parameters)
        return bids.enumerated().flatMap { minute, bid in
          probe.quote(bid: bid, ask: bid + 10, at: Timestamp(milliseconds: Int64(minute) * 60_000))
        }
      }

      @Test("A close above the average buys, with a stop and a target")
      func buys() throws {
        // The last quote closes the bar before it. Closes: 100, 90, 80 (average 90), then 95 (average 88).
        let asked = try intents([110_100, 110_090, 110_080, 110_095, 110_095])
        guard asked.count == 1, case .submit(let order) = asked[0] else {
          Issue.record("expected one order, was \(asked)")
          return
        }
        #expect(order.side == .buy)
        #expect(order.quantity == Quantity(units: 10_000))
        #expect(order.protection.stopLoss == Price(points: 110_095 - 100))
        #expect(order.protection.takeProfit == Price(points: 110_095 + 200))
      }

      @Test("While the close stays on its side there is nothing to do")
      func waits() throws {
        #expect(try intents([110_100, 110_090, 110_080, 110_070, 110_060, 110_050]).isEmpty)
      }

      @Test("Parameters out of bounds are refused")
      func bounds() {
        #expect(throws: ParameterError.self) {
          try StrategyProbe(<TYPE>.self, parameters: ["length": "1"])
        }
      }
    }

    """#.filled(with: name, module: module)
  }
}

extension String {
  fileprivate func filled(with name: StrategyName, module: String) -> String {
    split(separator: "<TYPE>", omittingEmptySubsequences: false).joined(separator: name.type)
      .split(separator: "<NAME>", omittingEmptySubsequences: false).joined(separator: name.snake)
      .split(separator: "<MODULE>", omittingEmptySubsequences: false).joined(separator: module)
  }
}
