import Testing
import TradingCore

/// When markets open and close, to the nanosecond.
struct TradingHoursTests {
  private func at(_ text: String) throws -> Timestamp { try Timestamp(iso8601: text) }

  @Test(
    "FX closes on Friday 17:00 and opens on Sunday 17:00 New York, over both changes of the clock",
    arguments: [
      ("2024-03-08T22:00:00Z", "2024-03-10T21:00:00Z"), ("2024-11-01T21:00:00Z", "2024-11-03T22:00:00Z"),
      ("2024-01-12T22:00:00Z", "2024-01-14T22:00:00Z"), ("2006-03-31T22:00:00Z", "2006-04-02T21:00:00Z"),
    ])
  func fxWeek(_ close: String, _ open: String) throws {
    let (close, open) = (try at(close), try at(open))
    #expect(TradingHours.fxWeek.isOpen(at: close.advanced(by: -1)))
    #expect(!TradingHours.fxWeek.isOpen(at: close) && !TradingHours.fxWeek.isOpen(at: open.advanced(by: -1)))
    #expect(TradingHours.fxWeek.isOpen(at: open))
    #expect(TradingHours.fxWeek.nextClosing(after: open.advanced(by: -7 * Timestamp.day)) == close)
    #expect(TradingHours.fxWeek.nextClosing(after: close.advanced(by: -1)) == close)
    #expect(TradingHours.fxWeek.nextClosing(after: close) > open)
  }

  @Test("FX does not close within the week")
  func midweek() throws {
    #expect(TradingHours.fxWeek.isOpen(at: try at("2024-01-10T22:30:00Z")))
    let wednesday = try at("2024-01-10T12:00:00Z")
    #expect(TradingHours.fxWeek.nextClosing(after: wednesday).iso8601 == "2024-01-12T22:00:00.000Z")
  }

  @Test("gold pauses from 17:00 to 18:00 every day and opens on Sunday at 18:00")
  func withBreak() throws {
    let hours = TradingHours.fxWeekWithBreak
    #expect(hours.isOpen(at: try at("2024-03-11T20:59:59.999999999Z")))
    #expect(!hours.isOpen(at: try at("2024-03-11T21:00:00Z")))
    #expect(!hours.isOpen(at: try at("2024-03-11T21:59:59.999999999Z")))
    #expect(hours.isOpen(at: try at("2024-03-11T22:00:00Z")))
    #expect(!hours.isOpen(at: try at("2024-03-10T21:59:59Z")))
    #expect(hours.isOpen(at: try at("2024-03-10T22:00:00Z")))
    #expect(!hours.isOpen(at: try at("2024-03-08T22:00:00Z")))
    #expect(!hours.isOpen(at: try at("2024-03-09T12:00:00Z")))
  }

  @Test("gold's closings are every day's but the weekend's")
  func closings() throws {
    var time = try at("2024-03-07T12:00:00Z")
    var closings: [String] = []
    for _ in 0..<5 {
      time = TradingHours.fxWeekWithBreak.nextClosing(after: time)
      closings.append(time.iso8601(fractionDigits: 0))
    }
    #expect(
      closings == [
        "2024-03-07T22:00:00Z", "2024-03-08T22:00:00Z", "2024-03-11T21:00:00Z", "2024-03-12T21:00:00Z",
        "2024-03-13T21:00:00Z",
      ])
  }

  /// 9:30 New York is 14:30 UTC in winter and 13:30 in summer, which began on 2024-03-10.
  @Test("shares trade from 9:30 to 16:00 New York on weekdays")
  func shares() throws {
    let hours = TradingHours.usEquity
    let sessions = [
      ("2024-03-08T14:30:00Z", "2024-03-08T21:00:00Z"), ("2024-03-11T13:30:00Z", "2024-03-11T20:00:00Z"),
    ]
    for (open, close) in sessions {
      let (open, close) = (try at(open), try at(close))
      #expect(!hours.isOpen(at: open.advanced(by: -1)) && hours.isOpen(at: open))
      #expect(hours.isOpen(at: close.advanced(by: -1)) && !hours.isOpen(at: close))
      #expect(hours.nextClosing(after: close.advanced(by: -1)) == close)
      #expect(hours.nextClosing(after: open) == close && hours.nextClosing(after: close) > close)
    }
    #expect(!hours.isOpen(at: try at("2024-03-09T15:00:00Z")))
    #expect(!hours.isOpen(at: try at("2024-03-10T15:00:00Z")))
  }

  @Test("shares close every weekday")
  func shareClosings() throws {
    var time = try at("2024-03-07T21:00:00Z")
    var closings: [String] = []
    for _ in 0..<3 {
      time = TradingHours.usEquity.nextClosing(after: time)
      closings.append(time.iso8601(fractionDigits: 0))
    }
    #expect(closings == ["2024-03-08T21:00:00Z", "2024-03-11T20:00:00Z", "2024-03-12T20:00:00Z"])
    let evening = try at("2024-03-08T21:30:00Z")
    #expect(TradingHours.usEquity.nextClosing(after: evening).iso8601 == "2024-03-11T20:00:00.000Z")
  }

  @Test("crypto never closes")
  func always() throws {
    #expect(TradingHours.always.isOpen(at: try at("2024-03-09T12:00:00Z")))
    #expect(TradingHours.always.nextClosing(after: try at("2024-03-09T12:00:00Z")) == .distantFuture)
  }
}
