import Foundation
import PackagePlugin

/// Has a digest taken, at every build, of what a strategy's package is built of, and compiled into it as
/// `strategySources`.
@main
struct StrategySources: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    guard target is any SourceModuleTarget else { return [] }
    var sources = SourceCollection(context.package)
    sources.take(target, of: context.package)
    for name in sources.closed {
      Diagnostics.error(
        "\(name) is no target of sources, so that no digest says what the strategy is built of: take its sources into a "
          + "target, do without it, or leave out the plugin and 'sources:', and bots of the strategy stay below LIVE"
      )
    }
    guard sources.closed.isEmpty else { return [] }
    let output = context.pluginWorkDirectoryURL.appending(path: "StrategySources.swift")
    return [
      .buildCommand(
        displayName: "Taking the digest of \(target.name)'s sources",
        executable: try context.tool(named: "strategy-sources").url,
        arguments: [output.path(percentEncoded: false)]
          + sources.files.flatMap { [$0.label, $0.url.path(percentEncoded: false)] },
        inputFiles: sources.files.map { $0.url }, outputFiles: [output])
    ]
  }
}

/// The files of a target and of all it depends on, with the manifests of their packages.
private struct SourceCollection {
  /// Slipway's checkout, in which this plugin lies: what is there is the program's and not the strategy's.
  private static let slipway = folder(
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent())
  private static let headers: Set = ["h", "hh", "hpp", "hxx", "inc", "def", "modulemap"]

  /// Each file with its package's name and its path in the package, which are the same wherever it is built.
  private(set) var files: [(label: String, url: URL)] = []
  /// What is built of something else than sources, by name.
  private(set) var closed: [String] = []
  private var packages: [Package] = []
  private var seenPackages: Set<String> = []
  private var seenTargets: Set<String> = []

  /// A collection without files of a package and of all that it depends on.
  init(_ root: Package) {
    var seen: Set<String> = []
    var waiting = [root]
    while let package = waiting.popLast() {
      guard seen.insert(package.id).inserted else { continue }
      packages.append(package)
      waiting += package.dependencies.map { $0.package }
    }
  }

  /// Takes a target of a package, and what it depends on.
  mutating func take(_ target: any Target, of package: Package) {
    guard Self.folder(package.directoryURL) != Self.slipway, seenTargets.insert(target.id).inserted else {
      return
    }
    guard let module = target as? any SourceModuleTarget else {
      closed.append("'\(target.name)' of package '\(package.displayName)'")
      return
    }
    addManifests(of: package)
    for file in module.sourceFiles { add(file.url, of: package) }
    if module is ClangSourceModuleTarget { addHeaders(in: module.directoryURL, of: package) }
    for dependency in module.dependencies {
      switch dependency {
      case .target(let other): take(other, of: package)
      case .product(let product): take(product)
      @unknown default: closed.append("a dependency of '\(target.name)'")
      }
    }
  }

  private mutating func take(_ product: any Product) {
    let owner = packages.first { package in package.products.contains { $0.id == product.id } }
    guard let owner else { return closed.append("product '\(product.name)'") }
    for target in product.targets { take(target, of: owner) }
  }

  /// What says which sources belong to a target, and how they are compiled.
  private mutating func addManifests(of package: Package) {
    guard seenPackages.insert(package.id).inserted else { return }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: package.directoryURL.path)) ?? []
    for name in names.sorted() where name == "Package.swift" || name.hasPrefix("Package@swift-") {
      add(package.directoryURL.appending(path: name), of: package)
    }
  }

  /// Headers are no sources to the build, and decide as much.
  private mutating func addHeaders(in folder: URL, of package: Package) {
    let found = FileManager.default.enumerator(
      at: folder, includingPropertiesForKeys: nil, options: [.skipsHiddenFiles])
    while let file = found?.nextObject() as? URL {
      if Self.headers.contains(file.pathExtension) { add(file, of: package) }
    }
  }

  private mutating func add(_ file: URL, of package: Package) {
    let (path, root) = (file.standardizedFileURL.path, package.directoryURL.standardizedFileURL.path + "/")
    let inside = path.hasPrefix(root) ? String(path.dropFirst(root.count)) : file.lastPathComponent
    files.append((label: "\(package.displayName)/\(inside)", url: file))
  }

  private static func folder(_ url: URL) -> String { url.resolvingSymlinksInPath().path }
}
