import JSONText
import ArgumentParser
import BotAssembly
import FileSystem
import Reports
import StrategyKit

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
    let name = try StrategyName(name, existing: StrategyRegistry.all.map(\.descriptor.name))
    let source = try SlipwaySource.find(slipway)
    let folder = path ?? name.snake
    let files = try NewFolder.write(folder) { temporary in
      StrategyPackage(name: name, slipway: source.seen(from: temporary)).files
    }
    let document: JSONValue = [
      "strategy": .string(name.snake), "folder": .string(folder),
      "files": .array(files.map { .string($0) }),
    ]
    try shared.printResult(json: document) { _ in
      "Made \(folder):\n" + files.map { "  \($0)\n" }.joined()
        + "\nBuild and test it:\n  cd \(folder) && make && make test\n"
    }
  }
}

extension SlipwaySource {
  /// The same source as a package in that folder names it.
  fileprivate func seen(from folder: String) -> SlipwaySource {
    switch self {
    case .path(let path): .path(Self.relative(path, from: folder))
    case .repository: self
    }
  }
}
