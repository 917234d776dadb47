package import RiskControl
package import StateCoding
package import TradingCore
import TradingEngine

/// Bots under one tree of risk, and who gives them quotes, time and what their tree decides.
///
/// Bots that share no scope in which anything holds work through a stretch at once, one after the other, with the tree lent
/// to each engine. Bots that share one run event by event: each quote goes to every bot that has its symbol, in the order of their names;
/// what one bot's event means for the others is done before the next bot has its turn, and equities are looked at when
/// all have had the quote. It makes no difference to the results how long stretches are. Used by one thread at a time.
package final class BotGroup: @unchecked Sendable {
  /// A bot with its place in risk.
  package struct Member: Sendable {
    /// The bot.
    package let bot: BotRunner
    /// Its place.
    package let place: RiskMember

    /// A bot at its place.
    package init(_ bot: BotRunner, _ place: RiskMember) {
      self.bot = bot
      self.place = place
    }
  }

  /// What of a stretch is given to a bot.
  package struct Part: Sendable {
    /// The symbol's place in the bot's stream.
    package var symbolIndex: Int
    /// The first quote that the bot has not seen.
    package var start: Int

    /// All of a stretch of a symbol, or what of it begins with a quote.
    package init(symbolIndex: Int, start: Int = 0) {
      self.symbolIndex = symbolIndex
      self.start = start
    }
  }

  /// The bots, by name.
  package private(set) var members: [Member]
  /// Why a bot can go on no further, by place; the others do.
  package private(set) var failures: [ArithmeticError?]
  /// Whose strategy has failed, by place: from the event on at which it did, risk moves the others only.
  private var stopped: [Bool]
  private var tree: RiskTree
  /// Whether any rule looks at what is held.
  private let holdsMarks: Bool
  private var actions: [RiskAction]
  /// Whether there has been a quote: time does not begin before.
  private var hasBegun = false
  /// Whether the order of the bots makes a difference, as of a revision of the tree.
  private var apart: (revision: UInt64, isApart: Bool)?
  /// Bots whose equity has left its band, by place, with their cycle, until all have had the event at hand.
  private var left: [(place: Int, cycle: UInt64)] = []

  /// A group at work from an instant on.
  ///
  /// - Throws: `RiskTreeFault` for two bots of a name, and where money of two currencies would be added up.
  package init(_ members: [Member], under policy: RiskPolicy, at time: Timestamp) throws(RiskTreeFault) {
    let members = members.sorted { $0.place.bot.utf8.lexicographicallyPrecedes($1.place.bot.utf8) }
    self.members = members
    failures = members.map { _ in nil }
    stopped = members.map { _ in false }
    tree = RiskTree(policy: policy)
    holdsMarks = policy.looksAtHoldings
    actions = []
    hasBegun = members.contains { $0.bot.state.record.lastTime != nil }
    for member in members { actions += try tree.join(member.place, mark: mark(of: member), at: time) }
    introduce()
  }

  /// What is to be kept of a group beside its bots' states: the tree, and which bots were under it.
  package struct SavedRisk: Sendable, Hashable, Codable {
    private enum CodingKeys: String, CodingKey {
      case members = "members"
      case tree = "tree"
    }

    /// The bots' places, by name.
    package let members: [RiskMember]
    /// The tree's state.
    fileprivate let tree: [UInt8]

    /// The tree as it was saved, under the rules of then, for whoever only looks.
    ///
    /// - Throws: `StateCodingError`, and `RiskTreeFault` under other rules.
    package func tree(under policy: RiskPolicy) throws -> RiskTree {
      var tree = RiskTree(policy: policy)
      try BotGroup.restore(self, into: &tree)
      return tree
    }
  }

  /// A group that goes on where one was saved. Bots that are new, and those of `anew`, come in at the time it was saved;
  /// bots that are gone, or have another place, leave then with what they had.
  ///
  /// - Throws: as `init`, and `StateCodingError`: who can't read the state of risk must not trade.
  package init(
    _ members: [Member], under policy: RiskPolicy, resuming saved: SavedRisk, anew: Set<String>
  ) throws {
    let members = members.sorted { $0.place.bot.utf8.lexicographicallyPrecedes($1.place.bot.utf8) }
    self.members = members
    failures = members.map { _ in nil }
    stopped = members.map { _ in false }
    tree = RiskTree(policy: policy)
    holdsMarks = policy.looksAtHoldings
    actions = []
    hasBegun = true
    let (time, lastMark) = try Self.restore(saved, into: &tree)
    let stays = Set(members.map(\.place).filter { !anew.contains($0.bot) }).intersection(saved.members)
    for place in saved.members where !stays.contains(place) {
      actions += tree.leave(place.bot, mark: try lastMark(place.bot), at: time)
    }
    for member in members where !stays.contains(member.place) {
      actions += try tree.join(member.place, mark: mark(of: member), at: time)
    }
    introduce()
  }

  /// Brings a tree to where one was saved.
  ///
  /// - Returns: when that was, and what a bot came to then.
  @discardableResult
  private static func restore(
    _ saved: SavedRisk, into tree: inout RiskTree
  ) throws -> (at: Timestamp, lastMark: (String) throws -> BotMark) {
    let (time, marks) = try StateDecoder.decode(from: saved.tree) { try RiskTree.lastMarks(from: $0) }
    func lastMark(of bot: String) throws -> BotMark {
      guard let mark = marks.first(where: { $0.bot == bot }) else {
        throw StateCodingError.unfit("the state of risk has no mark of \(bot)")
      }
      return mark
    }
    for place in saved.members { _ = try tree.join(place, mark: try lastMark(of: place.bot), at: time) }
    try StateDecoder.decode(from: saved.tree) { try tree.restoreState(from: $0) }
    return (time, lastMark)
  }

  /// What is to be kept to go on from here.
  ///
  /// - Throws: what the encoder throws.
  package func save() throws(StateCodingError) -> SavedRisk {
    SavedRisk(members: members.map(\.place), tree: try StateEncoder.encode(with: tree.encodeState))
  }

  /// Takes a bot in that comes while the others are at work.
  ///
  /// - Throws: as `init`; nothing has changed then.
  package func join(_ member: Member) throws(RiskTreeFault) {
    let decided = try tree.join(member.place, mark: mark(of: member), at: tree.now)
    let name = member.place.bot
    let place =
      members.firstIndex { name.utf8.lexicographicallyPrecedes($0.place.bot.utf8) } ?? members.count
    members.insert(member, at: place)
    failures.insert(nil, at: place)
    stopped.insert(false, at: place)
    introduce()
    carry(decided, at: tree.now)
  }

  /// Lets a bot go, with what it has; its scopes keep their locks. Nothing for one that is not in.
  package func leave(_ bot: String) {
    guard let place = members.firstIndex(where: { $0.place.bot == bot }) else { return }
    let mark = mark(of: members[place])
    members.remove(at: place)
    failures.remove(at: place)
    stopped.remove(at: place)
    carry(tree.leave(bot, mark: mark, at: tree.now), at: tree.now)
  }

  /// Has a bot do nothing any more, for a reason of its host's.
  package func stop(_ place: Int) { stopped[place] = true }

  /// Has every bot look at the tree once, so that its engine knows what is due when.
  private func introduce() { for place in members.indices { _ = borrow(place) { _ in } } }

  /// What the tree has decided since the last call, in order.
  package func takeActions() -> [RiskAction] {
    defer { actions = [] }
    return actions
  }

  /// Whether it has decided anything since then.
  package var hasActions: Bool { !actions.isEmpty }

  /// Whether a lock, mode or size holds for any bot.
  package var isHolding: Bool { tree.isHolding }

  /// The number of the last numbered order that was obeyed; 0 for none.
  package var lastOrder: Int64 { tree.lastOrder }

  /// What holds entries now.
  package var locks: [(scope: RiskScope, lock: RiskLock)] { tree.locks }

  /// The level of every scope that has one.
  package var levels: [(scope: RiskScope, level: RiskLevel)] { tree.levels }

  /// What of the kill switch holds now.
  package var engaged: [KillEngagement] { tree.engaged }

  /// How far the limits of the kill switch's tiers are used.
  package var tiers: [TierReading] { tree.tiers }

  /// What is left of each limit of a bot.
  package func allowances(of bot: String) -> [RiskAllowance] { tree.allowances(of: bot) }

  /// When the clock has something to do for any of them, at the earliest.
  package var dueTime: Timestamp {
    guard hasBegun else { return .distantFuture }
    return working.reduce(members.count > 1 ? tree.wakeTime : .distantFuture) {
      min($0, members[$1].bot.dueTime)
    }
  }

  private var working: [Int] { members.indices.filter(isWorking) }

  private func isWorking(_ place: Int) -> Bool { failures[place] == nil && !stopped[place] }

  // MARK: Quotes

  /// Gives the bots a stretch of one symbol's quotes; `parts` says which of them goes to which bot, by place.
  ///
  /// - Precondition: there is a part, or `nil`, for each bot, and as many sizes as quotes.
  package func process(
    _ quotes: UnsafeBufferPointer<Quote>, sizes: UnsafeBufferPointer<QuoteSize>?, parts: [Part?]
  ) {
    precondition(parts.count == members.count, "every bot has a part, or none")
    hasBegun = hasBegun || !quotes.isEmpty
    guard parts.contains(where: { $0.map { $0.start < quotes.count } ?? false }) else { return }
    if members.count == 1 || runsApart(to: quotes.last?.eventTime ?? tree.now) {
      for place in working {
        guard let part = parts[place], part.start < quotes.count else { continue }
        give(quotes, sizes, part.start..<quotes.count, part, to: place)
      }
      return
    }
    for index in quotes.indices {
      let listeners = working.filter { place in parts[place].map { $0.start <= index } ?? false }
      if tree.wakeTime <= quotes[index].eventTime {
        passClock(to: quotes[index].eventTime, before: listeners)
      }
      for (turn, place) in listeners.enumerated() where isWorking(place) {
        guard let part = parts[place] else { continue }
        give(quotes, sizes, index..<index + 1, part, to: place, before: listeners[(turn + 1)...])
      }
      if !left.isEmpty { settleEquities(at: quotes[index].eventTime) }
    }
  }

  private func runsApart(to time: Timestamp) -> Bool {
    guard tree.wakeTime > time else { return false }
    if let apart, apart.revision == tree.revision { return apart.isApart }
    let isApart = tree.isApart
    apart = (tree.revision, isApart)
    return isApart
  }

  private func give(
    _ quotes: UnsafeBufferPointer<Quote>, _ sizes: UnsafeBufferPointer<QuoteSize>?, _ range: Range<Int>,
    _ part: Part, to place: Int, before listeners: ArraySlice<Int> = []
  ) {
    let some = UnsafeBufferPointer(rebasing: quotes[range])
    let someSizes = sizes.map { UnsafeBufferPointer(rebasing: $0[range]) }
    lend(to: place, at: some.last?.eventTime ?? tree.now, before: listeners) {
      (bot) throws(ArithmeticError) in
      try bot.process(some, sizes: someSizes, symbolIndex: part.symbolIndex)
    }
  }

  // MARK: The clock, and what comes from outside

  /// Time has passed without a quote.
  package func passTime(to time: Timestamp) {
    guard hasBegun else { return }
    if members.count > 1, tree.wakeTime <= time { passClock(to: time, before: []) }
    for place in working {
      lend(to: place, at: time) { (bot) throws(ArithmeticError) in try bot.passTime(to: time) }
    }
    settleEquities(at: time)
  }

  /// Tells risk of something that no bot has done: an operator's word, a feed, a grant. What it means for the bots is
  /// done at once, at their last quotes.
  package func take(_ what: RiskEvent.Happening, of scope: RiskScope, at time: Timestamp) {
    if tree.wakeTime <= time { passClock(to: time, before: []) }
    carry(tree.take(RiskEvent(what, of: scope, at: time, marks: members.map(mark(of:)))), at: time)
    settleEquities(at: time)
  }

  /// Has a bot do what is asked of it from outside, or take what a broker reports, with the tree at hand.
  package func act(
    _ place: Int, _ work: (BotRunner) throws(ArithmeticError) -> Void
  ) {
    lend(to: place, at: tree.now, work)
    settleEquities(at: tree.now)
  }

  private func passClock(to time: Timestamp, before listeners: [Int]) {
    carry(
      tree.take(RiskEvent(.clock, at: time, marks: members.map(mark(of:)))), at: time, before: listeners[...])
  }

  // MARK: The tree

  private func mark(of member: Member) -> BotMark {
    member.bot.mark(of: member.place.bot, withHoldings: holdsMarks)
  }

  /// Lends the tree to a bot for some work, and carries on what comes of it.
  private func lend(
    to place: Int, at time: Timestamp, before listeners: ArraySlice<Int> = [],
    _ work: (BotRunner) throws(ArithmeticError) -> Void
  ) {
    let decided = borrow(place, work)
    if !decided.isEmpty { carry(decided, by: place, at: time, before: listeners) }
  }

  private func borrow(
    _ place: Int, _ work: (BotRunner) throws(ArithmeticError) -> Void
  ) -> [RiskAction] {
    guard isWorking(place) else { return [] }
    let member = members[place]
    var loan: RiskLoan? = RiskLoan(tree, to: member.place.bot, isShared: members.count > 1)
    // Nobody else holds the tree meanwhile, so that it is changed where it is.
    tree = Self.none
    member.bot.exchange(&loan)
    do throws(ArithmeticError) { try work(member.bot) } catch { failures[place] = error }
    member.bot.exchange(&loan)
    if member.bot.failure != nil { stopped[place] = true }
    guard let loan else { return [] }
    tree = loan.tree
    if let cycle = loan.leftBand { left.append((place, cycle)) }
    return loan.actions
  }

  /// Tells risk of the equities that have left their bands, with the marks of all; what comes of that may move others.
  private func settleEquities(at time: Timestamp) {
    while !left.isEmpty {
      let (place, cycle) = left.removeFirst()
      let name = members[place].place.bot
      // Another one's event has brought this one's mark along.
      guard !tree.view(of: name).band.contains(Int128(mark(of: members[place]).equity.units)) else {
        continue
      }
      let event = RiskEvent(
        .equityLeftBand, of: .bot(name), at: time, cycle: cycle, marks: members.map(mark(of:)))
      carry(tree.take(event), at: time)
    }
  }

  private static let none = RiskTree(policy: RiskPolicy())

  /// Has every bot but the one that has done so do what was decided, and whatever comes of that, until nothing does.
  private func carry(
    _ decided: [RiskAction], by origin: Int? = nil, at time: Timestamp, before listeners: ArraySlice<Int> = []
  ) {
    actions += decided
    var open = [(actions: decided, by: origin)]
    while !open.isEmpty {
      let (decided, origin) = open.removeFirst()
      for place in working where place != origin {
        let waits = listeners.contains(place)
        let more = borrow(place) { (bot) throws(ArithmeticError) in
          try bot.heed(decided, at: time, waits: waits)
        }
        guard !more.isEmpty else { continue }
        actions += more
        open.append((more, place))
      }
    }
  }
}

