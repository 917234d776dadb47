import Foundation
import PackagePlugin

/// Has a digest taken, at every build, of what a strategy's package is built of, and compiled into it as
/// `strategySources`.
@main
struct StrategySources: BuildToolPlugin {
  /// Slipway's own modules, which are the program's and not the strategy's.
  private static let slipway = ["SlipwayCommand", "StrategyKit", "TradingCore"]

  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    guard let target = target as? any SourceModuleTarget else { return [] }
    let root = context.package.directoryURL
    let files = Self.files(of: target) + [root.appending(path: "Package.swift")]
    let output = context.pluginWorkDirectoryURL.appending(path: "StrategySources.swift")
    return [
      .buildCommand(
        displayName: "Taking the digest of \(target.name)'s sources",
        executable: try context.tool(named: "strategy-sources").url,
        arguments: [output.path(percentEncoded: false), root.path(percentEncoded: false)]
          + files.map { $0.path(percentEncoded: false) },
        inputFiles: files, outputFiles: [output])
    ]
  }

  /// The files of a target and of all it depends on, Slipway's products aside.
  private static func files(of target: any SourceModuleTarget) -> [URL] {
    var found = target.sourceFiles.map(\.url)
    for dependency in target.dependencies {
      let others: [any Target] =
        switch dependency {
        case .target(let other): [other]
        case .product(let product): slipway.contains(product.name) ? [] : product.targets
        @unknown default: []
        }
      for case let other as any SourceModuleTarget in others { found += files(of: other) }
    }
    return found
  }
}
