import TradingCore

/// One scope: its rules, its locks, and what its bots' accounts come to.
struct ScopeState: Sendable {
  /// A value that a rule has set.
  struct Ruled<Value: Codable & Sendable>: Codable, Sendable {
    let rule: String
    var value: Value

    private enum CodingKeys: String, CodingKey {
      case rule = "rule"
      case value = "value"
    }
  }

  let scope: RiskScope
  private(set) var rules: [any RiskRule]
  /// What each rule hears, and whether it adds up money: asked once, as it never changes.
  let hearing: [RiskEvent.Kinds]
  let usesMoney: Bool
  /// Whether one looks at what is held.
  let looksAtHoldings: Bool
  /// The rules that look at what is left of the others' limits.
  private let observers: [Bool]
  private(set) var locks: [RiskLock] = []
  private(set) var modes: [Ruled<RiskMode>] = []
  private(set) var sizes: [Ruled<Int64>] = []
  /// Sums over its bots, in money units.
  private(set) var equity: Int128 = 0
  private(set) var balance: Int128 = 0
  /// Currencies of its bots, each once.
  var currencies: [Currency] = []
  /// Its bots, by their places in the roster.
  var seats: [Int] = []
  /// Between which equities of the scope nothing is news to its rules.
  private(set) var band = EquityBand.unlimited
  /// When something of it is due though nothing happens.
  private(set) var wakeTime = Timestamp.distantFuture
  /// The level of what is used of its loss limits; `nil` where nobody looks.
  private(set) var level: RiskLevel?
  /// Whether a bot has left its share of the band, or the bots are others.
  var needsSplit = false
  /// Whether band and wake time have to be looked at anew.
  var isStale = false

  init(_ scope: RiskScope, rules: [any RiskRule]) {
    self.scope = scope
    self.rules = rules
    hearing = rules.map { type(of: $0).hears }
    usesMoney = rules.contains { type(of: $0).usesMoney }
    level = rules.lazy.compactMap { $0.level }.max()
    looksAtHoldings = rules.contains { type(of: $0).looksAtHoldings }
    observers = rules.map { type(of: $0).looksAtAllowances }
    refreshWakeTime()
  }

  /// Whether any rule, lock, mode or size holds in it.
  var holdsAnything: Bool { !rules.isEmpty || holdsEntries }

  /// Whether any lock, mode or size holds in it.
  var holdsEntries: Bool { !locks.isEmpty || !modes.isEmpty || !sizes.isEmpty }

  func scene(at time: Timestamp, cycle: UInt64, of scope: RiskScope?, among roster: Roster) -> RiskScene {
    let bot = scope.flatMap { $0.kind == .bot ? $0.id : nil }
    return RiskScene(
      scope: self.scope, at: time, cycle: cycle, bot: bot, equity: equity, balance: balance,
      currency: currencies.count == 1 ? currencies.first : nil, botCount: seats.count,
      bots: looksAtHoldings
        ? seats.map { RiskScene.Bot(member: roster[$0].member, mark: roster[$0].mark) } : [],
      member: bot.flatMap { roster.place(of: $0) }.map { roster[$0].member })
  }

  func scene(of event: RiskEvent, among roster: Roster) -> RiskScene {
    scene(at: event.at, cycle: event.cycle, of: event.scope, among: roster)
  }

  /// The same for one of the rules, with what is left of the others' limits where it looks at that.
  private func scene(_ scene: RiskScene, for rule: Int) -> RiskScene {
    guard observers[rule] else { return scene }
    var scene = scene
    scene.allowances = rules.indices.filter { !observers[$0] }.flatMap { rules[$0].allowances(in: scene) }
    return scene
  }

  /// Has a rule hear an event.
  mutating func run(
    _ rule: Int, _ event: RiskEvent, among roster: Roster
  ) throws(ArithmeticError) -> [RiskAction] {
    try rules[rule].take(event, in: scene(scene(of: event, among: roster), for: rule))
  }

  /// Takes a bot's mark in the place of the one before.
  mutating func replace(_ old: BotMark?, by new: BotMark?) {
    equity += Int128(new?.equity.units ?? 0) - Int128(old?.equity.units ?? 0)
    balance += Int128(new?.balance.units ?? 0) - Int128(old?.balance.units ?? 0)
  }

  // MARK: What is set

  /// Puts a lock on, or strengthens the one that is there.
  ///
  /// - Returns: whether that changes anything.
  mutating func put(_ lock: RiskLock) -> Bool {
    guard let index = locks.firstIndex(where: { $0.isSame(as: lock) }) else {
      locks.append(lock)
      return true
    }
    return locks[index].strengthen(by: lock)
  }

  /// Takes off the locks that meet a condition.
  mutating func takeOff(where isMeant: (RiskLock) -> Bool) -> [RiskLock] {
    guard !locks.isEmpty else { return [] }
    let gone = locks.filter(isMeant)
    if !gone.isEmpty { locks.removeAll(where: isMeant) }
    return gone
  }

  /// Locks whose closing is due again; from now on in a while.
  mutating func takePushes(at time: Timestamp) -> [RiskLock] {
    var due: [RiskLock] = []
    for index in locks.indices where locks[index].nextPush <= time {
      locks[index].nextPush = time.advanced(by: RiskLock.patience)
      locks[index].winding = nil
      due.append(locks[index])
    }
    return due
  }

