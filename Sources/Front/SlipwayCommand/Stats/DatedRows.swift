import Statistics
import TradingCore

/// The times in a file's first column, beside the numbers of another.
struct DatedRows {
  /// The trading day of each row.
  private let days: [CivilDate]
  /// The instant of each row; midnight UTC of a date.
  private let times: [Timestamp]
  /// Whether rows have dates and no time of day.
  private let areDates: Bool

  /// The times of a file: dates as `2026-01-05`, which are trading days as they stand, or ISO 8601 with a zone.
  ///
  /// - Returns: `nil` where the first column holds none.
  /// - Throws: `badRow` for a column of times with one that can't be read or that goes back.
  init?(_ file: NumberFile) throws(CommandError) {
    guard file.column != 0, let first = file.table.rows.first?.fields[0] else { return nil }
    let name = file.table.heading?[0].lowercased() ?? ""
    guard Self.begins(first) || ["time", "date", "datetime", "timestamp"].contains(name) else { return nil }
    var (days, times): ([CivilDate], [Timestamp]) = ([], [])
    let areDates = Self.date(first) != nil
    for row in file.table.rows {
      let (day, time) = try Self.read(row.fields[0], areDates: areDates, place: file.table.place(of: row))
      if let last = times.last, time < last {
        throw .badRow(
          what: "the time goes back, from \(Self.text(last, areDates)) to \(Self.text(time, areDates))",
          place: file.table.place(of: row), advice: "sort the rows by time")
      }
      days.append(day)
      times.append(time)
    }
    (self.days, self.times, self.areDates) = (days, times, areDates)
  }

  private static func text(_ time: Timestamp, _ isDate: Bool) -> String {
    isDate ? String(time.iso8601.prefix(10)) : time.iso8601
  }

  /// Whether a text begins like a date: four digits and a dash.
  private static func begins(_ text: String) -> Bool {
    let bytes = Array(text.utf8.prefix(5))
    return bytes.count == 5 && bytes[4] == UInt8(ascii: "-")
      && bytes[0..<4].allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
  }

  private static func date(_ text: String) -> CivilDate? {
    var scanner = TimeScanner(Array(text.utf8))
    do throws(Timestamp.ParseFault) {
      let date = try scanner.date(separator: UInt8(ascii: "-"))
      return scanner.isAtEnd ? date : nil
    } catch { return nil }
  }

  private static func read(
    _ text: String, areDates: Bool, place: String
  ) throws(CommandError) -> (CivilDate, Timestamp) {
    if areDates, let date = date(text) { return (date, date.startUTC) }
    do throws(Timestamp.ParseFault) {
      if areDates { throw .malformed }
      let time = try Timestamp(iso8601: text)
      return (NewYorkCalendar.tradingDay(at: time), time)
    } catch {
      let isZoneMissing = error == .zoneMissing
      throw .badRow(
        what: isZoneMissing
          ? "the time '\(text.prefix(40))' has no zone"
          : "expected a \(areDates ? "date" : "time"), was '\(text.prefix(40))'",
        place: place, advice: "give dates as 2026-01-05, or times as 2026-01-05T17:00:00Z")
    }
  }
}

extension DatedRows {
  /// Equity brought to days as a backtest does it: the last value of each trading day, from the first value of all on.
  struct Days {
    /// The value at the start.
    let start: Double
    /// The last value of each day, in order.
    let ends: [Double]
    /// From the first row to the last, in nanoseconds.
    let elapsedNanoseconds: Int64
  }

  /// The values by day. A first day with a single row gives the start only.
  func byDay(_ values: [Double]) -> Days {
    var ends: [(day: CivilDate, value: Double, rows: Int)] = []
    for (day, value) in zip(days, values) {
      if ends.last?.day == day {
        (ends[ends.count - 1].value, ends[ends.count - 1].rows) = (value, ends[ends.count - 1].rows + 1)
      } else {
        ends.append((day, value, 1))
      }
    }
    if ends.first?.rows == 1 { ends.removeFirst() }
    return Days(
      start: values[0], ends: ends.map(\.value),
      elapsedNanoseconds: (times.last ?? times[0]).nanoseconds - times[0].nanoseconds)
  }

  /// The trading days in a year that the days show: 365 where there are weekends among them.
  var year: TradingYear { days.contains { $0.weekday == 0 || $0.weekday == 6 } ? .everyDay : .weekdays }

  /// How many rows make a year, where each is a period: days with or without weekends, weeks, months, quarters, years;
  /// `nil` where they are none of these.
  var periodsPerYear: Double? {
    let steps = zip(days, days.dropFirst()).map { Double($1.daysSinceEpoch - $0.daysSinceEpoch) }
    guard let middle = Moments.quantile(steps, at: 0.5) else { return nil }
    switch middle {
    case 1: return year.days
    case 6...8: return 52
    case 27...32: return 12
    case 89...93: return 4
    case 360...370: return 1
    default: return nil
    }
  }
}
