import Foundation
import Journal
import TestSupport
import Testing
import TradingCore

/// Bots whose orders are written down trade on Monday 2019-02-04, at a broker that is told here.
@Suite("slipway fees", .timeLimit(.minutes(5)))
struct FeesCommandTests {
  private let fixture: BotFixture

  init() throws { fixture = try BotFixture() }

  /// A broker that takes 7.00 commission and 2.00 spread a lot and round trip.
  private static func broker(currency: String = "USD", commission: String) -> String {
    """
    account_mode: hedging
    account_currency: \(currency)
    leverage: 100
    margin_call_percent: 100
    stop_out_percent: 50
    spread: {model: fixed, distance: 0.2 pip}
    slippage: none
    commission: \(commission)
    """
  }

  private static let plain = broker(commission: "{model: per_lot_and_side, amount: 3.50 USD}")

  /// So many round trips of 0.01 lot, one every four minutes, two minutes long.
  private func writeOrders(_ count: Int) throws {
    var text = "time,id,symbol,action,lots,price,stop_loss,take_profit,trail_points,expiry\n"
    for trade in 0..<count {
      let start = TickFixture.start.advanced(by: Int64(trade) * 4 * Timestamp.minute)
      text += "\(start.iso8601),t\(trade),EURUSD,buy,0.01,,,,,\n"
      text += "\(start.advanced(by: 2 * Timestamp.minute).iso8601),t\(trade),EURUSD,close,,,,,,\n"
    }
    try fixture.write("orders.csv", text)
  }

  private func register(_ id: String, broker: String, balance: String = "200") throws {
    try fixture.register(
      id,
      [
        "--strategy", "scripted", "--param", "orders=orders.csv", "--symbol", "EURUSD", "--broker", broker,
        "--balance", balance,
      ])
  }

  private func run(minutes: Int) throws {
    try TickFixture.write(fixture.folder.file("day.ticks"), count: minutes, step: 60_000)
    let outcome = try fixture.run(["run", "--replay", "day.ticks", "--speed", "max"])
    #expect(outcome.status == 0, "\(outcome.errors)")
  }

