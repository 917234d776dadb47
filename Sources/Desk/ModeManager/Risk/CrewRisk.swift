import BotAssembly
import RiskControl
import TradingCore

/// What a checkpoint keeps of the risk that its bot is under. All checkpoints of one commit have the same.
struct RiskCheckpoint: Codable, Sendable, Hashable {
  private enum CodingKeys: String, CodingKey {
    case sequence = "sequence"
    case decided = "decided"
    case saved = "saved"
  }

  /// Which was made later: greater than in all before.
  let sequence: Int
  /// How many decisions there had been; 0 where that is not said.
  let decided: Int
  /// The group as it was; `nil` while there is nothing to remember.
  let saved: BotGroup.SavedRisk?

  init(sequence: Int, decided: Int, saved: BotGroup.SavedRisk?) {
    (self.sequence, self.decided, self.saved) = (sequence, decided, saved)
  }

  init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    sequence = try values.decode(Int.self, forKey: .sequence)
    decided = try values.decodeIfPresent(Int.self, forKey: .decided) ?? 0
    saved = try values.decodeIfPresent(BotGroup.SavedRisk.self, forKey: .saved)
  }
}

/// Something that risk has decided, with its number among the decisions of a session. The same inputs bring the same
/// decisions with the same numbers, so that none is journaled twice.
struct RiskDecision {
  let number: Int
  let action: RiskAction
}

/// A crew's bots under one tree of risk: who gives the group what the crew is given.
///
/// All bots of a desk are in one group: a desk's kill reaches them all, and a bot that comes or goes is in or out of it at
/// exactly that place of the session.
struct CrewRisk {
  private let risk: DeskRisk
  private let group: BotGroup
  /// The group's bots, in its order.
  private var bots: [HostedBot]
  /// For each symbol of the session, its place in each bot's stream.
  private var places: [[Int?]] = []
  private var sequence: Int
  private var decided: Int

  /// Bots that go on under what the latest of their checkpoints has, or begin.
  ///
  /// - Throws: `DeskError.risk` for a state that can't be read, and for rules that would add up two currencies.
  init(_ bots: [HostedBot], under risk: DeskRisk, symbols: [Symbol], at time: Timestamp) throws(DeskError) {
    self.risk = risk
    let latest = bots.compactMap(\.risk).max { $0.sequence < $1.sequence }
    sequence = latest?.sequence ?? 0
    decided = latest?.decided ?? 0
    let members = bots.map { BotGroup.Member($0.runner, $0.member(under: risk)) }
    do {
      if let saved = latest?.saved {
        try Self.refuseEscapes(of: members.map(\.place), from: saved, under: risk.fullPolicy)
        let anew = Set(bots.filter { $0.risk == nil }.map(\.id))
        group = try BotGroup(members, under: risk.fullPolicy, resuming: saved, anew: anew)
      } else {
        group = try BotGroup(members, under: risk.fullPolicy, at: time)
      }
    } catch let error as DeskError { throw error } catch { throw .risk("\(error)") }
    self.bots = bots
    settle(symbols)
    for (place, bot) in self.bots.enumerated() where bot.failure != nil { group.stop(place) }
  }

  /// Refuses bots another account or family than they had while the one that they had is locked: an edited file must not
  /// be the way out of a halt.
  private static func refuseEscapes(
    of members: [RiskMember], from saved: BotGroup.SavedRisk, under policy: RiskPolicy
  ) throws {
    let locks = try saved.tree(under: policy).locks
    for before in saved.members {
      guard let now = members.first(where: { $0.bot == before.bot }), now.path != before.path else {
        continue
      }
      for (scope, lock) in locks where before.lies(in: scope) && !now.lies(in: scope) {
        throw DeskError.risk(
          "\(scope) is locked (\(lock.code.rawValue), \(lock.untilText)): \(before.bot) can't leave it before that is "
            + "taken off ('slipway kill release' or 'slipway risk unlock'), whatever risk.yaml says")
      }
    }
  }

