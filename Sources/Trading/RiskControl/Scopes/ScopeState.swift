import TradingCore

/// One scope: its rules, its locks, and what its bots' ledgers come to.
struct ScopeState: Sendable {
  /// A value that a rule has set.
  struct Ruled<Value: Codable & Sendable>: Codable, Sendable {
    let rule: String
    var value: Value

    private enum CodingKeys: String, CodingKey { case rule, value }
  }

  let scope: RiskScope
  var rules: [any RiskRule]
  private(set) var locks: [RiskLock] = []
  private(set) var modes: [Ruled<RiskMode>] = []
  private(set) var sizes: [Ruled<Int64>] = []
  /// Sums over its bots, in money units.
  private(set) var equity: Int128 = 0
  private(set) var balance: Int128 = 0
  /// Currencies of its bots, each once.
  var currencies: [Currency] = []
  /// Between which equities of the scope nothing is news to its rules.
  var band = EquityBand.unlimited
  /// What of it each bot watches; empty while there is no band.
  var shares: [String: EquityBand] = [:]
  /// Whether `band` and `shares` have to be looked at anew.
  var isStale = true

  init(_ scope: RiskScope, rules: [any RiskRule]) {
    self.scope = scope
    self.rules = rules
  }

  var usesMoney: Bool { rules.contains { type(of: $0).usesMoney } }

  func scene(of event: RiskEvent) -> RiskScene {
    RiskScene(
      scope: scope, at: event.at, cycle: event.cycle, bot: event.scope.kind == .bot ? event.scope.id : nil,
      equity: equity, balance: balance, currency: currencies.count == 1 ? currencies.first : nil)
  }

  /// Takes a bot's mark in the place of the one before.
  mutating func replace(_ old: BotMark?, by new: BotMark?) {
    equity += Int128(new?.equity.units ?? 0) - Int128(old?.equity.units ?? 0)
    balance += Int128(new?.balance.units ?? 0) - Int128(old?.balance.units ?? 0)
    isStale = true
  }

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
    let gone = locks.filter(isMeant)
    locks.removeAll(where: isMeant)
    return gone
  }

  /// Locks whose closing is due again; from now on in a while.
  mutating func takePushes(at time: Timestamp) -> [RiskLock] {
    var due: [RiskLock] = []
    for index in locks.indices where locks[index].nextPush <= time {
      locks[index].nextPush = time.advanced(by: RiskLock.patience)
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

  /// When something of it is due though nothing happens.
  var wakeTime: Timestamp {
    var time = Timestamp.distantFuture
    for rule in rules { time = min(time, rule.wakeTime) }
    for lock in locks { time = min(time, lock.until ?? .distantFuture, lock.nextPush) }
    return time
  }

  func allowances(_ scene: RiskScene) -> [RiskAllowance] { rules.flatMap { $0.allowances(in: scene) } }

  /// Looks at the rules' bands anew, and splits them among the bots where they have changed or a bot has left its own.
  mutating func shareBand(among marks: [BotMark], at event: RiskEvent) {
    guard isStale else { return }
    isStale = false
    guard usesMoney || !shares.isEmpty else { return }
    let scene = scene(of: event)
    var present = EquityBand.unlimited
    for rule in rules { present = present.intersection(rule.band(in: scene)) }
    let isIn = marks.allSatisfy { shares[$0.bot]?.contains(Int128($0.equity.units)) ?? false }
    guard present != band || marks.count != shares.count || !isIn else { return }
    band = present
    shares = [:]
    let parts = marks.map { EquityBand.Part(equity: Int128($0.equity.units), isOpen: $0.isOpen) }
    for (mark, share) in zip(marks, present.split(among: parts)) { shares[mark.bot] = share }
  }
}

extension ScopeState {
  private enum CodingKeys: String, CodingKey { case scope, locks, modes, sizes, band, shares, rules }

  private struct Share: Codable {
    let bot: String
    let band: EquityBand

    private enum CodingKeys: String, CodingKey { case bot, band }
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

  func encodeState(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(scope, forKey: .scope)
    try values.encode(locks, forKey: .locks)
    try values.encode(modes, forKey: .modes)
    try values.encode(sizes, forKey: .sizes)
    try values.encode(band, forKey: .band)
    let shares = shares.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    try values.encode(shares.map { Share(bot: $0.key, band: $0.value) }, forKey: .shares)
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
    shares = [:]
    for share in try values.decode([Share].self, forKey: .shares) { shares[share.bot] = share.band }
    let states = try values.nestedContainer(keyedBy: RuleKey.self, forKey: .rules)
    for index in rules.indices {
      let key = RuleKey(stringValue: type(of: rules[index]).name)
      if states.contains(key) { try rules[index].restoreState(from: states.superDecoder(forKey: key)) }
    }
    isStale = true
  }
}
