public import RiskControl
public import StrategyKit
public import TradingCore

/// Risk beside the engine: what it is told and asked, and what it has done. Not inlined, as most bots run without.
extension TradingEngine {
  /// Takes the tree that is lent, or gives it back for nothing.
  @usableFromInline
  package mutating func exchange(_ loan: inout RiskLoan?) {
    swap(&risk.loan, &loan)
    guard risk.loan != nil else {
      isGuarded = false
      return
    }
    risk.toldTrades = context.fullAccount.closedTrades.count
    isGuarded = risk.view.isGuarded
    look([])
  }

  /// Does what the tree has decided by an event of another bot or of its host, at the last quotes and this time; what was
  /// due before it comes first.
  ///
  /// `waits`: a quote of that time comes next, at which it is done.
  /// - Precondition: the tree is lent.
  /// - Throws: as `passTime`.
  @usableFromInline
  package mutating func heed(
    _ actions: [RiskAction], at time: Timestamp, waits: Bool
  ) throws(ArithmeticError) {
    look(actions)
    guard isStarted, !pendingCommands.isEmpty else { return pendingCommands = [] }
    guard !waits else { return schedule.wakeAtNextQuote() }
    guard time <= context.now else { return try passTime(to: time) }
    carryOutPending()
    try answerDoor(isNews: false)
  }

  /// What the bot's account comes to now; with what it holds, where risk looks at that or it is asked for.
  @usableFromInline
  package mutating func ledgerMark(of bot: String, withHoldings isAsked: Bool) -> BotMark {
    var mark = BotMark(bot: bot, account: context.fullAccount, isOpen: !isIdle)
    if isAsked || risk.view.marksHoldings {
      let account = context.fullAccount
      let symbols = (0..<tradedCount).map { account.instrument(symbolIndex: $0).symbol }
      mark.hold(account, symbols: symbols) { venue.pendingUnits(symbolIndex: $0, side: $1) }
    }
    return mark
  }

  // MARK: What the loop calls

  /// Tells risk that time has come to where something is due; what it wants done waits until the venue has had its turn.
  @usableFromInline
  @inline(never)
  mutating func tellClock(at time: Timestamp) {
    guard risk.loan?.isShared == false else { return }
    _ = tell(.clock, of: .desk, at: time, cycle: 0, marks: marks())
    if !pendingCommands.isEmpty { schedule.wakeAtNextQuote() }
  }

  /// Asks for what risk had to wait with.
  @usableFromInline
  @inline(never)
  mutating func carryOutPending() {
    let commands = pendingCommands
    let count = context.intents.count
    pendingCommands = []
    for command in commands { carryOut(command) }
    if context.intents.count > count { risk.hasAsked = true }
  }

  /// Puts to risk what is asked for, once nothing halts it: it may be denied, or made smaller.
  @usableFromInline
  @inline(never)
  mutating func askRisk(_ intent: inout Intent) -> Denial? {
    if !halts.isEmpty || venue.mayBeUnsettled, let denial = haltDenial(intent) { return denial }
    let ask = RiskAsk(intent, account: context.fullAccount, workingOrders: venue.workingOrders) {
      venue.pendingUnits(symbolIndex: $0, side: $1)
    }
    risk.ask = ask
    if let denial = tellAndAsk(.asked(ask), marks: holdings()).denial { return denial }
    guard ask.effect == .opens, case .submit(var order) = intent else { return nil }
    let denial = size(&order)
    risk.ask?.units = order.quantity.units
    intent = .submit(order)
    return denial
  }

  /// Tells risk that all gates have let pass what was asked for.
  @usableFromInline
  @inline(never)
  mutating func tellApproved() {
    guard let ask = risk.ask else { return }
    risk.ask = nil
    tellAndAsk(.approved(ask), marks: holdings())
  }

  /// Tells risk that an order has left; whoever shares a limit sees from here on what it may still fill.
  @usableFromInline
  @inline(never)
  mutating func tellSent(_ order: ClientOrderID) { tellAndAsk(.sent(order), marks: holdings()) }

  /// Tells risk that something was denied, by whomever.
  @usableFromInline
  @inline(never)
  mutating func tellDenied(_ denial: Denial) {
    risk.ask = nil
    tellAndAsk(.denied(denial))
  }

  /// Tells risk that the venue has refused something.
  @usableFromInline
  @inline(never)
  mutating func tellRejected(_ rejection: Rejection) { tellAndAsk(.rejected(rejection), marks: holdings()) }

  /// Tells risk of an execution, then of the trades that it has closed.
  @usableFromInline
  @inline(never)
  mutating func tellFill(_ fill: Fill) {
    tellAndAsk(.filled(fill), marks: holdings())
    guard fill.reason != .entry else { return }
    let closed = trades(of: fill, after: risk.toldTrades)
    risk.toldTrades = closed.upperBound
    for index in closed { tellAndAsk(.closed(context.fullAccount.closedTrades[index]), marks: holdings()) }
  }

  /// Tells risk that a regime is another one.
  mutating func tellClimate(_ climate: RiskClimate) { tellAndAsk(.climate(climate)) }

