import Foundation
import TestSupport
import Testing

@testable import StrategyPrograms

/// What a strategy program finds around it: its pipes, and nothing of ours.
@Suite("What a program sees", .serialized)
struct ProgramSurroundingsTests {
  @Test("a passphrase in an open descriptor and a token in the environment are not its business")
  func secrets() throws {
    let program = try ScriptedProgram(
      afterHandshake: """
        folder=$(dirname "$0")
        ls -l /dev/fd/ >"$folder/descriptors"
        env >"$folder/environment"
        ask
        """)
    let secret = program.folder.file("secret")
    try "a passphrase".write(toFile: secret, atomically: true, encoding: .utf8)
    let descriptor = open(secret, O_RDONLY)
    defer { close(descriptor) }
    #expect(fcntl(descriptor, F_GETFD) & FD_CLOEXEC == 0)
    setenv("SLIPWAY_TEST_TOKEN", "a token", 1)
    defer { unsetenv("SLIPWAY_TEST_TOKEN") }

    // With the machine as we have it: what a sandbox would keep from it is another matter.
    _ = try? program.strategy(sandbox: ProgramSandbox(use: .off))
    func text(_ name: String) throws -> String {
      let path = program.folder.file(name)
      for _ in 0..<200 where !FileManager.default.fileExists(atPath: path) { usleep(10_000) }
      return try String(contentsOfFile: path, encoding: .utf8)
    }
    let environment = try text("environment")
    let descriptors = try text("descriptors")
    #expect(environment.contains("PATH="))
    #expect(!environment.contains("SLIPWAY_TEST_TOKEN"))
    #expect(!descriptors.contains("secret"))
    #expect(descriptors.contains("pipe"))
  }
}
