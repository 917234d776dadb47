import ArgumentParser
import BotAssembly
import JSONText
import Journal
import Reports
import TradingCore

/// `slipway audit export`
struct AuditExport: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Write the journal out as JSON lines and CSV, with digests.",
    discussion: """
      Makes events.jsonl and events.csv (every row of the chain), fills.csv, trades.csv and orders.csv (what the \
      bots did), and manifest.json with the SHA-256 of each and the head of the chain.
      """)

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp("The folder to make, or an empty one.", valueName: "folder"))
  var output: String

  @OptionGroup var shared: SharedOptions

  func run() throws {
    guard !output.isEmpty else {
      throw CommandError.usage(what: "the path is empty", option: "-o", advice: "name the folder to make")
    }
    try OutputTarget.checkFolder(output, home: shared.homeFolder)
    let bar = ProgressBar("Exporting", unit: "rows", quiet: shared.quiet)
    let journal = try Journal(home: shared.homeFolder, mode: .readOnly)
    let total = Int(clamping: try journal.lastSeq())
    let units = try EvidenceUnitsFinder(journal, resolver: BotResolver(home: shared.homeFolder, quiet: true))
    let summary = try JournalExport.write(
      journal, to: output, units: units.units,
      progress: { bar.update(done: Int(clamping: $0), of: total) })
    bar.finish()
    let document: JSONValue = [
      "folder": .string(output), "rows": .integer(summary.head.seq), "head": .string(summary.head.text),
      "files": .array(summary.files.map(\.json)),
    ]
    try shared.printResult(json: document) { _ in
      "exported \(summary.head.seq) rows to \(output), head \(summary.head.text)\n"
    }
  }
}

/// What an export needs to write points and units as prices and lots: the bots as they are registered.
///
/// Digits and lots of an instrument hardly ever change; where a profile was edited since, the exact whole numbers in the
/// last columns hold.
struct EvidenceUnitsFinder {
  private var found: [String: EvidenceUnits] = [:]

  init(_ journal: Journal, resolver: BotResolver) throws {
    for record in try journal.read({ try $0.bots() }) {
      guard let spec = try? BotSpec(json: record.spec), let bot = try? resolver.resolve(spec) else {
        continue
      }
      found[record.id] = EvidenceUnits(
        instruments: bot.instruments, currency: bot.configuration.profile.accountCurrency)
    }
  }

  /// The units of an evidence, `nil` where its bot can't be put together any more.
  func units(_ evidence: EvidenceRecord) -> EvidenceUnits? { found[evidence.bot] }
}

extension FileDigest {
  /// The file as a manifest lists it.
  var json: JSONValue {
    let document: JSONValue = [
      "name": .string(name), "bytes": .count(bytes), "sha256": .string(sha256),
    ]
    return rows.map { document.adding("rows", .count($0)) } ?? document
  }
}
