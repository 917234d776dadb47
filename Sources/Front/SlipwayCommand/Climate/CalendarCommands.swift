import ArgumentParser
import Operations
import Reports
import TradingCore

/// `slipway calendar`: sessions, holidays and news.
struct CalendarCommands: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "calendar",
    abstract: "Which sessions are open, which holidays come, and what news is ahead.",
    subcommands: [CalendarShow.self, CalendarCheck.self], defaultSubcommand: CalendarShow.self)
}

/// `slipway calendar show`
struct CalendarShow: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Sessions open now and next, holidays, and news ahead.",
    discussion: """
      Calendars are those of the home's calendar/: holidays.yaml, news.yaml, and every .csv and .ics there. \
      docs/calendars.md has their formats, examples/calendars a start.

      Example:
        slipway calendar show --symbol EURUSD --news examples/calendars/news.csv \\
          --from 2014-05-02T12:00Z
      """)

  @Option(
    help: ArgumentHelp("Only what bears on this instrument.", valueName: "s"), completion: .names(.symbols))
  var symbol: String?

  @Option(help: ArgumentHelp("From then on (default: now).", valueName: "time"))
  var from: String?

  @Option(help: ArgumentHelp("Until then (default: a week later).", valueName: "time"))
  var to: String?

  @Option(
    help: ArgumentHelp("News from this .csv or .ics instead of the home's; repeatable.", valueName: "file"),
    completion: .file(extensions: ["csv", "ics"]))
  var news: [String] = []

  @Option(
    help: ArgumentHelp("Holidays from this file instead of the home's.", valueName: "file.yaml"),
    completion: .yamlFiles)
  var holidays: String?

  @OptionGroup var shared: SharedOptions

  func run() throws {
    var question = TypedCalendar()
    (question.symbol, question.from, question.to) = (symbol, from, to)
    (question.holidays, question.news) = (holidays, news)
    let calendar = try shared.operations.calendar.show(question)
    if calendar.files.isEmpty {
      shared.note(
        "there is no calendar in \(shared.homeFolder)/calendar: holidays and news are unknown, see docs/calendars.md"
      )
    }
    try shared.print(calendar) { calendar.text(colored: $0) }
  }
}

/// `slipway calendar check`
struct CalendarCheck: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Check files of holidays, news and windows.",
    discussion: """
      News is read by the home's calendar/news.yaml, where there is one. Ends with 78 when a file has a fault.

      Example:
        slipway calendar check examples/calendars/holidays.yaml
      """)

  @Argument(help: "YAML, CSV and iCalendar files.", completion: .file(extensions: ["yaml", "csv", "ics"]))
  var files: [String]

  @OptionGroup var shared: SharedOptions

  func run() throws {
    let checked = try shared.operations.calendar.check(files)
    try shared.print(checked) { colored in
      var table = TextTable([.init("FILE"), .init("KIND"), .init("CONTENTS")])
      for file in checked.files {
        table.add([
          TextCell(file.path, .strong), TextCell(file.kind ?? "fault", file.fault == nil ? .gain : .loss),
          TextCell(file.fault ?? file.contents),
        ])
      }
      return table.text(colored: colored)
    }
    if !checked.isGood { throw ExitCode(ExitStatus.configuration.rawValue) }
  }
}

extension CalendarDocument {
  fileprivate func text(colored: Bool) -> String {
    var parts = [hoursTable.text(colored: colored)]
    if !closures.isEmpty { parts.append(closuresTable.text(colored: colored)) }
    if let holidaysFrom, let holidaysUntil {
      let rest = isPartlyUnknown ? "; of other days nothing is known" : ""
      parts.append("Holidays are known from \(holidaysFrom) to \(holidaysUntil)\(rest).\n")
    }
    if !events.isEmpty { parts.append(newsTable.text(colored: colored)) }
    let change = newsChangesAt.map { ", until \(Self.minute($0))" } ?? ""
    parts.append("News is \(isNewsOn ? "on" : "off")\(change).\n")
    return parts.joined(separator: "\n")
  }

  private var hoursTable: TextTable {
    var table = TextTable([.init("AT \(Self.minute(from))"), .init(""), .init("OPENS"), .init("CLOSES")])
    for hours in sessions + [market].compactMap({ $0 }) {
      table.add([
        TextCell(hours.name, .strong),
        TextCell(hours.isOpen ? "open" : "closed", hours.isOpen ? .gain : .faint),
        TextCell(hours.opensAt.map(Self.minute) ?? "–"), TextCell(hours.closesAt.map(Self.minute) ?? "–"),
      ])
    }
    return table
  }

  private var closuresTable: TextTable {
    var table = TextTable([.init("DAY"), .init("MARKET"), .init("CLOSED FROM"), .init("TO"), .init("FOR")])
    for closure in closures {
      table.add([
        TextCell(closure.date.description), TextCell(closure.market), TextCell(Self.minute(closure.from)),
        TextCell(Self.minute(closure.to)), TextCell(closure.name),
      ])
    }
    return table
  }

  private var newsTable: TextTable {
    var table = TextTable([.init("NEWS"), .init(""), .init("IMPACT"), .init("WINDOW"), .init("EVENT")])
    for event in events {
      let window = [event.windowFrom, event.windowTo].compactMap { $0.map { Self.minute($0).suffix(6) } }
      table.add([
        TextCell(Self.minute(event.startsAt), event.isOn ? .loss : .plain), TextCell(event.currency, .strong),
        TextCell(event.impact), TextCell(window.joined(separator: "–")), TextCell(event.title),
      ])
    }
    return table
  }

  /// To the minute, in UTC: `2026-01-09 13:30Z`.
  private static func minute(_ time: Timestamp) -> String {
    time.iso8601(fractionDigits: 0).dropLast(4).replacing("T", with: " ") + "Z"
  }
}
