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
  static func opened() throws -> BotFixture {
    let fixture = try BotFixture()
    try FileManager.default.copyItem(atPath: folder + "/home", toPath: fixture.home)
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
    let home = try Self.opened()
    let document = try home.run(["audit", "verify", "--json"]).json()
    #expect(document["intact"] as? Bool == true)
    #expect(document["rows"] as? Int == 88)
    #expect(document["head"] as? String == Self.head)
  }

  @Test("every bot has the identity, the account and the fills it had", arguments: bots)
  func shows(_ bot: Bot) throws {
    let home = try Self.opened()
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
    let home = try Self.opened()
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
    let home = try Self.opened()
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
    let home = try Self.opened()
    let outcome = try home.run(["replay", "1"])
    #expect(outcome.status == 66)
    #expect(outcome.errors.contains("/home/quant/ticks/eurusd-30d.ticks"))
    #expect(outcome.errors.contains("'slipway replay 1 --files'"))
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
    let home = try Self.opened()
    let run = try home.run(["run", "--feed", "old", "--quiet"])
    #expect(run.status == 0, "\(run.errors)")
    for bot in Self.bots { try expect(bot, in: home) }
    let replay = try home.run(["replay", "3", "--json"])
    #expect(replay.status == 0, "\(replay.errors)")
    #expect(try replayed(replay).count == 4)
    let verified = try home.run(["audit", "verify", "--json"]).json()
    #expect(verified["intact"] as? Bool == true)
  }

  /// A day of quotes as `make-home` writes them, after everything in the home: a triangle around 1.085.
  static func dayAfter(_ home: BotFixture) throws {
    let lines = (0..<2_160).map { index in
      let second = index * 20
      let place = second % 1_200
      let bid = 108_420 + 160 * min(place, 1_200 - place) / 600
      let clock = [second / 3_600, second / 60 % 60, second % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
      return "{\"symbol\":\"EURUSD\",\"time\":\"2026-02-04T\(clock.joined(separator: ":")).000Z\","
        + "\"bid\":\"1.0\(bid - 100_000)\",\"ask\":\"1.0\(bid - 99_998)\"}"
    }
    try home.write("day.jsonl", lines.joined(separator: "\n") + "\n")
  }

  @Test("another day on the feed ends as it always would, and replays to the same")
  func nextDay() throws {
    let home = try Self.opened()
    try Self.dayAfter(home)
    let run = try Program.shell(
      "\"$SLIPWAY\" run --feed old --quiet --home home <day.jsonl", in: home.folder)
    #expect(run.status == 0, "\(run.errors)")
    for (id, fingerprint) in Self.dayLater {
      let found = try home.document("show", id)["fingerprint"] as? String
      #expect(found == fingerprint, "\(id)")
    }
    for session in ["3", "4"] {
      let replay = try home.run(["replay", session, "--json"])
      #expect(replay.status == 0, "\(replay.errors)")
      #expect(try replayed(replay).count == 4)
    }
    #expect(try home.run(["audit", "verify", "--json"]).json()["intact"] as? Bool == true)
  }

  private static let dayLater = [
    ("cross", "03f2b812fe8ca3f59c3f922af89ef7762af58ef400c4a061348be8412739b70d"),
    ("london", "489a46393281653bacce5614356904bb1f7098321a5b56bad4cc21d3c509c4c8"),
    ("queued", "b0c5c06a04ab7c7f5a4f424c760b1aa531882a4ccb79fca6b01aae409b86a604"), ("trend_wide", noFills),
  ]

  @Test("bots, sessions, operators and requests are listed as they were")
  func lists() throws {
    let home = try Self.opened()
    func rows(_ name: String, _ arguments: String...) throws -> [[String: Any]] {
      let outcome = try home.run(arguments + ["--json"])
      #expect(outcome.status == 0, "\(outcome.errors)")
      return try #require(try outcome.json()[name] as? [[String: Any]])
    }
    let listed = try rows("bots", "bot", "list").compactMap { $0["id"] as? String }
    #expect(listed == ["revert", "queued", "trend_wide", "london", "cross"])
    let sessions = try rows("sessions", "session", "list").map {
      "\($0["id"] ?? "") \($0["kind"] ?? "") \($0["status"] ?? "") \($0["ticks"] ?? "")"
    }
    #expect(sessions == Self.sessions)
    let operators = try rows("operators", "operator", "list").map {
      "\($0["name"] ?? "") \($0["role"] ?? "")"
    }
    #expect(operators == ["ann admin", "bob approver"])
    let requests = try rows("requests", "promote", "requests").map {
      row in
      let request = row["request"] as? [String: Any]
      return "\(request?["id"] ?? "") \(request?["bot"] ?? "") \(row["state"] ?? "")"
    }
    #expect(requests == Self.requests)
  }

  private static let sessions = ["1 replay ended 1238211", "2 live ended 3059", "3 live open 0"]
  private static let requests = ["R1 revert promoted"]

  @Test("every bot is reviewed on the evidence it had", arguments: bots.map(\.id))
  func reviews(_ bot: String) throws {
    let home = try Self.opened()
    let review = try home.run(["promote", "review", bot, "--json"])
    #expect([0, 3].contains(review.status), "\(review.errors)")
    let document = try review.json()
    #expect(document["identity"] as? String == Self.bots.first { $0.id == bot }?.identity)
    #expect(document["evidence"] as? String == Self.evidence[bot])
  }

  private static let evidence = [
    "trend": "b79f796aad21abdc1619be54ac3f6a0ed4b846e5b62fc9aacf748eeb1bc9dc43",
    "revert": "2f302e1e301a15738cc905868fa2bab4830027d60ce57f708736c32a5866c789",
    "queued": "faf5ae38525a8f04fd36b2512f1136a24a896d377d1b806c4d67694708254221",
    "trend_wide": "5057e1e09dd8f778d2ca87cd291a90540254ace7080aa09d9c8ecbe88baff302",
    "london": "0447ca4ffdffd30a2e3d9a3ee8ec2650276afec927cfb5f8feae0dcae4a6e0e3",
    "cross": "082341c3528ad55ccaade40538a85d8d7fd719d1da472d820615c4ac85ea47bc",
  ]

  @Test("the promotion stands, and its signatures verify")
  func promotion() throws {
    let home = try Self.opened()
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
    let home = try Self.opened()
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
    // It was made before session 3.
    for bot in Self.bots where bot.id != "cross" { try expect(bot, in: home) }
    let files = ["--files", Self.repository + "/datasets/eurusd-30d.ticks", "--json"]
    #expect(try replayed(try home.run(["replay", "1"] + files)).count == 3)
    #expect(try replayed(try home.run(["replay", "2", "--json"])).count == 3)
    try Self.dayAfter(home)
    let run = try Program.shell(
      "\"$SLIPWAY\" run --feed old --quiet --home home <day.jsonl", in: home.folder)
    #expect(run.status == 0, "\(run.errors)")
    #expect(try replayed(try home.run(["replay", "3", "--json"])).count == 4)
    #expect(try home.run(["audit", "verify", "--json"]).json()["intact"] as? Bool == true)
  }
}
