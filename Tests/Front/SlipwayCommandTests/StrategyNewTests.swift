import Foundation
import TestSupport
import Testing

@Suite("slipway strategy new")
struct StrategyNewTests {
  private static let files = [
    ".gitignore", "Makefile", "Package.swift", "README.md",
    "Sources/slipway-trend-follower/TrendFollower.swift",
    "Sources/slipway-trend-follower/main.swift", "Tests/TrendFollowerTests/TrendFollowerTests.swift",
  ]

  private func text(_ path: String) throws -> String { try String(contentsOfFile: path, encoding: .utf8) }

  @Test("examples/trend_follower is what it writes, file by file")
  func example() throws {
    let folder = try TemporaryFolder()
    let checkout = BacktestFixture.packageFile("Package.swift").replacingOccurrences(
      of: "/Package.swift", with: "")
    let outcome = try Program.run(
      "strategy", "new", "trend_follower", "--slipway", checkout, "--json", in: folder)
    #expect(try outcome.json()["files"] as? [String] == Self.files, "\(outcome.errors)")
    #expect(try folder.names() == ["trend_follower"])
    for file in Self.files {
      var written = try text(folder.file("trend_follower/" + file))
      // Where Slipway is differs.
      if file == "Package.swift" {
        let line = try #require(written.split(separator: "\n").first { $0.contains("path:") })
        written = written.replacingOccurrences(
          of: line, with: "    .package(name: \"Slipway\", path: \"../..\")")
      } else if file == "Makefile" {
        let line = try #require(written.split(separator: "\n").first { $0.hasPrefix("SLIPWAY ?=") })
        written = written.replacingOccurrences(of: line, with: "SLIPWAY ?= ../..")
      } else if file == "README.md" {
        let link = try #require(written.range(of: #"\(.*\), in a program"#, options: .regularExpression))
        written.replaceSubrange(link, with: "(../..), in a program")
      }
      #expect(try text(BacktestFixture.packageFile("examples/trend_follower/" + file)) == written, "\(file)")
    }
  }

  @Test("The checkout this program was built from is found without being named")
  func findsCheckout() throws {
    let folder = try TemporaryFolder()
    #expect(try Program.run("strategy", "new", "mine", in: folder).status == 0)
    let manifest = try text(folder.file("mine/Package.swift"))
    #expect(manifest.contains(".package(name: \"Slipway\", path: \""))
  }

