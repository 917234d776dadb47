import Foundation
import TestSupport
import Testing

/// A home of an earlier program (Tests/Fixtures/README.md) loses nothing under the program of today.
struct GoldenHomeTests {
  /// What `bot show` said of a bot when the home was made.
  struct Bot: Sendable, CustomTestStringConvertible {
    let id: String
    var mode = "paper"
    var status = "active"
    let identity: String
    let balance: String
    let equity: String
    let open: Int
    let trades: Int
    let fingerprint: String

    var testDescription: String { id }
  }

  static let bots = [
    Bot(
      id: "trend", status: "retired",
      identity: "7c3a509cfec0d7c1550e08762fa4b5da4947bde8f59a2edb86d90c4dcaf2a86f",
      balance: "975.995", equity: "976.515", open: 1, trades: 104,
      fingerprint: "9399df75613ccbd5915a3ddb012abc5c9288f767e98519feeefaaa3fd73cc255"),
    Bot(
      id: "revert", mode: "demo",
      identity: "1b9fead6054420974a6052d30b5ad6ff81c472db6caa799888b48c23fd3bca2e",
      balance: "1000.00", equity: "1000.00", open: 0, trades: 0, fingerprint: noFills),
    Bot(
      id: "queued", identity: "646c49fe5703260e668e72985ac854621983e630dbb9129081c05536e816aa4e",
      balance: "4974.39", equity: "4974.39", open: 0, trades: 253,
      fingerprint: "b0c5c06a04ab7c7f5a4f424c760b1aa531882a4ccb79fca6b01aae409b86a604"),
    Bot(
      id: "trend_wide", status: "paused",
      identity: "80f54152f5b878eef2bb078f2b0a01c06a9a3301529075a2220f4f185682bb81",
      balance: "1000.00", equity: "1000.00", open: 0, trades: 0, fingerprint: noFills),
    Bot(
      id: "london", identity: "896734732f1dc206b2cf4acdae4502eff1918eab0dae1a2cb163e017880b6c11",
      balance: "992.24", equity: "992.24", open: 0, trades: 1,
      fingerprint: "489a46393281653bacce5614356904bb1f7098321a5b56bad4cc21d3c509c4c8"),
    Bot(
      id: "cross", identity: "f826a572b4cf06e8607128479cacb038a87bce2ba810c70463885b232742ed89",
      balance: "943.195", equity: "943.605", open: 1, trades: 118,
      fingerprint: "e27eba79a0dbeb5a203ef1d2bcf504c288003fc6c140846169168b4b302aee6e"),
  ]
  static let noFills = String(repeating: "0", count: 64)
  static let head = "431c714dee5a60b7dedaf1da648284565746ea690a4bcded8432c74a605b726c"

  /// A copy of the home, and `slipway` in it.
  private func opened() throws -> BotFixture {
    let fixture = try BotFixture()
    try FileManager.default.copyItem(atPath: Self.folder + "/home", toPath: fixture.home)
    // Git keeps no permissions but the executable bit; keys that others can read are refused.
    for name in ["ann", "bob"] {
      try FileManager.default.setAttributes(
        [.posixPermissions: 0o600], ofItemAtPath: fixture.home + "/operators/\(name).key")
    }
    return fixture
  }

  private static let repository = PackageRoot.path
  private static let folder = PackageRoot.path(of: "Tests/Fixtures/home-1")

  @Test("the journal verifies up to the row it ended with")
  func verifies() throws {
    let home = try opened()
    let document = try home.run(["audit", "verify", "--json"]).json()
    #expect(document["intact"] as? Bool == true)
    #expect(document["rows"] as? Int == 88)
    #expect(document["head"] as? String == Self.head)
  }

  @Test("every bot has the identity, the account and the fills it had", arguments: bots)
  func shows(_ bot: Bot) throws {
    let home = try opened()
    try expect(bot, in: home)
  }

  private func expect(_ bot: Bot, in home: BotFixture) throws {
    let document = try home.document("show", bot.id)
    #expect(document["mode"] as? String == bot.mode)
    #expect(document["status"] as? String == bot.status)
    #expect(document["identity"] as? String == bot.identity)
    #expect(document["balance"] as? String == bot.balance)
    #expect(document["equity"] as? String == bot.equity)
    #expect(document["open_positions"] as? Int == bot.open)
    #expect(document["trades"] as? Int == bot.trades)
    #expect(document["fingerprint"] as? String == bot.fingerprint)
  }

  @Test("the session over a file replays to the same events")
  func replaysFiles() throws {
    let home = try opened()
    let outcome = try home.run([
      "replay", "1", "--files", Self.repository + "/datasets/eurusd-30d.ticks", "--json",
    ])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let fingerprints = try replayed(outcome)
    #expect(fingerprints["queued"] == "fa079c27d8892028d637595d27ae4b723f8815a949b701fff6a3525a5af96135")
    #expect(fingerprints["revert"] == "55bc72ccdb07446eeec895f06e23d82a7239311fabd1599c914ea623e17f6897")
    #expect(fingerprints["trend"] == "9399df75613ccbd5915a3ddb012abc5c9288f767e98519feeefaaa3fd73cc255")
  }

