package import TradingCore

/// A broker in a box: takes intents, fills them against quotes, and reports as well or as badly as its script says.
///
/// It knows nothing of the venue that it is driven with: prices, positions and cash are worked out with plain loops
/// over plain numbers. Everything that really happened is in `deeds`, from which an auditor makes its own books.
/// It fills as `docs/fill-semantics.md` says of a broker without slippage, depth and latency.
package struct ScriptedBroker: Sendable {
  /// Something that really happened.
  package enum Deed: Sendable, Hashable {
    case executed(
      key: OrderKey?, position: Int?, symbol: Int, side: OrderSide, units: Int64, price: Int64,
      commission: Int64)
    case ended(OrderKey, OrderState)
    case money(Int64)
  }

  struct Order: Sendable {
    let key: OrderKey
    var name: Int
    let symbol: Int
    let side: OrderSide
    var units: Int64
    var filled: Int64 = 0
    var cost: Int64 = 0
    var kind: OrderKind
    let force: TimeInForce
    var levels: Protection
    /// The holding that it closes.
    let closes: Int?
    /// The position that it closes or protects, for the order of triggers.
    let placement: ClientOrderID
    /// The count of quotes when it began to work.
    var since = 0
    /// Whether the market was past its limit when it was set, and has not been short of it since.
    var isPassed = false
    var expiry = Timestamp.distantFuture
    var state = OrderState.pendingNew
    var executions: [VenueExecution] = []

    var rest: Int64 { units - filled }
  }

  struct Holding: Sendable {
    let number: Int
    let symbol: Int
    let side: OrderSide
    let opener: ClientOrderID
    /// What is open, oldest first.
    var entries: [(units: Int64, price: Int64)]
    var levels = Protection.none
    var since = 0
    /// Whether the market was past its target when it was set, and has not been short of it since.
    var isPassed = false

    var units: Int64 { entries.reduce(0) { $0 + $1.units } }
    var cost: Int64 { entries.reduce(0) { $0 + $1.units * $1.price } }

    /// Takes units away, oldest first.
    ///
    /// - Returns: what they had cost, in points times units.
    mutating func take(_ units: Int64) -> Int64 {
      var (rest, cost) = (units, Int64(0))
      while rest > 0, let first = entries.first {
        let part = min(rest, first.units)
        cost += part * first.price
        rest -= part
        if part == first.units { entries.removeFirst() } else { entries[0].units -= part }
      }
      return cost
    }
  }

  struct Letter: Sendable {
    let due: Int
    let content: VenueReport.Content
    let time: Timestamp?
    let isReplayed: Bool
    var answers: UInt64?
  }

  /// Whether positions are netted.
  package let isNetting: Bool
  /// Whether levels rest on positions.
  package let keepsLevels: Bool
  package let instruments: [Instrument]
  /// Account money for a lot and side.
  package let commissionPerLot: Int64
  /// How it behaves; a session ends with a prompt one.
  package var script: BrokerScript
  /// Everything that really happened, in order.
  package private(set) var deeds: [Deed] = []
  /// Numbers of orders that arrived twice: none may.
  package private(set) var repeated: [OrderKey] = []
  /// What the account has.
  package private(set) var cash: Int64

  var random: SeededGenerator
  var quotes: [Quote?]
  var quoteCount = 0
  var now = Timestamp.distantPast
  var step = 0
  var orders: [Order] = []
  var holdings: [Holding] = []
  var letters: [Letter] = []
  var transit: [(due: Int, intent: VenueIntent)] = []
  var outageEnds: Int?
  /// What it did without being asked, and when.
  var ownActs: [(VenueReport.Content, Timestamp)] = []
  var due: [Due] = []
  private var lastName = 0

  /// A broker for some instruments, whose results are in the account's currency.
  package init(
    seed: UInt64, script: BrokerScript, isNetting: Bool, keepsLevels: Bool, instruments: [Instrument],
    cash: Int64, commissionPerLot: Int64
  ) {
    random = SeededGenerator(seed: seed ^ 0xB20C_E12A)
    self.script = script
    self.isNetting = isNetting
    self.keepsLevels = keepsLevels
    self.instruments = instruments
    self.cash = cash
    self.commissionPerLot = commissionPerLot
    quotes = instruments.map { _ in nil }
  }

  mutating func chance(_ thousandths: Int64) -> Bool {
    thousandths > 0 && Int64(random.next() % 1_000) < thousandths
  }

  mutating func number(_ range: ClosedRange<Int64>) -> Int64 {
    range.lowerBound + Int64(random.next() % UInt64(range.upperBound - range.lowerBound + 1))
  }

  mutating func nextName() -> Int {
    lastName += 1
    return lastName
  }

  mutating func did(_ deed: Deed) { deeds.append(deed) }

  mutating func pay(_ amount: Int64) { cash += amount }

  mutating func arrivedTwice(_ key: OrderKey) { repeated.append(key) }

  // MARK: Executions

  /// Fills what is left of an order, in parts if the script says so; the parts that are left wait for the next quote.
  mutating func fill(_ index: Int, at price: Int64) {
    var rest = orders[index].rest
    if let number = orders[index].closes {
      let open = holdings.first { $0.number == number }?.units ?? 0
      if !isNetting { rest = min(rest, open) }
      guard rest > 0 else { return end(index, .canceled) }
    }
    let step = instruments[orders[index].symbol].stepUnits
    while rest > 0 {
      let steps = rest / step
      var part = rest
      if steps > 1, chance(script.splits) { part = number(1...steps - 1) * step }
      execute(index, part, at: price)
      rest -= part
      if rest > 0, chance(300) {
        orders[index].since = quoteCount
        return
      }
    }
    if orders[index].rest == 0 {
      orders[index].state = .filled
      did(.ended(orders[index].key, .filled))
    } else if orders[index].closes != nil {
      end(index, .canceled)
    }
  }

  private mutating func execute(_ index: Int, _ units: Int64, at price: Int64) {
    let order = orders[index]
    orders[index].filled += units
    orders[index].cost += units * price
    orders[index].state = .partlyFilled
    let commission = commissionPerLot * units / instruments[order.symbol].unitsPerLot
    pay(-commission)
    let opener = order.closes == nil || isNetting ? order.key.order : nil
    let number = move(
      order.symbol, order.side, units, price, closing: isNetting ? nil : order.closes, opener: opener,
      levels: order.filled == 0 ? order.levels : .none)
    did(
      .executed(
        key: order.key, position: number, symbol: order.symbol, side: order.side, units: units, price: price,
        commission: commission))
    let execution = VenueExecution(
      trade: trade(), order: order.key, venueOrder: orderName(order.name),
      venuePosition: number.flatMap(positionName), symbolIndex: order.symbol, side: order.side,
      quantity: Quantity(units: units),
      cumulative: script.tellsCumulative ? Quantity(units: orders[index].filled) : nil,
      price: Price(points: price), commission: Money(units: commission))
    orders[index].executions.append(execution)
    tell(.executed(execution))
  }

  /// Moves positions by an execution.
  ///
  /// - Returns: the number of the holding that it closed or opened.
  private mutating func move(
    _ symbol: Int, _ side: OrderSide, _ units: Int64, _ price: Int64, closing: Int?, opener: ClientOrderID?,
    levels: Protection
  ) -> Int? {
    var rest = units
    let index =
      closing.map { number in holdings.firstIndex { $0.number == number } }
      ?? (isNetting ? holdings.firstIndex { $0.symbol == symbol && $0.side != side } : nil)
    var number = index.map { holdings[$0].number }
    if let index {
      let part = min(rest, holdings[index].units)
      let cost = holdings[index].take(part)
      pay(worth((price * part - cost) * holdings[index].side.sign, symbol))
      if holdings[index].entries.isEmpty { holdings.remove(at: index) }
      rest -= part
    }
    guard rest > 0, let opener else { return number }
    let same = holdings.firstIndex {
      isNetting ? $0.symbol == symbol && $0.side == side : $0.opener == opener
    }
    if let same {
      holdings[same].entries.append((rest, price))
      number = holdings[same].number
      protect(same, levels)
    } else {
      let name = nextName()
      holdings.append(
        Holding(number: name, symbol: symbol, side: side, opener: opener, entries: [(rest, price)]))
      number = name
      protect(holdings.count - 1, levels)
    }
    return number
  }

  private mutating func protect(_ index: Int, _ levels: Protection) {
    guard keepsLevels, !levels.isEmpty else { return }
    setLevels(levels, of: index)
  }

  /// Account money of points times units; exact for what tests trade.
  private func worth(_ pointUnits: Int64, _ symbol: Int) -> Int64 {
    let value = instruments[symbol].pointValue
    return pointUnits * value.numerator / value.denominator
  }

  /// Closes without being asked.
  mutating func closeByItself(_ number: Int, _ units: Int64, _ price: Int64, _ reason: FillReason) {
    guard let holding = holdings.first(where: { $0.number == number }) else { return }
    let side = holding.side.opposite
    let commission = commissionPerLot * units / instruments[holding.symbol].unitsPerLot
    pay(-commission)
    _ = move(holding.symbol, side, units, price, closing: number, opener: nil, levels: .none)
    did(
      .executed(
        key: nil, position: number, symbol: holding.symbol, side: side, units: units, price: price,
        commission: commission))
    let execution = VenueExecution(
      trade: trade(), order: nil, venuePosition: positionName(number), symbolIndex: holding.symbol,
      side: side, quantity: Quantity(units: units), price: Price(points: price),
      commission: Money(units: commission), effect: .closing)
    ownActs.append((.positionClosed(execution, reason), now))
    tell(.positionClosed(execution, reason))
  }

  // MARK: Names

  mutating func trade() -> TradeID {
    guard let name = TradeID("T\(nextName())") else { preconditionFailure("a number is a name") }
    return name
  }

  func orderName(_ number: Int) -> VenueOrderID? { VenueOrderID("O\(number)") }
  func positionName(_ number: Int) -> VenuePositionID? { VenuePositionID("P\(number)") }

  mutating func end(_ index: Int, _ state: OrderState) {
    orders[index].state = state
    did(.ended(orders[index].key, state))
    switch state {
    case .canceled: tell(.canceled(notice(index)))
    case .expired: tell(.expired(notice(index)))
    default: break
    }
  }

  func notice(_ index: Int) -> OrderNotice {
    let order = orders[index]
    var average: Price?
    if order.filled > 0, order.cost % order.filled == 0 { average = Price(points: order.cost / order.filled) }
    return OrderNotice(
      order.key, venueOrder: orderName(order.name),
      venuePosition: order.executions.last?.venuePosition, symbolIndex: order.symbol,
      cumulative: Quantity(units: order.filled),
      remaining: Quantity(units: order.state.isEnded && order.state != .filled ? 0 : order.rest),
      averagePrice: average)
  }
}
