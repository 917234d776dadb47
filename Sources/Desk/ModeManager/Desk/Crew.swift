import BotAssembly
import RiskControl
import TradingEngine
import TradingCore
import SessionRecording

/// Bots that are given the same quotes: the symbols of a session, and who of them wants which.
package final class Crew {
  /// The bots, in order of id.
  private(set) var bots: [HostedBot]
  /// The symbols of the session, by name.
  private(set) var symbols: [Symbol] = []
  /// For each symbol the bots that have it in their stream, and its place there.
  private var audience: [[(bot: HostedBot, symbolIndex: Int)]] = []

  /// The risk that the bots are under; `nil` while no rule and no lock has held in this session, and no bot had a grant.
  private var guarded: CrewRisk?
  /// What holds in the session.
  private var risk = DeskRisk()
  /// The engine time of the last input that has one.
  private(set) var time = Timestamp.distantPast

  /// Quotes that all bots work through before the next ones: about what a core's cache holds.
  private static let slab = 4_096

  /// A crew; the session's symbols are given later.
  init(_ bots: [HostedBot]) { self.bots = bots.sorted { $0.id < $1.id } }

  /// Says which symbols a session's quotes are of, in the order of their indices. The session begins: what the
  /// bots have seen of its quotes in an earlier one is passed over.
  func listen(to symbols: [Symbol]) {
    self.symbols = symbols
    (guarded, risk) = (nil, DeskRisk())
    for bot in bots { bot.beginStream() }
    gather()
  }

  /// Takes another bot in.
  func add(_ bot: HostedBot) {
    bots.append(bot)
    bots.sort { $0.id < $1.id }
    bot.beginStream()
    gather()
    // One that can't be given all its symbols does not stay.
    if bot.symbols.allSatisfy(symbols.contains) { guarded?.join(bot, symbols: symbols) }
  }

  /// Lets exactly this bot go, not another one of its name.
  func remove(_ bot: HostedBot) {
    bots.removeAll { $0 === bot }
    guarded?.leave(bot, symbols: symbols)
    gather()
  }

  /// Lets a bot go.
  func remove(_ id: String) {
    for bot in bots where bot.id == id { remove(bot) }
  }

  // MARK: risk

  /// Whether the bots are under a tree of risk, so that what they come to hangs together.
  var isGuarded: Bool { guarded != nil }

  /// Puts the bots under risk: where a rule holds, or something holds them from before.
  ///
  /// `resumes`: whether a session goes on from its midst, where a grant that was said in it is remembered, too.
  /// - Throws: `DeskError.risk`: without its state nobody trades.
  func beginRisk(under risk: DeskRisk, resumes: Bool = false) throws(DeskError) {
    self.risk = risk
    guard !risk.policy.isEmpty || bots.contains(where: { $0.risk?.saved != nil }) else { return }
    let begun = try CrewRisk(bots, under: risk, symbols: symbols, at: startTime)
    guard resumes || !risk.policy.isEmpty || begun.isHolding || begun.lastOrder > 0 else {
      // Grants are said anew.
      return begun.forget()
    }
    guarded = begun
    try stampRisk()
  }

  /// Gives the bots what their next checkpoints are to keep of it.
  ///
  /// - Throws: `DeskError.risk`.
  func stampRisk() throws(DeskError) { try guarded?.stamp() }

  /// The number of the last numbered order that risk has obeyed; 0 for none.
  var lastOrder: Int64 { guarded?.lastOrder ?? 0 }

  /// Whether risk holds a bot itself, not only one of its wider scopes, with a code.
  func isLocked(_ id: String, _ code: DenialCode) -> Bool { guarded?.isLocked(id, code) ?? false }

  /// What risk has decided since the last call.
  func takeDecisions() -> [RiskDecision] { guarded?.takeDecisions() ?? [] }

  private var startTime: Timestamp {
    max(bots.compactMap(\.runner.state.record.lastTime).max() ?? .distantPast, Timestamp(nanoseconds: 0))
  }

  /// Risk hears of something. The first time in a session without rules there is nobody yet who could.
  private func hear(_ event: RiskEvent) {
    do throws(DeskError) {
      if guarded == nil {
        guarded = try CrewRisk(bots, under: risk, symbols: symbols, at: max(event.at, startTime))
      }
      guarded?.take(event)
    } catch {
      // Who can't be stopped does not go on.
      for bot in bots { bot.fail("\(error)") }
    }
  }

  private func gather() {
    audience = symbols.map { symbol in
      bots.compactMap { bot in bot.symbols.firstIndex(of: symbol).map { (bot, $0) } }
    }
  }

  /// The bot of that name.
  func bot(_ id: String) -> HostedBot? { bots.first { $0.id == id } }

  /// Gives every bot a stretch of one symbol's quotes.
  func process(
    _ quotes: UnsafeBufferPointer<Quote>, sizes: UnsafeBufferPointer<QuoteSize>?, symbolIndex: Int
  ) {
    time = max(time, quotes.last?.eventTime ?? time)
    if let guarded { return guarded.process(quotes, sizes: sizes, symbolIndex: symbolIndex) }
    let listeners = audience[symbolIndex]
    if listeners.count < 2 || quotes.count <= Self.slab {
      for (bot, place) in listeners { bot.process(quotes, sizes: sizes, symbolIndex: place) }
      return
    }
    var start = 0
    while start < quotes.count {
      let range = start..<min(start + Self.slab, quotes.count)
      let slab = UnsafeBufferPointer(rebasing: quotes[range])
      let slabSizes = sizes.map { UnsafeBufferPointer(rebasing: $0[range]) }
      for (bot, place) in listeners { bot.process(slab, sizes: slabSizes, symbolIndex: place) }
      start = range.upperBound
    }
  }

  /// Gives the bots an input that is no quote: at work, in recovery and when a session is run again.
  func take(_ input: SessionInput) {
    if case .clock(let time) = input { self.time = max(self.time, time) }
    if case .control(let control) = input, case .risk(let event) = control.act { return hear(event) }
    if let guarded { return give(input, guarded) }
    switch input {
    case .control(let control): for bot in bots { bot.apply(control) }
    case .clock(let time): for bot in bots { bot.pass(to: time) }
    case .report(let report, let id): bot(id)?.take(report)
    }
  }

  private func give(_ input: SessionInput, _ guarded: CrewRisk) {
    switch input {
    case .control(let control): guarded.act { $0.apply(control) }
    case .clock(let time): guarded.pass(to: time)
    case .report(let report, let id): guarded.act { if $0.id == id { $0.take(report) } }
    }
  }

  /// When the clock has something to do for any of them, at the earliest.
  var dueTime: Timestamp { guarded?.dueTime ?? bots.map(\.dueTime).min() ?? .distantFuture }

  /// Whether any bot has done something that nobody has stored.
  var hasNews: Bool { bots.contains { $0.hasNews } || guarded?.hasDecisions == true }

  /// Whether the quotes have to come with their sizes, symbol by symbol.
  func needsSizes(of symbol: Symbol) -> Bool {
    bots.contains { $0.runner.needsSizes && $0.symbols.contains(symbol) }
  }

  /// Digits and size scale the session's quotes of a symbol shall have; `nil` when nobody wants it.
  func instrument(_ symbol: Symbol) -> Instrument? {
    for bot in bots {
      if let instrument = bot.instruments.first(where: { $0.symbol == symbol }) { return instrument }
    }
    return nil
  }
}