  private func fees(_ arguments: String...) throws -> [String: Any] {
    let outcome = try fixture.run(["fees"] + arguments + ["--json"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    return try outcome.json()
  }

  @Test("The known answer: 300 round trips on 200 USD are 27.00 a day, 540.00 a month, 13.5 % to break even")
  func knownAnswer() throws {
    try fixture.write("home/brokers/q8.yaml", Self.plain)
    try writeOrders(300)
    try register("many", broker: "q8")
    try run(minutes: 22 * 60)
    let end = try fees("--at", "2019-02-04T21:59:59.999Z")
    #expect(end["day"] as? String == "2019-02-04" && end["currency"] as? String == "USD")
    #expect(end["today"] as? String == "27.00" && end["commission"] as? String == "21.00")
    #expect(end["spread"] as? String == "6.00" && end["swap"] as? String == "0.00")
    #expect(end["projected_day"] as? String == "27.00" && end["projected_month"] as? String == "540.00")
    #expect(end["break_even_return"] as? Double == 0.135 && end["capital"] as? String == "200.00")
    #expect(end["limit"] as? String == "2.00" && end["used"] as? Double == 13.5)
    #expect(end["level"] as? String == "red" && end["within_monthly_limit"] as? Bool == false)
    #expect(end["fills"] as? Int == 600 && end["trades"] as? Int == 300)
    #expect(end["monthly_lots"] as? String == "6.00")
    let wide = try fees("many", "--limit", "27", "--at", "2019-02-04T05:47:00Z")
    // 87 round trips of 0.09.
    #expect(wide["today"] as? String == "7.83" && wide["used"] as? Double == 0.29)
    #expect(wide["level"] as? String == "green")
    let text = try fixture.run(["fees", "many", "--limit", "27", "--at", "2019-02-04T05:47:00Z"]).output
    #expect(text.contains("today            7.83 USD on 174 fills\n"))
    #expect(text.contains("used             █████░░░░░░░░░░░░░░░ 29.0 %, green\n"))
  }

  @Test("Today is the sum of the journal's fills to the last unit, and adds up over bots")
  func sumOfFills() throws {
    try fixture.register("one")
    try fixture.register("two", BotFixture.crossing + ["--lots", "0.13"])
    try TickFixture.write(fixture.folder.file("a.ticks"), count: 4_000, step: 10_007)
    #expect(try fixture.run(["run", "--replay", "a.ticks", "--speed", "max"]).status == 0)
    var sums: [String: Int128] = [:]
    try Journal(home: fixture.home, mode: .readOnly).read { reading in
      for row in try reading.evidence() {
        for case .filled(let fill) in try reading.botEvents(of: row) {
          sums[row.bot, default: 0] += Int128(fill.commission.units) + Int128(fill.spreadCost.units)
        }
      }
    }
    let found = try fees()
    func units(_ text: Any?) -> Int128 {
      Int128((try? DecimalText.parse(text as? String ?? "", digits: 6)) ?? -1)
    }
    let bots = try #require(found["bots"] as? [[String: Any]])
    #expect(bots.map { $0["bot"] as? String } == ["one", "two"])
    for bot in bots {
      let sum = try #require(sums[bot["bot"] as? String ?? ""])
      #expect(sum > 0 && units(bot["today"]) == sum)
    }
    #expect(units(found["today"]) == sums.values.reduce(0, +))
    let desk = try #require(found["desk"] as? [[String: Any]])
    let brokers = try #require(found["brokers"] as? [[String: Any]])
    #expect(desk.count == 1 && brokers.count == 1 && brokers[0]["broker"] as? String == "reference")
    #expect(desk[0]["today"] as? String == found["today"] as? String && desk[0]["bots"] as? Int == 2)
    #expect(found["capital"] as? String == "2000.00" && found["limit"] as? String == "20.00")
    // Their balances have to agree with those of the accounts.
    let next = try fees("one", "--at", "2019-02-05T12:00:00Z")
    let open = try fixture.document("show", "one")
    #expect(next["capital"] as? String == open["balance"] as? String)
  }

  @Test("Unlike currencies are not added up")
  func currencies() throws {
    try fixture.write("home/brokers/q8.yaml", Self.plain)
    try fixture.write(
      "home/brokers/euro.yaml",
      Self.broker(currency: "EUR", commission: "{model: per_lot_and_side, amount: 3.00 EUR}"))
    try writeOrders(10)
    try register("dollar", broker: "q8")
    try register("euro", broker: "euro")
    try run(minutes: 60)
    let found = try fees()
    #expect(found["today"] is NSNull && found["currency"] is NSNull && found["limit"] is NSNull)
    #expect(found["level"] as? String == "green")
    let desk = try #require(found["desk"] as? [[String: Any]])
    #expect(desk.map { $0["currency"] as? String } == ["EUR", "USD"])
    #expect(desk[1]["today"] as? String == "0.90" && desk[0]["commission"] as? String == "0.60")
    #expect(try fees("dollar")["today"] as? String == "0.90")
    expectError(
      try fixture.run(["fees", "--limit", "5"]), status: 64, naming: "--limit",
      "the desk pays in EUR and USD", "name a bot")
    let outcome = try fixture.run(["fees"])
    #expect(outcome.output.contains("unlike currencies are not added up"))
  }

  @Test("Monthly volume and the rebate tier that it has come to, in 'fees' and in 'broker fees'")
  func tiers() throws {
    let tiered = """
      {model: per_lot_and_side, amount: 3.50 USD, tiers: [{from: 0 lots}, \
      {from: 0.1 lots, rebate: 20 %}, {from: 5 lots, rebate: 40 %}]}
      """
    try fixture.write("home/brokers/tiered.yaml", Self.broker(commission: tiered))
    try writeOrders(10)
    try register("one", broker: "tiered")
    try run(minutes: 60)
    let broker = try #require((try fees()["brokers"] as? [[String: Any]])?.first)
    let tier = try #require((broker["tiers"] as? [[String: Any]])?.first)
    #expect(tier["volume"] as? String == "0.20" && tier["from"] as? String == "0.10")
    #expect(tier["next"] as? String == "5.00" && tier["rebate"] as? Double == 0.2)
    // Ten fills at the full price, ten with a fifth of it paid back.
    #expect(broker["commission"] as? String == "0.63")
    let estimate = try fixture.run([
      "broker", "fees", "tiered", "--symbol", "EURUSD", "--trades-per-day", "300", "--balance", "200",
    ])
    #expect(
      estimate.output.contains(
        "this month  1 bot traded 0.20 lots by 4 Feb 2019 and paid 0.83 USD\n"
          + "tier        EURUSD: 0.20 lots, rebate 20 %, next tier from 5.00\n"), "\(estimate.output)")
  }

  @Test("A retired bot's fees stay in the day and the month; later its capital is none of the desk's")
  func retired() throws {
    try fixture.write("home/brokers/q8.yaml", Self.plain)
    try writeOrders(10)
    try register("gone", broker: "q8")
    try register("stays", broker: "q8", balance: "1000")
    try run(minutes: 60)
    #expect(try fixture.bot("retire", "gone").status == 0)
    let found = try fees()
    #expect(found["today"] as? String == "1.80" && found["capital"] as? String == "1200.00")
    #expect(found["month_retired"] as? String == "0.90")
    let later = try fees("--at", "2019-02-05T12:00:00Z")
    #expect(later["month_to_date"] as? String == "1.80" && later["month_retired"] as? String == "0.90")
    #expect(try fixture.run(["fees"]).output.contains("; 0.90 by retired bots\n"))
    let stays = try fees("stays", "--at", "2019-02-05T12:00:00Z")
    #expect(later["capital"] as? String == stays["capital"] as? String)
    #expect((later["bots"] as? [[String: Any]])?.count == 2)
    #expect((try fees("--at", "2019-03-05T12:00:00Z")["bots"] as? [[String: Any]])?.count == 1)
  }

  @Test("Mistakes are named, and a home without a trade says so")
  func mistakes() throws {
    expectError(try fixture.run(["fees"]), status: 66, naming: "no journal")
    try fixture.register("trend")
    let nothing = try fixture.run(["fees"])
    #expect(nothing.status == 0)
    #expect(nothing.output == "No bot has seen a tick: nothing was paid. 'slipway run' starts bots.\n")
    #expect(try fees()["today"] is NSNull)
    expectError(try fixture.run(["fees", "trand"]), status: 64, naming: "did you mean 'trend'?")
    expectError(try fixture.run(["fees", "--at", "monday"]), status: 64, naming: "--at")
    expectError(try fixture.run(["fees", "--mode", "papre"]), status: 64, naming: "--mode", "paper")
    for limit in ["-1", "much", "1.1234567"] {
      expectError(try fixture.run(["fees", "--limit", limit]), status: 64, naming: "--limit", "0 or more")
    }
    expectError(
      try fixture.run(["fees", "--report", fixture.home + "/journal.sqlite"]), status: 64,
      naming: "--report")
  }

  @Test("A page whole in itself, and zero as a limit that anything uses up")
  func page() throws {
    try fixture.write("home/brokers/q8.yaml", Self.plain)
    try writeOrders(10)
    try register("one", broker: "q8")
    try run(minutes: 60)
    let outcome = try fixture.run(["fees", "one", "--limit", "0", "--report", "fees.html"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("all of nothing, red") && outcome.output.contains("fees.html"))
    let html = try String(contentsOfFile: fixture.folder.file("fees.html"), encoding: .utf8)
    #expect(html.contains("<h1>Fees of one</h1>") && html.contains("Fees within the day"))
  }

  @Test("A broker's month is that of its currency now; a damaged journal takes nothing from the estimate")
  func brokerCurrency() throws {
    try fixture.write("home/brokers/mine.yaml", Self.plain)
    try writeOrders(4)
    try register("one", broker: "mine")
    try run(minutes: 30)
    let ask = [
      "broker", "fees", "mine", "--symbol", "EURUSD", "--trades-per-day", "3", "--balance", "1000", "--price",
      "1.1", "--json",
    ]
    #expect(try fixture.run(ask).json()["month_to_date"] as? String == "0.36")
    let edited = try fixture.run(["broker", "edit", "mine", "--set", "account_currency=EUR"])
    #expect(edited.status == 0, "\(edited.errors)")
    let document = try fixture.run(ask).json()
    #expect(document["currency"] as? String == "EUR" && document["month_to_date"] as? String == nil)
    try fixture.write("home/journal.sqlite", "no journal")
    let damaged = try fixture.run(ask)
    #expect(damaged.status == 0 && damaged.errors.contains("What bots have traded there is not known"))
  }

  @Test("Days that a bot plays anew under another identity are paid for once")
  func replayed() throws {
    try fixture.write("home/brokers/mine.yaml", Self.plain)
    try writeOrders(2_000)
    try register("one", broker: "mine")
    try TickFixture.write(fixture.folder.file("day.ticks"), count: 3 * 1_440, step: 60_000)
    #expect(try fixture.run(["run", "--replay", "day.ticks", "--speed", "max"]).status == 0)
    let once = try fees("one", "--at", "2019-02-05T12:00Z")
    let edited = try fixture.run(["broker", "edit", "mine", "--set", "spread.distance=0.1 pip"])
    #expect(edited.status == 0, "\(edited.errors)")
    #expect(try fixture.run(["run", "--replay", "day.ticks", "--speed", "max"]).status == 0)
    let twice = try fees("one", "--at", "2019-02-05T12:00Z")
    let report = try fixture.run(["report", "one", "--json"]).json()
    #expect((report["evidence"] as? [Any])?.count == 2)
    let commission = try #require(once["commission"] as? String)
    #expect(Double(commission) ?? 0 > 1)
    #expect(twice["commission"] as? String == commission)
    #expect(twice["today"] as? String != nil)
  }

  @Test(
    "fees.yaml says what may be paid a day, by currency: of the desk, a broker, a bot; --limit goes before it"
  )
  func settings() throws {
    try fixture.write("home/brokers/q8.yaml", Self.plain)
    try writeOrders(10)
    try register("one", broker: "q8")
    try register("two", broker: "q8")
    try run(minutes: 60)
    // 0.90 each of a capital of 200.00.
    #expect(try fees()["limit"] as? String == "4.00" && fees()["limit_source"] as? String == "capital")
    try fixture.write(
      "home/fees.yaml",
      """
      daily_limit:
        desk: [3.00 USD, 9.00 EUR]
        brokers:
          q8: 2.50 USD
          other: 1.00 USD
        bots: {one: 1.50 USD, tow: 1.00 USD}
      """)
    let found = try fees()
    #expect(found["limit"] as? String == "3.00" && found["limit_source"] as? String == "settings")
    #expect(found["used"] as? Double == 0.6 && found["level"] as? String == "yellow")
    let brokers = try #require(found["brokers"] as? [[String: Any]])
    #expect(brokers[0]["limit"] as? String == "2.50" && brokers[0]["level"] as? String == "orange")
    let bots = try #require(found["bots"] as? [[String: Any]])
    #expect(bots.map { $0["limit"] as? String } == ["1.50", "2.00"])
    #expect(
      found["notes"] as? [String] == [
        "\(fixture.home)/fees.yaml limits the desk in EUR, in which it pays nothing.",
        "\(fixture.home)/fees.yaml limits broker 'other', at which no bot has traded.",
        "\(fixture.home)/fees.yaml limits bot 'tow', which is not registered.",
      ])
    #expect(try fees("one")["limit"] as? String == "1.50" && fees("two")["limit"] as? String == "2.00")
    let given = try fees("one", "--limit", "9")
    #expect(given["limit"] as? String == "9.00" && given["limit_source"] as? String == "option")
    let page = try fixture.run(["fees", "--report", "fees.html"])
    #expect(page.output.contains("a day, as set in"), "\(page.output)")
    expectError(
      try fixture.run(["fees", "--report", fixture.home + "/fees.yaml"]), status: 64, naming: "--report")
  }

  @Test(
    "A limit that is none is refused with its line",
    arguments: [
      ("daily_limit:\n  desk: 0.00 USD\n", "fees.yaml:2", "more than 0"),
      ("daily_limit:\n  bots:\n    one: -5 USD\n", "fees.yaml:3", "more than 0"),
      ("daily_limit:\n  desk: 27\n", "fees.yaml:2", "an amount with its currency"),
      ("daily_limit:\n  desk:\n    - 1 USD\n    - 2 USD\n", "fees.yaml:4", "one limit in USD"),
      ("daily_limits:\n  desk: 1 USD\n", "fees.yaml:1", "daily_limit"),
    ])
  func wrongSettings(text: String, place: String, words: String) throws {
    try fixture.register("trend")
    try fixture.write("home/fees.yaml", text)
    expectError(try fixture.run(["fees"]), status: 78, naming: place, words)
  }
}
