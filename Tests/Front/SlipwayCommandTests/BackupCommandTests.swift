import FileSystem
import Foundation
import TestSupport
import Testing

@Suite("slipway audit export, backup and restore")
struct BackupCommandTests {
  private let fixture: BotFixture

  init() throws {
    fixture = try BotFixture()
    try fixture.register("one")
  }

  private func exists(_ name: String) -> Bool {
    FileManager.default.fileExists(atPath: fixture.folder.file(name))
  }

  @Test("An export has the rows, the digests and the head")
  func export() throws {
    let document = try fixture.run(["audit", "export", "-o", "out", "--json"]).json()
    #expect(document["rows"] as? Int == 2)
    let files = try #require(document["files"] as? [[String: Any]])
    #expect(files.contains { $0["name"] as? String == "events.jsonl" && $0["rows"] as? Int == 2 })
    let verified = try fixture.run(["audit", "verify", "--json"]).json()
    #expect(document["head"] as? String == verified["head"] as? String)
    for name in ["events.jsonl", "events.csv", "fills.csv", "trades.csv", "orders.csv", "manifest.json"] {
      #expect(exists("out/" + name), "no \(name)")
    }
    expectError(try fixture.run(["audit", "export", "-o", "out"]), status: 73, naming: "(out)", "empty")
    try fixture.write("file", "kept")
    for command in [["audit", "export"], ["backup"]] {
      expectError(
        try fixture.run(command + ["-o", "file"]), status: 73, naming: "(file)", "a file of that name")
    }
    expectError(try fixture.run(["audit", "export", "-o", ""]), status: 64, naming: "(-o)")
    expectError(try fixture.run(["audit", "export"]), status: 64, naming: "-o")
  }

  @Test("What was backed up is there again after a restore, and the home before it is kept")
  func roundTrip() throws {
    let backup = try fixture.run(["backup", "-o", "backup", "--json"]).json()
    #expect(backup["rows"] as? Int == 2)
    #expect((backup["manifest_sha256"] as? String)?.count == 64)
    try fixture.register("two")

    expectError(try fixture.run(["restore", "backup"]), status: 64, naming: "--force")
    #expect(try fixture.bot("show", "two").status == 0)

    let restored = try fixture.run(["restore", "backup", "--force", "--json"])
    #expect(restored.status == 0, "\(restored.errors)")
    let aside = try #require(try restored.json()["moved_aside"] as? String)
    #expect(FileManager.default.fileExists(atPath: aside))
    expectError(try fixture.bot("show", "two"), status: 64, naming: "no bot 'two'")
    #expect(try fixture.bot("show", "one").status == 0)
    #expect(try fixture.run(["audit", "verify"]).status == 0)
  }

  @Test("A restore into a home that is not there yet makes it")
  func newHome() throws {
    #expect(try fixture.run(["backup", "-o", "backup"]).status == 0)
    let outcome = try fixture.run(["restore", "backup", "--home", "other"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(try fixture.run(["bot", "show", "one", "--home", "other"]).status == 0)
  }

  @Test("What the gate needs comes along: the criteria that count, and the keys, for their owner alone")
  func gate() throws {
    try fixture.write("home/promotion.yaml", "preset: strict\n")
    try fixture.write("home/operators/ann.key", "{}\n")
    let files = FileManager.default
    try files.setAttributes([.posixPermissions: 0o600], ofItemAtPath: fixture.home + "/operators/ann.key")
    #expect(try fixture.run(["backup", "-o", "backup"]).status == 0)
    #expect(try fixture.run(["restore", "backup", "--home", "other"]).status == 0)
    #expect(
      try String(contentsOfFile: fixture.folder.file("other/promotion.yaml"), encoding: .utf8)
        == "preset: strict\n")
    let key = try files.attributesOfItem(atPath: fixture.folder.file("other/operators/ann.key"))
    #expect(key[.posixPermissions] as? Int == 0o600)
  }

  @Test("A damaged backup changes nothing")
  func damaged() throws {
    #expect(try fixture.run(["backup", "-o", "backup"]).status == 0)
    let path = fixture.folder.file("backup/journal.sqlite")
    var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    bytes[bytes.count / 2] ^= 1
    try bytes.write(to: URL(fileURLWithPath: path))
    expectError(
      try fixture.run(["restore", "backup", "--force"]), status: 65, naming: "journal.sqlite",
      "nothing was changed")
    #expect(try fixture.bot("show", "one").status == 0)
    #expect(try fixture.run(["restore", "nowhere", "--force"]).status != 0)
    // That there is no backup comes before what is to be done about the home.
    let missing = try fixture.run(["restore", "nowhere"])
    #expect(missing.status == 66 && !missing.errors.contains("--force"), "\(missing.errors)")
    #expect(try fixture.bot("show", "one").status == 0)
  }

  @Test("No restore while something runs in the home: 75, and who it is")
  func locked() throws {
    #expect(try fixture.run(["backup", "-o", "backup"]).status == 0)
    let lock = try HomeLock(home: fixture.home, since: "2026-01-02T03:04:05Z")
    try withExtendedLifetime(lock) {
      expectError(
        try fixture.run(["restore", "backup", "--force"]), status: 75, naming: "another instance is running",
        "process \(ProcessInfo.processInfo.processIdentifier) since 2026-01-02T03:04:05Z")
      // Looking, registering and backing up go on beside it.
      #expect(try fixture.run(["backup", "-o", "second"]).status == 0)
      #expect(try fixture.bot("pause", "one").status == 0)
    }
  }

  @Test("Nothing to back up")
  func missing() throws {
    expectError(
      try fixture.run(["backup", "-o", "b", "--home", "none"]), status: 66, naming: "no journal", "none")
    expectError(try fixture.run(["backup", "-o", ""]), status: 64, naming: "(-o)")
    #expect(!exists("none"))
    #expect(!exists("b"))
  }
}
