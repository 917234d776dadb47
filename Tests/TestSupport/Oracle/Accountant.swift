package import TradingCore

/// Every amount of a session worked out anew from its fills, from docs/fill-semantics.md alone: commission by
/// month, tier, order, minimum and rebate, swap at every roll, conversion, gross results, shares, balance.
///
/// It is told what was executed and says what that must have cost; whether it should have been executed is not
/// its business. One pass over the ticks, every list searched from its start, fractions rounded where they are
/// booked and nowhere else.
package struct Accountant {
  /// One symbol of the session's stream.
  package struct Market: Sendable {
    package var instrument: Instrument
    package var terms: InstrumentTerms

    package init(instrument: Instrument, terms: InstrumentTerms) {
      self.instrument = instrument
      self.terms = terms
    }
  }

  /// A quote of the stream, as the broker shows it.
  package struct Tick: Sendable {
    package var symbol: Int
    package var quote: Quote

    package init(symbol: Int, quote: Quote) {
      self.symbol = symbol
      self.quote = quote
    }
  }

  /// An execution, and whether it was a working limit's or a take profit's.
  package struct Deal: Sendable {
    package var fill: Fill
    package var isMaker: Bool
    /// The tick in whose processing it was reported; the number of ticks for what the end of the run closed.
    package var tick: Int

    package init(fill: Fill, isMaker: Bool, tick: Int) {
      self.fill = fill
      self.isMaker = isMaker
      self.tick = tick
    }
  }

  /// What an account says, and what was charged and matched.
  package struct Statement: Sendable {
    package var commissions: [Int64] = []
    package var trades: [Line] = []
    package var balance: Int64
    package var swapTotal: Int64 = 0
    /// Margin in use after each deal.
    package var usedMargin: [Int64] = []
  }

  /// One matched portion.
  package struct Line: Sendable, Hashable {
    package var position: UInt64
    package var units: Int64
    package var gross: Int64
    package var commission: Int64
    package var swap: Int64
    package var spreadCost: Int64
    package var slippageCost: Int64

    package init(
      position: UInt64, units: Int64, gross: Int64, commission: Int64, swap: Int64, spreadCost: Int64,
      slippageCost: Int64
    ) {
      self.position = position
      self.units = units
      self.gross = gross
      self.commission = commission
      self.swap = swap
      self.spreadCost = spreadCost
      self.slippageCost = slippageCost
    }
  }

  struct Entry {
    let deal: Deal
    var units: Int64
    var commission: Int64
    var spreadCost: Int64
    var slippageCost: Int64
    var swap: Int64 = 0
    /// Opening notional in account money, and the margin of what is left where tiers don't decide it.
    let worth: Fraction
    var margin: Int64
  }

  let markets: [Market]
  let currency: Currency
  let leverage: Int64
  let step: Int64
  var quotes: [Quote?]
  var entries: [Entry] = []
  var statement: Statement
  /// What each order has been charged for, before rebates: the sum of its fees, and of its charges.
  var orders: [String: (fees: Int64, charges: Int64)] = [:]
  /// 1e-8 lots and account money traded, by month.
  var volumes: [String: (lots: Int64, notional: Int64)] = [:]

  /// The statement of a session.
  package static func statement(
    markets: [Market], profile: BrokerProfile, leverage: Int64, startBalance: Int64, ticks: [Tick],
    deals: [Deal]
  ) -> Statement {
    var books = Accountant(markets, profile, leverage, startBalance)
    var lastTime: Timestamp?
    for (index, tick) in ticks.enumerated() {
      let now = tick.quote.eventTime
      let mine = deals.filter { $0.tick == index }
      var early = mine.filter { $0.fill.eventTime < now }
      if let lastTime {
        var roll = NewYorkCalendar.nextRoll(after: lastTime)
        while roll <= now {
          for deal in early where deal.fill.eventTime < roll { books.book(deal) }
          early.removeAll { $0.fill.eventTime < roll }
          books.bookSwap(at: roll)
          roll = NewYorkCalendar.nextRoll(after: roll)
        }
      }
      for deal in early { books.book(deal) }
      books.quotes[tick.symbol] = tick.quote
      for deal in mine where deal.fill.eventTime >= now { books.book(deal) }
      lastTime = now
    }
    for deal in deals where deal.tick >= ticks.count { books.book(deal) }
    return books.statement
  }

  private init(_ markets: [Market], _ profile: BrokerProfile, _ leverage: Int64, _ startBalance: Int64) {
    self.markets = markets
    self.leverage = leverage
    currency = profile.accountCurrency
    step = (profile.bookingDigits..<profile.accountCurrency.moneyDigits).reduce(1) { step, _ in step * 10 }
    quotes = markets.map { _ in nil }
    statement = Statement(balance: startBalance)
  }

  // MARK: Executions

  private mutating func book(_ deal: Deal) {
    let fill = deal.fill
    let commission = charge(deal)
    statement.commissions.append(commission)
    statement.balance -= commission
    if fill.reason == .entry { open(deal, commission) } else { close(deal, commission) }
    statement.usedMargin.append(usedMargin)
  }

  private mutating func open(_ deal: Deal, _ commission: Int64) {
    let fill = deal.fill
    let worth = value(
      points: fill.price.points, units: fill.quantity.units, of: fill.symbolIndex, own: fill.price.points)
    entries.append(
      Entry(
        deal: deal, units: fill.quantity.units, commission: commission, spreadCost: fill.spreadCost.units,
        slippageCost: fill.slippageCost.units, worth: worth,
        margin: openingMargin(of: fill.symbolIndex, worth: worth, units: fill.quantity.units)))
  }

  private mutating func close(_ deal: Deal, _ commission: Int64) {
    let fill = deal.fill
    var left = fill.quantity.units
    var exit = (commission: commission, spread: fill.spreadCost.units, slippage: fill.slippageCost.units)
    while left > 0 {
      guard let place = entries.firstIndex(where: { $0.deal.fill.position == fill.position }) else {
        preconditionFailure("a close without an entry")
      }
      var entry = entries[place]
      let units = min(left, entry.units)
      let opened = entry.deal.fill
      let points =
        opened.side == .buy
        ? fill.price.points - opened.price.points : opened.price.points - fill.price.points
      let gross = value(points: points, units: units, of: fill.symbolIndex, own: fill.price.points)
        .rounded(toMultipleOf: step)
      statement.balance += gross
      statement.trades.append(
        Line(
          position: fill.position.ordinal, units: units, gross: gross,
          commission: Self.share(&exit.commission, units, left)
            + Self.share(&entry.commission, units, entry.units),
          swap: Self.share(&entry.swap, units, entry.units),
          spreadCost: Self.share(&exit.spread, units, left)
            + Self.share(&entry.spreadCost, units, entry.units),
          slippageCost: Self.share(&exit.slippage, units, left)
            + Self.share(&entry.slippageCost, units, entry.units)))
      _ = Self.share(&entry.margin, units, entry.units)
      entry.units -= units
      left -= units
      entries[place] = entry
      if entry.units == 0 { entries.remove(at: place) }
    }
  }

  /// Takes `units` of `all` out of an amount; the last take gets the rest.
  private static func share(_ amount: inout Int64, _ units: Int64, _ all: Int64) -> Int64 {
    let part =
      units == all
      ? amount
      : Fraction(numerator: Int128(amount) * Int128(units), denominator: Int128(all)).rounded()
    amount -= part
    return part
  }

  // MARK: Commission

  private mutating func charge(_ deal: Deal) -> Int64 {
    let fill = deal.fill
    let model = markets[fill.symbolIndex].terms.commission
    let instrument = markets[fill.symbolIndex].instrument
    let month = fill.eventTime.iso8601.prefix(7)
    let before = volumes[String(month)] ?? (lots: 0, notional: 0)
    let notional = value(
      points: fill.price.points, units: fill.quantity.units, of: fill.symbolIndex, own: fill.price.points)
    let lots = Int128(fill.quantity.units) * 100_000_000 / Int128(instrument.unitsPerLot)
    volumes[String(month)] = (before.lots + Int64(lots), before.notional + notional.rounded())
    guard !model.tiers.isEmpty else { return 0 }
    let volume = model.monthlyVolume + (model.measure == .lots ? before.lots : before.notional)
    var tier = model.tiers[0]
    for candidate in model.tiers where candidate.from <= volume { tier = candidate }
    let fee: Int64
    switch deal.isMaker ? tier.maker : tier.taker {
    case .perLot(let amount):
      fee = converted(
        Fraction(
          numerator: Int128(amount.units) * Int128(fill.quantity.units),
          denominator: Int128(instrument.unitsPerLot)),
        from: model.currency, for: fill.symbolIndex, own: fill.price.points
      ).rounded(toMultipleOf: step)
    case .ofNotional(let rate):
      fee = Fraction(
        numerator: notional.numerator * Int128(rate.hundredMillionths),
        denominator: notional.denominator * 100_000_000
      ).rounded(toMultipleOf: step)
    }
    let charge = topUp(fee, deal, model)
    guard charge > 0, tier.rebate != .zero else { return charge }
    let rebate = Fraction(
      numerator: Int128(charge) * Int128(tier.rebate.hundredMillionths), denominator: 100_000_000
    ).rounded(toMultipleOf: step)
    return charge - rebate
  }

  /// What the order owes for this fill once the minimum is counted over all of its fills.
  private mutating func topUp(_ fee: Int64, _ deal: Deal, _ model: CommissionModel) -> Int64 {
    guard model.minimum != .zero else { return fee }
    let fill = deal.fill
    let minimum = converted(
      Fraction(numerator: Int128(model.minimum.units), denominator: 1), from: model.currency,
      for: fill.symbolIndex, own: fill.price.points
    ).rounded(toMultipleOf: step)
    // Closes by the venue carry the position's number and are orders of their own.
    let kind: String =
      switch fill.reason {
      case .entry, .strategy, .risk, .kill: "asked"
      case .stopLoss, .takeProfit, .trailingStop, .stopOut, .endOfData: fill.reason.code
      }
    let key = "\(fill.order.ordinal) \(kind)"
    var sums = orders[key] ?? (fees: 0, charges: 0)
    sums.fees += fee
    let cost = sums.fees > 0 ? max(sums.fees, minimum) : sums.fees
    let charge = cost - sums.charges
    sums.charges = cost
    orders[key] = sums
    return charge
  }

  // MARK: Swap

  private mutating func bookSwap(at roll: Timestamp) {
    for place in entries.indices {
      let fill = entries[place].deal.fill
      let market = markets[fill.symbolIndex]
      let weekday = NewYorkCalendar.localTime(at: roll).date.weekday
      let nights = market.terms.swap.nights(onWeekday: weekday)
      guard nights != 0, let quote = quotes[fill.symbolIndex] else { continue }
      let isLong = fill.side == .buy
      let units = entries[place].units
      let twiceMid = quote.bid.points + quote.ask.points
      let amount: Int64
      switch market.terms.swap.rate {
      case .none: continue
      case .points(let long, let short):
        let distance = isLong ? long : short
        let perPip = distance.unit == .pip ? market.instrument.pointsPerPip : 1
        // 1e-4 points a unit.
        let worth = value(
          points: distance.tenThousandths * perPip, units: units, of: fill.symbolIndex, twiceOwn: twiceMid)
        amount = Fraction(
          numerator: worth.numerator * Int128(nights), denominator: worth.denominator * 10_000
        ).rounded(toMultipleOf: step)
      case .annual(let long, let short):
        let rate = (isLong ? long : short).hundredMillionths
        let worth = value(points: twiceMid, units: units, of: fill.symbolIndex, twiceOwn: twiceMid)
        amount = Fraction(
          numerator: worth.numerator * Int128(rate) * Int128(nights),
          denominator: worth.denominator * 2 * 360 * 100_000_000
        ).rounded(toMultipleOf: step)
      }
      entries[place].swap += amount
      statement.balance += amount
      statement.swapTotal += amount
    }
  }
}
