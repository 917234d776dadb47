import Foundation
import TestSupport
import Testing

@Suite("slipway calendar")
struct CalendarCommandTests {
  private let home: TemporaryFolder
  private let payrolls = "2014-05-02T12:20:00Z"

  init() throws { home = try TemporaryFolder() }

  /// Copies the example into the home.
  private func fill() throws {
    try FileManager.default.copyItem(
      atPath: PackageRoot.path(of: "examples/calendars"), toPath: home.file("calendar"))
  }

  @Test("Ten minutes before the payrolls of May 2014: what is open, and which news is on")
  func payrollsDay() throws {
    try fill()
    let document = try Program.run(
      "calendar", "--home", home.path, "--symbol", "EURUSD", "--from", payrolls, "--json"
    ).json()
    let sessions = try #require(document["sessions"] as? [[String: Any]])
    #expect(
      sessions.filter { $0["open"] as? Bool == true }.map { $0["session"] as? String }
        == ["london", "new_york", "london_new_york"])
    #expect(sessions[1]["closes_at"] as? String == "2014-05-02T16:00:00.000Z")
    let market = try #require(document["market"] as? [String: Any])
    #expect(market["closes_at"] as? String == "2014-05-02T21:00:00.000Z")
    #expect(document["news_on"] as? Bool == true)
    #expect(document["news_changes_at"] as? String == "2014-05-02T13:00:00.000Z")
    let news = try #require(document["news"] as? [[String: Any]])
    #expect(news.map { $0["on"] as? Bool } == [true, true, false, false])
    #expect(news[0]["window_from"] as? String == "2014-05-02T12:15:00.000Z")
    let text = try Program.run("calendar", "--home", home.path, "--from", payrolls).output
    #expect(text.contains("News is on, until 2014-05-02 13:00Z."))
    #expect(text.contains("of other days nothing is known"))
  }

  @Test("A holiday closes its session, and is listed")
  func holiday() throws {
    try fill()
    let outcome = try Program.run(
      "calendar", "show", "--home", home.path, "--from", "2024-05-27T12:30Z", "--to", "2024-05-28T00:00Z",
      "--json")
    let document = try outcome.json()
    let sessions = try #require(document["sessions"] as? [[String: Any]])
    #expect(!sessions.contains { $0["open"] as? Bool == true })
    let closures = try #require(document["closures"] as? [[String: Any]])
    #expect(closures.map { $0["market"] as? String } == ["us_equity", "london", "new_york"])
    #expect(closures[1]["name"] as? String == "Spring bank holiday")
    #expect(document["holidays_until"] as? String == "2027-12-31")
  }

  @Test("A home without calendars says that it knows of none")
  func none() throws {
    let outcome = try Program.run("calendar", "--home", home.path)
    #expect(outcome.status == 0)
    #expect(outcome.errors.contains("holidays and news are unknown"))
    #expect(outcome.output.contains("News is off.\n"))
  }

  @Test("What can't be asked")
  func mistakes() throws {
    expectError(
      try Program.run("calendar", "--from", payrolls, "--to", payrolls), status: 64, naming: "--to")
    expectError(
      try Program.run("calendar", "--from", payrolls, "--to", "2034-05-02T12:20:00Z"), status: 64,
      naming: "ten years")
    expectError(try Program.run("calendar", "--symbol", "NOSUCH"), status: 64, naming: "NOSUCH")
    expectError(try Program.run("calendar", "--news", "news.txt"), status: 64, naming: "news.txt")
    expectError(try Program.run("calendar", "--news", "nowhere.csv"), status: 66, naming: "nowhere.csv")
    try Data("time,currency,impact,event\nsoon,USD,high,A\n".utf8).write(
      to: URL(fileURLWithPath: home.file("news.csv")))
    expectError(
      try Program.run("calendar", "--news", home.file("news.csv")), status: 78, naming: "news.csv:2")
  }

  @Test("check reads each file as what it is, and ends with 78 when one has a fault")
  func check() throws {
    let folder = PackageRoot.path(of: "examples/calendars/")
    let files = ["holidays.yaml", "news.csv", "news.ics", "news.yaml"].map { folder + $0 }
    let good = try Program.run(
      "calendar", "check", files[0], files[1], files[2], files[3], "--home", home.path, "--json")
    #expect(good.status == 0)
    let rows = try #require(try good.json()["files"] as? [[String: Any]])
    #expect(rows.map { $0["kind"] as? String } == ["holidays", "news", "news", "windows"])
    #expect(rows.map { $0["count"] as? Int } == [3, 6, 2, 2])
    let bad = home.file("holidays.yaml")
    try Data("markets: {lodon: {}}\n".utf8).write(to: URL(fileURLWithPath: bad))
    let outcome = try Program.run("calendar", "check", files[0], bad, "--home", home.path)
    #expect(outcome.status == 78)
    #expect(outcome.output.contains("fault") && outcome.output.contains("'lodon'"))
  }
}
