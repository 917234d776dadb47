import TestSupport
import Testing
import TradingCore

@testable import TickStore

/// Clocks of MetaTrader's servers: hours from a zone's, and hours that are there twice.
struct ServerClockTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private static let header = "<DATE>\t<TIME>\t<BID>\t<ASK>\n"

  private func rows(_ times: [String], _ options: ImportOptions) throws -> [String] {
    let text = times.map { $0.replacing(" ", with: "\t") + "\t1.10000\t1.10002\n" }.joined()
    let path = try folder.write("a.csv", Self.header + text)
    return try Imported(path, options).quotes.map { $0.eventTime.iso8601 }
  }

  private func eurusd(_ zone: String, _ repeated: RepeatedHour? = nil) throws -> ImportOptions {
    try ImportOptions.eurusd.with {
      $0.zone = try ImportZone(name: zone)
      $0.repeatedHour = repeated
    }
  }

  @Test func `New York plus seven hours follows New York's daylight saving`() throws {
    let times = [
      "2024.03.08 23:59:00.000", "2024.03.11 00:00:05.000", "2024.03.13 15:30:00.000",
      "2024.03.15 23:59:00.000",
      "2024.10.29 15:30:00.000", "2024.11.06 14:30:00.000",
    ]
    #expect(
      try rows(times, eurusd("America/New_York+7")) == [
        "2024-03-08T21:59:00.000Z", "2024-03-10T21:00:05.000Z", "2024-03-13T12:30:00.000Z",
        "2024-03-15T20:59:00.000Z", "2024-10-29T12:30:00.000Z", "2024-11-06T12:30:00.000Z",
      ])
    // What Athens would have made of the third and the fifth row is an hour later.
    #expect(
      try rows([times[2], times[4]], eurusd("Europe/Athens"))
        == ["2024-03-13T13:30:00.000Z", "2024-10-29T13:30:00.000Z"])
  }

  @Test(
    arguments: [
      ("America/New_York+7", "America/New_York+7"), ("America/New_York+07:00", "America/New_York+7"),
      ("America/New_York-3", "America/New_York-3"), ("US/Eastern+7", "America/New_York+7"),
      ("America/New_York+0", "America/New_York"), ("Europe/London+2", "Europe/London+2"),
      ("Europe/London+5:30", "Europe/London+05:30"), ("Asia/Kolkata-0:30", "Asia/Kolkata-00:30"),
      ("Etc/GMT+5", "Etc/GMT+5"), ("Etc/GMT+5+2", "Etc/GMT+5+2"),
      ("America/Port-au-Prince", "America/Port-au-Prince"),
      ("America/Port-au-Prince+1", "America/Port-au-Prince+1"), ("UTC+2+1", nil), ("Mars/Olympus+7", nil),
      ("America/New_York+", nil), ("America/New_York+15", nil), ("America/New_York+7:10", nil),
      ("America/New_York+7x", nil), ("EST+7", nil), ("+7", nil),
    ] as [(String, String?)])
  func `hours may stand behind the name of a zone`(name: String, expected: String?) throws {
    guard let expected else {
      let error = #expect(throws: ImportError.self) { try ImportZone(name: name) }
      #expect(error?.description.hasPrefix("unknown time zone '\(name)' (--zone): give UTC") == true)
      #expect(error?.description.contains("America/New_York+7") == true)
      return
    }
    #expect(try ImportZone(name: name).description == expected)
  }

  @Test func `the shifted clock skips and repeats its own hours`() throws {
    // New York's 2:30 of 10 March never was, which is 9:30 at the server; its 1:30 of 3 November was twice: 8:30.
    let path = try folder.write("a.csv", Self.header + "2024.03.10\t09:30:00\t1.1\t1.2\n")
    #expect(
      try refusal(path, eurusd("America/New_York+7"))
        == "time '09:30:00' never happened in America/New_York+7 (\(path), line 2): "
        + "give the zone that the times are of with --zone, or times in UTC")
    let twice = try folder.write("a.csv", Self.header + "2024.11.03\t08:30:00\t1.1\t1.2\n")
    #expect(
      try refusal(twice, eurusd("America/New_York+7"))
        == "time '08:30:00' happened twice in America/New_York+7 (\(twice), line 2): "
        + "say which with --repeated-hour first, second or by-order, or give times in UTC")
    let near = ["2024.03.10 08:59:59", "2024.03.10 10:00:00", "2024.11.03 07:59:59", "2024.11.03 09:00:00"]
    #expect(
      try rows(near, eurusd("America/New_York+7")) == [
        "2024-03-10T06:59:59.000Z", "2024-03-10T07:00:00.000Z", "2024-11-03T04:59:59.000Z",
        "2024-11-03T07:00:00.000Z",
      ])
  }

  @Test func `every instant of a year comes back from the shifted clock`() throws {
    for name in ["America/New_York+7", "Europe/London+5:30", "America/New_York-0:30"] {
      let zone = try ImportZone(name: name)
      var (first, second) = (ZoneClock(zone, repeatedHour: .first), ZoneClock(zone, repeatedHour: .second))
      var byOrder = ZoneClock(zone, repeatedHour: .byOrder)
      let start = try Timestamp(iso8601: "2024-01-01T00:00Z")
      for step in 0..<366 * 24 * 4 {
        let time = start.advanced(by: Int64(step) * 15 * Timestamp.minute)
        let local = time.nanoseconds + Int64(zone.offsetSeconds(at: time)) * Timestamp.second
        #expect(byOrder.instant(local: local) == .instant(time.nanoseconds))
        let answers = [first.instant(local: local), second.instant(local: local)]
        #expect(answers.contains(.instant(time.nanoseconds)))
      }
    }
  }

  @Test func `the second of two equal hours begins where time steps back`() throws {
    let bitcoin = "2024.10.27 "
    let times = ["02:59:59.000", "03:00:01.000", "03:59:59.000", "03:00:00.500", "04:00:00.000"].map {
      bitcoin + $0
    }
    let first = ["2024-10-26T23:59:59.000Z", "2024-10-27T00:00:01.000Z", "2024-10-27T00:59:59.000Z"]
    let second = ["2024-10-27T01:00:00.500Z", "2024-10-27T02:00:00.000Z"]
    #expect(try rows(times, eurusd("Europe/Athens", .byOrder)) == first + second)
    let path = try folder.write("a.csv", Self.header + "2024.10.27\t03:00:01\t1.1\t1.2\n")
    #expect(
      try refusal(path, eurusd("Europe/Athens")).contains("say which with --repeated-hour first, second or"))
    // Without a step back all of it is the first, or the second as stated.
    #expect(try rows(Array(times[0...2]), eurusd("Europe/Athens", .first)) == first)
    #expect(
      try rows([times[0], times[3], times[4]], eurusd("Europe/Athens", .second)) == [first[0]] + second)
    // A second step back is out of order, and a year later everything starts anew.
    let again = times + ["2025.10.26 03:30:00.000", "2025.10.26 03:10:00.000", "2025.10.26 03:20:00.000"]
    #expect(
      try rows(again, eurusd("Europe/Athens", .byOrder)).suffix(3) == [
        "2025-10-26T00:30:00.000Z", "2025-10-26T01:10:00.000Z", "2025-10-26T01:20:00.000Z",
      ])
    let thrice = try folder.write(
      "a.csv",
      Self.header + ["03:30:00", "03:10:00", "03:05:00"].map { "2024.10.27\t\($0)\t1.1\t1.2\n" }.joined())
    #expect(
      try refusal(thrice, eurusd("Europe/Athens", .byOrder)).hasPrefix(
        "time 2024-10-27T01:05:00.000000000Z comes after 2024-10-27T01:10:00.000000000Z (\(thrice), line 4)"))
  }

  @Test func `the report says which zone and which of two hours`() throws {
    let path = try folder.write("a.csv", Self.header + "2024.10.27\t03:00:01\t1.1\t1.2\n")
    #expect(
      try Imported(path, eurusd("America/New_York+7")).report.zoneNote
        == "America/New_York+7 (built-in rules)")
    #expect(
      try Imported(path, eurusd("Europe/Athens", .second)).report.zoneNote.hasSuffix(
        ", repeated hour: second"))
  }

  @Test func `CSV in local times has the same choice`() throws {
    let path = try folder.write(
      "b.csv", "time,bid,ask\n2024-11-03T01:30:00,1.1,1.2\n2024-11-03T01:10:00,1.1,1.2\n")
    let options = try eurusd("America/New_York", .byOrder)
    #expect(
      try Imported(path, options).quotes.map(\.eventTime.iso8601) == [
        "2024-11-03T05:30:00.000Z", "2024-11-03T06:10:00.000Z",
      ])
  }
}
