import JSONText
import Reports
import Testing
import TradingCore

@Suite("A report of fees")
struct FeeReportTests {
  private func row(_ name: String, _ currency: Currency = .usd, capital: Int64 = 200_000_000) throws
    -> FeeReport.Row
  {
    let at = try Timestamp(iso8601: "2024-01-10T12:00:00Z")
    let history = FeeHistory()
    return FeeReport.Row(
      name: name, currency: currency,
      reading: try FeeReading(history, at: at, capital: Money(units: capital)), history: history)
  }

  private func report() throws -> FeeReport {
    var report = FeeReport()
    report.at = try Timestamp(iso8601: "2024-01-10T12:00:00Z")
    report.desk = [try row("desk")]
    report.brokers = [try row("reference")]
    var bot = try row("one")
    (bot.mode, bot.status, bot.brokers) = ("paper", "active", ["reference"])
    report.bots = [bot]
    return report
  }

  private func keys(_ json: JSONValue?) -> [String] {
    if case .object(let members)? = json { members.map(\.name) } else { [] }
  }

  private static let figures = [
    "today", "projected_day", "projected_month", "break_even_return", "limit", "used", "level",
    "projected_level", "commission", "spread", "swap", "fills", "trades", "capital", "share_of_capital",
    "usual_day", "usual_days", "day_elapsed", "month_to_date", "month_days", "monthly_limit",
    "projected_month_share", "within_monthly_limit", "monthly_lots", "tiers",
    "limit_source", "month_retired",
  ]

  @Test("The keys of the document stay")
  func documentKeys() throws {
    let json = try report().json()
    #expect(
      keys(json) == ["bot", "mode", "at", "day", "currency"] + Self.figures + [
        "desk", "brokers", "bots", "notes",
      ]
    )
    guard case .array(let bots)? = json["bots"], case .array(let brokers)? = json["brokers"],
      case .array(let desk)? = json["desk"]
    else { return #expect(Bool(false), "no rows") }
    #expect(keys(bots.first) == ["bot", "mode", "status", "brokers", "currency"] + Self.figures)
    #expect(keys(brokers.first) == ["broker", "currency", "bots"] + Self.figures)
    #expect(keys(desk.first) == ["currency", "bots"] + Self.figures)
    #expect(json["day"] == "2024-01-10" && json["today"] == "0.00" && json["projected_day"] == .null)
    #expect(json["limit"] == "2.00" && json["used"] == .number(0) && json["level"] == "green")
  }

  @Test("A desk of two currencies has figures for each and none for both")
  func twoCurrencies() throws {
    var report = try report()
    report.desk.append(try row("desk", .eur))
    let json = report.json()
    #expect(keys(json) == keys(try self.report().json()))
    #expect(json["today"] == .null && json["currency"] == .null && json["level"] == "green")
    #expect(report.text(colored: false).contains("in EUR, on 10 Jan 2024"))
    #expect(report.htmlPage().contains("The day in EUR"))
  }

  @Test("Nothing yet is a sentence, in text and on a page")
  func nothing() {
    let report = FeeReport()
    #expect(report.text(colored: false).hasPrefix("No bot has seen a tick"))
    #expect(report.htmlPage().contains("No bot has seen a tick"))
    #expect(report.json()["level"] == .null)
  }

  @Test("A name that has no room beside its figures stands above them, and no line is wider than 80 columns")
  func longNames() throws {
    var report = try report()
    let name = "a-broker-profile-of-a-name-that-goes-on-and-on"
    report.brokers = [try row("reference"), try row(name)]
    let lines = report.text(colored: false).split(separator: "\n").map(String.init)
    #expect(lines.allSatisfy { $0.count <= 80 }, "\(lines)")
    let place = try #require(lines.firstIndex(of: name))
    let short = try #require(lines.firstIndex { $0.hasPrefix("reference ") })
    // The figures of both stand under each other.
    #expect(lines[place + 1].hasPrefix(" ") && lines[place + 1].hasSuffix(" 2.00  0.0 %  green"))
    #expect(lines[place + 1].count == lines[short].count)
  }

  @Test("Whose word the limit is, and what retired bots have paid of the month")
  func origins() throws {
    var report = try report()
    #expect(report.text(colored: false).contains("2.00 USD a day, 1 % of the capital\n"))
    report.desk[0].limitOrigin = .settings("home/fees.yaml")
    report.desk[0].retiredMonth = Money(units: 900_000)
    let text = report.text(colored: false)
    #expect(text.contains("2.00 USD a day, as set in home/fees.yaml\n"))
    #expect(text.contains("; 0.90 by retired bots\n"))
    #expect(report.json()["limit_source"] == "settings" && report.json()["month_retired"] == "0.90")
    #expect(report.htmlPage().contains("as set in home/fees.yaml"))
    report.bots[0].status = "retired"
    #expect(report.text(colored: false).contains("one (retired)"))
  }
}
