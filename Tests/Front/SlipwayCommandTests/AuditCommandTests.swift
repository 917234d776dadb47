import Foundation
import TestSupport
import Testing

@Suite("slipway audit")
struct AuditCommandTests {
  private let fixture: BotFixture

  init() throws { fixture = try BotFixture() }

  @Test("A journal that is whole")
  func intact() throws {
    try fixture.register("one")
    let document = try fixture.run(["audit", "verify", "--json"]).json()
    #expect(document["intact"] as? Bool == true)
    #expect(document["rows"] as? Int == 2)
    #expect((document["head"] as? String)?.count == 64)
    #expect(document["fault"] is NSNull)
    #expect(try fixture.run(["audit", "verify"]).output.hasPrefix("intact: 2 rows\nhead "))
  }

  @Test("A changed byte ends with 3 and is named")
  func changed() throws {
    try fixture.register("one")
    let url = URL(fileURLWithPath: fixture.home + "/journal.sqlite")
    // What is still in the write-ahead log would hide the change.
    let wal = fixture.home + "/journal.sqlite-wal"
    for path in [url.path, wal] where FileManager.default.fileExists(atPath: path) {
      var data = try Data(contentsOf: URL(fileURLWithPath: path))
      while let range = data.range(of: Data(#""slow":"20""#.utf8)) {
        data.replaceSubrange(range, with: Data(#""slow":"21""#.utf8))
      }
      try data.write(to: URL(fileURLWithPath: path))
    }
    let outcome = try fixture.run(["audit", "verify", "--json"])
    #expect(outcome.status == 3, "\(outcome.errors)")
    let document = try outcome.json()
    #expect(document["intact"] as? Bool == false)
    #expect((document["fault"] as? [String: Any])?["detail"] is String)
    #expect(try fixture.run(["audit", "verify"]).output.hasPrefix("not intact: "))
  }

  @Test("No journal is an error, not a fault")
  func missing() throws {
    expectError(try fixture.run(["audit", "verify"]), status: 66, naming: "no journal", fixture.home)
  }
}
