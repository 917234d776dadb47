import JSONText
import ArgumentParser
import Reports
import TickStore
import TradingCore

/// `slipway data info`
struct DataInfo: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "info",
    abstract: "Show what tick files hold: times, prices, spreads, sessions, gaps, quality, digests.",
    discussion: """
      Each file is read to its last byte, so that no figures of a damaged one are shown. What the figures mean \
      is in docs/data-info.md.
      """)

  @Argument(help: "Tick files.")
  var files: [String]

  @Option(
    help: ArgumentHelp(
      "When the market is open, instead of the instrument's own hours: "
        + TradingHours.allCases.map(\.rawValue).joined(separator: ", ") + ".", valueName: "hours"))
  var hours: String?

  @OptionGroup var shared: SharedOptions

  func run() throws {
    let stated: TradingHours? = try hours.map { try OptionValues.choice($0, option: "--hours") }
    let documents = try files.map { try document(of: $0, hours: stated) }
    try shared.printResult(json: TickFileDocument.json(documents.map(\.json))) { colored in
      documents.map { $0.text(colored: colored) }.joined(separator: "\n")
    }
  }

  private func document(of path: String, hours: TradingHours?) throws(TickStoreError) -> InfoDocument {
    // Opening tells a file of another format from a damaged one; verifying does not.
    let reader = try TickFileReader(path: path)
    let symbol = reader.metadata.symbol
    let known = hours ?? InstrumentCatalog.standard[symbol]?.hours
    var survey = reader.kind != .trades && reader.kind != .bareTrades ? QuoteSurvey(hours: known) : nil
    let bar = ProgressBar("Reading", unit: "bytes", quiet: shared.quiet)
    let verification = try TickFileReader.verify(path: path) { quotes, sizes, bytesDone in
      survey?.add(quotes, sizes)
      bar.update(done: bytesDone, of: reader.bytes)
    }
    bar.finish()
    switch verification {
    case .faulty(let fault): throw .damaged(path: path, fault: fault)
    case .sound(let info):
      let spreads = survey?.spreadFigures
      return InfoDocument(
        file: TickFileDocument(info: info),
        survey: spreads.map {
          SurveyDocument(spreads: $0, history: survey?.historyQuality, digits: info.metadata.digits)
        })
    }
  }
}

/// A tick file's own facts, and for quotes what a look at all of them gave.
private struct InfoDocument {
  let file: TickFileDocument
  let survey: SurveyDocument?

  var json: JSONValue { survey?.adding(to: file.json) ?? file.json }

  func text(colored: Bool) -> String {
    let table = TextTable.keyValue(file.rows + (survey?.rows ?? [])).text(colored: colored)
    guard let survey else { return table }
    return table + "\n" + survey.tables(colored: colored)
  }
}
