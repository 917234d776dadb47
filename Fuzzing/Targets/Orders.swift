import BotAssembly
import RiskControl
import StrategyKit
import TradingCore
import TradingEngine
import YAMLText

@testable import BrokerProfiles
@testable import StrategyPrograms

extension FuzzTarget {
  /// Orders of `scripted` and of strategy programs, traded over quotes drawn from the rest; files of fills.
  ///
  /// Whatever is asked for, the run ends or says why it can't; the same in one stretch as quote by quote.
  static let orders = FuzzTarget(name: "orders") { input in
    var input = input
    let kind = input.choice(3)
    if kind == 2 { return try readFills(&input) }
    let setting = input.byte()
    let text = input.part()
    let market = FuzzMarket(&input)
    let profile = try FuzzMarket.profile(setting)
    let entry = kind == 0 ? StrategyEntry(Scripted.self) : StrategyEntry(RequestTrader.self)
    let values = try ParameterValues(
      for: entry.descriptor, given: ["orders": "orders.csv"],
      files: ["orders": String(decoding: text, as: UTF8.self)])
    let configuration = BotConfiguration(
      parameters: values, symbols: [FuzzMarket.instrument.symbol], profile: profile,
      startBalance: Money(units: 10_000_000_000))
    let whole = try accepted { try market.run(entry, configuration, stretch: market.quotes.count) }
    let single = try accepted { try market.run(entry, configuration, stretch: 1) }
    let resumed = try accepted { try market.run(entry, configuration, stretch: 1, isResumed: true) }
    for (other, rule) in [(single, "its stretches"), (resumed, "whether it was interrupted")] {
      try expect(other?.fills == whole?.fills, "fills depend on \(rule)")
      try expect(other?.trades == whole?.trades, "trades depend on \(rule)")
    }
  }

  private static func readFills(_ input: inout FuzzInput) throws {
    let flags = input.byte()
    let bytes = input.all()
    try Scratch.with { folder in
      try Scratch.write(bytes, to: folder + "/fills.csv")
      var context = CostContext(
        profile: BrokerProfile(name: "fuzz", commission: .none),
        file: ConfigurationPlace(path: folder + "/fuzz.yaml", line: nil))
      if flags & 1 != 0 { context.instrument = FuzzMarket.instrument }
      if flags & 2 != 0 { context.assetClass = .fx }
      let samples = try FillSamples(path: folder + "/fills.csv", context: context)
      try expect(
        !samples.shared.isEmpty || samples.bySymbol.values.contains { !$0.isEmpty },
        "a file of fills without one")
    }
  }
}

/// Quotes of EURUSD drawn from bytes, and bots that trade on them.
struct FuzzMarket {
  static let instrument =
    InstrumentCatalog.standard.all.first { $0.symbol.name == "EURUSD" }
    ?? InstrumentCatalog.standard.all[0]

  /// What a run has come to. Saved states are left out: what they hold in dictionaries stands in any order.
  struct Outcome {
    let fills: [Fill]
    let trades: [ClosedTrade]
  }

  private(set) var quotes: [Quote] = []

  init(_ input: inout FuzzInput) {
    // 2024-01-10T12:00:00Z, a Wednesday.
    var time = Timestamp(nanoseconds: 1_704_888_000 * Timestamp.second)
    var bid: Int64 = 110_000
    while !input.rest.isEmpty, quotes.count < 300 {
      let step = Int64(input.byte())
      time = time.advanced(
        by: step < 250 ? step * 100 * Timestamp.millisecond : (step - 249) * Timestamp.hour)
      let move = Int64(Int8(bitPattern: input.byte()))
      bid = max(1, bid + (abs(move) > 120 ? move * 1_000 : move))
      // Crossed by a point at 255.
      let spread = Int64(Int8(bitPattern: input.byte() &+ 1)) - 1
      quotes.append(Quote(eventTime: time, bid: Price(points: bid), ask: Price(points: max(1, bid + spread))))
    }
  }

