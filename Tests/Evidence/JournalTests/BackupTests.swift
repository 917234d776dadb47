import FileSystem
import Foundation
import JSONText
import TestSupport
import Testing
import TradingCore

@testable import Journal

@Suite("Backups of a home, and their way back")
struct BackupTests {
  private let at = JournalFixture.time(50)

  /// A home with a journal, a recording, settings and things a backup leaves out.
  private func home() throws -> JournalFixture {
    let fixture = try JournalFixture()
    try fixture.filled()
    for (name, text) in [
      ("sessions/1/input.log", "ticks"), ("feeds/demo.yaml", "feed"), ("brokers/own.yaml", "broker"),
      ("notifications.yaml", "mail"), ("run.lock", "process 1"), ("sessions/.x.partial-9", "half"),
    ] {
      try put(text, fixture.home + "/" + name)
    }
    return fixture
  }

  private func put(_ text: String, _ path: String) throws {
    try FileManager.default.createDirectory(
      atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    try text.write(toFile: path, atomically: false, encoding: .utf8)
  }

  private func text(_ path: String) throws -> String { try String(contentsOfFile: path, encoding: .utf8) }

  @Test("A backup has the journal, its anchor, recordings and settings, and the journal says so")
  func contents() throws {
    let home = try home()
    let head = try home.journal(.readOnly).head()
    let backup = home.folder.file("backup")
    let summary = try JournalBackup.make(home: home.home, to: backup, at: at)
    #expect(summary.head == head)
    #expect(
      summary.files.map(\.name) == [
        "brokers/own.yaml", "feeds/demo.yaml", "journal.anchor", "journal.sqlite", "notifications.yaml",
        "sessions/1/input.log",
      ])
    let found = ["brokers", "feeds", "journal.anchor", "journal.sqlite"]
    #expect(try FileTree.names(backup) == found + ["manifest.json", "notifications.yaml", "sessions"])
    #expect(try Journal(home: backup, mode: .readOnly).verify().isIntact)
    let last = try #require(try home.journal(.readOnly).read { try $0.latestEvents(limit: 1) }.first)
    #expect(last.kind == .backupMade)
    #expect(last.seq == 10)
    #expect(last.json?["head"] == .string(head.text))
    #expect(last.json?["manifest"] == .string(summary.manifest))
    #expect(try home.folder.names() == ["backup", "home"])
  }

  @Test("A backup made while another writes holds one moment of the chain")
  func whileWriting() async throws {
    let home = try home()
    let path = home.home
    let writer = Task.detached {
      let journal = try Journal(home: path, mode: .open)
      for second in 0..<200 as Range<Int64> {
        try journal.write { transaction in
          guard var evidence = try transaction.reading.evidence(1) else { return }
          try transaction.record(
            [.marginCall(JournalFixture.time(second))], of: &evidence,
            checkpoint: .replace([UInt8](repeating: 1, count: 5_000)), at: JournalFixture.time(second))
        }
      }
    }
    for number in 1...3 {
      let backup = home.folder.file("backup\(number)")
      let summary = try JournalBackup.make(home: path, to: backup, at: at)
      let report = try Journal(home: backup, mode: .readOnly).verify()
      #expect(report.fault == nil)
      #expect(report.head == summary.head)
    }
    try await writer.value
    let report = try home.journal(.readOnly).verify()
    #expect(report.isIntact)
    #expect(report.rows == 212)
  }

  @Test("A backup restored elsewhere is the home it was made of, and says where it came from")
  func elsewhere() throws {
    let home = try home()
    let backup = home.folder.file("backup")
    let made = try JournalBackup.make(home: home.home, to: backup, at: at)
    let other = home.folder.file("deep/other/")
    let summary = try JournalBackup.restore(from: backup, to: other, force: false, at: at)
    #expect(summary.head == made.head)
    #expect(summary.madeAt == at)
    #expect(summary.movedAside == nil)
    #expect(try text(other + "sessions/1/input.log") == "ticks")
    let journal = try Journal(home: other, mode: .open)
    #expect(try journal.verify().isIntact)
    let last = try #require(try journal.read { try $0.latestEvents(limit: 1) }.first)
    #expect(last.kind == .restored)
    #expect(last.previous == made.head.hash)
    #expect(last.json?["replaced_seq"] == .null)
    #expect(try FileTree.names(home.folder.file("deep")) == ["other"])
  }

