import TestSupport
import Testing
import TradingCore

@testable import TickStore

struct ZoneTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test(
    arguments: [
      ("UTC", "UTC"), ("Z", "UTC"), ("UTC-5", "UTC-5"), ("UTC+05:30", "UTC+05:30"), ("UTC+0530", nil),
      ("GMT+2", "UTC+2"),
      ("America/New_York", "America/New_York"), ("Europe/Helsinki", "Europe/Helsinki"), ("EST", nil),
      ("Mars/Olympus", nil), ("UTC-25", nil), ("", nil), ("+02:00", nil),
    ] as [(String, String?)])
  func `a zone is a distance from UTC or an IANA name`(name: String, expected: String?) throws {
    guard let expected else {
      let error = #expect(throws: ImportError.self) { try ImportZone(name: name) }
      #expect(error?.kind == .commandLine)
      #expect(error?.description.hasPrefix("unknown time zone '\(name)' (--zone): give UTC") == true)
      return
    }
    #expect(try ImportZone(name: name).description == expected)
  }

  @Test(arguments: [
    ("UTC-5", "2024-07-01T12:00:00", "2024-07-01T17:00:00Z"),
    ("UTC+05:30", "2024-07-01T05:30:00", "2024-07-01T00:00:00Z"),
    ("America/New_York", "2024-07-01T12:00:00", "2024-07-01T16:00:00Z"),
    ("America/New_York", "2024-01-01T12:00:00", "2024-01-01T17:00:00Z"),
    ("America/New_York", "2024-03-10T03:00:00", "2024-03-10T07:00:00Z"),
    ("Europe/Helsinki", "2024-07-01T12:00:00", "2024-07-01T09:00:00Z"),
    ("Europe/Helsinki", "2024-03-31T02:59:59.999", "2024-03-31T00:59:59.999Z"),
  ])
  func `local times become UTC by the zone stated`(zone: String, local: String, utc: String) throws {
    let path = try folder.write("a.csv", "time,bid,ask\n\(local),1.1,1.2\n")
    let options = try ImportOptions.eurusd.with { $0.zone = try ImportZone(name: zone) }
    #expect(try Imported(path, options).quotes == [Quote(utc, 110_000, 120_000)])
  }

  @Test(arguments: [
    ("America/New_York", "2024-11-03T01:30:00", "happened twice"),
    ("America/New_York", "2024-03-10T02:30:00", "never happened"),
    ("Europe/Helsinki", "2024-10-27T03:30:00", "happened twice"),
    ("Europe/Helsinki", "2024-03-31T03:30:00", "never happened"),
  ])
  func `an hour that is there twice or never is refused`(zone: String, local: String, message: String) throws
  {
    let path = try folder.write("a.csv", "time,bid,ask\n\(local),1.1,1.2\n")
    let options = try ImportOptions.eurusd.with { $0.zone = try ImportZone(name: zone) }
    #expect(
      refusal(path, options).hasPrefix("time '\(local)' \(message) in \(zone) (\(path), line 2): "))
  }

  @Test func `New York by its own rules and by the zone data agree over fifty years`() throws {
    let data = try #require(NamedZone("America/New_York"))
    let start = try Timestamp(iso8601: "1976-01-01T00:00Z")
    for hour in stride(from: 0, to: 50 * 8_766, by: 11) {
      let time = start.advanced(by: Int64(hour) * Timestamp.hour)
      #expect(data.offsetSeconds(at: time) == NewYorkCalendar.utcOffsetSeconds(at: time), "\(time.iso8601)")
    }
  }

  @Test func `the clock agrees with the zone hour by hour through a year`() throws {
    let zone = try ImportZone(name: "America/New_York")
    var clock = ZoneClock(zone)
    let start = try Timestamp(iso8601: "2024-01-01T00:00Z")
    var unclear = 0
    for step in 0..<366 * 24 * 2 {
      let time = start.advanced(by: Int64(step) * 30 * Timestamp.minute)
      let local = time.nanoseconds + Int64(zone.offsetSeconds(at: time)) * Timestamp.second
      let answer = clock.instant(local: local)
      if answer == .ambiguous { unclear += 1 } else { #expect(answer == .instant(time.nanoseconds)) }
    }
    #expect(unclear == 4)
  }

  // MARK: Formats that settle it

  @Test func `LEAN's zone comes from a market folder, or from the option`() throws {
    let zip = Fixture.zip("20140501_eurusd_tick_quote.csv", "1787.25,1.38727,1.38729\r\n")
    let fxcm = try folder.write("forex/fxcm/tick/eurusd/20140501_quote.zip", zip)
    let oanda = try folder.write("forex/oanda/tick/eurusd/20140501_quote.zip", zip)
    let other = try folder.write("forex/dealer/tick/eurusd/20140501_quote.zip", zip)
    #expect(try Imported(fxcm).quotes == [Quote("2014-05-01T05:00:01.78725Z", 138_727, 138_729)])
    #expect(try Imported(fxcm).report.zoneNote == "UTC-5 (folder fxcm)")
    #expect(try Imported(oanda).quotes == [Quote("2014-05-01T00:00:01.78725Z", 138_727, 138_729)])
    #expect(
      refusal(other) == "nothing says the time zone (no folder oanda or fxcm) (\(other)): say it with --zone")
    #expect(
      try Imported(other, .eurusd.with { $0.zone = .newYork }).quotes.first?.eventTime
        == Timestamp(iso8601: "2014-05-01T04:00:01.78725Z"))
    #expect(
      refusal(fxcm, .eurusd.with { $0.zone = .utc })
        == "the file says UTC-5 (folder fxcm), the option says --zone UTC (\(fxcm)): "
        + "leave out --zone UTC, or give the right file")
  }

  @Test func `HistData is UTC−5 and nothing else`() throws {
    let path = try folder.write("a.csv", "20200701 170000065,1.121200,1.121720,0\n")
    #expect(try Imported(path).quotes == [Quote("2020-07-01T22:00:00.065Z", 112_120, 112_172)])
    let stated = try ImportOptions.eurusd.with { $0.zone = try ImportZone(name: "UTC-5") }
    #expect(try Imported(path, stated).quotes.count == 1)
    #expect(
      refusal(path, .eurusd.with { $0.zone = .newYork }).hasPrefix(
        "the file says UTC-5 all year, as HistData's files are, the option says --zone America/New_York (\(path))"
      ))
  }
}
