import StrategyKit
import TickStore
import TradingCore

/// What of the tick files is traded, what only converts, and what is neither.
struct SymbolPlan {
  /// What the strategy trades, in its order.
  private(set) var traded: [Instrument]
  /// What only converts results and costs, by name.
  private(set) var conversion: [Instrument]
  /// Files of symbols that are neither, which are not read.
  private(set) var unused: [Symbol]
  /// The files that are read.
  private(set) var paths: [String]

  /// Sorts out the symbols of the files.
  ///
  /// `names`: what to trade, in order; empty for what the strategy can trade.
  /// - Throws: `CommandError`, `TickStoreError` or `AssemblyError`.
  init(
    paths: [String], names: [String], strategy: StrategyDescriptor, profile: BrokerProfile,
    instrument: (Symbol) throws -> Instrument
  ) throws {
    let files = try paths.map { (path: $0, symbol: try Self.symbol(of: $0)) }
    let all = try Set(files.map(\.symbol)).sorted().map(instrument)
    for file in files {
      guard let instrument = all.first(where: { $0.symbol == file.symbol }) else { continue }
      try TickFileReader(path: file.path).requirePrices(of: instrument)
    }
    func converts(_ pair: Instrument, _ others: [Instrument]) -> Bool {
      others.contains { profile.needs(pair, toConvert: $0) }
    }
    if names.isEmpty {
      let limit = strategy.maximumSymbols ?? .max
      traded = all.count > limit ? all.filter { !converts($0, all) } : all
    } else {
      traded = try names.map { try Self.instrument(named: $0, among: all) }
    }
    try Self.check(traded, of: all, strategy)
    let (left, chosen) = (all.filter { [traded] in !traded.contains($0) }, traded)
    conversion = left.filter { converts($0, chosen) }
    unused = left.filter { !converts($0, chosen) }.map(\.symbol)
    self.paths = files.filter { [unused] in !unused.contains($0.symbol) }.map(\.path)
  }

  private static func symbol(of path: String) throws(TickStoreError) -> Symbol {
    let reader = try TickFileReader(path: path)
    try reader.requireQuotes()
    return reader.metadata.symbol
  }

  private static func instrument(
    named name: String, among all: [Instrument]
  ) throws(CommandError) -> Instrument {
    let symbol = try OptionValues.symbol(name)
    guard let instrument = all.first(where: { $0.symbol == symbol }) else {
      throw .usage(
        what: "there are no ticks of \(symbol)", option: "--symbol",
        advice: "choose among " + Self.list(all) + ", or add its file to --ticks")
    }
    return instrument
  }

  private static func check(
    _ traded: [Instrument], of all: [Instrument], _ strategy: StrategyDescriptor
  ) throws(CommandError) {
    guard Set(traded.map(\.symbol)).count == traded.count else {
      throw .usage(what: "a symbol is named twice", option: "--symbol", advice: "name each symbol once")
    }
    guard let limit = strategy.maximumSymbols, traded.count > limit || traded.isEmpty else { return }
    let count = limit == 1 ? "one symbol" : "\(limit) symbols"
    throw .usage(
      what: "strategy '\(strategy.name)' trades \(count), and the ticks are of " + list(all),
      option: "--symbol", advice: "name what it shall trade, such as --symbol \(all[0].symbol)")
  }

  private static func list(_ instruments: [Instrument]) -> String {
    instruments.map(\.symbol.name).joined(separator: ", ")
  }
}
