import Foundation
import TestSupport
import Testing

/// What every command that reads a tick file does with a bad one.
@Suite("Bad tick files and outputs")
struct BadTickFileTests {
  private let folder: TemporaryFolder
  private let ticks: String

  init() throws {
    folder = try TemporaryFolder()
    ticks = folder.file("a.ticks")
    try TickFixture.write(ticks)
  }

  /// Every way to read the file; what slice and export make would be `out`.
  private func readings(_ path: String) throws -> [Program.Outcome] {
    [
      try Program.run("data", "info", path),
      try Program.run("data", "slice", path, "--from", "2019-02-04T00:00Z", "-o", folder.file("out")),
      try Program.run("data", "export", path, "-o", folder.file("out")),
    ]
  }

  @Test("A missing file is named")
  func missing() throws {
    let path = folder.file("none.ticks")
    for outcome in try readings(path) + [Program.run("data", "verify", path)] {
      expectError(outcome, status: 66, naming: "no such file (\(path))")
    }
  }

  @Test("A folder can't be read as a file")
  func isFolder() throws {
    for outcome in try readings(folder.path) + [Program.run("data", "verify", folder.path)] {
      expectError(outcome, status: 74, naming: folder.path, "it is a folder")
    }
  }

  @Test("A file without permission to read", .enabled(if: geteuid() != 0, "root may read everything"))
  func unreadable() throws {
    try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: ticks)
    for outcome in try readings(ticks) + [Program.run("data", "verify", ticks)] {
      expectError(outcome, status: 74, naming: ticks, "Permission denied")
    }
  }

  @Test("An empty file")
  func empty() throws {
    try TickFixture.change(ticks) { $0.removeAll() }
    for outcome in try readings(ticks) { expectError(outcome, status: 65, naming: ticks) }
    #expect(try Program.run("data", "verify", ticks).status == 3)
    #expect(try folder.names() == ["a.ticks"])
  }

  @Test("A file of another format")
  func wrongFormat() throws {
    try "time,bid,ask\n".write(toFile: ticks, atomically: true, encoding: .utf8)
    for outcome in try readings(ticks) {
      expectError(outcome, status: 65, naming: "not a tick file (\(ticks))", "slipway data import")
    }
    #expect(try Program.run("data", "verify", ticks).status == 3)
    #expect(try folder.names() == ["a.ticks"])
  }

  @Test("A file that was cut off", arguments: [1, 40, 1_000])
  func truncated(bytes: Int) throws {
    try TickFixture.change(ticks) { $0.removeLast(bytes) }
    for outcome in try readings(ticks) {
      expectError(outcome, status: 65, naming: "damaged tick file (\(ticks)")
    }
    #expect(try Program.run("data", "verify", ticks).status == 3)
    #expect(try folder.names() == ["a.ticks"])
  }

  @Test("A file that was changed")
  func changed() throws {
    try TickFixture.change(ticks) { $0[$0.count / 3] ^= 0x10 }
    for outcome in try readings(ticks) {
      expectError(outcome, status: 65, naming: "damaged tick file (\(ticks), block 0 at byte")
    }
    #expect(try folder.names() == ["a.ticks"])
  }

  @Test("An output that can't be made")
  func uncreatable() throws {
    let outputs = [folder.file("none/out"), folder.path, ticks + "/out"]
    for output in outputs {
      expectError(try Program.run("data", "export", ticks, "-o", output), status: 73, naming: output)
      expectError(
        try Program.run("data", "slice", ticks, "--from", "2019-02-04T00:00Z", "-o", output), status: 73,
        naming: output)
    }
    #expect(try folder.names() == ["a.ticks"])
  }

  @Test("An output that is a pipe is not replaced by a file, and an input is not by its own import")
  func precious() throws {
    let pipe = folder.file("pipe")
    #expect(mkfifo(pipe, 0o600) == 0)
    let csv = folder.file("a.csv")
    try TickFixture.writeCSV(csv, count: 10)
    let text = try String(contentsOfFile: csv, encoding: .utf8)
    for outcome in [
      try Program.run("data", "export", ticks, "-o", pipe),
      try Program.run("data", "import", csv, "--symbol", "EURUSD", "-o", pipe),
      try Program.run("data", "generate", "--symbol", "EURUSD", "--days", "1", "-o", pipe),
    ] { expectError(outcome, status: 73, naming: pipe, "a device or a pipe") }
    expectError(
      try Program.run("data", "import", csv, "--symbol", "EURUSD", "-o", csv), status: 64,
      naming: "is an input (-o)")
    #expect(try String(contentsOfFile: csv, encoding: .utf8) == text)
  }

  @Test("A full disk leaves the old output and nothing half-written")
  func fullDisk() throws {
    try TickFixture.write(ticks, count: 20_000)
    try "old".write(toFile: folder.file("out"), atomically: true, encoding: .utf8)
    // Sixteen blocks of 512 bytes stand for the disk.
    for command in ["export a.ticks -o out", "slice a.ticks --from 2019-02-04T00:00Z -o out"] {
      let outcome = try Program.onDisk(of: 16, "data \(command)", in: folder)
      expectError(outcome, status: 74, naming: "writing failed (out)", "File too large")
      #expect(try folder.names() == ["a.ticks", "out"])
      #expect(try String(contentsOfFile: folder.file("out"), encoding: .utf8) == "old")
    }
  }
}
