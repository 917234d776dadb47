import ArgumentParser
import Operations

/// `slipway strategy new`
struct StrategyNew: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new", abstract: "Write a package for a strategy of one's own.",
    discussion: """
      The package has a strategy, its test and a Makefile; 'make' there builds a program with every command of \
      this one and the strategy. It gets Slipway from the checkout this program was built from, unless \
      --slipway names another or a repository.
      """)

  @Argument(help: "The strategy's name: lower-case letters, digits, underscores.")
  var name: String

  @Option(help: ArgumentHelp("The folder to make (default: the name).", valueName: "dir"))
  var path: String?

  @Option(help: ArgumentHelp("Slipway's checkout, or the URL of its repository.", valueName: "path-or-url"))
  var slipway: String?

  @OptionGroup var shared: SharedOptions

  func run() throws {
    // A name that is none is said to be by the catalog.
    if path != nil || !name.isEmpty {
      try OutputRules.checkFolder(path ?? name, place: "--path", home: shared.homeFolder)
    }
    let made = try StrategyRegistry.catalog.writePackage(
      name, path: path, slipway: slipway, cancellation: Signals.cancellation)
    try shared.print(made) { _ in
      "Made \(made.folder):\n" + made.files.map { "  \($0)\n" }.joined()
        + "\nBuild and test it:\n  cd \(made.folder) && make && make test\n"
    }
  }
}
