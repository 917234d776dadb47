import TestSupport
import Testing
import TradingCore

@testable import MarketClimate

@Suite("News from CSV")
struct NewsTableTests {
  private func read(_ text: String, _ policy: NewsPolicy = NewsPolicy()) throws -> [NewsEvent] {
    try NewsCalendar.parse(csv: text, path: "news.csv", policy: policy).events
  }

  private func fault(_ rows: String, zone: ClockZone? = nil) -> String {
    CalendarSamples.fault {
      try read("time,currency,impact,event\n" + rows, NewsPolicy(zone: zone))
    }
  }

  @Test("A row is an event, its time by its own offset; the calendar is in order of time")
  func rows() throws {
    let events = try read(
      """
      time,currency,impact,event
      2014-05-02 08:30:00-04:00,usd,High,Nonfarm payrolls
      2014-05-01T14:00Z,USD,medium,"ISM, ""manufacturing""\"
      """)
    #expect(
      events == [
        NewsEvent(
          startsAt: try CalendarSamples.at("2014-05-01T14:00Z"), currency: .usd, impact: .medium,
          title: "ISM, \"manufacturing\""),
        NewsEvent(
          startsAt: try CalendarSamples.at("2014-05-02T12:30Z"), currency: .usd, impact: .high,
          title: "Nonfarm payrolls"),
      ])
  }

  @Test(
    "Columns go by other names, too, in any order and among others; semicolons and tabs part them as well")
  func columns() throws {
    let expected = try read(
      "time,currency,impact,event,end\n2026-01-09T13:30Z,USD,high,Payrolls,2026-01-09T14:00Z\n")
    for separator in [",", ";", "\t"] {
      let rows = [
        ["Title", " Forecast", "Importance", "CCY", "Date Time", "Ends"],
        ["Payrolls", "", "HIGH", "USD", "2026-01-09T13:30:00Z", "2026-01-09T14:00:00Z"],
      ]
      let text = rows.map { $0.joined(separator: separator) }.joined(separator: "\n")
      #expect(try read(text) == expected)
    }
  }

  @Test("Lines end in LF, CRLF or CR, empty ones are passed over, and a mark of UTF-8 is no heading")
  func lineEnds() throws {
    let lines = ["time,currency,impact,event", "", "2026-01-09T13:30Z,USD,high,Payrolls", ""]
    let folder = try TemporaryFolder()
    let path = folder.file("NEWS.CSV")
    for end in ["\n", "\r\n", "\r"] {
      try CalendarSamples.write([0xEF, 0xBB, 0xBF] + Array(lines.joined(separator: end).utf8), to: path)
      #expect(try NewsCalendar.load(paths: [path], policy: NewsPolicy()).events.map(\.title) == ["Payrolls"])
    }
  }

  @Test("A title over lines is one line, without what a terminal would obey")
  func titles() throws {
    let events = try read(
      "time,currency,impact,event\n2026-01-09T13:30Z,USD,high,\"Rate\n  decision\u{1B}[2J \u{202E}now\"\n")
    #expect(events.map(\.title) == ["Rate decision [2J now"])
  }

  @Test("A time without a zone is by the clock that the policy states")
  func statedZone() throws {
    let text = "time,currency,impact,event\n2026-07-10 08:30,USD,high,A\n2026-01-09T08:30:00,USD,high,B\n"
    let times = try read(text, NewsPolicy(zone: .newYork)).map(\.startsAt)
    #expect(
      times == [try CalendarSamples.at("2026-01-09T13:30Z"), try CalendarSamples.at("2026-07-10T12:30Z")])
  }

  @Test(
    "A bad row is named by its line and its column",
    arguments: [
      ("2026-01-09,USD,high,A", "expected a date and a time of day"),
      ("9 January,USD,high,A", "expected a time with its zone"),
      ("2026-01-09T13:30,USD,high,A", "'2026-01-09T13:30' has no zone; end it with Z"),
      (
        "2026-02-31T13:30Z,USD,high,A",
        "bad value of 'time' (news.csv:3): expected a date and a time of day that exist"
      ),
      ("2026-01-09T24:30Z,USD,high,A", "that exist"),
      ("1950-01-09T13:30Z,USD,high,A", "in the years 1970 to 2199"),
      (
        "2026-01-09T13:30Z,US,high,A",
        "bad value of 'currency' (news.csv:3): expected a currency's code such as USD, was 'US'"
      ),
      ("2026-01-09T13:30Z,,high,A", "was empty"),
      (
        "2026-01-09T13:30Z,USD,meduim,A",
        "one of holiday, low, medium, high, was 'meduim'; did you mean 'medium'?"
      ),
      ("2026-01-09T13:30Z,USD,3,A", "bad value of 'impact' (news.csv:3)"),
      ("2026-01-09T13:30Z,USD,high,\"  \"", "bad value of 'event' (news.csv:3): expected what happens"),
      ("2026-01-09T13:30Z,USD,high", "3 columns where the first line names 4 (news.csv:3)"),
      ("2026-01-09T13:30Z,USD,high,A, B", "5 columns where the first line names 4"),
      ("2026-01-09T13:30Z,USD,high,\"A", "a quote that is not closed (news.csv:3)"),
      ("2026-01-09T13:30Z,USD,high,A \"B\"", "a quote within a cell"),
      ("2026-01-09T13:30Z,USD,high,\"A\" B", "text after a closing quote"),
    ])
  func badRows(_ row: String, _ problem: String) {
    let fault = fault("2026-01-08T13:30Z,USD,high,A\n" + row + "\n")
    #expect(fault.contains(problem) && fault.contains("news.csv:3"), "\(fault)")
  }

  @Test("A time that daylight saving skips does not exist; of one that comes twice it is the first")
  func daylightSaving() throws {
    let skipped = fault("2026-03-08 02:30,USD,high,A\n", zone: .newYork)
    #expect(skipped.contains("by the clock new_york: daylight saving skips it"), "\(skipped)")
    let twice = try read(
      "time,currency,impact,event\n2026-11-01 01:30,USD,high,A\n", NewsPolicy(zone: .newYork))
    #expect(twice.map(\.startsAt) == [try CalendarSamples.at("2026-11-01T05:30Z")])
  }

  @Test("An end before the start is refused")
  func inverted() {
    let fault = CalendarSamples.fault {
      try read("time,end,currency,impact,event\n2026-01-09T13:30Z,2026-01-09T13:00Z,USD,high,A\n")
    }
    #expect(
      fault.contains("bad value of 'end' (news.csv:2): expected a time not before the start"), "\(fault)")
  }

  @Test(
    "Missing and doubled columns",
    arguments: [
      ("time,currency,event", "no column 'impact' (news.csv:1)"),
      ("time,currency,impakt,event", "is it 'impakt'?"),
      ("time,datetime,currency,impact,event", "a second column of the time"),
      ("2026-01-09T13:30Z,USD,high,A", "no column 'time' (news.csv:1): the first line must name the columns"),
    ])
  func badHeader(_ header: String, _ problem: String) {
    let fault = CalendarSamples.fault { try read(header + "\n") }
    #expect(fault.contains(problem), "\(fault)")
  }

  @Test("An event that is there twice is refused, with both places, in one file or in two")
  func twice() throws {
    let row = "2026-01-09T13:30Z,USD,high,A\n"
    let inOne = fault(row + "2026-01-09T08:30-05:00,USD,low,A\n")
    #expect(
      inOne == "bad value of 'event' (news.csv:3): 'A' of USD at 2026-01-09T13:30:00Z is there already "
        + "(news.csv:2); keep one of the two")
    let folder = try TemporaryFolder()
    let paths = ["a.csv", "b.csv"].map(folder.file)
    for path in paths {
      try CalendarSamples.write(Array("time,currency,impact,event\n\(row)".utf8), to: path)
    }
    let inTwo = CalendarSamples.fault { try NewsCalendar.load(paths: paths, policy: NewsPolicy()) }
    #expect(inTwo.contains("b.csv:2") && inTwo.contains("a.csv:2"), "\(inTwo)")
  }

  @Test("Files that are none: missing, empty, in UTF-16 or Latin-1, huge, of another kind")
  func files() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("news.csv")
    func fault() -> String {
      CalendarSamples.fault { try NewsCalendar.load(paths: [path], policy: NewsPolicy()) }
    }
    #expect(fault().contains("no such file"))
    try CalendarSamples.write([], to: path)
    #expect(fault().contains("the file is empty"))
    try CalendarSamples.write([0xFF, 0xFE, 0x74, 0x00], to: path)
    #expect(fault().contains("save it as UTF-8"))
    try CalendarSamples.write([0x74, 0xE9, 0x0A], to: path)
    #expect(fault().contains("not a CSV file"))
    try CalendarSamples.write(Array(repeating: 0x20, count: 17 << 20), to: path)
    #expect(fault().contains("at most 16 MiB"))
    let other = CalendarSamples.fault {
      try NewsCalendar.load(paths: [folder.file("news.txt")], policy: NewsPolicy())
    }
    #expect(other.contains("name it .csv or .ics"))
  }

  @Test("A year of a row a minute is read, and asked in no time")
  func large() throws {
    var text = "time,currency,impact,event\n"
    let start = try CalendarSamples.at("2026-01-01T00:00Z")
    for minute in 0..<50_000 {
      let time = start.advanced(by: Int64(minute) * Timestamp.minute).iso8601(fractionDigits: 0)
      text += "\(time),USD,high,Event \(minute)\n"
    }
    let calendar = try NewsCalendar.parse(csv: text, path: "news.csv", policy: NewsPolicy())
    #expect(calendar.schedule.stretches.count == 1)
    #expect(calendar.next(after: start)?.event.title == "Event 16")
  }

  @Test("The example is as it should be")
  func example() throws {
    let folder = PackageRoot.path(of: "examples/calendars/")
    let policy = try NewsPolicy.load(path: folder + "news.yaml")
    let calendar = try NewsCalendar.load(paths: [folder + "news.csv", folder + "news.ics"], policy: policy)
    #expect(calendar.events.count == 8)
    let payrolls = try CalendarSamples.at("2014-05-02T12:30Z")
    #expect(
      calendar.schedule(affecting: Known.eurusd).windows(at: payrolls).map(\.event.title)
        == ["Nonfarm payrolls", "Unemployment rate"])
    #expect(calendar.events.first?.title == "Federal Open Market Committee, statement")
    #expect(calendar.events.first?.startsAt == (try CalendarSamples.at("2014-04-30T18:00Z")))
  }
}
