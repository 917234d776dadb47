import BrokerProfiles
import Foundation
import TestSupport
import Testing

@Suite("slipway promote and slipway operator", .timeLimit(.minutes(5)))
struct PromoteCommandTests {
  private let fixture: BotFixture

  init() throws { fixture = try BotFixture() }

  /// Criteria that a few days of an EMA cross meet.
  private static let easy = """
    preset: plain
    provenance: any
    to_demo: {min_trades: 1, min_win_rate: 0, min_profit_factor: 0, max_drawdown: 1, min_days: 1, min_coverage: 0}

    """

  private func run(_ arguments: String...) throws -> Program.Outcome { try fixture.run(arguments) }

  /// Runs with a passphrase on file descriptor 3, and another on 4.
  private func signed(_ arguments: String, _ passphrase: String, new: String = "") throws -> Program.Outcome {
    try fixture.write("secret", passphrase + "\n")
    try fixture.write("new-secret", new + "\n")
    let command = "'\(Program.path)' \(arguments) --passphrase-fd 3 3<secret 4<new-secret"
    return try Program.Running(
      "/bin/bash", ["-c", command], in: fixture.folder, environment: ["SLIPWAY_HOME": fixture.home]
    ).wait()
  }

  private func paperBot() throws {
    try TickFixture.write(fixture.folder.file("a.ticks"), count: 3_000, step: 60_000)
    try fixture.register("one")
    #expect(try run("run", "--replay", "a.ticks", "--speed", "max", "--quiet").status == 0)
  }