  /// A profile of every sort: hedging and netting, both latency rules, bundled costs, tight stop-outs.
  static func profile(_ choice: UInt8) throws -> BrokerProfile {
    let bundled = ["exness_raw", "reference"]
    if choice & 3 < 2, let text = BrokerProfiles.bundledText(bundled[Int(choice & 3)]) {
      return try BrokerProfileLoader.parse(text: text, path: "bundled.yaml")
    }
    return BrokerProfile(
      name: "fuzz", accountMode: choice & 4 == 0 ? .hedging : .netting, leverage: choice & 8 == 0 ? 500 : 30,
      spread: choice & 16 == 0 ? .recorded : .floor(.points(9)),
      commission: .perLotAndSide(Money(units: 3_333_333), .usd),
      latencyNanoseconds: choice & 32 == 0 ? 0 : 200 * Timestamp.millisecond,
      latencyRule: choice & 64 == 0 ? .lastBefore : .firstAfter,
      limitFill: choice & 128 == 0 ? .atPrice : .atQuote, stopOutPercent: 50, instruments: [instrument])
  }

  /// A bot of `ema_cross` at the plain profile.
  static func emaCross(_ entry: StrategyEntry) throws -> BotConfiguration {
    BotConfiguration(
      parameters: try ParameterValues(for: entry.descriptor, given: [:]), symbols: [instrument.symbol],
      profile: try profile(2), startBalance: Money(units: 10_000_000_000))
  }

  /// Runs a bot over the quotes, so many at a time.
  ///
  /// One that is resumed is saved halfway and goes on in another bot.
  func run(
    _ entry: StrategyEntry, _ configuration: BotConfiguration, stretch: Int, isResumed: Bool = false
  ) throws -> Outcome {
    var bot = try BotAssembler.paperBot(entry, configuration)
    var start = 0
    var fills: [Fill] = []
    var trades: [ClosedTrade] = []
    func take() {
      for case .filled(let fill) in bot.takeEvents() { fills.append(fill) }
      trades += bot.takeTrades()
    }
    bot.keepEvents()
    while start < quotes.count {
      let end = start + min(max(1, stretch), quotes.count - start)
      try quotes[start..<end].withUnsafeBufferPointer { try bot.process($0, symbolIndex: 0) }
      take()
      if isResumed, start == quotes.count / 2 {
        let next = try BotAssembler.paperBot(entry, configuration)
        let saved = try bot.saveState()
        do { try next.restoreState(saved) } catch { throw OracleFault("a bot can't go on: \(error)") }
        next.keepEvents()
        bot = next
      }
      start = end
    }
    try bot.finish(closesPositions: true)
    take()
    return Outcome(fills: fills, trades: trades)
  }
}

/// Asks for what a strategy program might: each line of its file is the program's answer to a quote.
private struct RequestTrader: Strategy {
  static let descriptor = StrategyDescriptor(
    name: "requests", version: 1, summary: "answers of a strategy program",
    parameters: [ParameterSpec("orders", "the answers", kind: .file, default: nil)])

  private var answers: [[ProgramRequest.Text]] = []
  private var next = 0

  init(parameters: ParameterValues) throws(ParameterError) {
    for line in try parameters.file("orders").split(separator: "\n") {
      answers.append([ProgramRequest.Text(line: String(line))])
    }
  }

  mutating func onQuote(_ quote: Quote, _ context: inout Context) {
    guard next < answers.count else { return }
    defer { next += 1 }
    for text in answers[next] {
      for request in text.requests { ask(request, &context) }
    }
  }

  private func ask(_ request: ProgramRequest, _ context: inout Context) {
    switch request.action {
    case .order(_, let side, let size, let kind, let timeInForce, let protection):
      let quantity = size.quantity(side, kind: kind, protection: protection, symbolIndex: 0, context)
      context.submit(side, quantity, kind: kind, timeInForce: timeInForce, protection: protection)
    case .close(let position, let units):
      context.close(position, quantity: units.map { Quantity(units: $0) })
    case .protect(let position, let protection): context.protect(position, with: protection)
    case .change(let order, let price, let limitPrice, let protection):
      context.modify(order, price: price, limitPrice: limitPrice, protection: protection)
    case .cancel(let order): context.cancel(order)
    }
  }
}

extension ProgramRequest {
  /// The requests of one line, kept as text: a strategy is stored.
  fileprivate struct Text: Codable {
    let line: String

    var requests: [ProgramRequest] {
      guard let answer = try? ProgramAnswer(line: Array(line.utf8)[...], symbolCount: 1) else { return [] }
      return answer.requests
    }
  }
}
