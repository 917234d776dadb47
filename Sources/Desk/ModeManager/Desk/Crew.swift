import BotAssembly
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

  /// Quotes that all bots work through before the next ones: about what a core's cache holds.
  private static let slab = 4_096

  /// A crew; the session's symbols are given later.
  init(_ bots: [HostedBot]) { self.bots = bots.sorted { $0.id < $1.id } }

  /// Says which symbols a session's quotes are of, in the order of their indices. The session begins: what the
  /// bots have seen of its quotes in an earlier one is passed over.
  func listen(to symbols: [Symbol]) {
    self.symbols = symbols
    for bot in bots { bot.beginStream() }
    gather()
  }

  /// Takes another bot in.
  func add(_ bot: HostedBot) {
    bots.append(bot)
    bots.sort { $0.id < $1.id }
    bot.beginStream()
    gather()
  }

  /// Lets exactly this bot go, not another one of its name.
  func remove(_ bot: HostedBot) {
    bots.removeAll { $0 === bot }
    gather()
  }

  /// Lets a bot go.
  func remove(_ id: String) {
    bots.removeAll { $0.id == id }
    gather()
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
    switch input {
    case .control(let control): for bot in bots { bot.apply(control) }
    case .clock(let time): for bot in bots { bot.pass(to: time) }
    case .report(let report, let id): bot(id)?.take(report)
    }
  }

  /// When the clock has something to do for any of them, at the earliest.
  var dueTime: Timestamp { bots.map(\.dueTime).min() ?? .distantFuture }

  /// Whether any bot has done something that nobody has stored.
  var hasNews: Bool { bots.contains { $0.hasNews } }

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