  /// After a mark: tells risk of an equity that has left its band, or leaves it to the host, who waits until all bots
  /// have had the quote.
  ///
  /// - Returns: whether risk has asked for anything that has not been handled.
  @usableFromInline
  @inline(never)
  mutating func noteEquity() -> Bool {
    if !context.fullAccount.isWithinWatch {
      if risk.loan?.isShared == true {
        risk.loan?.leftBand = cycle
      } else {
        tellAndAsk(.equityLeftBand, marks: marks())
      }
    }
    defer { risk.hasAsked = false }
    return risk.hasAsked && !context.intents.isEmpty
  }

  /// Whether something is asked for that the strategy has not asked for.
  @usableFromInline
  @inline(never)
  mutating func isCommanded(_ intent: Intent) -> Bool {
    if case .close(let close) = intent { commanded[close.id] != nil } else { false }
  }

  // MARK: The tree

  /// Answers to a mark of a bot under risk control, until risk wants nothing more.
  ///
  /// - Returns: when something is due next.
  @inlinable
  @inline(never)
  mutating func answerRisk(_ symbolIndex: Int) throws(ArithmeticError) -> Timestamp {
    if noteEquity() {
      if context.fullAccount.isFlat { context.fullAccount.keep(context.current) }
      try settleRisk(at: doorMoment(context.current, size: stretchSizes?.size(at: cycle)))
    }
    return nextWake(symbolIndex)
  }

  /// Lets the venue have what risk has asked for after a mark, and marks again, until nothing comes of it.
  @inlinable
  @inline(never)
  mutating func settleRisk(at moment: MarketMoment) throws(ArithmeticError) {
    var rounds = 0
    repeat {
      rounds += 1
      try handleIntents(at: moment)
      mark(at: context.now)
    } while noteEquity() && rounds < Self.roundLimit
  }

  private mutating func marks() -> [BotMark] {
    risk.loan.map { [ledgerMark(of: $0.bot, withHoldings: false)] } ?? []
  }

  /// The bot's mark where risk looks at what is held: what is asked and done changes that.
  private mutating func holdings() -> [BotMark] { risk.view.marksHoldings ? marks() : [] }

  /// Tells the tree, and asks at once for what it wants.
  @discardableResult
  private mutating func tellAndAsk(_ what: RiskEvent.Happening, marks: [BotMark] = []) -> [RiskAction] {
    let actions = tell(what, marks: marks)
    if !pendingCommands.isEmpty { carryOutPending() }
    return actions
  }

  /// Tells the tree; what is halted is halted at once, what is to be canceled and closed is pending.
  private mutating func tell(
    _ what: RiskEvent.Happening, of scope: RiskScope? = nil, at time: Timestamp? = nil, cycle: UInt64? = nil,
    marks: [BotMark] = []
  ) -> [RiskAction] {
    guard let bot = risk.loan?.bot else { return [] }
    let event = RiskEvent(
      what, of: scope ?? .bot(bot), at: time ?? context.now, cycle: cycle ?? self.cycle, marks: marks)
    guard let actions = risk.loan?.tree.take(event) else { return [] }
    risk.loan?.actions += actions
    look(actions)
    return actions
  }

  /// Takes over what the tree says of the bot, and what actions mean for it.
  private mutating func look(_ actions: [RiskAction]) {
    guard let loan = risk.loan, !actions.isEmpty || loan.tree.revision != risk.seenRevision else { return }
    let commands = loan.tree.commands(actions, of: loan.bot, before: risk.view)
    if loan.tree.revision != risk.seenRevision {
      risk.view = loan.tree.view(of: loan.bot)
      risk.seenRevision = loan.tree.revision
      riskWakeTime = risk.view.wakeTime
      isGuarded = risk.view.isGuarded
      let band = risk.view.band.scaled(by: context.fullAccount.equityScale)
      context.fullAccount.watchEquity(within: band.lowest, band.highest)
    }
    for command in commands {
      if command.isAboutEntries { carryOut(command) } else { pendingCommands.append(command) }
    }
  }

  /// What the size factor leaves of an order.
  ///
  /// - Returns: the denial where that is less than can be ordered.
  private mutating func size(_ order: inout OrderRequest) -> Denial? {
    guard risk.view.sizeMillionths < RiskView.wholeSize, (0..<tradedCount).contains(order.symbolIndex) else {
      return nil
    }
    let instrument = context.fullAccount.instrument(symbolIndex: order.symbolIndex)
    if let units = risk.view.sized(units: order.quantity.units, of: instrument) {
      order.quantity = Quantity(units: units)
      return nil
    }
    let percent = DecimalText.format(risk.view.sizeMillionths, digits: 4, minimumFraction: 0)
    return Denial(
      order: order.id, code: .volumeBelowMinimum, layer: "risk",
      limit: "\(instrument.lotsText(units: instrument.minimumUnits)) lots",
      value: "\(percent) % of \(instrument.lotsText(units: order.quantity.units)) lots", cycle: cycle)
  }
}

extension EngineCommand {
  /// Whether it takes or gives entries, and does nothing to what is open.
  fileprivate var isAboutEntries: Bool {
    switch self {
    case .halt, .resume: true
    case .cancel, .cancelAll, .close, .closeAll, .reduce, .protect, .flatten, .windDown: false
    }
  }
}