  @Test(
    "the sealed live session replays to the same events but for a gap beyond a target, and says which rule it was"
  )
  func replaysLive() throws {
    let home = try opened()
    let outcome = try home.run(["replay", "2", "--json"])
    // `london` entered beyond its own target, which was filled at its price then.
    #expect(outcome.status == 3, "\(outcome.errors)")
    let document = try outcome.json()
    #expect(document["same"] as? Bool == false && document["fill_rules"] as? Int == 1)
    let rules = try #require(document["changed_fill_rules"] as? [String])
    #expect(
      rules.first?.hasPrefix("A limit, a take profit or a changed price that the market had already passed")
        == true)
    let fingerprints = try replayed(outcome)
    #expect(fingerprints.keys.sorted() == ["cross", "queued", "trend_wide"])
    #expect(fingerprints["cross"] == "f52f5994d1c7771444e3e3e1d62491396c2fac08e6f3439fd0d9e14721dc875c")
    #expect(fingerprints["queued"] == "b0c5c06a04ab7c7f5a4f424c760b1aa531882a4ccb79fca6b01aae409b86a604")
    let text = try home.run(["replay", "2"]).output
    #expect(text.contains("run under fill rules 1; what has changed since:\n- A limit, a take profit"))

    // One that comes out the same says nothing; evidence under earlier rules is told of in a line.
    let same = try home.run([
      "replay", "1", "--files", Self.repository + "/datasets/eurusd-30d.ticks", "--json",
    ]).json()
    #expect((same["changed_fill_rules"] as? [String])?.isEmpty == true)
    #expect(try home.bot("show", "london").output.contains("was made under fill rules 1 in sessions 2, 3;"))
    #expect(try home.run(["report", "london"]).output.contains("was made under fill rules 1"))
  }

  @Test("a session whose ticks are gone says how to name them where they are now")
  func movedTicks() throws {
    let home = try opened()
    let outcome = try home.run(["replay", "1"])
    #expect(outcome.status == 66)
    #expect(outcome.errors.contains("/home/quant/ticks/eurusd-30d.ticks"))
    #expect(outcome.errors.contains("`slipway replay 1 --files`"))
  }

  /// Bot → fingerprint, of those whose events are the journal's.
  private func replayed(_ outcome: Program.Outcome) throws -> [String: String] {
    let rows = try #require(try outcome.json()["bots"] as? [[String: Any]])
    return rows.reduce(into: [:]) { found, row in
      guard let id = row["id"] as? String, row["same"] as? Bool == true else { return }
      found[id] = row["replayed"] as? String
    }
  }

  @Test("the killed session is taken up, and the bots go on")
  func goesOn() throws {
    let home = try opened()
    let run = try home.run(["run", "--feed", "old", "--quiet"])
    #expect(run.status == 0, "\(run.errors)")
    for bot in Self.bots { try expect(bot, in: home) }
    let replay = try home.run(["replay", "3", "--json"])
    #expect(replay.status == 0, "\(replay.errors)")
    #expect(try replayed(replay).count == 4)
    let verified = try home.run(["audit", "verify", "--json"]).json()
    #expect(verified["intact"] as? Bool == true)
  }

  @Test("the promotion stands, and its signatures verify")
  func promotion() throws {
    let home = try opened()
    let history = try home.run(["promote", "history", "revert"])
    #expect(history.status == 0, "\(history.errors)")
    #expect(history.output.contains("promotion_approved   bob"))
    let review = try home.run(["promote", "review", "revert", "--json"])
    #expect(review.status == 3, "\(review.errors)")
    let document = try review.json()
    #expect(document["from"] as? String == "demo")
    #expect(document["to"] as? String == "live")
    #expect(
      document["evidence"] as? String == "2f302e1e301a15738cc905868fa2bab4830027d60ce57f708736c32a5866c789")
  }

  @Test("the operators sign with the keys they had")
  func signs() throws {
    let home = try opened()
    try home.write("ann.secret", "the passphrase of ann\n")
    let line =
      "\"$SLIPWAY\" promote revoke R1 --as ann --reason tested --home home --passphrase-fd 3 3<ann.secret"
    let outcome = try Program.shell(line, in: home.folder)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(try home.document("show", "revert")["mode"] as? String == "paper")
  }

  @Test("its backup is restored")
  func restores() throws {
    let home = try BotFixture()
    let outcome = try home.run(["restore", Self.folder + "/backup"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(try home.run(["audit", "verify", "--json"]).json()["intact"] as? Bool == true)
    try expect(Self.bots[1], in: home)
  }
}
