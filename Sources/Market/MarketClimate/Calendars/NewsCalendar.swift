package import TradingCore
import FileSystem
import YAMLText

/// What is announced, in order of time, with the windows that a policy gives it.
package struct NewsCalendar: Sendable, Hashable {
  /// Every event, in order of time.
  package let events: [NewsEvent]
  /// How long windows last.
  package let policy: NewsPolicy
  /// The windows of all events, whatever instruments they bear on.
  package let schedule: NewsSchedule

  /// A calendar without events.
  package static let empty = NewsCalendar([], policy: NewsPolicy())

  /// A calendar of events in any order.
  package init(_ events: [NewsEvent], policy: NewsPolicy) {
    self.events = events.sorted()
    self.policy = policy
    schedule = NewsSchedule(self.events.compactMap { policy.window(of: $0) })
  }

  /// The windows that bear on an instrument, as a schedule to be asked at any time.
  ///
  /// - Complexity: O(n log n): made once for an instrument, and kept.
  package func schedule(affecting instrument: Instrument) -> NewsSchedule {
    NewsSchedule(schedule.windows.filter { $0.event.affects(instrument) })
  }

  /// The windows that bear on an instrument, by their start.
  package func windows(affecting instrument: Instrument) -> [NewsWindow] {
    schedule(affecting: instrument).windows
  }

  /// What of it counts for whoever trades these instruments: the events that bear on one of them and have a window, with
  /// the policy's words on their impacts alone. Whatever else a calendar says can't change a regime of theirs.
  ///
  /// Of what counts all of it counts again.
  package func counting(for instruments: [Instrument]) -> NewsCalendar {
    let counted = schedule.windows.map(\.event).filter { event in instruments.contains(where: event.affects) }
    let impacts = Set(counted.map(\.impact))
    return NewsCalendar(
      counted, policy: NewsPolicy(margins: policy.margins.filter { impacts.contains($0.key) }))
  }

  /// Whether any window is on at an instant.
  ///
  /// - Complexity: O(log n).
  package func isOn(at time: Timestamp) -> Bool { schedule.isOn(at: time) }

  /// The first window that starts after an instant; `nil` when there is none.
  ///
  /// - Complexity: O(log n).
  package func next(after time: Timestamp) -> NewsWindow? { schedule.next(after: time) }

  /// The events that start between two instants, the second not included, with a window or without.
  ///
  /// - Complexity: O(log n) and the events it gives.
  package func events(from: Timestamp, to: Timestamp) -> ArraySlice<NewsEvent> {
    let start = events.firstOrdered { $0.startsAt >= from } ?? events.count
    let end = events.firstOrdered { $0.startsAt >= to } ?? events.count
    return events[start..<max(start, end)]
  }

  /// All that the calendar says, a line each, the same for every file that says it: what an identity is made of.
  package var canonicalText: String {
    let lines = events.map { event in
      let times = [event.startsAt, event.endsAt].map { $0.iso8601(fractionDigits: 9) }
      return "event \(times[0]) \(times[1]) \(event.currency) \(event.impact.rawValue) \(event.title)\n"
    }
    return "news calendar 1\n" + policy.canonicalText + lines.joined()
  }
}

extension NewsCalendar {
  /// No calendar that is worth reading comes near this size, in MiB: some 200,000 events.
  private static let mostMebibytes = 16

  /// A file of news as it was read.
  package struct File: Sendable {
    /// Its path, as it was given.
    package let path: String
    /// What is in it.
    package let bytes: [UInt8]
    /// How many events that is.
    package let events: Int
  }

  /// The calendar of files of CSV (`.csv`) and iCalendar (`.ics`), together.
  ///
  /// - Parameters:
  ///   - paths: the files.
  ///   - policy: how they are read, and how long windows last.
  ///   - hearing: told of each file, in order.
  /// - Returns: the calendar.
  /// - Throws: `file`, `unknownKind`, or `content`, also for an event that is there twice.
  package static func load(
    paths: [String], policy: NewsPolicy, hearing: (File) -> Void = { _ in }
  ) throws(CalendarError) -> NewsCalendar {
    var found: [PlacedNews] = []
    for path in paths {
      let isCSV = path.lowercased().hasSuffix(".csv")
      guard isCSV || path.lowercased().hasSuffix(".ics") else { throw .unknownKind(path: path) }
      let read: (text: String, bytes: [UInt8])
      do {
        read = try TextFile.read(path, kind: isCSV ? "CSV" : "iCalendar", mostMebibytes: mostMebibytes)
      } catch { throw .file(error) }
      do {
        let news =
          try isCSV
          ? NewsTable.read(read.text, path: path, policy: policy)
          : NewsComponents.read(read.text, path: path, policy: policy)
        hearing(File(path: path, bytes: read.bytes, events: news.count))
        found += news
      } catch { throw .content(error) }
    }
    return try make(of: found, policy: policy)
  }

  /// The calendar of a text of CSV that stands at the path.
  ///
  /// - Throws: `content`.
  package static func parse(csv text: String, path: String, policy: NewsPolicy) throws(CalendarError)
    -> NewsCalendar
  {
    let found: [PlacedNews]
    do { found = try NewsTable.read(text, path: path, policy: policy) } catch { throw .content(error) }
    return try make(of: found, policy: policy)
  }

  /// The calendar of a text of iCalendar that stands at the path.
  ///
  /// - Throws: `content`.
  package static func parse(
    iCalendar text: String, path: String, policy: NewsPolicy
  ) throws(CalendarError) -> NewsCalendar {
    let found: [PlacedNews]
    do { found = try NewsComponents.read(text, path: path, policy: policy) } catch { throw .content(error) }
    return try make(of: found, policy: policy)
  }

  private struct Key: Hashable {
    let startsAt: Timestamp
    let currency: Currency
    let title: String
  }

  private static func make(of found: [PlacedNews], policy: NewsPolicy) throws(CalendarError) -> NewsCalendar {
    var places: [Key: ConfigurationPlace] = [:]
    for news in found {
      let event = news.event
      let key = Key(startsAt: event.startsAt, currency: event.currency, title: event.title)
      if let first = places.updateValue(news.place, forKey: key) {
        throw .content(
          .fault(
            news.place, field: news.titleField,
            problem: "\(CalendarText.quoted(event.title)) of \(event.currency) at "
              + "\(event.startsAt.iso8601(fractionDigits: 0)) is there already (\(first))",
            remedy: "keep one of the two"))
      }
    }
    return NewsCalendar(found.map(\.event), policy: policy)
  }
}