  /// What `make build` would run in a package, by the scratch folder that it names.
  private func scratch(_ folder: TemporaryFolder, _ settings: String) throws -> String {
    let outcome = try Program.shell("make -C mine build SWIFT=echo \(settings)", in: folder)
    let line = try #require(
      outcome.output.split(separator: "\n").first { $0.contains(" --product ") && !$0.hasPrefix("echo") },
      "\(outcome.output)\(outcome.errors)")
    let path = try #require(line.firstMatch(of: /--scratch-path (\S+)/)).1
    return String(path) + (outcome.output.contains("is not used") ? ", said" : "")
  }

  @Test("A package is built in the checkout's build folder, or in its own where that can't be written")
  func sharedBuild() throws {
    let folder = try TemporaryFolder()
    #expect(try Program.run("strategy", "new", "mine", in: folder).status == 0)
    for checkout in ["fresh", "built"] {
      try FileManager.default.createDirectory(
        atPath: folder.file("\(checkout)/.build"), withIntermediateDirectories: true)
      try "{}".write(toFile: folder.file("\(checkout)/Package.resolved"), atomically: true, encoding: .utf8)
    }
    try FileManager.default.removeItem(atPath: folder.file("fresh/.build"))
    #expect(try scratch(folder, "SLIPWAY=../fresh") == "../fresh/.build")
    #expect(try scratch(folder, "SLIPWAY=../built") == "../built/.build")
    #expect(try text(folder.file("mine/Package.resolved")) == "{}")
    #expect(try scratch(folder, "SLIPWAY=../built SCRATCH=.build") == ".build, said")
    // Root can write everywhere but where nothing is.
    #expect(try scratch(folder, "SLIPWAY=../none") == ".build, said")
  }

  @Test("--python writes one file that Slipway runs as it stands, on the same orders as the Swift template")
  func python() throws {
    let folder = try TemporaryFolder()
    let outcome = try Program.run("strategy", "new", "bar_average", "--python", "--json", in: folder)
    #expect(try outcome.json()["files"] as? [String] == ["bar_average.py"], "\(outcome.errors)")
    #expect(try folder.names() == ["bar_average.py"])
    let module = BacktestFixture.packageFile("python/src")
    let listed = try Program.Running(
      Program.path, ["strategy", "show", "exec:python3 bar_average.py"], in: folder,
      environment: ["PYTHONPATH": module]
    ).wait()
    #expect(listed.output.contains("stop_pips"), "\(listed.errors)")
    let run = try Program.Running(
      Program.path,
      [
        "backtest", "--strategy", "exec:python3 bar_average.py", "--ticks",
        BacktestFixture.packageFile("datasets/eurusd-30d.ticks"), "--broker", "reference", "--json", "--to",
        "2024-01-13T00:00Z",
      ], in: folder, environment: ["PYTHONPATH": module]
    ).wait()
    #expect(try (run.json()["trades"] as? Int ?? 0) > 5, "\(run.errors)")
    expectError(
      try Program.run("strategy", "new", "bar_average", "--python", in: folder), status: 73,
      naming: "it is there already")
    expectError(
      try Program.run("strategy", "new", "random", "--python", in: folder), status: 64, naming: "hide")
    expectError(
      try Program.run("strategy", "new", "mine", "--python", "--path", "mine.txt", in: folder), status: 64,
      naming: "--path")
  }

  @Test("A repository is named by its URL, in a folder of one's choice")
  func repository() throws {
    let folder = try TemporaryFolder()
    let outcome = try Program.run(
      "strategy", "new", "mine", "--slipway", "https://example.org/desk/slipway.git", "--path", "deep",
      in: folder)
    #expect(outcome.status == 0, "\(outcome.errors)")
    let manifest = try text(folder.file("deep/Package.swift"))
    #expect(manifest.contains(#".package(url: "https://example.org/desk/slipway.git", branch: "main")"#))
    #expect(manifest.contains(#".product(name: "SlipwayCommand", package: "slipway")"#))
  }

  @Test("What is there already is left as it is")
  func neverOverwrites() throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(atPath: folder.file("mine"), withIntermediateDirectories: false)
    try "kept".write(toFile: folder.file("mine/note"), atomically: true, encoding: .utf8)
    expectError(
      try Program.run("strategy", "new", "mine", in: folder), status: 73, naming: "it is there already",
      "mine")
    #expect(try folder.names() == ["mine"])
    #expect(try text(folder.file("mine/note")) == "kept")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.file("mine")) == ["note"])
  }

  @Test("A folder that can't be made leaves nothing behind")
  func noParent() throws {
    let folder = try TemporaryFolder()
    expectError(
      try Program.run("strategy", "new", "mine", "--path", "none/mine", in: folder), status: 73,
      naming: "none/mine")
    #expect(try folder.names().isEmpty)
  }

  @Test(
    "Names that can't be are refused",
    arguments: [
      "MyStrategy", "my-strategy", "my__strategy", "_mine", "mine_", "9lives", "lives_9", "a", "",
      "ema_cross", "string", "strategy", "../mine", String(repeating: "a", count: 41),
    ])
  func names(name: String) throws {
    let folder = try TemporaryFolder()
    expectError(
      try Program.run("strategy", "new", "--", name, in: folder), status: 64, naming: "slipway strategy new")
    #expect(try folder.names().isEmpty)
  }

  @Test("A folder that is no checkout is refused")
  func noCheckout() throws {
    let folder = try TemporaryFolder()
    expectError(
      try Program.run("strategy", "new", "mine", "--slipway", ".", in: folder), status: 64,
      naming: "--checkout", "no checkout of Slipway")
    #expect(try folder.names().isEmpty)
  }
}