  @Test("A journal is replaced only when forced, and then kept aside")
  func force() throws {
    let home = try home()
    let backup = home.folder.file("backup")
    try JournalBackup.make(home: home.home, to: backup, at: at)
    try put("later", home.home + "/feeds/later.yaml")
    #expect(throws: JournalError.journalExists(path: home.home)) {
      try JournalBackup.restore(from: backup, to: home.home, force: false, at: at)
    }
    for number in 1...2 {
      let aside = "\(home.home).before-restore-\(number)"
      let summary = try JournalBackup.restore(from: backup, to: home.home, force: true, at: at)
      #expect(summary.movedAside == aside)
      #expect(try Journal(home: aside, mode: .readOnly).verify().isIntact)
    }
    #expect(try text(home.home + ".before-restore-1/feeds/later.yaml") == "later")
    #expect(try !FileTree.files("feeds", in: home.home).contains("feeds/later.yaml"))
    let last = try home.journal().read { try $0.latestEvents(limit: 1) }.first
    #expect(last?.json?["replaced_seq"] == 10)
    #expect(
      try home.folder.names() == ["backup", "home", "home.before-restore-1", "home.before-restore-2"])
  }

  @Test("A home without a journal keeps its settings aside")
  func settingsOnly() throws {
    let home = try home()
    let backup = home.folder.file("backup")
    try JournalBackup.make(home: home.home, to: backup, at: at)
    let other = home.folder.file("other")
    try put("mine", other + "/brokers/mine.yaml")
    let summary = try JournalBackup.restore(from: backup, to: other, force: false, at: at)
    #expect(summary.movedAside == other + ".before-restore-1")
    #expect(try text(other + ".before-restore-1/brokers/mine.yaml") == "mine")
  }

  @Test("A home that something runs in is not replaced")
  func running() throws {
    let home = try home()
    let backup = home.folder.file("backup")
    try JournalBackup.make(home: home.home, to: backup, at: at)
    let lock = try HomeLock(home: home.home, since: "now")
    #expect(throws: JournalError.busy(path: home.home + "/run.lock")) {
      try JournalBackup.restore(from: backup, to: home.home, force: true, at: at)
    }
    withExtendedLifetime(lock) {}
  }

  @Test("A folder that holds something is left alone; a home that is none is told so")
  func refusals() throws {
    let home = try home()
    #expect(throws: JournalError.folderNotEmpty(path: home.home)) {
      try JournalBackup.make(home: home.home, to: home.home, at: at)
    }
    #expect(throws: JournalError.missing(home: "/nowhere")) {
      try JournalBackup.make(home: "/nowhere", to: home.folder.file("b"), at: at)
    }
    try FileManager.default.createDirectory(
      atPath: home.folder.file("empty"), withIntermediateDirectories: false)
    try JournalBackup.make(home: home.home, to: home.folder.file("empty/"), at: at)
    #expect(try FileTree.names(home.folder.file("empty"))?.contains("manifest.json") == true)
  }

  @Test(
    "A backup that is not whole is refused, and the home stays as it is",
    arguments: [
      "sessions/1/input.log", "brokers/own.yaml", "journal.sqlite", "journal.anchor", "manifest.json",
    ])
  func damaged(name: String) throws {
    for isGone in [false, true] {
      let home = try home()
      let backup = home.folder.file("backup")
      try JournalBackup.make(home: home.home, to: backup, at: at)
      let head = try home.journal(.readOnly).head()
      let path = backup + "/" + name
      if isGone {
        try FileManager.default.removeItem(atPath: path)
      } else {
        var data = try Data(contentsOf: URL(fileURLWithPath: path))
        data[data.count / 2] ^= 1
        try data.write(to: URL(fileURLWithPath: path))
      }
      #expect(throws: JournalError.self) {
        try JournalBackup.restore(from: backup, to: home.home, force: true, at: at)
      }
      #expect(try home.journal(.readOnly).head() == head)
      #expect(try home.folder.names() == ["backup", "home"])
    }
  }

  @Test("A manifest that leads out of the folder, or to files of other kinds, is refused")
  func outside() throws {
    let home = try home()
    let backup = home.folder.file("backup")
    let made = try JournalBackup.make(home: home.home, to: backup, at: at)
    for name in ["../home/run.lock", "/etc/hosts", "sessions//x", "manifest.json", "run.lock", "sessions"] {
      let extra = FileDigest(name: name, bytes: 1, sha256: "00")
      try put(
        FolderManifest(kind: .backup, head: made.head, files: made.files + [extra]).text,
        backup + "/manifest.json")
      let other = home.folder.file("other")
      #expect(throws: JournalError.self) {
        try JournalBackup.restore(from: backup, to: other, force: false, at: at)
      }
      #expect(!FileManager.default.fileExists(atPath: other))
    }
  }

  @Test("What a killed restore left beside the home is no obstacle")
  func leftovers() throws {
    let home = try home()
    let backup = home.folder.file("backup")
    try JournalBackup.make(home: home.home, to: backup, at: at)
    try put("half", FileTree.stage(of: home.home, "restore") + "/journal.sqlite")
    try JournalBackup.restore(from: backup, to: home.home, force: true, at: at)
    #expect(try home.journal().verify().isIntact)
  }
}
