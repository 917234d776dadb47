import Foundation
import Journal
import Promotion
import SessionRecording
import Statistics
import TestSupport
import Testing
import TradingCore

@testable import ModeManager

/// A home of which one byte is another one: somebody finds out, or nothing has changed. Never another result.
@Suite("One byte changed")
struct FlippedByteTests {
  private static let golden = PackageRoot.path(of: "Tests/Fixtures/home-1/home")

  private static let files = [
    "journal.sqlite", "journal.sqlite", "journal.sqlite-wal", "journal.sqlite-wal", "journal.anchor",
    "sessions/2/segment-0001.seal.json", "sessions/2/segment-0001.controls",
    "sessions/2/segment-0001-EURUSD.ticks", "sessions/3/segment-0001.log", "operators/ann.key",
  ]

  /// Why a changed home is not read.
  private struct Found: Error, CustomStringConvertible { let description: String }

  private func copy(in folder: TemporaryFolder) throws -> String {
    let home = folder.file("home")
    try FileManager.default.copyItem(atPath: Self.golden, toPath: home)
    for name in ["ann", "bob"] {
      try FileManager.default.setAttributes(
        [.posixPermissions: 0o600], ofItemAtPath: home + "/operators/\(name).key")
    }
    return home
  }

  /// All that there is to be read of a home, the keys under their passphrases too where these are wanted.
  private func reading(_ home: String, keys: Bool) throws -> [String] {
    let journal = try Journal(home: home, mode: .readOnly)
    let report = try journal.verify()
    if let fault = report.fault { throw Found(description: "\(fault)") }
    var lines = try HomeText.lines(of: journal)
    for bot in try journal.read({ try $0.bots() }) {
      for row in try journal.read({ try $0.evidence(of: bot.id) }) {
        let contents = try EvidenceReader.read(row, journal)
        lines += contents.recipe.settings.map { "\(row.id) \($0.name) \($0.value)" }
        lines.append("\(row.id) \(contents.evidence.trades.count) trades \(contents.curve.count) points")
      }
    }
    for session in ["2", "3"] { lines += try inputs(home + "/sessions/" + session) }
    guard keys else { return lines }
    let ann = home + "/operators/ann.key"
    let key = try OperatorKeyFile(path: ann).key(passphrase: Array("the passphrase of ann".utf8), path: ann)
    return lines + [key.publicKey]
  }

  private func inputs(_ folder: String) throws -> [String] {
    var reader = try SessionLogReader(folder: folder)
    var lines: [String] = ["\(reader.sessionID) \(reader.symbols)"]
    while try reader.next({ item in
      switch item {
      case .event(let event): lines.append("\(event)")
      case .quotes(let index, let quotes, _):
        lines += quotes.map { "\(index) \($0.eventTime.nanoseconds) \($0.bid.points) \($0.ask.points)" }
      }
    }) {}
    // A log that is shorter says so.
    if let torn = reader.tornTail { throw Found(description: "\(torn)") }
    return lines
  }

  @Test("in a journal, a log, a seal or a key is found or harmless", arguments: 0..<6)
  func flips(_ batch: UInt64) throws {
    let folder = try TemporaryFolder()
    let whole = try reading(try copy(in: folder), keys: false)
    var random = SeededGenerator(seed: batch &* 1_000 &+ 17)
    var found = 0
    for _ in 0..<10 {
      let changed = try TemporaryFolder()
      let home = try copy(in: changed)
      let name = Self.files[Int.random(in: 0..<Self.files.count, using: &random)]
      let url = URL(fileURLWithPath: home + "/" + name)
      var bytes = try Data(contentsOf: url)
      let place = Int.random(in: 0..<bytes.count, using: &random)
      bytes[place] ^= UInt8.random(in: 1...255, using: &random)
      try bytes.write(to: url)
      let isKey = name.hasSuffix(".key")
      do {
        var lines = try reading(home, keys: isKey)
        if isKey { #expect(lines.removeLast() == Self.annsKey, "\(name), byte \(place)") }
        #expect(lines == whole, "\(name), byte \(place): another result, and nobody said so")
      } catch { found += 1 }
    }
    #expect(found > 0)
  }

  private static let annsKey = "aa80df8bc8ab60821e572a5a6414234d3910ff2a9ad20cfe3c85b1c5270bdb68"
}
