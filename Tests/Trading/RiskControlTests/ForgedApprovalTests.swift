import Foundation
import TestSupport
import Testing

/// Approval is a type: what goes to a venue can't be made outside of RiskControl, which the compiler says.
struct ForgedApprovalTests {
  private static let modules = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
    .appendingPathComponent("Modules").path

  /// The package's identity is the name of its folder; without it `package` declarations are not seen at all.
  private static let packageName = URL(fileURLWithPath: PackageRoot.path).lastPathComponent
    .lowercased()

  /// What the compiler says of a snippet in another module of this package; `nil` when it is fine.
  private func complaint(_ snippet: String) throws -> String? {
    let folder = try TemporaryFolder()
    let file = folder.file("snippet.swift")
    try "import RiskControl\nimport TradingCore\n\(snippet)\n".write(
      toFile: file, atomically: true, encoding: .utf8)
    let compiler = Process()
    compiler.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    compiler.arguments = [
      "swiftc", "-typecheck", "-swift-version", "6", "-package-name", Self.packageName, "-I", Self.modules,
      file,
    ]
    let output = Pipe()
    compiler.standardError = output
    try compiler.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    compiler.waitUntilExit()
    return compiler.terminationStatus == 0 ? nil : text
  }

  private static let canCompile: Bool = {
    let test = ForgedApprovalTests()
    return (try? test.complaint("func look(_ order: ApprovedOrder) -> OrderRequest { order.request }"))
      == .some(nil)
  }()

  @Test(
    "an approval can't be made, nor decoded",
    .enabled(if: canCompile, "the built modules are not beside the tests: skipped"),
    arguments: [
      ("func forge(_ order: OrderRequest) -> ApprovedOrder { ApprovedOrder(order) }", "is inaccessible"),
      (
        "func forge(_ c: CloseRequest) -> ApprovedClose { ApprovedClose(c, reason: .strategy) }",
        "is inaccessible"
      ),
      (
        "func forge(_ c: ModifyRequest) -> ApprovedModification { ApprovedModification(c) }",
        "is inaccessible"
      ),
      (
        "func decode<T: Decodable>(_: T.Type) {}\nfunc forge() { decode(ApprovedOrder.self) }",
        "conform to 'Decodable'"
      ),
      (
        "func swap(_ order: inout ApprovedOrder, _ other: OrderRequest) { order.request = other }",
        "'request' is a 'let' constant"
      ),
    ])
  func forging(_ snippet: String, _ reason: String) throws {
    let complaint = try #require(try complaint(snippet), "it compiled: \(snippet)")
    #expect(complaint.contains(reason), "\(complaint)")
  }
}
