import ArgumentParser
import JSONText
import Operations
import Reports
import TradingCore

/// `slipway regime`
struct RegimeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "regime", abstract: "Show what kind of market a symbol is in, by timeframe.",
    discussion: """
      Each timeframe from M1 to H4 is a trend, a range, a breakout, chaos, news, or unknown while there is \
      little history; with its chaos from 0 to 1, and which bots say they suit it. A reading is of closed bars \
      only. Without ticks it is what the home's run hears on its feed, at most a second old, or what the last \
      run left. What the figures mean is in docs/regime.md.

      Examples:
        slipway regime EURUSD
        slipway regime EURUSD --ticks datasets/eurusd-30d.ticks \\
          --at 2024-01-05T13:30Z -o regime.html
      """)

  @Argument(help: "The symbol.", completion: .names(.symbols))
  var symbol: String

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp("Ticks of the symbol to reckon it from.", valueName: "file"), completion: .tickFiles)
  var ticks: [String] = []

  @Option(
    help: ArgumentHelp(
      "The instant to look at (default: the end of the ticks); nothing after it counts.", valueName: "time"))
  var at: String?

  @Option(
    help: ArgumentHelp("News from this .csv or .ics instead of the home's; repeatable.", valueName: "file"),
    completion: .file(extensions: ["csv", "ics"]))
  var news: [String] = []

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp(
      "Write a page to this file: bands of regimes under the price, and chaos; - for standard output.",
      valueName: "out.html"), completion: .pages)
  var output: String?

  @OptionGroup var shared: SharedOptions

  func validate() throws {
    guard ticks.isEmpty else { return }
    if at != nil { throw ValidationError("'--at' is a time within recorded ticks: give them with '--ticks'") }
    if output != nil { throw ValidationError("a page needs recorded ticks: give them with '--ticks'") }
  }

  func run() throws {
    let climate = shared.operations.climate
    guard !ticks.isEmpty else { return try show(try climate.regime(symbol), in: nil) }
    let target = try output.map { try OutputTarget($0, option: "-o", against: ticks + news, shared: shared) }
    let document = try climate.regime(
      symbol, ticks: ticks, at: at, news: news, shared.progress("Reading", unit: "ticks"))
    if let page = document.page { try target?.write(page.htmlPage()) }
    try show(document, in: target)
  }

  private func show(_ document: RegimeDocument, in target: OutputTarget?) throws {
    document.notes.forEach(shared.note)
    let print = {
      try shared.printResult(
        json: document.json.adding("report", output.map { .string($0) } ?? .null)
      ) { colored in
        let lines = document.matchLines.joined(separator: "\n")
        let page = output.map { "\nthe page is in \($0)\n" } ?? ""
        let at = document.at.map { " as of \(DateText.second($0)) UTC" } ?? ""
        return "\(symbol)\(at)\n\n" + document.table.text(colored: colored) + "\n" + lines + "\n" + page
      }
    }
    if let target { try target.printResult(print) } else { try print() }
  }
}
