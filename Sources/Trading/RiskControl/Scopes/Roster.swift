import TradingCore

/// The bots under risk control, by name, each with its last mark and its places among the scopes.
struct Roster: Sendable {
  /// One bot.
  struct Seat: Sendable {
    let member: RiskMember
    fileprivate(set) var mark: BotMark
    /// Where the scopes of its path are now, from the desk down.
    fileprivate(set) var scopes: [Int] = []
    /// What it watches of each of these scopes' bands.
    fileprivate(set) var shares: [EquityBand]

    init(_ member: RiskMember, _ mark: BotMark) {
      self.member = member
      self.mark = mark
      shares = member.path.map { _ in .unlimited }
    }

    /// Its share of a scope that it lies in.
    func share(of scope: Int) -> EquityBand {
      scopes.firstIndex(of: scope).map { shares[$0] } ?? .unlimited
    }
  }

  private(set) var seats: [Seat] = []
  /// Only looked up, never gone through: its order is not the same twice.
  private var places: [String: Int] = [:]

  /// The seat of a bot.
  func place(of bot: String) -> Int? { places[bot] }

  subscript(place: Int) -> Seat { seats[place] }

  mutating func set(_ mark: BotMark, at place: Int) { seats[place].mark = mark }

  mutating func set(_ share: EquityBand, of scope: Int, at place: Int) {
    if let index = seats[place].scopes.firstIndex(of: scope) { seats[place].shares[index] = share }
  }

  mutating func insert(_ seat: Seat) {
    let bot = seat.member.bot
    let place = seats.firstIndex { bot.utf8.lexicographicallyPrecedes($0.member.bot.utf8) } ?? seats.count
    seats.insert(seat, at: place)
    number()
  }

  mutating func remove(at place: Int) {
    seats.remove(at: place)
    number()
  }

  private mutating func number() {
    places = Dictionary(uniqueKeysWithValues: seats.enumerated().map { ($1.member.bot, $0) })
  }

  /// Has bots and scopes know each other's places. All scopes of all paths are among them.
  mutating func settle(in scopes: inout [ScopeState]) {
    for index in scopes.indices { scopes[index].seats = [] }
    for place in seats.indices {
      seats[place].scopes = seats[place].member.path.compactMap { scope in
        scopes.firstIndex { $0.scope == scope }
      }
      for index in seats[place].scopes { scopes[index].seats.append(place) }
    }
  }
}