  private func history() throws -> [(event: String, detail: String)] {
    let events = try #require(
      try run("promote", "history", "one", "--json").json()["events"] as? [[String: Any]])
    return events.map { ($0["event"] as? String ?? "", $0["detail"] as? String ?? "") }
  }

  @Test("what is not there is said before a passphrase counts")
  func unknownFirst() throws {
    try paperBot()
    #expect(try signed("operator add ada --role admin", "a horse in the morning").status == 0)
    for (command, name) in [
      ("promote approve R9", "R9"), ("promote reject R9 --reason no", "R9"),
      ("promote revoke R9 --reason no", "R9"), ("promote dataset retire D9", "D9"),
      ("promote profile retire B9", "B9"), ("audit witness remove W9", "W9"), ("operator confirm A9", "A9"),
      ("promote request nosuch --to DEMO", "nosuch"),
    ] {
      expectError(try signed("\(command) --as ada", "something else"), status: 64, naming: "'\(name)'")
    }
    expectError(
      try signed("promote request one --to DEMO --as ada", "something else"), status: 77, naming: "passphrase"
    )
  }

  @Test("From paper to demo: refused, adopted, asked for, signed; and then nothing trades without a venue")
  func walk() async throws {
    let receiver = try await WebhookReceiver { _ in .status(200) }
    try paperBot()
    try fixture.write(
      "home/notifications.yaml",
      "channels:\n  - {type: webhook, name: hook, url: \"\(receiver.url)\"}\n")

    expectError(
      try run("promote", "request", "one", "--to", "demo"), status: 77, naming: "signature_missing")
    let review = try run("promote", "review", "one", "--json")
    #expect(review.status == 3)
    #expect(try review.json()["eligible"] as? Bool == false)

    let (ada, bea, quin) = ("a horse in the morning", "a battery by the sea", "a staple under a tree")
    let asking = "promote request one --to demo --as quin"
    #expect(try signed("operator add ada --role admin --person 'Ada Example'", ada).status == 0)
    #expect(
      try signed("operator add bea --role approver --as ada --new-passphrase-fd 4", ada, new: bea).status == 0
    )
    #expect(
      try signed("operator add quin --role quant --as ada --new-passphrase-fd 4", ada, new: quin).status == 0)
    expectError(try signed(asking, quin), status: 3, naming: "days_active")

    try fixture.write("home/promotion.yaml", Self.easy)
    expectError(try signed(asking, quin), status: 77, naming: "promotion.yaml")
    #expect(try signed("promote adopt --as ada", ada).status == 0)

    let request = try signed(asking + " --json", quin)
    #expect(try request.json()["id"] as? String == "R1")
    #expect(try run("promote", "requests", "--open").output.contains("0 of 1"))
    expectError(try run("promote", "approve", "R1"), status: 77, naming: "--as")
    expectError(try signed("promote approve R1 --as ada", ada), status: 77, naming: "wrong_role")
    expectError(
      try signed("promote approve R1 --as bea", "not her passphrase"), status: 77, naming: "passphrase")
    let approval = try signed("promote approve R1 --as bea --json", bea)
    #expect(approval.status == 0, "\(approval.errors)")
    #expect(try approval.json()["mode"] as? String == "demo")

    expectError(
      try run("run", "--replay", "a.ticks", "--speed", "max", "--quiet"), status: 69, naming: "no bridge")
    #expect(try run("audit", "verify").status == 0)
    #expect(try run("promote", "requests", "--open").output == "nothing waits for a signature\n")
    #expect(try run("promote", "requests", "one").output.contains("1 of 1: bea"))
    #expect(
      try history().map(\.event) == [
        "promotion_refused", "promotion_refused", "promotion_requested", "promotion_refused",
        "promotion_approved", "promoted",
      ])
    #expect(try history()[3].detail.contains("wrong_role"))
    try expectPaperApart()
    let told = receiver.requests.compactMap { $0.header("Slipway-Event") }
    #expect(told.filter { $0.hasPrefix("promotion") } == ["promotion_requested", "promotion_approved"])
  }

  /// The bot has traded on paper and is on demo now: each output tells the two apart.
  private func expectPaperApart() throws {
    let listed = try #require(try run("bot", "list", "--json").json()["bots"] as? [[String: Any]])
    #expect(listed.first?["mode"] as? String == "demo")
    #expect(listed.first?["trades"] as? Int == 0)
    #expect(listed.first?["balance"] as? String == "1000.00")
    #expect(listed.first?["last_tick"] is NSNull)
    let shown = try run("bot", "show", "one", "--json").json()
    let older = try #require((shown["evidence"] as? [[String: Any]])?.first)
    let trades = try #require(older["trades"] as? Int)
    #expect(trades > 0 && older["mode"] as? String == "paper")

    let report = try run("report", "one", "-o", "one.html", "--json")
    #expect(report.errors.contains("is in demo and has no evidence there yet"))
    #expect(!report.errors.contains("is not what it was"))
    let entries = try #require(try report.json()["evidence"] as? [[String: Any]])
    #expect(entries.map { $0["mode"] as? String } == ["paper"])
    #expect(entries.first?["current"] as? Bool == false)
    #expect(entries.first?["trades"] as? Int == trades)
    let text = try run("report", "one").output
    #expect(text.contains("active, demo") && text.contains("No tick has been seen on demo yet."))
    #expect(text.contains("\nOn paper, "))
    let page = try String(contentsOfFile: fixture.folder.file("one.html"), encoding: .utf8)
    #expect(page.contains("No tick has been seen on demo yet."))

    let review = try run("promote", "review", "one", "--json").json()
    #expect(review["to"] as? String == "live")
    let parts = try #require(review["parts"] as? [[String: Any]])
    #expect(parts.map { $0["mode"] as? String } == ["paper", "demo"])
    #expect(parts.map { $0["trades"] as? Int } == [trades, 0])
    #expect(try run("promote", "review", "one").output.contains("\ndemo                0       0"))
  }

  @Test("A profile of one's own is vouched for, listed under a name that misleads nobody, and given up again")
  func profiles() throws {
    try fixture.register("one")
    let ada = "a horse in the morning"
    #expect(try signed("operator add ada --role admin --person 'Ada Example'", ada).status == 0)
    #expect(try run("promote", "profile", "list").output.hasPrefix("no profiles are admitted"))
    let text = try #require(BrokerProfiles.bundledText("reference"))
    try fixture.write("exness_raw.yaml", text.replacing("leverage: 100", with: "leverage: 50"))
    try fixture.write("gift.yaml", text + "swap: {model: annual, long: 1000 %, short: -1000 %}\n")
    let adding = "promote profile add ./exness_raw.yaml --as ada --json"
    expectError(
      try signed("promote profile add gift.yaml --as ada", ada), status: 77, naming: "profile_pays_trader")
    expectError(try run("promote", "profile", "add", "exness_raw.yaml"), status: 77, naming: "--as")
    expectError(try signed("promote profile add none --as ada", ada), status: 64, naming: "none")

    let added = try signed(adding, ada)
    #expect(added.status == 0, "\(added.errors)")
    let name = "exness_raw (not the bundled one)"
    func listed(_ outcome: Program.Outcome) throws -> [String] {
      let rows = try #require(try outcome.json()["profiles"] as? [[String: Any]])
      return rows.map { row in
        ["id", "name", "signer", "status"].map { row[$0] as? String ?? "" }.joined(separator: ", ")
      }
    }
    #expect(try listed(added) == ["B1, \(name), ada, admitted"])
    #expect(try run("promote", "profile", "list").output.contains(name))
    expectError(try signed(adding, ada), status: 77, naming: "profile_known")
    expectError(try signed("promote profile retire B9 --as ada", ada), status: 64, naming: "unknown_profile")
    #expect(
      try listed(try signed("promote profile retire B1 --as ada --json", ada)) == [
        "B1, \(name), ada, retired"
      ])
    #expect(try listed(try run("promote", "profile", "list", "--json")) == ["B1, \(name), ada, retired"])
    #expect(try run("broker", "show", "./exness_raw.yaml").output.contains(name))
    #expect(try run("broker", "show", "exness_raw", "--json").json()["name"] as? String == "exness_raw")
  }

  @Test("Advice is filed, shown and bound by hard limits")
  func proposals() throws {
    try fixture.register("one")
    let filed = try run("promote", "propose", "one", "--param", "fast=7", "--by", "optimizer", "--json")
    #expect(try filed.json()["id"] as? String == "P1")
    expectError(
      try run("promote", "propose", "one", "--param", "lots=5", "--by", "optimizer"), status: 77,
      naming: "5 lots")
    let shown = try run("promote", "proposals", "--json").json()["proposals"] as? [[String: Any]]
    #expect(shown?.map { $0["state"] as? String } == ["filed", "refused"])
    let document = try JSONSerialization.data(withJSONObject: try #require(shown?.first?["proposal"]))
    try document.write(to: URL(fileURLWithPath: fixture.folder.file("advice.json")))
    #expect(
      try run("promote", "propose", "one", "--file", "advice.json", "--by", "optimizer").status == 0)
    try fixture.write("half.json", "{\"kind\": \"parameters\"")
    expectError(
      try run("promote", "propose", "one", "--file", "half.json", "--by", "x"), status: 65,
      naming: "half.json")
    expectError(try run("promote", "propose", "one", "--by", "x"), status: 64, naming: "--param")
    expectError(
      try run("promote", "propose", "none", "--to", "demo", "--by", "x"), status: 64, naming: "no bot 'none'")
    expectError(try run("promote", "accept", "P1"), status: 77, naming: "--as")
    for list in ["requests", "proposals"] {
      expectError(try run("promote", list, "none"), status: 64, naming: "no bot 'none'")
      expectError(try run("promote", list, "--home", "nowhere"), status: 66, naming: "nowhere")
    }
  }

  @Test(
    "Advice that sizes orders larger by another way than their lots is refused",
    arguments: [
      (["risk_percent=100"], "risk_percent=100"),
      (["sizing=kelly", "kelly_cap_percent=10000"], "sizing=kelly"),
      (["sizing=volatility", "volatility_percent=100"], "sizing=volatility"),
    ])
  func sizingProposals(parameters: [String], words: String) throws {
    try fixture.register(
      "one", ["--strategy", "donchian_breakout", "--symbol", "EURUSD", "--broker", "reference"])
    let given = parameters.flatMap { ["--param", $0] }
    expectError(
      try fixture.run(["promote", "propose", "one"] + given + ["--by", "optimizer"]), status: 77,
      naming: words, "no risk.max_lots")
  }

  @Test("Wrong arguments say what to do")
  func mistakes() throws {
    try fixture.register("one")
    expectError(try run("promote", "request", "one", "--to", "paper"), status: 64, naming: "--to")
    expectError(try run("promote", "review", "none"), status: 64, naming: "no bot 'none'")
    expectError(try signed("promote approve R9 --as bea", "x"), status: 64, naming: "no request 'R9'")
    expectError(try signed("promote dataset add a.ticks --family x --as bea", "x"), status: 77, naming: "bea")
    expectError(
      try signed("operator add ../x --role admin", "long enough for all"), status: 64, naming: "../x")
    expectError(try signed("operator add ada --role admin", "short"), status: 64, naming: "12 characters")
    expectError(try run("operator", "add", "ada", "--role", "boss"), status: 64, naming: "--role")
    // Before a passphrase is asked for, which there is no terminal for here.
    expectError(
      try run("operator", "add", "ada", "--role", "quant"), status: 77,
      naming: "the first operator must be an admin")
    expectError(
      try run("promote", "review", "one", "-o", "home/journal.sqlite"), status: 64, naming: "is an input")
    #expect(try run("operator", "list").output.contains("nobody yet"))
  }
}
