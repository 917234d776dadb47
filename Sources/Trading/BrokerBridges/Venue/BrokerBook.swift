import TradingCore

/// Everything that a broker venue remembers; all of it is stored in a checkpoint, and nothing else is.
@usableFromInline
package struct BrokerBook: Sendable, Hashable, Codable {
  /// A position and its place at the broker.
  struct Link: Sendable, Hashable, Codable {
    let position: ClientOrderID
    let symbolIndex: Int
    var venuePosition: VenuePositionID?
    /// Names that it had before: an order that goes on filling after its position was closed opens one of another name.
    private var formerNames: [VenuePositionID]?
    /// The order or change that asked for the levels in force.
    var levelsFrom: ClientOrderID
    /// A change of its levels that has not been answered.
    var change: ModifyRequest?
    /// Requests for levels whose legs were placed: one that ended is not placed again.
    var usedLegs: [OrderKey] = []
    /// Closes that were inferred from snapshots and never reported.
    var guesses: [Guess] = []

    enum CodingKeys: String, CodingKey {
      case position = "position"
      case symbolIndex = "symbol"
      case venuePosition = "venue_position"
      case formerNames = "former_positions"
      case levelsFrom = "levels_from"
      case change = "change"
      case usedLegs = "used_legs"
      case guesses = "guesses"
    }

    init(position: ClientOrderID, symbolIndex: Int, venuePosition: VenuePositionID?) {
      self.position = position
      self.symbolIndex = symbolIndex
      self.venuePosition = venuePosition
      levelsFrom = position
    }

    /// Whether the broker has called it so before, and does not now as far as is known.
    func wasNamed(_ name: VenuePositionID) -> Bool { formerNames?.contains(name) ?? false }

    /// Takes the broker's name of it. One that it had before is taken again only from what is `certain` to be new: late
    /// notices have it.
    mutating func name(_ name: VenuePositionID, isCertain: Bool = false) {
      guard name != venuePosition, isCertain || !wasNamed(name) else { return }
      var former = (formerNames ?? []).filter { $0 != name }
      if let venuePosition { former.append(venuePosition) }
      formerNames = former.isEmpty ? nil : former
      venuePosition = name
    }
  }

  /// A close that was inferred.
  struct Guess: Sendable, Hashable, Codable {
    var units: Int64
    let side: OrderSide
    let price: Price

    enum CodingKeys: String, CodingKey {
      case units = "units"
      case side = "side"
      case price = "price"
    }
  }

  /// Something that was asked and is waited for.
  struct Ask: Sendable, Hashable, Codable {
    enum Kind: String, Sendable, Hashable, Codable {
      case submit = "submit"
      case cancel = "cancel"
      case change = "change"
      case levels = "levels"
    }

    let intent: UInt64
    let key: OrderKey
    let kind: Kind
    let due: Timestamp

    enum CodingKeys: String, CodingKey {
      case intent = "intent"
      case key = "key"
      case kind = "kind"
      case due = "due"
    }
  }

  /// An execution or booking that was of no order.
  struct Seen: Sendable, Hashable, Codable {
    let id: TradeID
    let units: Int64
    let points: Int64

    enum CodingKeys: String, CodingKey {
      case id = "id"
      case units = "units"
      case points = "points"
    }
  }

  /// A close of no order that came before what it closes.
  struct Parked: Sendable, Hashable, Codable {
    let execution: VenueExecution
    let reason: FillReason
    let time: Timestamp?

    enum CodingKeys: String, CodingKey {
      case execution = "execution"
      case reason = "reason"
      case time = "time"
    }
  }

  /// A difference between our positions and the broker's: signed units there, of a position or of all of a symbol.
  struct Gap: Sendable, Hashable, Codable {
    let symbolIndex: Int
    let position: ClientOrderID?
    let units: Int64

    enum CodingKeys: String, CodingKey {
      case symbolIndex = "symbol"
      case position = "position"
      case units = "units"
    }
  }

  /// A symbol, or all of them, of which broker and books are not known to agree.
  struct Doubt: Sendable, Hashable, Codable {
    let symbolIndex: Int?

    enum CodingKeys: String, CodingKey { case symbolIndex = "symbol" }
  }

  /// Orders in order of asking, the ones that have ended among them.
  var tickets: [BrokerTicket] = []
  var links: [Link] = []
  var asks: [Ask] = []
  var seen: [Seen] = []
  var parked: [Parked] = []
  var gaps: [Gap] = []
  /// The latest news of each symbol, by the broker's clock and by ours: a snapshot of before says nothing of it.
  var told: [Timestamp] = []
  var taken: [Timestamp] = []
  /// Orders that had ended and worked at the broker, by the last snapshot.
  var alive: [OrderKey] = []
  var doubts: [Doubt] = []
  /// What the broker's balance was above ours at the last snapshot, if anything else agreed.
  var balanceGap: Money?
  /// The snapshot that is wanted.
  var search: BrokerTicket.Search?
  var isConnected = true
  /// The latest time that was seen.
  var now = Timestamp.distantPast
  var lastIntent: UInt64 = 0
  /// The largest number of an order that is no longer remembered.
  var forgotten: UInt64 = 0
  var forgottenLegs: UInt64 = 0
  var workingRevision: UInt64 = 0
  /// Reports that told what was known.
  var duplicates = 0
  /// What nobody has taken yet.
  var intents: [VenueIntent] = []
  var discrepancies: [VenueDiscrepancy] = []

  private enum CodingKeys: String, CodingKey {
    case tickets = "tickets"
    case links = "links"
    case asks = "asks"
    case seen = "seen"
    case parked = "parked"
    case gaps = "gaps"
    case told = "told"
    case taken = "taken"
    case alive = "alive"
    case doubts = "doubts"
    case balanceGap = "balance_gap"
    case search = "search"
    case isConnected = "connected"
    case now = "now"
    case lastIntent = "last_intent"
    case forgotten = "forgotten"
    case forgottenLegs = "forgotten_legs"
    case workingRevision = "working_revision"
    case duplicates = "duplicates"
    case intents = "intents"
    case discrepancies = "discrepancies"
  }

  /// The symbols that it knows of.
  var symbols: [Int] {
    tickets.map(\.record.symbolIndex) + links.map(\.symbolIndex) + gaps.map(\.symbolIndex)
      + doubts.compactMap(\.symbolIndex)
  }

  /// The order by our number or, failing that, by the broker's name.
  func ticketIndex(_ key: OrderKey?, _ name: VenueOrderID?) -> Int? {
    if let key { return tickets.lastIndex { $0.key == key } }
    guard let name else { return nil }
    return tickets.lastIndex { $0.record.isNamed(name) }
  }

  func linkIndex(_ position: ClientOrderID) -> Int? { links.lastIndex { $0.position == position } }

  func linkIndex(_ name: VenuePositionID?) -> Int? {
    guard let name else { return nil }
    return links.lastIndex { $0.venuePosition == name } ?? links.lastIndex { $0.wasNamed(name) }
  }

  /// Whether an order of the symbol is at the broker or may be.
  func hasLiveTickets(symbolIndex: Int) -> Bool {
    tickets.contains { $0.record.symbolIndex == symbolIndex && !$0.record.state.isEnded }
  }
}
