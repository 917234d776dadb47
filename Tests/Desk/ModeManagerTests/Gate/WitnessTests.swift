import FileSystem
import Foundation
import JSONText
import Journal
import Logging
import Promotion
import TestSupport
import Testing
import TradingCore

@testable import ModeManager

/// A home that was put back, or written anew, has a chain in which every hash fits: only somebody outside of it knows.
@Suite("Witnesses of a home's chain")
struct WitnessTests {
  // What a witness finds.

  @Test("a revocation is undone by putting an older copy of the home in its place, anchor and all")
  func putBack() throws {
    let home = try GatedHome()
    try home.addWitness()
    let id = try home.request().id
    #expect(try home.gate.approve(id, by: try home.signer("bea")))
    let copy = try home.copy()
    try home.gate.revoke(id, reason: "it lost", by: try home.signer("ada"))
    try home.putBack(copy)

    #expect(try home.mode() == .demo)
    #expect(try Journal(home: home.home, mode: .readOnly).verify().isIntact)
    #expect(throws: DeskError.self) { try home.run() }
    let event = try home.lastEvent()
    #expect(event.kind == .promotionRefused && event.payload["code"] == "history_behind_witness")
    // What is refused is a row as well: the chain has another one now where the revocation was.
    try expectRefused("history_not_witnessed", in: home) { try home.act() }
  }

  @Test("the chain is written anew from a row on, with every hash that follows worked out again")
  func writtenAnew() throws {
    let home = try GatedHome()
    try home.addWitness()
    let copy = try home.copy()
    let id = try home.request().id
    try home.gate.reject(id, reason: "no", by: try home.signer("bea"))
    try home.putBack(copy)
    // Another history, longer than the one that was.
    for number in 0..<9 {
      try home.inject(.feedFault, ["number": .count(number)], subject: "feed")
    }
    #expect(try Journal(home: home.home, mode: .readOnly).verify().isIntact)
    try expectRefused("history_not_witnessed", in: home) { try home.request() }
  }

  @Test("a copy of the home goes on elsewhere: the one that comes later gets nothing")
  func copies() throws {
    let home = try GatedHome()
    try home.addWitness()
    let other = try GatedHome(copying: home)
    try home.request()
    try expectRefused("history_behind_witness", in: other) { try other.request() }
    try home.request()
  }

