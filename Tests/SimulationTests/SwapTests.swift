import BotAssembly
import TestSupport
import Testing
import TradingCore

/// Swap at 17:00 New York: 0.10 lot of EURUSD, of which a point is worth 0.10 USD.
struct SwapTests {
  /// −7.5 points a night for longs, +2.5 for shorts.
  private static let points = SwapModel(
    rate: .points(
      long: PriceDistance(tenThousandths: -75_000, unit: .point),
      short: PriceDistance(tenThousandths: 25_000, unit: .point)))

  /// What a position earned by swap that was open from one quote to the last; all at one price.
  private func swap(
    side: String = "buy", _ times: [String], _ model: SwapModel = points
  ) throws -> Int64 {
    let run = try StreamRun(
      ["EURUSD"], orders: ["\(times[0]),1,EURUSD,\(side),0.10"],
      quotes: times.map { ("EURUSD", $0, 110_000, 110_010) }
    ) { $0.swap = model }
    let trade = try #require(run.trades.first)
    #expect(run.state.account.balance.units == 10_000_000_000 + trade.netResult.units)
    #expect(trade.netResult.units == -1_000_000 + trade.swap.units)
    return trade.swap.units
  }

  @Test("Wednesday counts three nights, and a quote at the roll itself is after it")
  func triple() throws {
    #expect(try swap(["2024-01-10T12:00:00Z", "2024-01-10T22:00:00Z"]) == -2_250_000)
    #expect(try swap(["2024-01-10T12:00:00Z", "2024-01-10T21:59:59.999Z"]) == 0)
    #expect(try swap(["2024-01-11T12:00:00Z", "2024-01-11T22:00:00Z"]) == -750_000)
    #expect(try swap(["2024-01-10T22:00:00Z", "2024-01-11T21:00:00Z"]) == 0)
    var friday = Self.points
    friday.tripleDay = 5
    #expect(try swap(["2024-01-12T12:00:00Z", "2024-01-14T22:30:00Z"], friday) == -2_250_000)
  }

  @Test("over a weekend there is one night, or three where weekends are charged")
  func weekend() throws {
    let times = ["2024-01-12T21:00:00Z", "2024-01-12T21:59:00Z", "2024-01-14T22:05:00Z"]
    #expect(try swap(times) == -750_000)
    var coins = Self.points
    coins.chargesWeekends = true
    #expect(try swap(times, coins) == -2_250_000)
    // A week of one gap: Monday to Monday is 1 + 1 + 3 + 1 + 1 nights.
    #expect(try swap(["2024-01-08T12:00:00Z", "2024-01-15T12:00:00Z"]) == -5_250_000)
  }

  @Test("the roll is at 22:00 UTC in winter and 21:00 in summer")
  func daylightSaving() throws {
    #expect(try swap(["2024-03-08T20:00:00Z", "2024-03-08T21:30:00Z"]) == 0)
    #expect(try swap(["2024-03-08T20:00:00Z", "2024-03-08T22:00:00Z"]) == -750_000)
    #expect(try swap(["2024-03-11T20:00:00Z", "2024-03-11T21:00:00Z"]) == -750_000)
    #expect(try swap(["2024-03-11T21:00:00Z", "2024-03-11T22:00:00Z"]) == 0)
    #expect(try swap(["2024-11-01T20:00:00Z", "2024-11-01T21:00:00Z"]) == -750_000)
    #expect(try swap(["2024-11-04T20:00:00Z", "2024-11-04T21:30:00Z"]) == 0)
    #expect(try swap(["2024-11-04T20:00:00Z", "2024-11-04T22:00:00Z"]) == -750_000)
    // Across both changes: Friday and Monday.
    #expect(try swap(["2024-03-08T12:00:00Z", "2024-03-12T12:00:00Z"]) == -1_500_000)
    #expect(try swap(["2024-11-01T12:00:00Z", "2024-11-05T12:00:00Z"]) == -1_500_000)
  }

  /// 10,000 × 1.10005 × 3.6 % ÷ 360 = 1.10005 a night.
  @Test("a yearly rate goes by the mid before the roll; a credit is positive")
  func annual() throws {
    let model = SwapModel(
      rate: .annual(
        long: Percentage(hundredMillionths: -3_600_000), short: Percentage(hundredMillionths: 1_800_000)))
    #expect(try swap(["2024-01-11T12:00:00Z", "2024-01-11T22:00:00Z"], model) == -1_100_050)
    #expect(try swap(side: "sell", ["2024-01-11T12:00:00Z", "2024-01-11T22:00:00Z"], model) == 550_025)
    #expect(try swap(side: "sell", ["2024-01-10T12:00:00Z", "2024-01-11T22:00:00Z"]) == 1_000_000)
  }

  @Test("the first quote of any symbol books it, at the rate in force; orders that had arrived come first")
  func anySymbol() throws {
    let quotes: [StreamRun.Row] = [
      ("GBPUSD", "2024-01-11T21:59:00Z", 125_000, 125_010),
      ("EURGBP", "2024-01-11T21:59:59.900Z", 85_000, 85_010),
      ("GBPUSD", "2024-01-11T22:00:05Z", 130_000, 130_010),
      ("EURGBP", "2024-01-11T22:00:06Z", 85_000, 85_010),
    ]
    for (latency, swap) in [(50, -937_538), (100, 0), (150, 0)] as [(Int64, Int64)] {
      let run = try StreamRun(
        ["EURGBP"], converting: ["GBPUSD"], orders: ["2024-01-11T21:59:59Z,1,EURGBP,buy,0.10"],
        quotes: quotes
      ) {
        $0.swap = Self.points
        $0.latencyNanoseconds = latency * 1_000_000
      }
      // 0.75 GBP at 1.25005 = 0.9375375, to the even unit.
      #expect(run.trades.first?.swap.units == swap, "\(latency) ms")
    }
  }

  @Test("swap is shared among the trades that close an entry, and booked to the account's unit")
  func shares() throws {
    let run = try StreamRun(
      ["EURUSD"],
      orders: [
        "2024-01-11T12:00:00Z,1,EURUSD,buy,0.03", "2024-01-11T22:00:00Z,1,EURUSD,close,0.01",
        "2024-01-11T22:00:01Z,1,EURUSD,close,",
      ],
      quotes: ["2024-01-11T12:00:00Z", "2024-01-11T22:00:00Z", "2024-01-11T22:00:01Z"].map {
        ("EURUSD", $0, 110_000, 110_010)
      }
    ) {
      $0.swap = Self.points
      $0.bookingDigits = 2
    }
    // −0.225 is booked as −0.22, half to even.
    #expect(run.trades.map(\.swap.units).reduce(0, +) == -220_000)
    #expect(run.trades.map(\.swap.units) == [-73_333, -146_667])
    #expect(
      run.state.account.balance.units
        == 10_000_000_000 + run.trades.map(\.netResult.units).reduce(0, +))
  }
}
