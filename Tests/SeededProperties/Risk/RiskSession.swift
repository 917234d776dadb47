import Backtesting
import BotAssembly
import RiskControl
import StateCoding
import TestSupport
import TradingCore
import TradingEngine

/// Three random traders of one symbol under limits that are reached now and then, drawn from a seed.
struct RiskSession {
  /// What the limits make the bots share.
  enum Sharing: CaseIterable {
    /// Nothing: every bot has limits of its own.
    case nothing
    /// Two of them an account, or a family.
    case account
    case family
    /// All of them the desk.
    case desk
  }

  /// An operator's word before a quote.
  struct Word {
    let place: Int
    let verb: OperatorAct.Verb
    let scope: RiskScope
  }

  let session: TraderSession
  let sharing: Sharing
  let words: [Word]
  private let limits: (loss: Money, minute: Int, coolDown: Int64, flattens: Bool, reset: DailyReset)

  init(seed: UInt64) {
    session = TraderSession(seed: seed)
    sharing = Sharing.allCases[Int(seed % 4)]
    var random = SeededGenerator(seed: seed &+ 0x1234_5678)
    let count = session.quotes.count
    let middle = session.quotes[Int.random(in: 0..<count, using: &random)].eventTime
    let second = Int(middle.nanoseconds / Timestamp.second % 86_400)
    limits = (
      Money(units: Int64.random(in: 1...20, using: &random) * 500_000),
      Int.random(in: 1...6, using: &random), Int64.random(in: 0...90, using: &random),
      Bool.random(using: &random), DailyReset(zone: .utc, secondsInDay: second)
    )
    let scopes: [RiskScope] = [.bot("a"), .bot("b"), .account("A"), .family("F"), .desk]
    let verbs: [OperatorAct.Verb] = [.kill, .pause, .release, .resume, .unlock(nil)]
    words = (0..<Int.random(in: 0...4, using: &random)).map { _ in
      Word(
        place: Int.random(in: 1..<count, using: &random), verb: verbs[Int.random(in: 0..<5, using: &random)],
        scope: scopes[Int.random(in: 0..<5, using: &random)])
    }.sorted { $0.place < $1.place }
  }

  /// The limits; `isCrowded` adds one of the desk's that nothing ever reaches, so that all of them share something.
  func policy(isCrowded: Bool = false) throws -> RiskPolicy {
    var policy = RiskPolicy()
    let frequency = try TradeFrequency(
      .init(minute: .init(limits.minute, coolDownSeconds: limits.coolDown), reset: limits.reset))
    let loss = try DailyLoss(
      .init(limit: limits.loss, reset: limits.reset, enforcement: limits.flattens ? .flatten : .block))
    policy.add(frequency, toEach: .bot)
    switch sharing {
    case .nothing: policy.add(loss, toEach: .bot)
    case .account: policy.add(loss, to: .account("A"))
    case .family: policy.add(loss, to: .family("F"))
    case .desk: policy.add(loss, to: .desk)
    }
    if isCrowded {
      policy.add(try TradeFrequency(.init(hour: .init(1_000_000, coolDownSeconds: 0))), to: .desk)
    }
    return policy
  }

  /// The scope of the loss that bots share, and how much it is.
  var shared: (scope: RiskScope, loss: Money)? {
    switch sharing {
    case .nothing: nil
    case .account: (.account("A"), limits.loss)
    case .family: (.family("F"), limits.loss)
    case .desk: (.desk, limits.loss)
    }
  }

  /// When the day ends first.
  var firstReset: Timestamp { limits.reset.next(after: session.quotes[0].eventTime) }

  private static let places = [
    ("a", account: "A", family: "F"), ("b", account: "A", family: nil), ("c", account: "C", family: "F"),
  ]

  func members() throws -> [BotGroup.Member] {
    try Self.places.enumerated().map { index, place in
      BotGroup.Member(
        try session.bot(companion: UInt64(index)),
        RiskMember(
          bot: place.0, account: place.account, family: place.family,
          currency: session.profile.accountCurrency,
          symbols: [session.instrument.symbol]))
    }
  }

  func groups(isCrowded: Bool = false) throws -> [BotGroup] {
    try BotGroup.groups(
      of: members(), under: policy(isCrowded: isCrowded), at: session.quotes[0].eventTime)
  }
}

