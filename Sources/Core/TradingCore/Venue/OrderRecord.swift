/// One order at a broker: a state machine that takes what is reported of it and accepts nothing out of order silently.
///
/// What is known twice is recognized, what is older than what is known is ignored and told, what can't be true is
/// refused and told. Executions are told apart by the broker's names of them; one that was lost is inferred from the
/// cumulative quantity and matched when it comes after all. States never go back: an order that has ended stays so,
/// whatever comes; only its executed quantity can still grow.
package struct OrderRecord: Sendable, Hashable, Codable {
  /// Where it is, apart from what has been asked for on top.
  private enum Phase: String, Sendable, Hashable, Codable {
    case new = "new"
    case open = "open"
    case unknown = "unknown"
    case filled = "filled"
    case canceled = "canceled"
    case rejected = "rejected"
    case expired = "expired"

    var isEnded: Bool {
      switch self {
      case .new, .open, .unknown: false
      case .filled, .canceled, .rejected, .expired: true
      }
    }
  }

  /// An execution that has been taken.
  private struct Trade: Sendable, Hashable, Codable {
    let id: TradeID
    let units: Int64
    let price: Price

    enum CodingKeys: String, CodingKey {
      case id = "id"
      case units = "units"
      case price = "price"
    }
  }

  /// A fill that was never reported.
  private struct Guess: Sendable, Hashable, Codable {
    var units: Int64
    var price: Price?

    enum CodingKeys: String, CodingKey {
      case units = "units"
      case price = "price"
    }
  }

  /// Our number of it.
  package let key: OrderKey
  /// Which of the bot's symbols.
  package let symbolIndex: Int
  /// Buy or sell.
  package let side: OrderSide
  /// How much was asked for.
  package private(set) var quantity: Quantity
  /// When.
  package let askedAt: Timestamp
  /// The broker's name of it, as last told.
  package private(set) var venueOrder: VenueOrderID?
  /// How much of it has been executed, what was inferred included.
  package private(set) var cumulative: Quantity = .zero
  /// Whether the broker has said anything of it.
  package private(set) var isAcknowledged = false
  /// Whether a cancel has been asked for and not been answered.
  package private(set) var isCancelAsked = false
  /// Whether a change has been asked for and not been answered.
  package private(set) var isReplaceAsked = false

  /// How much there can be of it by the changes that were asked for, where that is more. It stays when one seems not
  /// to have been carried out: that word may be older than the change.
  private var ceiling: Quantity?
  /// Whether it was called canceled while a change was on its way: that may have been the change's first half.
  private var isCancelSeen = false
  /// Whether a change has been asked for before the one that is on its way: its answer may come late or again, and
  /// then look like the next one's.
  private var isAnswerOpen: Bool?
  private var phase = Phase.new
  private var formerNames: [VenueOrderID] = []
  private var trades: [Trade] = []
  private var guesses: [Guess] = []

  private enum CodingKeys: String, CodingKey {
    case key = "key"
    case symbolIndex = "symbol"
    case side = "side"
    case quantity = "quantity"
    case askedAt = "asked_at"
    case venueOrder = "venue_order"
    case cumulative = "cumulative"
    case isAcknowledged = "acknowledged"
    case isCancelAsked = "cancel_asked"
    case isReplaceAsked = "replace_asked"
    case ceiling = "ceiling"
    case isCancelSeen = "cancel_seen"
    case isAnswerOpen = "answer_open"
    case phase = "phase"
    case formerNames = "former_names"
    case trades = "trades"
    case guesses = "guesses"
  }

  /// An order as it is asked for.
  package init(key: OrderKey, symbolIndex: Int, side: OrderSide, quantity: Quantity, askedAt: Timestamp) {
    self.key = key
    self.symbolIndex = symbolIndex
    self.side = side
    self.quantity = quantity
    self.askedAt = askedAt
  }

  /// How far it has come.
  package var state: OrderState {
    switch phase {
    case .filled: return .filled
    case .canceled: return .canceled
    case .rejected: return .rejected
    case .expired: return .expired
    case .unknown: return .unknown
    case .new, .open: break
    }
    if isCancelAsked { return .cancelPending }
    if isReplaceAsked { return .replacePending }
    if phase == .new { return .pendingNew }
    return cumulative == .zero ? .working : .partlyFilled
  }

  /// How much of it has not been executed.
  package var remaining: Quantity { Quantity(units: quantity.units - cumulative.units) }

  /// Units of fills that were inferred and never reported.
  package var inferredUnits: Int64 { guesses.reduce(0) { $0 + $1.units } }

  /// Whether the broker called it so before a change.
  package func wasNamed(_ name: VenueOrderID) -> Bool { formerNames.contains(name) }

  /// Whether the broker has called it so.
  package func isNamed(_ name: VenueOrderID) -> Bool { venueOrder == name || formerNames.contains(name) }

  // MARK: What we ask for

  /// A cancel is asked for.
  ///
  /// - Returns: whether there is anything to cancel that no cancel has been asked for yet.
  package mutating func askToCancel() -> Bool {
    guard !phase.isEnded, !isCancelAsked else { return false }
    isCancelAsked = true
    return true
  }

  /// A change is asked for, after which so much is to be left of it, if it changes that.
  ///
  /// - Returns: whether it works and nothing else has been asked for.
  package mutating func askToReplace(remaining: Quantity? = nil) -> Bool {
    guard state == .working || state == .partlyFilled else { return false }
    isReplaceAsked = true
    if let remaining, remaining < Quantity(units: Quantity.magnitudeLimit) {
      // What is executed until it arrives comes on top.
      let most = max(quantity.units + max(0, remaining.units), ceiling?.units ?? 0)
      ceiling = Quantity(units: min(most, Quantity.magnitudeLimit - 1))
    }
    return true
  }

  /// The most that can be executed of it.
  private var most: Quantity { max(quantity, ceiling ?? quantity) }

  /// A change of how much is left of it has been carried out.
  package mutating func resize(remaining: Quantity) {
    guard !phase.isEnded, remaining.units > 0, remaining < Quantity(units: Quantity.magnitudeLimit) else {
      return
    }
    quantity.units = cumulative.units + remaining.units
  }

  /// Nothing is left of it, as it was made smaller.
  private mutating func fillUp() {
    quantity = cumulative
    phase = cumulative == .zero ? .canceled : .filled
  }

  /// Says at what price the fill was booked that was inferred last.
  package mutating func priceLastGuess(at price: Price) {
    guard !guesses.isEmpty else { return }
    guesses[guesses.count - 1].price = price
  }

  // MARK: What is reported

  /// Takes what is said of it besides executions.
  ///
  /// `isCertain`: it is known to answer the latest change that was asked for.
  package mutating func take(
    _ event: OrderEvent, _ notice: OrderNotice, isCertain: Bool = false
  ) -> OrderVerdict {
    if let symbol = notice.symbolIndex, symbol != symbolIndex {
      return .contradiction(.symbolMismatch, "expected symbol \(symbolIndex), was \(symbol)")
    }
    if let told = notice.cumulative, told.units < 0 || told > most {
      return .contradiction(.quantityAboveAsked, "expected 0 to \(most.units) executed, was \(told.units)")
    }
    let fills = infer(notice)
    let wasUnknown = phase == .unknown
    var verdict = move(event, notice, isCertain)
    if let rest = notice.remaining, notice.cumulative == cumulative, !phase.isEnded,
      event == .accepted || event == .working || event == .replaced
    {
      // Of a change that was never answered only a lookup tells how much it has left.
      if rest == .zero { fillUp() } else if wasUnknown || event == .replaced { resize(remaining: rest) }
    }
    if !fills.isEmpty {
      if verdict.meaning != .contradiction { verdict.meaning = .news }
      verdict.fills = fills
      verdict.add(.fillInferred, "\(notice.cumulative?.units ?? 0) executed, told of less")
    }
    return verdict
  }

  private mutating func move(
    _ event: OrderEvent, _ notice: OrderNotice, _ isCertain: Bool
  ) -> OrderVerdict {
    switch event {
    case .accepted, .working: return acknowledge(event, notice)
    case .canceled: return end(.canceled, notice)
    case .expired: return end(.expired, notice)
    case .rejected: return end(.rejected, notice)
    case .replaced: return replace(notice, isCertain)
    case .cancelRejected, .cancelNotSent:
      return answer(event, \.isCancelAsked)
    case .replaceNotSent: return answer(event, \.isReplaceAsked)
    case .replaceRejected:
      // It counts as refused; where the order waits then, a lookup says.
      if isAmbiguous, !isCertain { phase = .unknown }
      if isReplaceAsked { isAnswerOpen = true }
      return answer(event, \.isReplaceAsked)
    case .notSent:
      return isAcknowledged || cumulative > .zero
        ? .contradiction(.orderAlive, "said not to be sent, but the broker has told of it")
        : end(.rejected, notice)
    case .unanswered, .cancelUnanswered, .replaceUnanswered:
      guard !phase.isEnded else { return OrderVerdict(.duplicate) }
      // A cancel can be asked for again; a change may still be answered, and can't be asked for until then.
      if event == .cancelUnanswered { isCancelAsked = false }
      guard phase != .unknown else { return OrderVerdict(.duplicate) }
      phase = .unknown
      return OrderVerdict(.news)
    case .observed:
      isAcknowledged = isAcknowledged || cumulative > .zero
      return OrderVerdict(.duplicate)
    case .absent:
      if phase.isEnded { return OrderVerdict(.duplicate) }
      guard !isAcknowledged, cumulative == .zero else {
        phase = .unknown
        return .contradiction(.orderMissing, "said never to have been, but the broker has told of it")
      }
      return end(.rejected, notice)
    }
  }

  private mutating func acknowledge(_ event: OrderEvent, _ notice: OrderNotice) -> OrderVerdict {
    if phase.isEnded {
      if let revival = revival(notice) { return revival }
      let isLate = phase == .filled || (isAcknowledged && event == .accepted)
      isAcknowledged = true
      return isLate
        ? OrderVerdict(.duplicate) : .regression("\(event.rawValue), after it was \(state.rawValue)")
    }
    name(notice.venueOrder)
    let wasUnknown = phase == .unknown
    let wasKnown = isAcknowledged && !wasUnknown && (event == .accepted || phase == .open)
    isAcknowledged = true
    // A change that nobody answered is over: the prices are what the broker says now.
    if wasUnknown {
      if isReplaceAsked { isAnswerOpen = true }
      (isReplaceAsked, isCancelSeen) = (false, false)
    }
    phase = event == .working || cumulative > .zero || phase == .open ? .open : .new
    return OrderVerdict(wasKnown ? .duplicate : .news)
  }

  private mutating func end(_ end: Phase, _ notice: OrderNotice) -> OrderVerdict {
    if phase == end { return OrderVerdict(.duplicate) }
    guard !phase.isEnded else {
      return .regression("\(end.rawValue), after it was \(phase.rawValue)")
    }
    if end == .canceled, isReplaceAsked, !isCancelSeen {
      // Maybe the first half of the change: what comes next, or a lookup, says so.
      isCancelSeen = true
      phase = .unknown
      return OrderVerdict(.news)
    }
    name(notice.venueOrder)
    phase = end
    return OrderVerdict(.news)
  }

  private mutating func replace(_ notice: OrderNotice, _ isCertain: Bool) -> OrderVerdict {
    guard !phase.isEnded else {
      return revival(notice) ?? .regression("replaced, after it was \(phase.rawValue)")
    }
    let isAnswer = isReplaceAsked
    // It had this name before it was asked: of this change, or late of one before?
    if isAmbiguous, !isCertain, notice.venueOrder.map(isNamed) ?? true { return doubt() }
    if !isAnswer, phase == .open, notice.venueOrder == nil || notice.venueOrder == venueOrder {
      return OrderVerdict(.duplicate)
    }
    name(notice.venueOrder)
    isAcknowledged = true
    if isAnswer { (isAnswerOpen, isReplaceAsked, isCancelSeen) = (true, false, false) }
    // Of a change that counts as refused: where the order waits, the lookup says that is under way.
    if isAnswer || phase != .unknown { phase = .open }
    return isAnswer ? OrderVerdict(.news) : .regression("replaced, though nothing was asked")
  }

  /// Whether an answer to a change can be one to the change before.
  private var isAmbiguous: Bool { isReplaceAsked && isAnswerOpen == true && !phase.isEnded }

  /// A lookup says what became of the change.
  private mutating func doubt() -> OrderVerdict {
    phase = .unknown
    return OrderVerdict(.news)
  }

  /// What was canceled had been the first half of a change, when it is told of under a name that it never had.
  private mutating func revival(_ notice: OrderNotice) -> OrderVerdict? {
    guard phase == .canceled, venueOrder != nil, let name = notice.venueOrder, !isNamed(name) else {
      return nil
    }
    self.name(name)
    if let rest = notice.remaining, rest.units > 0, rest < Quantity(units: Quantity.magnitudeLimit) {
      quantity.units = cumulative.units + rest.units
    }
    return .contradiction(.orderAlive, "works as \(name), after it was canceled")
  }

  /// Takes the refusal of something that was asked for on top.
  private mutating func answer(
    _ event: OrderEvent, _ asked: WritableKeyPath<OrderRecord, Bool>
  ) -> OrderVerdict {
    guard self[keyPath: asked] else {
      return phase.isEnded
        ? OrderVerdict(.duplicate) : .regression("\(event.rawValue), though nothing was asked")
    }
    self[keyPath: asked] = false
    return OrderVerdict(.news)
  }

  private mutating func name(_ name: VenueOrderID?) {
    // What comes late still has the name of before.
    guard let name, name != venueOrder, !formerNames.contains(name) else { return }
    if let venueOrder { formerNames.append(venueOrder) }
    venueOrder = name
  }

  /// Takes it from what a notice says of the executed quantity that fills were lost.
  private mutating func infer(_ notice: OrderNotice) -> [OrderFill] {
    guard let told = notice.cumulative, told > cumulative else { return [] }
    let missing = told.units - cumulative.units
    let price = missingPrice(missing, notice, told)
    return guess(missing, price)
  }

  private mutating func guess(_ units: Int64, _ price: Price?) -> [OrderFill] {
    guesses.append(Guess(units: units, price: price))
    grow(by: units)
    return [.inferred(units: units, price: price)]
  }

  /// The price that the missing units must have had for the average to be what is told.
  private func missingPrice(_ missing: Int64, _ notice: OrderNotice, _ told: Quantity) -> Price? {
    guard let average = notice.averagePrice, average.points.magnitude < Price.magnitudeLimit else {
      return nil
    }
    var cost = Int128(average.points) * Int128(told.units)
    for trade in trades { cost -= Int128(trade.price.points) * Int128(trade.units) }
    for guess in guesses { cost -= Int128((guess.price ?? average).points) * Int128(guess.units) }
    guard let points = try? WideArithmetic.narrow(WideArithmetic.divideHalfEven(cost, by: Int128(missing))),
      points.magnitude < Price.magnitudeLimit
    else { return average }
    return Price(points: points)
  }

  private mutating func grow(by units: Int64) {
    cumulative.units += units
    if cumulative > quantity {
      // More than there was of it before: a change has been carried out. How much is left a lookup says.
      quantity = most
      if cumulative < quantity, !phase.isEnded { return phase = .unknown }
    }
    if cumulative == quantity {
      // A change that makes it larger may have come first.
      phase = most > quantity && isReplaceAsked ? .unknown : .filled
    } else if phase == .new || (phase == .unknown && !isReplaceAsked) {
      // Of a change that nobody answered a fill says nothing.
      phase = .open
    }
  }

  // MARK: Executions

  /// Takes an execution of it.
  ///
  /// `tolerance`: nanoseconds by which the broker's clock may be behind ours.
  package mutating func take(
    _ execution: VenueExecution, eventTime: Timestamp?, tolerance: Int64
  ) -> OrderVerdict {
    if let known = trades.first(where: { $0.id == execution.trade }) {
      return known.units == execution.quantity.units && known.price == execution.price
        && execution.side == side && execution.symbolIndex == symbolIndex
        ? OrderVerdict(.duplicate)
        : .contradiction(
          .tradeChanged, "\(execution.trade) was \(known.units) at \(known.price.points) points")
    }
    if let fault = fault(of: execution, eventTime, tolerance) { return fault }
    let last = execution.quantity.units
    let told = execution.cumulative?.units ?? cumulative.units + max(0, last - inferredUnits)
    let fresh = max(0, told - cumulative.units)
    guard told <= most.units else {
      return .contradiction(.quantityAboveAsked, "expected at most \(most.units), was \(told)")
    }
    guard last - fresh <= inferredUnits else {
      return .contradiction(
        .cumulativeMismatch, "\(last) make it \(told), but \(cumulative.units) were executed before")
    }
    var verdict = OrderVerdict(.news)
    note(phase, in: &verdict, isConfirmed: fresh == 0)
    name(execution.venueOrder, isReplaced: execution)
    isAcknowledged = true
    trades.append(Trade(id: execution.trade, units: last, price: execution.price))
    if fresh > last {
      verdict.fills += guess(fresh - last, execution.price)
      verdict.add(.fillInferred, "\(told) executed with \(last) more, \(fresh - last) were never told")
    }
    if fresh < last { verdict.fills += confirm(last - fresh, execution) }
    if fresh > 0 {
      let units = min(fresh, last)
      verdict.fills.append(.executed(units: units, execution))
      grow(by: units)
    }
    return verdict
  }

  private func fault(
    of execution: VenueExecution, _ eventTime: Timestamp?, _ tolerance: Int64
  ) -> OrderVerdict? {
    let last = execution.quantity.units
    if execution.symbolIndex != symbolIndex {
      return .contradiction(
        .symbolMismatch, "expected symbol \(symbolIndex), was \(execution.symbolIndex)")
    }
    if execution.side != side {
      return .contradiction(
        .sideMismatch, "expected to \(side.rawValue), was to \(execution.side.rawValue)")
    }
    if last <= 0 { return .contradiction(.quantityNotPositive, "expected more than 0, was \(last)") }
    if last > most.units {
      return .contradiction(.quantityAboveAsked, "expected at most \(most.units), was \(last)")
    }
    if let told = execution.cumulative, told.units < last {
      return .contradiction(.cumulativeMismatch, "\(last) can't make it \(told.units)")
    }
    if let eventTime, eventTime.advanced(by: tolerance) < askedAt {
      return .contradiction(
        .timeBeforeOrder, "asked for at \(askedAt.iso8601), executed at \(eventTime.iso8601)")
    }
    return nil
  }

  private func note(_ phase: Phase, in verdict: inout OrderVerdict, isConfirmed: Bool) {
    guard !isConfirmed else { return }
    switch phase {
    case .rejected: verdict.add(.executionAfterRejection, "executed, though it was rejected")
    case .canceled, .expired: verdict.add(.executionAfterEnd, "executed, after it was \(phase.rawValue)")
    case .new, .open, .unknown, .filled: break
    }
  }

  private mutating func name(_ name: VenueOrderID?, isReplaced execution: VenueExecution) {
    // An execution can be of the name it had before a change.
    guard let name, !formerNames.contains(name), venueOrder == nil || !isReplaceAsked else { return }
    self.name(name)
  }

  /// Takes units of an execution for those that were inferred first.
  private mutating func confirm(_ units: Int64, _ execution: VenueExecution) -> [OrderFill] {
    var fills: [OrderFill] = []
    var rest = units
    while rest > 0, let first = guesses.first {
      let part = min(rest, first.units)
      fills.append(.confirmed(units: part, inferredPrice: first.price, execution))
      rest -= part
      if part == first.units { guesses.removeFirst() } else { guesses[0].units -= part }
    }
    return fills
  }
}
