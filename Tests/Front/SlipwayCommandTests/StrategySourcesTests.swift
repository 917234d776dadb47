import Foundation
import TestSupport
import Testing

/// The tool that takes a digest of what a strategy is built of.
@Suite("strategy-sources")
struct StrategySourcesTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try write("Package.swift", "// package\n")
    try write("Sources/p/A.swift", String(repeating: "let a = 1\n", count: 40))
  }

  private func write(_ name: String, _ text: String) throws {
    let url = URL(fileURLWithPath: folder.file(name))
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try text.write(to: url, atomically: true, encoding: .utf8)
  }

  /// The digest of files by their names in the folder, which lies in another one where `base` says so.
  private func digest(_ names: String..., base: String = "") throws -> String {
    let tool = URL(fileURLWithPath: Program.path).deletingLastPathComponent().appendingPathComponent(
      "strategy-sources"
    ).path
    let outcome = try Program.Running(
      tool, [folder.file("Out.swift")] + names.flatMap { [$0, folder.file(base + $0)] }, in: folder,
      environment: [:]
    ).wait()
    #expect(outcome.status == 0, "\(outcome.errors)")
    let text = try String(contentsOfFile: folder.file("Out.swift"), encoding: .utf8)
    return try #require(text.split(separator: "\"").dropFirst().first.map(String.init))
  }

  @Test("a SHA-256 over names and contents, in whatever order files are named")
  func known() throws {
    let expected = "8b5a8b3419f35fad7b2ebacf1f7ce567a669b7a8080431d4aca661b979611bee"
    #expect(try digest("Package.swift", "Sources/p/A.swift") == expected)
    #expect(try digest("Sources/p/A.swift", "Package.swift", "Sources/p/A.swift") == expected)
  }

  @Test("the same files are the same wherever they are built")
  func elsewhere() throws {
    try write("deep/down/Package.swift", "// package\n")
    try write("deep/down/Sources/p/A.swift", String(repeating: "let a = 1\n", count: 40))
    #expect(
      try digest("Package.swift", "Sources/p/A.swift", base: "deep/down/")
        == digest("Package.swift", "Sources/p/A.swift"))
  }

  @Test("another byte, another name, and one file less are something else")
  func others() throws {
    var found = [
      try digest("Package.swift", "Sources/p/A.swift"), try digest("Package.swift"),
      try digest("Sources/p/A.swift"),
    ]
    try write("Sources/p/B.swift", String(repeating: "let a = 1\n", count: 40))
    found.append(try digest("Package.swift", "Sources/p/B.swift"))
    try write("Sources/p/A.swift", String(repeating: "let a = 2\n", count: 40))
    found.append(try digest("Package.swift", "Sources/p/A.swift"))
    #expect(Set(found).count == 5)
  }
}