/// What a run under risk control leaves behind.
struct RiskResult: Equatable {
  /// By bot.
  var results: [String: BotResult] = [:]
  /// By the first bot of the group.
  var actions: [String: [RiskAction]] = [:]
  /// The trees, saved, likewise.
  var trees: [String: [UInt8]] = [:]

  /// What differs from another one, in words.
  func differences(from other: RiskResult) -> [String] {
    var faults: [String] = []
    for name in results.keys.sorted() {
      guard let (mine, theirs) = results[name].flatMap({ mine in other.results[name].map { (mine, $0) } }),
        mine != theirs
      else { continue }
      faults.append("\(name): \(mine.counts) \(mine.fills.count), not \(theirs.counts) \(theirs.fills.count)")
    }
    for name in actions.keys.sorted() where actions[name] != other.actions[name] {
      let pair = zip(actions[name] ?? [], other.actions[name] ?? []).first { $0 != $1 }
      faults.append("actions of \(name): " + (pair.map { "\($0), not \($1)" } ?? "number"))
    }
    if trees != other.trees { faults.append("trees") }
    return faults
  }
}

extension RiskSession {
  /// Runs the groups over the quotes; `ends` are the places at which a stretch ends, `between` is done before the quote
  /// at such a place.
  func run(
    _ groups: [BotGroup], ends: [Int],
    between: (inout [BotGroup], Int) throws -> Void = { _, _ in }
  ) throws -> RiskResult {
    var groups = groups
    var log = RiskLog()
    var start = 0
    for end in Set(ends + words.map(\.place) + [session.quotes.count]).sorted() where end > start {
      try process(start..<end, groups)
      start = end
      log.take(from: groups)
      guard end < session.quotes.count else { break }
      for word in words where word.place == end { say(word, groups) }
      log.take(from: groups)
      try between(&groups, end)
    }
    return try log.result(of: groups)
  }

  private func process(_ range: Range<Int>, _ groups: [BotGroup]) throws {
    try Array(session.quotes[range]).withUnsafeBufferPointer { quotes in
      for group in groups {
        group.process(quotes, sizes: nil, parts: group.members.map { _ in .init(symbolIndex: 0) })
        for case let error? in group.failures { throw error }
      }
    }
  }

  private func say(_ word: Word, _ groups: [BotGroup]) {
    for group in groups where group.members.contains(where: { $0.place.lies(in: word.scope) }) {
      group.take(
        .operated(OperatorAct(word.verb, by: "ann", reason: "seed")), of: word.scope,
        at: session.quotes[word.place - 1].eventTime)
    }
  }

  /// Bots and trees that were put together anew and given what these ones have saved.
  func resumed(_ groups: [BotGroup]) throws -> [BotGroup] {
    let anew = try self.groups()
    for (old, new) in zip(groups, anew) {
      for (from, to) in zip(old.members, new.members) { try to.bot.restoreState(from.bot.saveState()) }
      if let bytes = try old.saveRisk() { try new.restoreRisk(bytes) }
      _ = new.takeActions()
    }
    return anew
  }
}

/// Collects what groups do on the way.
struct RiskLog {
  private var actions: [String: [RiskAction]] = [:]
  private var fills: [String: [Fill]] = [:]
  private var trades: [String: [ClosedTrade]] = [:]

  init() {}

  mutating func take(from groups: [BotGroup]) {
    for group in groups {
      actions[group.members[0].place.bot, default: []] += group.takeActions()
      for member in group.members {
        fills[member.place.bot, default: []] += member.bot.takeFills()
        trades[member.place.bot, default: []] += member.bot.takeTrades()
      }
    }
  }

  mutating func result(of groups: [BotGroup]) throws -> RiskResult {
    take(from: groups)
    var result = RiskResult(actions: actions)
    for group in groups {
      result.trees[group.members[0].place.bot] = try group.saveRisk()
      for member in group.members {
        let name = member.place.bot
        try member.bot.finish(closesPositions: true)
        result.results[name] = BotResult(
          member.bot, trades: trades[name, default: []] + member.bot.takeTrades(),
          fills: fills[name, default: []])
      }
    }
    return result
  }
}
