package import JSONText
import MarketClimate
import TradingCore

/// Files of calendars, and what each of them holds or is wrong with it.
package struct CheckedCalendars: Sendable {
  /// A file.
  package struct File: Sendable {
    /// Its path as it was given.
    package let path: String
    /// `holidays`, `news` or `windows`; `nil` for one with a fault.
    package let kind: String?
    /// What it holds, in words; empty for one with a fault.
    package let contents: String
    /// What is wrong with it.
    package let fault: String?
    private let count: Int

    init(_ path: String, policy: NewsPolicy) {
      self.path = path
      do throws(CalendarError) {
        switch try CalendarKind.load(path: path, policy: policy) {
        case .holidays(let calendar):
          let range = calendar.observed.map { ", \($0.lowerBound) to \($0.upperBound)" } ?? ""
          count = calendar.markets.count
          (kind, contents) = ("holidays", "\(Counted.text(count, "market"))\(range)")
        case .news(let calendar):
          let ends = [calendar.events.first, calendar.events.last].compactMap { $0?.startsAt }
          let range = ends.map { CivilDate(containing: $0).description }.joined(separator: " to ")
          count = calendar.events.count
          (kind, contents) = (
            "news", "\(Counted.text(count, "event"))\(range.isEmpty ? "" : ", \(range)")"
          )
        case .policy(let policy):
          count = policy.margins.count
          (kind, contents) = ("windows", "windows of \(Counted.text(count, "impact"))")
        }
        fault = nil
      } catch {
        (kind, contents, count, fault) = (nil, "", 0, "\(error)")
      }
    }

    fileprivate var json: JSONValue {
      [
        "path": .string(path), "kind": kind.map { .string($0) } ?? .null, "count": .count(count),
        "contents": .string(contents), "fault": fault.map { .string($0) } ?? .null,
      ]
    }
  }

  /// The files in the order in which they were given.
  package let files: [File]

  /// Whether all of them are as they should be.
  package var isGood: Bool { files.allSatisfy { $0.fault == nil } }
}

extension CheckedCalendars: Document {
  /// The files, for programs.
  package var json: JSONValue { ["ok": .boolean(isGood), "files": .array(files.map(\.json))] }
}
