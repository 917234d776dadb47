import TestSupport
import Testing
import TradingCore

/// Wednesday 2024-01-10 is the day of most examples; it runs from Tuesday to Wednesday 22:00 UTC.
@Suite("How a day's fees stand")
struct FeeReadingTests {
  /// 300 round trips of 0.01 lot at 7.00 commission and 2.00 spread a lot, on 200 USD.
  @Test("The known answer: 27.00 a day, 540 a month of 20 days, 13.5 % a day to break even")
  func knownAnswer() throws {
    var ledger = try FeeLedger()
    for _ in 0..<600 { try ledger.fill("2024-01-10T12:00:00Z", commission: 35_000, spread: 10_000) }
    let reading = try ledger.reading("2024-01-10T21:59:59.999Z")
    #expect(reading.today.fees == Money(units: 27_000_000))
    #expect(reading.today.commission == Money(units: 21_000_000))
    #expect(reading.today.spread == Money(units: 6_000_000))
    #expect(ledger.book.volume(inMonthOf: reading.at).lots == 600_000_000)
    #expect(reading.projectedDay == Money(units: 27_000_000))
    #expect(reading.projectedMonth == Money(units: 540_000_000))
    #expect(reading.breakEvenReturn == Percentage("13.5 %"))
    #expect(reading.limit == Money(units: 2_000_000) && reading.monthLimit == Money(units: 40_000_000))
    #expect(reading.level == .red && reading.isWithinMonthlyLimit == false)
    // The next day has cost nothing yet, and is taken to be as usual.
    let next = try ledger.reading("2024-01-10T22:00:00Z", capital: 200_000_000)
    #expect(next.today.fees == .zero && next.usualDay == Money(units: 27_000_000))
    #expect(next.projectedDay == Money(units: 27_000_000) && next.level == .green)
    #expect(next.projectedLevel == .red)
  }

  @Test(
    "The lower bounds of the levels belong to them",
    arguments: [
      (13_499_999 as Int64, FeeEstimate.Level.green), (13_500_000, .yellow), (18_899_999, .yellow),
      (18_900_000, .orange), (22_949_999, .orange), (22_950_000, .red), (40_000_000, .red),
    ])
  func levels(paid: Int64, level: FeeEstimate.Level) throws {
    var ledger = try FeeLedger()
    try ledger.fill("2024-01-10T12:00:00Z", commission: paid)
    #expect(try ledger.reading("2024-01-10T12:00:00Z", limit: 27_000_000).level == level)
  }

  @Test("What the seed shows: 7.83 of 27.00 are 29 %")
  func used() throws {
    var ledger = try FeeLedger()
    try ledger.fill("2024-01-10T12:00:00Z", commission: 7_830_000)
    let reading = try ledger.reading("2024-01-10T12:00:00Z", limit: 27_000_000)
    #expect(reading.used == 0.29 && reading.level == .green)
  }

  @Test("Half of the day over: paid · 1.5 + usual / 4")
  func projection() throws {
    var ledger = try FeeLedger()
    try ledger.fill("2024-01-08T12:00:00Z", commission: 10_000_000)
    try ledger.fill("2024-01-09T12:00:00Z", commission: 14_000_000)
    try ledger.fill("2024-01-10T05:00:00Z", commission: 8_000_000)
    let reading = try ledger.reading("2024-01-10T10:00:00Z")
    #expect(reading.clock.openSeconds == 86_400 && reading.clock.passedSeconds == 43_200)
    #expect(reading.usualDay == Money(units: 12_000_000) && reading.usualDays == 2)
    #expect(reading.projectedDay == Money(units: 15_000_000))
    #expect(reading.projectedMonth == Money(units: 300_000_000))
    #expect(reading.month.fees == Money(units: 32_000_000) && reading.monthDays == 3)
  }

  @Test("The first trade of a day is not taken for a thousand")
  func dayStart() throws {
    var ledger = try FeeLedger()
    try ledger.fill("2024-01-09T12:00:00Z", commission: 10_000_000)
    #expect(try ledger.reading("2024-01-09T22:00:00Z").projectedDay == Money(units: 10_000_000))
    try ledger.fill("2024-01-09T22:00:00Z", commission: 1_000_000)
    #expect(try ledger.reading("2024-01-09T22:00:00Z").projectedDay == Money(units: 12_000_000))
  }

