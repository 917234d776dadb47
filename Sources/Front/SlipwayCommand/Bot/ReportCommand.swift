import BotAssembly
import ArgumentParser
import FileSystem
import JSONText
import Journal
import ModeManager
import Promotion
import Reports
import TradingCore

/// `slipway report`
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", abstract: "Report what a bot has done: figures, trades, equity.",
    discussion: """
      Everything comes from the journal: nothing is run, and a bot that is running is not disturbed. What a bot \
      did under earlier identities is told apart. A trade is a round trip from flat to flat.
      """)

  @Argument(help: "The bot's name.")
  var id: String

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp(
      "Write a page to this file, - for standard output; one that is there is replaced.",
      valueName: "out.html"))
  var output: String?

  @Option(help: ArgumentHelp("Only trades closed at or after this time (ISO 8601).", valueName: "time"))
  var from: String?

  @Option(help: ArgumentHelp("Only trades closed before this time (ISO 8601).", valueName: "time"))
  var to: String?

  @OptionGroup var shared: SharedOptions

  func run() throws {
    let period = try ReportPeriod(from: from, to: to)
    let journal = try journal()
    let (record, evidence, standing) = try journal.read { reading in
      (
        try BotStore.bot(id, reading), try reading.evidence(of: id),
        try GateLedger.read(reading).standing(of: id)
      )
    }
    let inputs = try record.inputs(home: shared.homeFolder)
    let target = try output.map { try OutputTarget($0, option: "-o", against: inputs, shared: shared) }
    var maker = try BotReportMaker(
      record, evidence, standing: standing,
      resolver: BotResolver(home: shared.homeFolder, quiet: shared.quiet))
    var report = try maker.report(journal, period)
    report.commandLine = CommandText.current
    try target?.write(report.htmlPage())
    if shared.json { report.notes.forEach(shared.note) }
    let print = {
      try shared.printResult(json: document(report, period)) { colored in
        output.map { "\(id): the report is in \($0)\n" } ?? report.summaryText(colored: colored)
      }
    }
    if let target { try target.printResult(print) } else { try print() }
  }

  /// The home's journal, to be read.
  private func journal() throws -> Journal {
    do throws(JournalError) {
      return try Journal(home: shared.homeFolder, mode: .readOnly)
    } catch .missing {
      throw BotStore.unknown(id, among: [])
    }
  }

  private func document(_ report: BotReport, _ period: ReportPeriod) -> JSONValue {
    func time(_ time: Timestamp?) -> JSONValue { time.map { .string($0.iso8601) } ?? .null }
    return report.json().adding("from", time(period.from)).adding("to", time(period.to))
      .adding("report", output.map { .string($0) } ?? .null)
  }
}

extension BotRecord {
  /// Files that what is said of the bot is made from.
  func inputs(home: String) throws -> [String] {
    let spec = try BotSpec(json: self.spec)
    return Journal.files(ofHome: home) + [spec.broker] + spec.params.map(\.text)
  }
}

/// The time that a report is about: all, unless an end is given.
struct ReportPeriod {
  /// The first instant, where one was asked for.
  let from: Timestamp?
  /// The first instant after it, where one was asked for.
  let to: Timestamp?

  /// The period of two options.
  ///
  /// - Throws: `CommandError.usage`.
  init(from: String?, to: String?) throws(CommandError) {
    self.from = try Self.time(from, option: "--from")
    self.to = try Self.time(to, option: "--to")
    guard let start = self.from, let end = self.to, start >= end else { return }
    throw .usage(
      what: "--from is not before --to", option: "--from, --to", advice: "give a time that is earlier")
  }

  private static func time(_ text: String?, option: String) throws(CommandError) -> Timestamp? {
    guard let text else { return nil }
    return try OptionValues.time(text, option: option)
  }

  /// The part of evidence that it asks for.
  func span(of evidence: Evidence) -> ScorecardSpan {
    guard from != nil || to != nil else { return .all }
    let start = from ?? evidence.firstTick ?? to ?? .distantPast
    let end = to ?? max(evidence.lastTick ?? start, start).advanced(by: 1)
    return .between(from: min(start, end), to: end)
  }
}