  /// Puts the bots in the group's order, and looks up their symbols.
  private mutating func settle(_ symbols: [Symbol]) {
    let all = bots
    bots = group.members.compactMap { member in all.first { $0.id == member.place.bot } }
    places = symbols.map { symbol in bots.map { $0.symbols.firstIndex(of: symbol) } }
  }

  /// Takes a bot in that comes while the session goes on; it fails where it can't be.
  mutating func join(_ bot: HostedBot, symbols: [Symbol]) {
    do throws(RiskTreeFault) {
      try group.join(BotGroup.Member(bot.runner, bot.member(under: risk)))
      bots.append(bot)
      settle(symbols)
      noteFailures()
    } catch { bot.fail("\(error)") }
  }

  /// Lets exactly this bot go.
  mutating func leave(_ bot: HostedBot, symbols: [Symbol]) {
    guard bots.contains(where: { $0 === bot }) else { return }
    group.leave(bot.id)
    bots.removeAll { $0 === bot }
    settle(symbols)
    noteFailures()
  }

  // MARK: inputs

  func process(
    _ quotes: UnsafeBufferPointer<Quote>, sizes: UnsafeBufferPointer<QuoteSize>?, symbolIndex: Int
  ) {
    let parts = zip(bots, places[symbolIndex]).map { bot, place -> BotGroup.Part? in
      guard let place, bot.failure == nil else { return nil }
      return BotGroup.Part(symbolIndex: place, start: bot.step(over: quotes, symbolIndex: place))
    }
    group.process(quotes, sizes: sizes, parts: parts)
    noteFailures()
  }

  func pass(to time: Timestamp) {
    group.passTime(to: time)
    noteFailures()
  }

  func take(_ event: RiskEvent) {
    group.take(event.what, of: event.scope, at: event.at)
    noteFailures()
  }

  /// Has bots do something, each with the tree at hand.
  func act(_ work: (HostedBot) -> Void) {
    for (place, bot) in bots.enumerated() where bot.failure == nil {
      group.act(place) { _ in work(bot) }
      if bot.failure != nil { group.stop(place) }
    }
    noteFailures()
  }

  private func noteFailures() {
    for (place, bot) in bots.enumerated() where bot.failure == nil { bot.note(group.failures[place]) }
  }

  // MARK: what is told and kept

  /// When the clock has something to do for any of the bots, at the earliest.
  var dueTime: Timestamp { group.dueTime }

  /// Whether a bot itself is locked with a code.
  func isLocked(_ id: String, _ code: DenialCode) -> Bool {
    group.locks.contains { $0.scope == .bot(id) && $0.lock.code == code }
  }

  /// Whether a lock, mode or size holds for any bot.
  var isHolding: Bool { group.isHolding }

  /// The number of the last numbered order that was obeyed; 0 for none.
  var lastOrder: Int64 { group.lastOrder }

  /// Whether something has been decided that nobody has taken.
  var hasDecisions: Bool { group.hasActions }

  /// What has been decided since the last call, denials aside, which the bots' own events say.
  mutating func takeDecisions() -> [RiskDecision] {
    var decisions: [RiskDecision] = []
    for action in group.takeActions() {
      if case .deny = action.verb { continue }
      decided += 1
      decisions.append(RiskDecision(number: decided, action: action))
    }
    return decisions
  }

  /// Gives the bots a mark that nothing is left to remember, so that none goes on from what one has kept of before.
  func forget() {
    for bot in bots { bot.risk = RiskCheckpoint(sequence: sequence + 1, decided: decided, saved: nil) }
  }

  /// Gives the bots what their next checkpoints are to keep of it.
  ///
  /// - Throws: `DeskError.risk` when it can't be written.
  mutating func stamp() throws(DeskError) {
    sequence += 1
    let saved: BotGroup.SavedRisk
    do { saved = try group.save() } catch { throw .risk("\(error)") }
    for bot in bots where bot.failure == nil {
      bot.risk = RiskCheckpoint(sequence: sequence, decided: decided, saved: saved)
    }
  }
}

extension HostedBot {
  fileprivate func member(under risk: DeskRisk) -> RiskMember {
    risk.member(id, currency: currency, symbols: symbols)
  }
}