  @Test("Without an earlier day nothing is projected for an hour, then today's pace goes on")
  func firstDay() throws {
    var ledger = try FeeLedger()
    try ledger.fill("2024-01-09T22:30:00Z", commission: 1_000_000)
    let early = try ledger.reading("2024-01-09T22:59:00Z")
    #expect(early.projectedDay == nil && early.projectedMonth == nil && early.breakEvenReturn == nil)
    #expect(early.isWithinMonthlyLimit == nil && early.projectedLevel == early.level)
    #expect(try ledger.reading("2024-01-09T23:00:00Z").projectedDay == Money(units: 24_000_000))
    #expect(try ledger.reading("2024-01-10T10:00:00Z").projectedDay == Money(units: 2_000_000))
  }

  @Test("No trade and no earlier day: no projection, and level green")
  func nothing() throws {
    let reading = try FeeLedger().reading("2024-01-10T12:00:00Z")
    #expect(reading.projectedDay == nil && reading.usualDay == nil && reading.level == .green)
    #expect(reading.today == FeeTotals() && reading.used == 0)
  }

  @Test("A Saturday has no FX market: nothing is projected for it, the month goes by usual days")
  func weekend() throws {
    var ledger = try FeeLedger()
    try ledger.fill("2024-01-12T12:00:00Z", commission: 10_000_000)
    let reading = try ledger.reading("2024-01-13T12:00:00Z")
    #expect(reading.clock.openSeconds == 0 && reading.projectedDay == .zero)
    #expect(reading.projectedMonth == Money(units: 200_000_000))
    var coin = try FeeLedger(symbol: "BTCUSD")
    try coin.fill("2024-01-12T12:00:00Z", commission: 10_000_000)
    #expect(try coin.reading("2024-01-13T10:00:00Z").projectedDay == Money(units: 2_500_000))
  }

  @Test("Shares trade for six and a half hours: before the opening nothing of the day is over")
  func openTime() throws {
    let hours: Set<TradingHours> = [.usEquity]
    func passed(_ time: String) throws -> Int64 {
      TradingDayClock(at: try Timestamp(iso8601: time), hours: hours).passedSeconds
    }
    #expect(try passed("2024-01-10T14:29:00Z") == 0)
    #expect(try passed("2024-01-10T14:45:30Z") == 960)
    #expect(try passed("2024-01-10T21:30:00Z") == 23_400)
  }

  @Test("The usual day is that of the last four weeks; days without a fill make none")
  func usualDays() throws {
    var ledger = try FeeLedger()
    try ledger.fill("2023-12-29T12:00:00Z", commission: 99_000_000)
    for day in ["01-02", "01-03", "01-25"] {
      try ledger.fill("2024-\(day)T12:00:00Z", commission: 1_000_000)
    }
    try ledger.close("2024-01-26T12:00:00Z", gross: 5)
    let reading = try ledger.reading("2024-01-27T12:00:00Z")
    #expect(reading.usualDays == 3 && reading.usualDay == Money(units: 1_000_000))
    #expect(try ledger.reading("2024-01-26T12:00:00Z").usualDays == 4)
    #expect(try ledger.reading("2024-02-26T12:00:00Z").usualDay == nil)
  }

  @Test("Zero or negative capital allows nothing and breaks even nowhere", arguments: [0, -5_000_000])
  func noCapital(capital: Int64) throws {
    var ledger = try FeeLedger()
    #expect(try ledger.reading("2024-01-10T12:00:00Z", capital: capital).level == .green)
    try ledger.fill("2024-01-09T12:00:00Z", commission: 1)
    try ledger.fill("2024-01-10T12:00:00Z", commission: 1)
    let reading = try ledger.reading("2024-01-10T12:00:00Z", capital: capital)
    #expect(reading.limit == .zero && reading.level == .red && reading.used == nil)
    #expect(reading.breakEvenReturn == nil && reading.isWithinMonthlyLimit == false)
  }

  @Test("A limit of nothing is used up by anything, and by a credit not at all")
  func noLimit() throws {
    var ledger = try FeeLedger()
    try ledger.fill("2024-01-10T12:00:00Z", commission: -5)
    #expect(try ledger.reading("2024-01-10T12:00:00Z", limit: 0).level == .green)
    try ledger.fill("2024-01-10T12:00:00Z", commission: 6)
    #expect(try ledger.reading("2024-01-10T12:00:00Z", limit: 0).level == .red)
  }

  @Test("Amounts beyond 64 bits are an error, not a wrong number")
  func overflow() throws {
    var ledger = try FeeLedger()
    try ledger.fill("2024-01-10T12:00:00Z", commission: .max - 1)
    #expect(throws: ArithmeticError.overflow) {
      try ledger.fill("2024-01-10T12:00:00Z", commission: 1, spread: 1)
    }
    #expect(throws: ArithmeticError.overflow) { try ledger.reading("2024-01-10T12:00:00Z", capital: 1) }
  }
}
