/// The files of a new strategy's package, by their paths in it.
struct StrategyPackage {
  let name: StrategyName
  let slipway: SlipwaySource

  /// Path and text of every file, in order of path.
  var files: [(path: String, text: String)] {
    let type = name.type
    return [
      (".gitignore", ".build/\nPackage.resolved\nreports/\n/\(program)\n"),
      ("Makefile", makefile),
      ("Package.swift", manifest),
      ("README.md", readme),
      ("Sources/\(program)/\(type).swift", strategy),
      ("Sources/\(program)/main.swift", main),
      ("Tests/\(type)Tests/\(type)Tests.swift", tests),
    ]
  }

  /// The name of the program, its target and its product.
  var program: String { "slipway-" + String(name.snake.map { $0 == "_" ? "-" : $0 }) }

  /// The program's module, as its tests import it.
  var module: String { String(program.map { $0 == "-" ? "_" : $0 }) }

  private var main: String {
    """
    import SlipwayCommand

    // The plugin makes `strategySources` of all sources, at every build.
    Slipway.main(strategies: [StrategyEntry(\(name.type).self, sources: strategySources)])

    """
  }

  private var manifest: String {
    """
    // swift-tools-version: 6.1
    import PackageDescription

    let package = Package(
      name: "\(program)",
      dependencies: [
        \(slipway.manifestLine)
      ],
      targets: [
        // One target: the loop over the ticks is then compiled for the strategy as it stands.
        .executableTarget(
          name: "\(program)",
          dependencies: [
            .product(name: "SlipwayCommand", package: "\(slipway.packageName)"),
            .product(name: "StrategyKit", package: "\(slipway.packageName)"),
            .product(name: "TradingCore", package: "\(slipway.packageName)"),
          ],
          // What the strategy is built of becomes part of its bots' identity.
          plugins: [.plugin(name: "StrategySources", package: "\(slipway.packageName)")]),
        .testTarget(name: "\(name.type)Tests", dependencies: ["\(program)"]),
      ]
    )

    """
  }

  /// Where Slipway is, for a reader.
  var slipwayLink: String {
    switch slipway {
    case .path(let path): path
    case .repository(let url): url
    }
  }
}
