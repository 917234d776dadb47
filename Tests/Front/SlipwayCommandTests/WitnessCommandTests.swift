import Foundation
import TestSupport
import Testing

@Suite("slipway audit witness", .timeLimit(.minutes(5)))
struct WitnessCommandTests {
  private let fixture: BotFixture

  init() throws { fixture = try BotFixture() }

  private func signed(_ arguments: String) throws -> Program.Outcome {
    try fixture.write("secret", "a horse in the morning\n")
    let command = "'\(Program.path)' \(arguments) --passphrase-fd 3 3<secret"
    return try Program.Running(
      "/bin/bash", ["-c", command], in: fixture.folder, environment: ["SLIPWAY_HOME": fixture.home]
    ).wait()
  }

  @Test("added, listed, asked, cut off, gone, and removed")
  func walk() throws {
    try fixture.register("one")
    #expect(try signed("operator add ada --role admin").status == 0)
    #expect(try fixture.run(["audit", "witness", "check"]).output.hasPrefix("no witnesses"))
    try fixture.write("outside/readme", "")
    let added = try signed("audit witness add outside/heads --as ada --json")
    #expect(added.status == 0, "\(added.errors)")
    #expect(try added.json()["id"] as? String == "W1")
    #expect(try fixture.run(["audit", "witness", "list"]).output.contains("outside/heads"))
    let check = try fixture.run(["audit", "witness", "check", "--json"])
    #expect(check.status == 0)
    #expect(try check.json()["witnessed"] as? Bool == true)
    #expect(
      try fixture.run(["audit", "witness", "check", "outside/heads"]).output.contains("the same history"))

    let path = fixture.folder.file("outside/heads")
    let whole = try Data(contentsOf: URL(fileURLWithPath: path))
    try Data().write(to: URL(fileURLWithPath: path))
    let cut = try fixture.run(["audit", "witness", "check"])
    #expect(cut.status == 3)
    #expect(cut.output.contains("witness_faulty"))
    expectError(
      try signed("audit witness add outside/others --as ada"), status: 77, naming: "witness_faulty")
    try FileManager.default.removeItem(atPath: fixture.folder.file("outside"))
    #expect(try fixture.run(["audit", "witness", "check"]).status == 69)
    try fixture.write("outside/readme", "")
    try whole.write(to: URL(fileURLWithPath: path))
    #expect(try fixture.run(["audit", "witness", "check"]).status == 0)
    #expect(try signed("audit witness remove W1 --as ada").output == "W1 is asked no more\n")
    #expect(try fixture.run(["audit", "verify"]).status == 0)
  }

  @Test("what is no witness: a place in the home, the home's own copy, a server without a secret")
  func mistakes() throws {
    try fixture.register("one")
    #expect(try signed("operator add ada --role admin").status == 0)
    expectError(try signed("audit witness add home/heads --as ada"), status: 64, naming: "in the home")
    try FileManager.default.copyItem(atPath: fixture.home, toPath: fixture.folder.file("copy"))
    expectError(try signed("audit witness add copy --as ada"), status: 64, naming: "copy of a home")
    expectError(
      try signed("audit witness add https://example.org/heads --as ada"), status: 64, naming: "--secret-env")
    expectError(try signed("audit witness remove W9 --as ada"), status: 64, naming: "no witness 'W9'")
  }
}
