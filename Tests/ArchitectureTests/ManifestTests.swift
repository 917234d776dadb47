import Testing

@Suite("Package.swift keeps the layers")
struct ManifestTests {
  private func offenses(_ text: String) throws -> [String] {
    try Manifest(text: text).targets.filter { !["testTarget", "systemLibrary"].contains($0.kind) }
      .filter { !["TestSupport", "SeededProperties"].contains($0.name) && !$0.name.contains("-") }
      .flatMap { target in
        target.dependencies.compactMap { module in
          Layers.objection(to: module, in: target.name).map {
            "Package.swift:\(target.line): \(target.name): \($0)"
          }
        }
      }
  }

  @Test("Every target depends on lower layers only")
  func holds() throws {
    let found = try offenses(Checkout.manifest())
    #expect(found.isEmpty, "\(found.joined(separator: "\n"))")
  }

  /// What targets depend on and none of their files imports.
  private func unused(_ text: String, _ imports: [String: Set<String>]) throws -> [String] {
    try Manifest(text: text).targets.flatMap { target in
      let imported = imports.filter { target.holds($0.key) }.values.reduce(into: Set()) { $0.formUnion($1) }
      return target.dependencies.filter { !imported.contains($0) }.map { "\(target.name): \($0)" }
    }
  }

  @Test("Every target imports what it depends on: what it does not use need not be built before it")
  func imports() throws {
    let found = try unused(Checkout.manifest(), Checkout.imports())
    #expect(found.isEmpty, "\(found.joined(separator: "\n"))")
  }

  @Test("A dependency that is not imported is found, by whatever name it is listed")
  func findsUnused() throws {
    let text = """
      let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
      let shared: [Target.Dependency] = ["TradingCore", "Reports"]
      .target(name: "Journal", dependencies: ["TradingCore", crypto])
      .testTarget(name: "FuzzingTests", dependencies: shared, path: "Fuzzing", exclude: ["Runner"])
      """
    let imports: [String: Set<String>] = [
      "Sources/Evidence/Journal/Journal.swift": ["TradingCore"], "Fuzzing/Tests/A.swift": ["Reports"],
    ]
    #expect(try unused(text, imports) == ["Journal: Crypto", "FuzzingTests: TradingCore"])
  }

  @Test("Targets and their dependencies are read")
  func reads() throws {
    let targets = try Manifest(text: Checkout.manifest()).targets
    #expect(targets.first { $0.name == "slipway" }?.dependencies == ["SlipwayCommand", "CLocaleData"])
    #expect(targets.first { $0.name == "YAMLText" }?.dependencies == ["Yams"])
    let profiles = try #require(targets.first { $0.name == "BrokerProfiles" })
    #expect(profiles.dependencies == ["TradingCore", "FileSystem", "YAMLText"])
  }

  @Test("Every folder of a district is a target with a layer, and every target has tests")
  func complete() throws {
    let targets = try Manifest(text: Checkout.manifest()).targets
    let names = Set(targets.map(\.name))
    for folder in Set(try Checkout.sources().map(\.target)).sorted() {
      #expect(names.contains(folder), "\(folder) is no target")
      #expect(Layers.layer[folder] != nil, "\(folder) has no layer in Layers.swift")
      if folder != "slipway" { #expect(names.contains(folder + "Tests"), "\(folder) has no tests") }
    }
  }

  @Test(
    "A planted violation is found",
    arguments: [
      #".target(name: "TradingCore", dependencies: ["FileSystem"])"#,
      #".target(name: "StrategyKit", dependencies: ["TradingCore", "TickStore"])"#,
      #".target(name: "Reports", dependencies: [.product(name: "Yams", package: "Yams")])"#,
      #".target(name: "Unheard", dependencies: ["TradingCore"])"#,
      #".target(name: "SlipwayCommand", dependencies: ["Operations", "Journal"])"#,
    ])
  func canFail(text: String) throws {
    #expect(try !offenses(text).isEmpty)
  }
}
