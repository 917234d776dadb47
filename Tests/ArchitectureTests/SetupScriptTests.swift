import Foundation
import TestSupport
import Testing

/// `Scripts/setup` run with stand-ins for the system's commands.
@Suite("Set-up says what is missing")
struct SetupScriptTests {
  private struct Outcome {
    let status: Int32
    let output: String
  }

  /// Runs the script where `commands` (name to shell text) stand before the system's own.
  private func setup(_ commands: [String: String], swift: String = "swift") throws -> Outcome {
    let folder = try TemporaryFolder()
    for (name, text) in commands {
      try ("#!/bin/sh\n" + text + "\n").write(toFile: folder.file(name), atomically: true, encoding: .utf8)
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.file(name))
    }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Checkout.root + "/Scripts/setup")
    process.environment = ["PATH": folder.path + ":/usr/bin:/bin", "SWIFT": swift]
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return Outcome(status: process.terminationStatus, output: String(decoding: output, as: UTF8.self))
  }

  private let complete = "echo 'install ok installed'"
  private let withoutLZMA = "case \"$*\" in *liblzma*) exit 1;; *) echo 'install ok installed';; esac"
  private let swift63 = "echo 'Swift version 6.3.1 (swift-6.3.1-RELEASE)'"

  @Test("With everything there it says nothing")
  func quiet() throws {
    let outcome = try setup(["dpkg-query": complete, "swift": swift63])
    #expect(outcome.status == 0)
    #expect(outcome.output.isEmpty)
  }

  @Test("A user is told the one command to type")
  func oneCommand() throws {
    let outcome = try setup(["dpkg-query": withoutLZMA, "swift": swift63, "id": "echo 1000"])
    #expect(outcome.status == 1)
    #expect(outcome.output.contains(#"sudo sh -c "apt-get update && apt-get install -y liblzma-dev""#))
  }

  @Test("Root gets it installed")
  func installs() throws {
    let commands = [
      "dpkg-query": withoutLZMA, "swift": swift63, "id": "echo 0", "apt-get": "echo apt-get \"$@\"",
    ]
    let outcome = try setup(commands)
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("apt-get install -y -q --no-install-recommends liblzma-dev\n"))
  }

  @Test("An old toolchain is refused with the version needed", arguments: ["5.10.1", "6.0.3"])
  func tooOld(version: String) throws {
    let outcome = try setup(["dpkg-query": complete, "swift": "echo 'Swift version \(version) (x)'"])
    #expect(outcome.status == 1)
    #expect(outcome.output.contains("is too old. Slipway needs Swift 6.2 or newer"))
    #expect(outcome.output.contains("https://www.swift.org/install/"))
  }

  @Test("A missing toolchain is named")
  func missing() throws {
    let outcome = try setup(["dpkg-query": complete], swift: "swift-that-is-not-there")
    #expect(outcome.status == 1)
    #expect(outcome.output.contains("no Swift toolchain ('swift-that-is-not-there' is not a command)"))
  }
}
