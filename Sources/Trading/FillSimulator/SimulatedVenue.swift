public import RiskControl
public import TradingCore

/// The simulated broker: fills approved orders against quotes, as `docs/fill-semantics.md` says to the letter.
///
/// What it leaves out: levels behind the best quote, queues, requotes, outages, holidays. A value
/// without clock or randomness of its own: draws are keyed by seed, identity, purpose and order number.
@usableFromInline
package struct SimulatedVenue: ExecutionVenue {
  /// What happened since the engine last took it.
  @usableFromInline package var events: [VenueEvent] = []

  @usableFromInline let costs: [ExecutionCosts]
  let instruments: [Instrument]
  let random: CounterRandom
  let latency: Int64
  let latencyRule: LatencyRule
  let limitFill: LimitFill
  let enforcesHours: Bool
  let staleAfter: Int64?
  /// Whether the spread model makes quotes of its own.
  @usableFromInline package let altersQuotes: Bool
  /// Whether slippage depends on quotes at which nothing else is due.
  let seesEveryQuote: Bool
  /// Whether the profile fills against recorded sizes.
  @usableFromInline package let needsSizes: Bool

  /// What fills are charged.
  var meter: CommissionMeter
  /// What nights cost, by symbol, and whether they cost anything.
  let swaps: [SwapCharge]
  let chargesSwap: Bool
  /// The first roll that has not been booked; kept up to date while anything is open or on its way.
  var rollTime: Timestamp = .distantPast

  /// Sent and not arrived, in order of sending.
  var inFlight: [Arrival] = []
  /// What waits for an uncrossed quote or for more depth.
  var waiting: [Waiting] = []
  /// Limit and stop orders, in order of placement.
  var working: [VenueOrder] = []
  /// Raised whenever `working` changes.
  @usableFromInline package var workingRevision: UInt64 = 0
  /// What the last quotes still offer.
  var depth: MarketDepth
  /// Ranges of the bid by symbol; empty unless slippage depends on them.
  var minuteRanges: [MinuteRange]
  /// At which prices something may happen, by symbol.
  @usableFromInline var watches: [Watch]
  /// Whether there is any watched price or time.
  @usableFromInline var isWatching: Bool
  /// When something may happen whatever the price.
  @usableFromInline var wakeTime: Timestamp

  /// A venue for a bot's instruments.
  ///
  /// - Throws: `ProfileFault` when a distance is no whole number of points of an instrument.
  package init(
    profile: BrokerProfile, instruments: [Instrument], latencyNanoseconds: Int64, random: CounterRandom
  ) throws(ProfileFault) {
    var costs: [ExecutionCosts] = []
    var swaps: [SwapCharge] = []
    for instrument in instruments {
      costs.append(try ExecutionCosts(profile: profile, instrument: instrument))
      swaps.append(try SwapCharge(profile.terms(for: instrument).swap, on: instrument))
    }
    self.costs = costs
    self.swaps = swaps
    chargesSwap = swaps.contains { !$0.isNone }
    meter = CommissionMeter(profile: profile, instruments: instruments)
    self.instruments = instruments
    self.random = random
    latency = latencyNanoseconds
    latencyRule = profile.latencyRule
    limitFill = profile.limitFill
    enforcesHours = profile.enforcesTradingHours
    staleAfter = profile.staleQuoteSeconds.map { $0 * Timestamp.second }
    altersQuotes = instruments.contains { profile.terms(for: $0).spread != .recorded }
    depth = MarketDepth(profile: profile, instruments: instruments)
    needsSizes = depth.needsSizes
    seesEveryQuote = costs.contains { $0.needsMinuteRange }
    minuteRanges = seesEveryQuote ? instruments.map { _ in MinuteRange() } : []
    isWatching = seesEveryQuote
    wakeTime = seesEveryQuote ? .distantPast : .distantFuture
    watches = Array(repeating: Watch(), count: instruments.count)
  }

  /// Limit and stop orders that are working, in order of placement.
  @usableFromInline
  package var workingOrders: [WorkingOrder] { working.map(\.reported) }

  /// The quote with the spread model applied.
  @inlinable
  package func shown(_ quote: Quote, symbolIndex: Int) -> Quote {
    altersQuotes ? Self.modelled(quote, costs, symbolIndex) : quote
  }

  // Given the costs alone: the compiler copies a value as large as the venue to call what takes all of it.
  @usableFromInline
  static func modelled(_ quote: Quote, _ costs: [ExecutionCosts], _ symbolIndex: Int) -> Quote {
    costs[symbolIndex].shown(quote)
  }

  /// Whether this quote reaches a watched price or time.
  @inlinable
  package func needsQuote(_ quote: Quote, symbolIndex: Int) -> Bool {
    isWatching && (quote.eventTime >= wakeTime || watches[symbolIndex].isReached(by: quote))
  }

  /// Rolls, arrivals, expiries, triggers and trails.
  @usableFromInline
  package mutating func onQuote(_ moment: MarketMoment, account: inout Account) throws(ArithmeticError) {
    try passRolls(moment, &account)
    // Margin is judged by the equity on the quote that is met: the one before for arrivals, else this one.
    if latencyRule == .lastBefore { try executeArrivals(moment, &account) }
    try account.value(symbolIndex: moment.symbolIndex, quote: moment.quote)
    depth.renew(moment.symbolIndex)
    if seesEveryQuote { minuteRanges[moment.symbolIndex].see(moment.quote) }
    // As in a queue: what has waited since an earlier quote was here before what arrives at this one.
    try executeWaiting(moment, &account)
    if latencyRule == .firstAfter { try executeArrivals(moment, &account) }
    expire(moment)
    try trigger(moment, &account)
    breakEven(moment, &account)
    trail(moment, &account)
    refreshWatches(account)
  }

  /// Takes an order: executes it now without latency, else sends it on its way.
  @usableFromInline
  package mutating func submit(
    _ order: ApprovedOrder, at moment: MarketMoment, account: inout Account
  ) throws(ArithmeticError) {
    try send(.order(order.request), symbolIndex: order.request.symbolIndex, moment, &account)
  }

  /// Takes a close.
  @usableFromInline
  package mutating func close(
    _ close: ApprovedClose, at moment: MarketMoment, account: inout Account
  ) throws(ArithmeticError) {
    guard let index = account.positions.firstIndex(where: { $0.id == close.request.position }) else { return }
    let position = account.positions[index]
    let units = close.request.quantity?.units ?? position.quantity.units
    account.positions[index].closingUnits += units
    try send(.close(close.request, close.reason), symbolIndex: position.symbolIndex, moment, &account)
  }

  /// Takes a modification.
  @usableFromInline
  package mutating func modify(
    _ modification: ApprovedModification, at moment: MarketMoment, account: inout Account
  ) throws(ArithmeticError) {
    let request = modification.request
    let symbolIndex: Int? =
      switch request.target {
      case .position(let id): account.position(id)?.symbolIndex
      case .order(let id): self.symbolIndex(of: id)
      }
    try send(.modify(request), symbolIndex: symbolIndex ?? moment.symbolIndex, moment, &account)
  }

  /// Takes a cancel.
  @usableFromInline
  package mutating func cancel(
    _ order: ClientOrderID, at moment: MarketMoment, account: inout Account
  ) throws(ArithmeticError) {
    try send(.cancel(order), symbolIndex: symbolIndex(of: order) ?? moment.symbolIndex, moment, &account)
  }

  /// The symbol of an order that is on its way, waits or works: what is meant for it meets that symbol's quotes.
  private func symbolIndex(of id: ClientOrderID) -> Int? {
    if let order = working.first(where: { $0.request.id == id }) { return order.request.symbolIndex }
    if let item = waiting.first(where: { $0.order?.request.id == id }) { return item.symbolIndex }
    return inFlight.first { arrival in
      if case .order(let request) = arrival.errand { request.id == id } else { false }
    }?.symbolIndex
  }

  private mutating func send(
    _ errand: Errand, symbolIndex: Int, _ moment: MarketMoment, _ account: inout Account
  ) throws(ArithmeticError) {
    skipRolls(through: moment.time)
    if latency == 0 {
      if let quote = moment.latest(symbolIndex: symbolIndex) {
        let met = Meeting(
          quote: quote, size: moment.latestSize(symbolIndex: symbolIndex), time: moment.time,
          cycle: moment.cycle)
        try arrive(errand, symbolIndex: symbolIndex, met, &account)
      }
    } else {
      let arrival = moment.time.advanced(by: latency)
      inFlight.append(Arrival(errand: errand, symbolIndex: symbolIndex, time: arrival))
    }
    refreshWatches(account)
  }
}
