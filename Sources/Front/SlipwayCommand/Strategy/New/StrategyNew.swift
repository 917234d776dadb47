import ArgumentParser
import Operations

/// `slipway strategy new`
struct StrategyNew: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new", abstract: "Write a strategy of one's own to begin with, in Swift or Python.",
    discussion: """
      In Swift it is a package with a strategy, its test and a Makefile; 'make' there builds a program with every command \
      of this one and the strategy. It gets Slipway from the checkout this program was built from, unless --checkout names \
      another or a repository, and is built in the checkout's build folder, so that little is left to compile. In Python it \
      is one file, which says on top how it is tried and run.

      Examples:
        slipway strategy new my_breakout
        slipway strategy new my_breakout --checkout ~/slipway --path work/breakout
        slipway strategy new my_breakout --python
      """)

  @Argument(help: "The strategy's name: lower-case letters, digits, underscores.")
  var name: String

  @Flag(help: "Write a strategy in Python.")
  var python = false

  @Option(
    help: ArgumentHelp("The folder to make (default: the name), or the Python file.", valueName: "path"),
    completion: .directory)
  var path: String?

  @Option(
    name: [.customLong("checkout"), .customLong("slipway")],
    help: ArgumentHelp("Slipway's checkout, or the URL of its repository.", valueName: "path-or-url"),
    completion: .directory)
  var checkout: String?

  @OptionGroup var shared: SharedOptions

  func run() throws {
    if python { return try writePython() }
    // A name that is none is said to be by the catalog.
    if path != nil || !name.isEmpty {
      try OutputRules.checkFolder(path ?? name, place: "--path", home: shared.homeFolder)
    }
    let made = try StrategyRegistry.catalog.writePackage(
      name, path: path, slipway: checkout, cancellation: Signals.cancellation)
    try shared.print(made) { _ in
      let program = "./\(made.program)"
      return "Made \(made.folder):\n" + made.files.map { "  \($0)\n" }.joined()
        + """

        Build and test it:
          cd \(made.folder) && make && make test

        Try it:
          \(program) backtest --strategy \(name) \\
            --ticks FILE.ticks --broker reference

        """
    }
  }

  private func writePython() throws {
    if let path { try OutputRules.checkFile(path, place: "--path", against: [], home: shared.homeFolder) }
    let made = try StrategyRegistry.catalog.writePython(
      name, path: path, checkout: checkout, cancellation: Signals.cancellation)
    try shared.print(made) { _ in
      """
      Made \(made.file), which says on top how it gets its module and is run. Try it:
        slipway backtest --strategy 'exec:python3 \(made.file)' --broker reference \\
          --ticks FILE.ticks

      """
    }
  }
}
