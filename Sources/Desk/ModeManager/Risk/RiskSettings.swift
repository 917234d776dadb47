import FileSystem
import MarketClimate
package import RiskControl
import TradingCore
import YAMLText

/// The risk settings of a home: `risk.yaml`. They hold from the next session on.
package enum RiskSettings {
  /// The file's name in the home.
  package static let name = "risk.yaml"

  /// Its path.
  package static func path(home: String) -> String { home + "/" + name }

  /// The settings of a home; `nil` where it has none.
  ///
  /// A file that is there and can't be read is an error: who does not know the limits must not trade. Holidays are those
  /// of the home's calendar.
  /// - Throws: `FileError`, `ConfigurationError`, `CalendarError`.
  package static func load(home: String) throws -> RiskFile? {
    let path = path(home: home)
    guard Folders.mayBeThere(path) else { return nil }
    return try load(path: path, home: home)
  }

  /// The settings in a file, with the holidays of a home.
  ///
  /// - Throws: as `load(home:)`.
  package static func load(path: String, home: String) throws -> RiskFile {
    let markets = try Calendars.load(home: home).markets
    return try RiskFile.parse(text: try TextFile.yaml(path), path: path) { holidays(of: $0, in: markets) }
  }

  /// What in a file is about nobody, in words: a name that is misspelled guards nothing.
  ///
  /// `bots`: those that are registered.
  package static func remarks(_ file: RiskFile, bots: [String]) -> [String] {
    let accounts = bots + file.accounts.map(\.name)
    let families = file.families.map(\.name)
    var remarks: [String] = []
    for place in file.policy.places.map(\.place) {
      guard let scope = RiskScope(place) else { continue }
      let isKnown =
        switch scope.kind {
        case .desk: true
        case .bot: bots.contains(scope.id)
        case .account: accounts.contains(scope.id)
        case .family: families.contains(scope.id)
        }
      let remark = "Rules of \(scope) in \(name) are about nobody: no registered bot lies in it"
      if !isKnown, !remarks.contains(remark) { remarks.append(remark) }
    }
    for group in file.accounts + file.families {
      for bot in group.bots where !bots.contains(bot) {
        remarks.append("\(name) puts \(bot) into \(group.name), and there is no such bot")
      }
    }
    return remarks
  }

  /// Years of which yearly holidays are told where a calendar does not say which it has been made for.
  private static let years = 2_000...2_040

  /// The days of the trading center that goes by a clock.
  private static func holidays(of zone: ClockZone, in markets: MarketCalendar) -> ClockSession.Holidays {
    let center: TradingCenter
    switch zone {
    case .newYork, .chicago: center = .newYork
    case .london: center = .london
    case .tokyo: center = .asia
    case .utc, .berlin, .sydney: return .none
    }
    let market = CalendarMarket.center(center)
    guard markets.markets.contains(market),
      let first = markets.observed?.lowerBound ?? CivilDate(year: years.lowerBound, month: 1, day: 1),
      let last = markets.observed?.upperBound ?? CivilDate(year: years.upperBound, month: 12, day: 31)
    else { return .none }
    var holidays = ClockSession.Holidays()
    var date = first
    while date <= last {
      for closure in markets.closures(of: market, on: date) {
        switch closure.kind {
        case .holiday: holidays.closed.append(date)
        case .earlyClose:
          let seconds = zone.localTime(at: closure.span.from).nanosecondsInDay / Timestamp.second
          holidays.early.append(.init(date: date, secondsInDay: Int(seconds)))
        case .lateOpen: break
        }
      }
      date = date.adding(days: 1)
    }
    return holidays
  }
}

extension DeskRisk {
  /// What a file says.
  package init(_ file: RiskFile) {
    var places: [String: Place] = [:]
    func place(_ bot: String) -> Place { places[bot] ?? Place(bot: bot, account: bot) }
    for group in file.accounts {
      for bot in group.bots {
        var place = place(bot)
        place.account = group.name
        places[bot] = place
      }
    }
    for group in file.families {
      for bot in group.bots {
        var place = place(bot)
        place.family = group.name
        places[bot] = place
      }
    }
    self.init(file.policy, places: places.values.sorted { $0.bot < $1.bot })
  }
}
