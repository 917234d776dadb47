import TradingCore
import FileSystem
import YAMLText

/// The calendars of a home: what closes markets, and what news is announced.
package struct Calendars: Sendable, Hashable {
  /// Holidays, early closings and late openings.
  package var markets: MarketCalendar
  /// News and its windows.
  package var news: NewsCalendar
  /// The files that they were read from, the holidays' first.
  package var files: [String]

  /// Without any holidays or news.
  package static let none = Calendars(markets: .empty, news: .empty, files: [])

  /// All that the calendars say, a line each, the same for every set of files that says it.
  package var canonicalText: String { markets.canonicalText + news.canonicalText }

  /// The calendars in a home's `calendar/`: `holidays.yaml`, `news.yaml` and every file that ends in `.csv` or `.ics`.
  /// What is not there says nothing.
  ///
  /// - Parameters:
  ///   - home: the home's folder; it need not exist.
  ///   - holidays: a file to be read instead of the home's.
  ///   - news: files to be read instead of the home's, where there are any.
  /// - Returns: the calendars, empty where there are no files.
  /// - Throws: `file`, `content` or `unknownKind`.
  package static func load(
    home: String, holidays: String? = nil, news: [String] = []
  ) throws(CalendarError) -> Calendars {
    let folder = home + "/calendar"
    let names = Folders.names(in: folder)
    let ownHolidays = names.contains("holidays.yaml") ? folder + "/holidays.yaml" : nil
    let holidayFile = holidays ?? ownHolidays
    let ownNews = names.filter { CalendarKind.isNews($0) }.map { folder + "/" + $0 }
    let newsFiles = news.isEmpty ? ownNews : news
    var markets = MarketCalendar.empty
    if let holidayFile { markets = try MarketCalendar.load(path: holidayFile) }
    return Calendars(
      markets: markets, news: try NewsCalendar.load(paths: newsFiles, policy: try policy(home: home)),
      files: [holidayFile].compactMap { $0 } + newsFiles)
  }

  /// How a home reads news and gives it windows: its `calendar/news.yaml`, else the standard.
  ///
  /// - Throws: `file` or `content`.
  package static func policy(home: String) throws(CalendarError) -> NewsPolicy {
    let path = home + "/calendar/news.yaml"
    return Folders.isThere(path) ? try NewsPolicy.load(path: path) : NewsPolicy()
  }
}

/// What a file of a calendar holds.
package enum CalendarKind: Sendable, Hashable {
  /// Holidays: so many rules, of these markets.
  case holidays(MarketCalendar)
  /// News.
  case news(NewsCalendar)
  /// How long windows last.
  case policy(NewsPolicy)

  /// Reads a file as what it is: news by its name, YAML by its keys.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - policy: how news is read.
  /// - Returns: what the file holds.
  /// - Throws: `file`, `content` or `unknownKind`.
  package static func load(path: String, policy: NewsPolicy) throws(CalendarError) -> CalendarKind {
    if isNews(path) { return .news(try NewsCalendar.load(paths: [path], policy: policy)) }
    guard path.hasSuffix(".yaml") || path.hasSuffix(".yml") else { throw .unknownKind(path: path) }
    let text: String
    do { text = try TextFile.yaml(path) } catch { throw .file(error) }
    let keys: [String]
    do {
      let root = try YAMLValue(text: text, path: path) { try? DecimalText.parse($0, digits: $1) }
      keys = try root.entries().map(\.name)
    } catch { throw .content(error) }
    let isPolicy = keys.contains { ["windows", "zone", "currency"].contains($0) }
    return isPolicy
      ? .policy(try NewsPolicy.parse(text: text, path: path))
      : .holidays(try MarketCalendar.parse(text: text, path: path))
  }

  /// Whether a file's name says that it holds news.
  static func isNews(_ path: String) -> Bool {
    [".csv", ".ics"].contains { path.lowercased().hasSuffix($0) }
  }
}