  mutating func set(_ mode: RiskMode, by rule: String) -> Bool {
    Self.set(mode, .normal, by: rule, in: &modes)
  }

  mutating func set(size millionths: Int64, by rule: String) -> Bool {
    Self.set(min(max(0, millionths), RiskView.wholeSize), RiskView.wholeSize, by: rule, in: &sizes)
  }

  private static func set<Value: Equatable>(
    _ value: Value, _ neutral: Value, by rule: String, in list: inout [Ruled<Value>]
  ) -> Bool {
    let before = list.first { $0.rule == rule }?.value ?? neutral
    guard value != before else { return false }
    list.removeAll { $0.rule == rule }
    if value != neutral { list.append(Ruled(rule: rule, value: value)) }
    return true
  }

  // MARK: What follows from it

  func allowances(at time: Timestamp, among roster: Roster) -> [RiskAllowance] {
    guard !rules.isEmpty else { return [] }
    let scene = scene(at: time, cycle: 0, of: nil, among: roster)
    return rules.flatMap { $0.allowances(in: scene) }
  }

  /// Looks anew when something is due.
  ///
  /// - Returns: whether that has changed.
  @discardableResult
  mutating func refreshWakeTime() -> Bool {
    var time = Timestamp.distantFuture
    for rule in rules { time = min(time, rule.wakeTime) }
    for lock in locks { time = min(time, lock.until ?? .distantFuture, lock.nextPush) }
    defer { wakeTime = time }
    return time != wakeTime
  }

  /// Looks anew at the level.
  ///
  /// - Returns: whether it is another one.
  mutating func refreshLevel() -> Bool {
    let before = level
    level = rules.lazy.compactMap { $0.level }.max()
    return level != before
  }

  /// Looks at the rules' bands anew, and splits them among the bots where they have changed, the bots are others, or one
  /// has left its share.
  ///
  /// - Returns: whether shares have changed.
  mutating func shareBand(of place: Int, in roster: inout Roster, at event: RiskEvent) -> Bool {
    guard usesMoney || !band.isUnlimited else { return false }
    let whole = scene(of: event, among: roster)
    var present = EquityBand.unlimited
    for index in rules.indices {
      present = present.intersection(rules[index].band(in: scene(whole, for: index)))
    }
    guard needsSplit || present != band else { return false }
    band = present
    needsSplit = false
    let parts = seats.map { seat in
      let mark = roster[seat].mark
      return EquityBand.Part(equity: Int128(mark.equity.units), isOpen: mark.isOpen)
    }
    for (seat, share) in zip(seats, present.split(among: parts)) { roster.set(share, of: place, at: seat) }
    return true
  }
}

extension ScopeState {
  private enum CodingKeys: String, CodingKey {
    case scope = "scope"
    case locks = "locks"
    case modes = "modes"
    case sizes = "sizes"
    case band = "band"
    case shares = "shares"
    case rules = "rules"
  }

  /// What a bot watches of the scope's band.
  struct Share: Codable {
    let bot: String
    let band: EquityBand

    private enum CodingKeys: String, CodingKey {
      case bot = "bot"
      case band = "band"
    }
  }

  /// The name of a rule, as a key.
  private struct RuleKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { return nil }
  }

  /// Reads the scope of a saved one.
  static func scope(from decoder: any Decoder) throws -> RiskScope {
    try decoder.container(keyedBy: CodingKeys.self).decode(RiskScope.self, forKey: .scope)
  }

  /// Reads the shares of a saved one.
  static func shares(from decoder: any Decoder) throws -> [Share] {
    try decoder.container(keyedBy: CodingKeys.self).decode([Share].self, forKey: .shares)
  }

  func encodeState(_ shares: [Share], to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(scope, forKey: .scope)
    try values.encode(locks, forKey: .locks)
    try values.encode(modes, forKey: .modes)
    try values.encode(sizes, forKey: .sizes)
    try values.encode(band, forKey: .band)
    try values.encode(shares, forKey: .shares)
    var states = values.nestedContainer(keyedBy: RuleKey.self, forKey: .rules)
    for rule in rules {
      try rule.encodeState(to: states.superEncoder(forKey: RuleKey(stringValue: type(of: rule).name)))
    }
  }

  /// Rules that the saved one did not have go on as they are; what is saved of rules that there are no more is left
  /// out. Locks stay, whatever put them on.
  mutating func restoreState(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    locks = try values.decode([RiskLock].self, forKey: .locks)
    modes = try values.decode([Ruled<RiskMode>].self, forKey: .modes)
    sizes = try values.decode([Ruled<Int64>].self, forKey: .sizes)
    band = try values.decode(EquityBand.self, forKey: .band)
    let states = try values.nestedContainer(keyedBy: RuleKey.self, forKey: .rules)
    for index in rules.indices {
      let key = RuleKey(stringValue: type(of: rules[index]).name)
      if states.contains(key) { try rules[index].restoreState(from: states.superDecoder(forKey: key)) }
    }
    needsSplit = false
    refreshWakeTime()
    _ = refreshLevel()
  }
}
