import Testing
import TradingCore

/// Times as text.
struct ISO8601Tests {
  @Test(
    "instants are read with their zone",
    arguments: [
      ("1970-01-01T00:00:00Z", 0), ("1970-01-01T00:00Z", 0), ("1970-01-01 00:00:01z", 1_000_000_000),
      ("1970-01-01T00:00:00.000000001Z", 1), ("1969-12-31T23:59:59.999Z", -1_000_000),
      ("1970-01-01T02:00:00+02:00", 0), ("1970-01-01T02:00:00+0200", 0), ("1970-01-01T02:00:00+02", 0),
      ("1969-12-31T18:30:00-05:30", 0), ("2019-02-04T00:00:00.994Z", 1_549_238_400_994_000_000),
      ("2024-02-29T12:00:00.5Z", 1_709_208_000_500_000_000),
    ] as [(String, Int64)])
  func good(_ text: String, _ nanoseconds: Int64) throws {
    #expect(try Timestamp(iso8601: text).nanoseconds == nanoseconds)
  }

  @Test(
    "everything else is refused, for a reason",
    arguments: [
      ("2019-02-04", .zoneMissing), ("2019-02-04T00:00:00", .zoneMissing), ("2019-02-04T00:00", .zoneMissing),
      ("2019-02-04T00:00:00.994", .zoneMissing),
      ("", .malformed), ("2019", .malformed), ("20190204T000000Z", .malformed),
      ("2019-2-4T00:00:00Z", .malformed),
      ("2019-02-04T00:00:00.Z", .malformed), ("2019-02-04T00:00:00.1234567890Z", .malformed),
      ("2019-02-04T00:00:00ZZ", .malformed), ("2019-02-04T00:00:00 Z", .malformed),
      ("2019-02-04T0:00:00Z", .malformed), ("2019-02-04X00:00:00Z", .malformed),
      ("2019-02-04T00:00:00+2:00", .malformed), ("2019-02-04T00:00:00UTC", .malformed),
      ("2019-02-30T00:00:00Z", .outOfRange), ("2019-13-01T00:00:00Z", .outOfRange),
      ("2019-02-04T24:00:00Z", .outOfRange), ("2019-02-04T23:60:00Z", .outOfRange),
      ("2016-12-31T23:59:60Z", .outOfRange), ("2019-02-04T00:00:00+16:00", .outOfRange),
      ("2019-02-04T00:00:00+02:60", .outOfRange), ("1600-01-01T00:00:00Z", .outOfRange),
      ("2300-01-01T00:00:00Z", .outOfRange),
    ] as [(String, Timestamp.ParseFault)])
  func bad(_ text: String, _ fault: Timestamp.ParseFault) {
    #expect(throws: fault) { try Timestamp(iso8601: text) }
  }

  @Test("text is truncated, never rounded up")
  func text() {
    let time = Timestamp(nanoseconds: 1_549_238_400_994_999_999)
    #expect(time.iso8601 == "2019-02-04T00:00:00.994Z")
    #expect(time.iso8601(fractionDigits: 9) == "2019-02-04T00:00:00.994999999Z")
    #expect(time.iso8601(fractionDigits: 0) == "2019-02-04T00:00:00Z")
    #expect(Timestamp(nanoseconds: -1).iso8601 == "1969-12-31T23:59:59.999Z")
  }

  @Test(
    "what is written is read back",
    arguments: [-6_000_000_000_000_000_001, -1, 0, 1, 1_709_208_000_123_456_789])
  func roundTrip(_ nanoseconds: Int64) throws {
    let time = Timestamp(nanoseconds: nanoseconds)
    #expect(try Timestamp(iso8601: time.iso8601(fractionDigits: 9)) == time)
  }

  @Test("the first and the last instant have texts")
  func firstAndLast() {
    #expect(Timestamp.distantPast.iso8601(fractionDigits: 9) == "1677-09-21T00:12:43.145224192Z")
    #expect(Timestamp.distantFuture.iso8601(fractionDigits: 9) == "2262-04-11T23:47:16.854775807Z")
    #expect(Timestamp(nanoseconds: -1).iso8601(fractionDigits: 9) == "1969-12-31T23:59:59.999999999Z")
  }

  @Test("times stay at their ends instead of overflowing, and seconds round down")
  func ends() {
    #expect(Timestamp.distantFuture.advanced(by: 1) == .distantFuture)
    #expect(Timestamp.distantPast.advanced(by: -1) == .distantPast)
    #expect(Timestamp(nanoseconds: -1).secondsSinceEpoch == -1)
    #expect(Timestamp(nanoseconds: -Timestamp.second).secondsSinceEpoch == -1)
    #expect(Timestamp(nanoseconds: 1_999_999_999).secondsSinceEpoch == 1)
  }
}