  @Test("what takes rights away is never refused for a witness", arguments: [true, false])
  func reductions(isGone: Bool) throws {
    for isApproved in [true, false] {
      let home = try GatedHome()
      try home.addWitness()
      let id = try home.request().id
      if isApproved { #expect(try home.gate.approve(id, by: try home.signer("bea"))) }
      let copy = try home.copy()
      try home.act()
      if isGone {
        try FileManager.default.removeItem(atPath: home.witnessFolder)
      } else {
        try home.putBack(copy)
      }
      let (ada, bea) = (try home.signer("ada"), try home.signer("bea"))
      if isApproved {
        try home.gate.revoke(id, reason: "no", by: ada)
      } else {
        try home.gate.reject(id, reason: "no", by: bea)
      }
      _ = try home.gate.retireOperator("cal", by: ada)
      #expect(try home.mode() == .paper)
    }
  }

  @Test("a witness that can't be asked: no new rights, and promoted bots don't start")
  func unreachable() throws {
    let home = try GatedHome()
    try home.addWitness()
    #expect(try home.gate.approve(try home.request().id, by: try home.signer("bea")))
    try FileManager.default.removeItem(atPath: home.witnessFolder)
    try expectRefused("witness_unreachable", in: home) { try home.act() }
    #expect(throws: DeskError.self) { try home.run() }
    #expect(try home.lastEvent().payload["code"] == "witness_unreachable")
    // Nothing but an admin's word takes it out of the ledger.
    #expect(try home.gate.removeWitness("W1", by: try home.signer("ada")) == nil)
    try home.run()
  }

  // The witness itself.

  @Test("lines that were edited, moved or taken out from among them")
  func edited() throws {
    let home = try GatedHome()
    let path = try home.addWitness()
    try home.request()
    try home.request()
    let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map(String.init)
    #expect(lines.count == 3)
    let edits = [
      [lines[0].replacing("\"seq\":", with: "\"seq\":1"), lines[1], lines[2]], [lines[0], lines[2]],
      [lines[1], lines[0], lines[2]], lines + [lines[2]],
    ]
    for edit in edits {
      try home.write(edit, to: path)
      try expectRefused("witness_faulty", in: home) { try home.request() }
    }
    try home.write(lines, to: path)
    try home.request()
  }

  @Test(
    "an end that was cut off, a file that was emptied, and one that is gone: the chain says what it was told")
  func truncated() throws {
    let home = try GatedHome()
    let path = try home.addWitness()
    try home.request()
    let whole = try Data(contentsOf: URL(fileURLWithPath: path))
    for length in [whole.count - 2, whole.count - 40, 0] {
      try whole.prefix(length).write(to: URL(fileURLWithPath: path))
      try expectRefused("witness_faulty", in: home) { try home.request() }
    }
    try FileManager.default.removeItem(atPath: path)
    try expectRefused("witness_faulty", in: home) { try home.request() }
    try whole.write(to: URL(fileURLWithPath: path))
    try home.request()
  }

  @Test("a line that a loss of power has cut off before the chain knew of it goes with the next one")
  func torn() throws {
    let home = try GatedHome()
    let path = try home.addWitness()
    let file = try #require(FileHandle(forWritingAtPath: path))
    try file.seekToEnd()
    try file.write(contentsOf: Data("{\"line\":2,\"ho".utf8))
    try file.close()
    try home.request()
    #expect(try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").count == 3)
    try home.request()
  }

  @Test("a whole line that lacks nothing but its end counts")
  func endless() throws {
    let home = try GatedHome()
    let path = try home.addWitness()
    try home.request()
    let whole = try Data(contentsOf: URL(fileURLWithPath: path))
    try whole.dropLast().write(to: URL(fileURLWithPath: path))
    try home.request()
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)).starts(with: whole))
    try home.request()
  }

  @Test(
    "somebody's file is not taken for a witness, and stays as it is", arguments: ["a token", "two\nlines\n"])
  func strange(_ text: String) throws {
    let home = try GatedHome()
    try FileManager.default.createDirectory(atPath: home.witnessFolder, withIntermediateDirectories: true)
    let path = home.witnessFolder + "/token"
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    let ada = try home.signer("ada")
    try expectRefused("witness_faulty", in: home) {
      _ = try home.gate.addWitness(Witness(.file, place: path), by: ada)
    }
    #expect(try String(contentsOfFile: path, encoding: .utf8) == text)
  }

  @Test("who can only add to a witness can't have it go on from an older copy of the home")
  func addedTo() throws {
    let home = try GatedHome()
    let path = try home.addWitness()
    let id = try home.request().id
    #expect(try home.gate.approve(id, by: try home.signer("bea")))
    let copy = try home.copy()
    try home.gate.revoke(id, reason: "it lost", by: try home.signer("ada"))
    try home.putBack(copy)
    let file = FileWitness(path: path)
    let (identity, known) = (try home.gate.ledger().home, try file.heads(of: home.gate.ledger().home))
    let older = KeptHead(head: try Journal(home: home.home, mode: .readOnly).head(), at: home.now)
    #expect(try file.keep(older, of: identity, after: known.last, isFork: true) == older)
    #expect(throws: DeskError.self) { try home.run() }
    #expect(try home.lastEvent().payload["code"] == "history_behind_witness")
  }

  @Test("broken witnesses don't keep each other from being removed")
  func twoBroken() throws {
    let home = try GatedHome()
    let path = try home.addWitness()
    let second = Witness(.file, place: home.witnessFolder + "/second")
    _ = try home.gate.addWitness(second, by: try home.signer("ada"))
    try Data("{}\n".utf8).write(to: URL(fileURLWithPath: path))
    try FileManager.default.removeItem(atPath: second.place)
    for id in ["W1", "W2"] { #expect(try home.gate.removeWitness(id, by: try home.signer("ada")) == nil) }
    try home.act()
  }

  @Test("nor by a line that repeats what an admin gave up once")
  func repeatedLoss() throws {
    let home = try GatedHome()
    let path = try home.addWitness()
    let backup = home.replayed.folder.file("backup")
    _ = try JournalBackup.make(home: home.home, to: backup, at: home.now)
    for _ in 0..<3 { try home.act() }
    _ = try JournalBackup.restore(from: backup, to: home.home, force: true, at: home.now)
    _ = try home.gate.resumeGrants(by: try home.signer("ada"))
    let copy = try home.copy()
    try home.act()
    try home.putBack(copy)
    let ledger = try home.gate.ledger()
    let (file, lost) = (FileWitness(path: path), try #require(ledger.lostHeads.first))
    let heads = try file.heads(of: ledger.home)
    let repeated = try #require(heads.first { $0.lost == lost })
    #expect(try file.keep(repeated, of: ledger.home, after: heads.last, isFork: true) == repeated)
    try expectRefused("history_behind_witness", in: home) { try home.act() }
  }

  @Test("an act that is refused in a copy of the home moves no witness")
  func refusedElsewhere() throws {
    let home = try GatedHome()
    let path = try home.addWitness()
    let other = try GatedHome(copying: home)
    let before = try Data(contentsOf: URL(fileURLWithPath: path))
    let quin = try other.signer("quin")
    for _ in 0..<2 {
      try expectRefused("wrong_role", in: other) {
        _ = try other.gate.retireOperator("cal", by: quin)
      }
      try expectRefused("wrong_role", in: other) { _ = try other.gate.removeWitness("W1", by: quin) }
      try expectRefused("wrong_role", in: other) { _ = try other.gate.setClock(by: quin) }
    }
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
    try home.act()
  }

  @Test("a run in a copy of the home moves no witness: only a signature does")
  func runElsewhere() throws {
    let home = try GatedHome()
    let path = try home.addWitness()
    let before = try Data(contentsOf: URL(fileURLWithPath: path))
    let other = try GatedHome(copying: home)
    try other.inject(.feedFault, [:], subject: "feed")
    beat(of: other).stop()
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
    try home.act()
  }

  @Test("a pipe or a folder is no witness, and is not waited for")
  func pipe() throws {
    let home = try GatedHome()
    try FileManager.default.createDirectory(atPath: home.witnessFolder, withIntermediateDirectories: true)
    let path = home.witnessFolder + "/pipe"
    try #require(mkfifo(path, 0o600) == 0)
    let ada = try home.signer("ada")
    try expectRefused("witness_unreachable", in: home) {
      _ = try home.gate.addWitness(Witness(.file, place: path), by: ada)
    }
  }

  // Who has which witnesses.

  @Test("an approver adds none; where there are two admins it takes both to add and to remove one")
  func roles() throws {
    let home = try GatedHome()
    try FileManager.default.createDirectory(atPath: home.witnessFolder, withIntermediateDirectories: true)
    let witness = Witness(.file, place: home.witnessFolder + "/heads")
    let bea = try home.signer("bea")
    try expectRefused("wrong_role", in: home) { _ = try home.gate.addWitness(witness, by: bea) }
    try home.add("abe", .admin, by: "ada")
    let (ada, abe) = (try home.signer("ada"), try home.signer("abe"))
    #expect(try home.gate.addWitness(witness, by: ada)?.id == "A1")
    #expect(try home.gate.ledger().activeWitnesses.isEmpty)
    _ = try home.gate.confirm("A1", by: abe)
    #expect(try home.gate.ledger().activeWitnesses.map(\.id) == ["W1"])
    #expect(FileManager.default.fileExists(atPath: witness.place))
    #expect(try home.gate.removeWitness("W1", by: abe)?.id == "A2")
    #expect(try home.gate.ledger().activeWitnesses.map(\.id) == ["W1"])
    _ = try home.gate.confirm("A2", by: ada)
    #expect(try home.gate.ledger().activeWitnesses.isEmpty)
    try expectRefused("unknown_witness", in: home) { _ = try home.gate.removeWitness("W1", by: ada) }
  }

  @Test("a home from before the witness was added asks nobody; whoever names the place is told")
  func before() throws {
    let home = try GatedHome()
    let copy = try home.copy()
    let path = try home.addWitness()
    try home.request()
    try home.putBack(copy)
    try home.request()
    let record = WitnessRecord(unsigned: Witness(.file, place: path))
    let found = try home.gate.witnesses.finding(of: record, try home.gate.ledger())
    #expect(found.refusal?.isOfHistory == true)
    let ada = try home.signer("ada")
    try expectRefused(found.refusal?.code ?? "", in: home) {
      _ = try home.gate.addWitness(Witness(.file, place: path), by: ada)
    }
  }

  @Test("one file serves two homes, each with its own heads")
  func shared() throws {
    let home = try GatedHome()
    let path = try home.addWitness()
    let other = try GatedHome(salt: "another")
    _ = try other.gate.addWitness(Witness(.file, place: path), by: try other.signer("ada"))
    try home.request()
    try other.request()
    try home.request()
  }

  // Another home.

  @Test("another home keeps heads as rows of its chain; what it was told before it was put back is missed")
  func otherHome() throws {
    let home = try GatedHome()
    let keeper = try GatedHome(salt: "keeper")
    let place = Witness(.home, place: keeper.home, home: try keeper.gate.ledger().home)
    _ = try home.gate.addWitness(place, by: try home.signer("ada"))
    let first = try keeper.copy()
    try home.request()
    let rows = try Journal(home: keeper.home, mode: .readOnly).read { try $0.events(after: 0) }
      .filter { $0.kind == .headWitnessed }
    #expect(rows.count == 2)
    #expect(rows.last?.json?["home"] == .string(try home.gate.ledger().home))
    let copy = try home.copy()
    try home.request()
    try home.putBack(copy)
    try expectRefused("history_behind_witness", in: home) { try home.request() }
    try keeper.putBack(first)
    try expectRefused("witness_faulty", in: home) { try home.request() }
    // Another home in its place is not the one that an admin has signed for.
    let stranger = try GatedHome(salt: "stranger")
    try keeper.putBack(try stranger.copy())
    try expectRefused("witness_faulty", in: home) { try home.request() }
  }

  // Restores.

  @Test("after a restore an admin's word makes witnesses go on from the restored chain, once")
  func restored() throws {
    let home = try GatedHome()
    let path = try home.addWitness()
    #expect(try home.gate.approve(try home.request().id, by: try home.signer("bea")))
    let backup = home.replayed.folder.file("backup")
    _ = try JournalBackup.make(home: home.home, to: backup, at: home.now)
    for _ in 0..<3 { try home.act() }
    _ = try JournalBackup.restore(from: backup, to: home.home, force: true, at: home.now)

    try expectRefused("history_behind_witness", in: home) { try home.act() }
    #expect(try home.gate.resumeGrants(by: try home.signer("ada")) == nil)
    let resumed = try home.copy()
    #expect(try String(contentsOfFile: path, encoding: .utf8).contains("\"fork\":true"))
    try home.act()
    try home.run()
    // Whoever puts the home back to that moment finds the word used up.
    try home.putBack(resumed)
    try expectRefused("history_behind_witness", in: home) { try home.act() }
  }

  @Test("of two admins one alone can't make witnesses give up what they know")
  func restoredByOne() throws {
    let home = try GatedHome()
    try home.add("abe", .admin, by: "ada")
    try FileManager.default.createDirectory(atPath: home.witnessFolder, withIntermediateDirectories: true)
    let witness = Witness(.file, place: home.witnessFolder + "/heads")
    let (ada, abe) = (try home.signer("ada"), try home.signer("abe"))
    _ = try home.gate.addWitness(witness, by: ada)
    _ = try home.gate.confirm("A1", by: abe)
    let backup = home.replayed.folder.file("backup")
    _ = try JournalBackup.make(home: home.home, to: backup, at: home.now)
    for _ in 0..<3 { try home.act() }
    _ = try JournalBackup.restore(from: backup, to: home.home, force: true, at: home.now)
    #expect(try home.gate.resumeGrants(by: ada)?.id == "A2")
    try expectRefused("history_behind_witness", in: home) { try home.act() }
    #expect(try !String(contentsOfFile: witness.place, encoding: .utf8).contains("fork"))
    _ = try home.gate.confirm("A2", by: abe)
    try home.act()
  }

  @Test("a run by a clock that was ahead does not keep a restored home from being resumed")
  func restoredAfterFuture() throws {
    let home = try GatedHome()
    let path = try home.addWitness()
    let backup = home.replayed.folder.file("backup")
    _ = try JournalBackup.make(home: home.home, to: backup, at: home.now)
    let now = home.now
    home.now = try Timestamp(iso8601: "2099-01-01T00:00:00Z")
    try home.inject(.feedFault, [:], subject: "feed")
    beat(of: home).stop()
    #expect(try String(contentsOfFile: path, encoding: .utf8).contains("2099-"))
    home.now = now
    _ = try JournalBackup.restore(from: backup, to: home.home, force: true, at: home.now)
    #expect(try home.gate.resumeGrants(by: try home.signer("ada")) == nil)
    try home.act()
  }

  @Test("an admin gives up what witnesses know by then, not what they are told later")
  func restoredTwice() throws {
    let home = try GatedHome()
    let path = try home.addWitness()
    let other = try GatedHome(copying: home)
    let backup = home.replayed.folder.file("backup")
    _ = try JournalBackup.make(home: home.home, to: backup, at: home.now)
    try other.act()
    _ = try JournalBackup.restore(from: backup, to: home.home, force: true, at: home.now)
    try expectRefused("history_not_witnessed", in: home) { try home.act() }
    #expect(try home.gate.resumeGrants(by: try home.signer("ada")) == nil)
    try home.act()
    // What it was told after that nobody has given up.
    let resumed = try home.copy()
    try home.act()
    try home.putBack(resumed)
    try expectRefused("history_behind_witness", in: home) { try home.act() }
    // The other one comes too late, whatever it does.
    try expectRefused("history_behind_witness", in: other) { try other.act() }
    #expect(try String(contentsOfFile: path, encoding: .utf8).contains("\"fork\":true"))
  }

  // A run.

  private func beat(of home: GatedHome) -> WitnessBeat {
    let time = home.now
    return WitnessBeat(
      home: home.home, now: { time }, log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    ) { _ in }
  }

  @Test("a run tells the witnesses when it begins and when it ends, and nothing where nothing happened")
  func beat() throws {
    let home = try GatedHome()
    let path = try home.addWitness()
    func lines() throws -> Int {
      try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").count
    }
    let beat = beat(of: home)
    beat.start()
    beat.stop()
    #expect(try lines() == 1)
    try home.inject(.feedFault, [:], subject: "feed")
    beat.stop()
    #expect(try lines() == 2)
  }
}

extension GatedHome {
  var witnessFolder: String { replayed.folder.file("outside") }

  /// Has a file outside of the home keep its heads.
  ///
  /// - Returns: its path.
  @discardableResult
  func addWitness() throws -> String {
    try FileManager.default.createDirectory(atPath: witnessFolder, withIntermediateDirectories: true)
    let path = witnessFolder + "/heads"
    #expect(try gate.addWitness(Witness(.file, place: path), by: try signer("ada")) == nil)
    return path
  }

  /// Something that takes a signature.
  func act() throws {
    try add("q\(UInt32.random(in: .min ... .max))", .quant, by: "ada")
  }

  /// A copy of the home as it is, anchor and all.
  func copy() throws -> String {
    // Whoever opens it for writing and goes leaves one file.
    _ = try Journal(home: home, mode: .open).lastSeq()
    let path = replayed.folder.file("copy-\(UInt64.random(in: .min ... .max))")
    try FileManager.default.copyItem(atPath: home, toPath: path)
    return path
  }

  /// Puts a copy in the home's place.
  func putBack(_ copy: String) throws {
    try FileManager.default.removeItem(atPath: home)
    try FileManager.default.copyItem(atPath: copy, toPath: home)
  }

  fileprivate func write(_ lines: [String], to path: String) throws {
    try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: URL(fileURLWithPath: path))
  }
}