extension BotGroup {
  /// Groups of bots that share a scope in which anything holds, each with a tree of its own; by the name of the first.
  ///
  /// - Throws: as `init`.
  package static func groups(
    of members: [Member], under policy: RiskPolicy, at time: Timestamp
  ) throws(RiskTreeFault) -> [BotGroup] {
    var groups: [(scopes: Set<RiskScope>, members: [Member])] = []
    let ordered = members.sorted { $0.place.bot.utf8.lexicographicallyPrecedes($1.place.bot.utf8) }
    for member in ordered {
      let scopes = Set(member.place.path.filter { $0.kind == .bot || policy.holds(in: $0) })
      let touched = groups.indices.filter { !groups[$0].scopes.isDisjoint(with: scopes) }
      let others = touched.map { groups[$0] }
      for index in touched.reversed() { groups.remove(at: index) }
      groups.append(
        (
          others.reduce(scopes) { $0.union($1.scopes) }, others.flatMap(\.members) + [member]
        ))
    }
    var made: [BotGroup] = []
    for group in groups { made.append(try BotGroup(group.members, under: policy, at: time)) }
    return made.sorted {
      ($0.members.first?.place.bot ?? "").utf8.lexicographicallyPrecedes(
        ($1.members.first?.place.bot ?? "").utf8)
    }
  }

  /// What the tree remembers, as bytes; `nil` when that is nothing.
  ///
  /// - Throws: what the encoder throws.
  package func saveRisk() throws(StateCodingError) -> [UInt8]? {
    guard tree.isGuarding else { return nil }
    return try StateEncoder.encode(with: tree.encodeState)
  }

  /// Goes on where a tree of the same bots was saved, or some of them. The bots have been restored before.
  ///
  /// - Throws: `StateCodingError` for bytes that are none; who can't read the state of risk must not trade.
  package func restoreRisk(_ bytes: [UInt8]) throws(StateCodingError) {
    try StateDecoder.decode(from: bytes) { try tree.restoreState(from: $0) }
    hasBegun = true
    introduce()
  }
}
