import Operations
import TestSupport
import Testing

/// All of a front end: words in, a line out. Whatever else there is to know is behind `Operations`.
private struct SecondFrontEnd {
  let home: Home
  let user: Signature

  func answer(_ words: String...) throws -> String {
    switch (words.first, words.count) {
    case ("bots", 1):
      return try home.bots.list().bots.map { "\($0.id), \($0.mode), \($0.trades) trades" }.joined(
        separator: "; ")
    case ("request", 3):
      let request = try home.promotion.request(TypedRequest(bot: words[1], to: words[2]), signed: user)
      return "\(request.id): \(request.bot) from \(request.from) to \(request.to)"
    case ("requests", 1):
      return try home.promotion.requests().requests.map { "\($0.id), \($0.state)" }.joined(separator: "; ")
    default: return "bots, request BOT MODE, or requests"
    }
  }
}

@Suite("A second front end of twenty lines", .timeLimit(.minutes(2)))
struct SecondFrontEndTests {
  /// Criteria that a few days of an EMA cross meet.
  private static let easy = """
    preset: plain
    provenance: any
    to_demo: {min_trades: 1, min_win_rate: 0, min_profit_factor: 0, max_drawdown: 1, min_days: 1, min_coverage: 0}

    """

  @Test("lists bots and files a promotion request through Operations alone")
  func filesRequest() throws {
    let fixture = try HomeFixture()
    let home = fixture.home
    _ = try home.bots.register("one", HomeFixture.crossing)
    var run = TypedRun()
    (run.replay, run.speed) = ([try fixture.ticks()], "max")
    let trades = try home.sessions.run(run).bots.first?.trades ?? 0
    #expect(trades > 0)
    let quin = try people(in: fixture)
    try fixture.write("home/promotion.yaml", Self.easy)
    _ = try home.promotion.adoptCriteria(signed: Self.signature("ada"))

    let front = SecondFrontEnd(home: home, user: quin)
    #expect(try front.answer("bots") == "one, paper, \(trades) trades")
    #expect(try front.answer("request", "one", "demo") == "R1: one from paper to demo")
    #expect(try front.answer("requests") == "R1, pending")
  }

  @Test("is told no by the same rules")
  func refused() throws {
    let fixture = try HomeFixture()
    _ = try fixture.home.bots.register("one", HomeFixture.crossing)
    let front = SecondFrontEnd(home: fixture.home, user: try people(in: fixture))
    #expect {
      try front.answer("request", "one", "demo")
    } throws: { error in
      guard case .no(let what, _, _)? = error as? OperationError else { return false }
      return what == "one is not eligible for demo"
    }
    #expect(try front.answer("requests") == "")
  }

  private static let secret = Array("a horse in the morning".utf8)

  private static func signature(_ name: String) -> Signature { Signature(name: name) { _ in secret } }

  /// An admin (ada), and a quant (quin), whose signature is returned.
  private func people(in fixture: HomeFixture) throws -> Signature {
    for (name, role) in [("ada", "admin"), ("quin", "quant")] {
      _ = try fixture.home.operators.add(
        name, role: role, person: nil, signed: Self.signature("ada")
      ) { _ in Self.secret }
    }
    return Self.signature("quin")
  }
}
