package import TradingCore
package import YAMLText

/// Symbols in which nothing may be opened, for good or until an instant: their orders are canceled, and what is open in
/// them is closed, however it came about.
///
/// Each is a lock of its own. Who takes it off by hand has the symbol traded again, until the file says something else of
/// it.
package struct SymbolBlocks: ConfiguredRiskRule {
  /// A symbol that is blocked.
  package struct Block: Sendable, Hashable, Codable {
    /// The symbol.
    package var symbol: Symbol
    /// The instant from which it is free again; `nil` for good.
    package var until: Timestamp?

    private enum CodingKeys: String, CodingKey {
      case symbol = "symbol"
      case until = "until"
    }

    /// A symbol, blocked for good or until an instant.
    package init(_ symbol: Symbol, until: Timestamp? = nil) {
      self.symbol = symbol
      self.until = until
    }
  }

  /// What is blocked.
  package struct Settings: Sendable, Hashable, Codable {
    /// By symbol.
    package var blocks: [Block]

    private enum CodingKeys: String, CodingKey {
      case blocks = "blocks"
    }

    /// Symbols, each named once.
    package init(_ blocks: [Block]) { self.blocks = blocks.sorted { $0.symbol < $1.symbol } }
  }

  /// What it has had locked.
  package struct State: Sendable, Hashable, Codable {
    /// By symbol; those whose time is over, too.
    var locked: [Block] = []

    private enum CodingKeys: String, CodingKey {
      case locked = "locked"
    }
  }

  /// `symbol_blocks`.
  package static let name = "symbol_blocks"
  /// Bots that come; what is blocked is locked by the clock.
  package static let hears: RiskEvent.Kinds = [.flows]
  /// What is blocked.
  package let settings: Settings
  /// What it has had locked.
  package var state = State()

  /// A rule that has locked nothing.
  ///
  /// - Throws: `RiskSettingFault` without a symbol, and for one that is there twice.
  package init(_ settings: Settings) throws(RiskSettingFault) {
    self.settings = settings
    guard !settings.blocks.isEmpty else { throw RiskSettingFault(Self.name, "a symbol is missing") }
    for (block, next) in zip(settings.blocks, settings.blocks.dropFirst()) where block.symbol == next.symbol {
      throw RiskSettingFault(Self.name, "\(block.symbol) is there twice")
    }
  }

  /// At once, where the locks are not those of the settings; a saved state may have others.
  package var wakeTime: Timestamp { state.locked == settings.blocks ? .distantFuture : .distantPast }

  /// Locks what is blocked, takes off what no longer is, and closes what a bot brings along.
  package mutating func take(
    _ event: RiskEvent, in scene: RiskScene
  ) throws(ArithmeticError) -> [RiskAction] {
    var actions = change(in: scene)
    guard case .joined(let mark) = event.what, mark.isOpen, actions.isEmpty else { return actions }
    for block in state.locked where block.holds(at: scene.at) {
      actions += [
        action(.cancel(.symbol(block.symbol)), block.symbol, in: scene),
        action(.close(.symbol(block.symbol)), block.symbol, in: scene),
      ]
    }
    return actions
  }

  private mutating func change(in scene: RiskScene) -> [RiskAction] {
    guard state.locked != settings.blocks else { return [] }
    let old = state.locked
    state.locked = settings.blocks
    return old.filter { !settings.blocks.contains($0) }.map {
      action(.release(symbol: $0.symbol), $0.symbol, in: scene)
    }
      + settings.blocks.filter { !old.contains($0) && $0.holds(at: scene.at) }.map {
        action(.lock(symbol: $0.symbol, until: $0.until, flattens: true), $0.symbol, in: scene)
      }
  }

  private func action(_ verb: RiskAction.Verb, _ symbol: Symbol, in scene: RiskScene) -> RiskAction {
    scene.action(verb, .symbolBlocked, by: Self.self, limit: "\(symbol) is blocked", value: "\(symbol)")
  }
}

extension SymbolBlocks.Block {
  fileprivate func holds(at time: Timestamp) -> Bool { until.map { $0 > time } ?? true }
}

extension SymbolBlocks {
  private enum Key: String, YAMLKey { case enabled, symbols }

  private enum BlockKey: String, YAMLKey { case symbol, until }

  /// `symbols`: a list of symbols, or of a `symbol` and `until` when it is blocked.
  package static func settings(
    from value: YAMLValue, in context: RiskFileContext
  ) throws(ConfigurationError) -> Settings {
    let map = try YAMLMap(value, keys: Key.self)
    let example = "[BTCUSD, XAUUSD]"
    var blocks: [Block] = []
    for item in try map.required(.symbols, example: example).items("a list of symbols like \(example)") {
      if item.scalar != nil {
        blocks.append(Block(try symbol(item)))
      } else {
        let values = try YAMLMap(item, keys: BlockKey.self)
        let until = "\"2026-01-31T22:00:00Z\""
        blocks.append(
          Block(
            try symbol(values.required(.symbol, example: "BTCUSD")),
            until: try instant(values.required(.until, example: until), like: until)))
      }
    }
    return Settings(blocks)
  }

  private static func symbol(_ value: YAMLValue) throws(ConfigurationError) -> Symbol {
    guard let symbol = value.scalar.flatMap({ Symbol($0) }) else {
      throw value.mismatch("a symbol like BTCUSD")
    }
    return symbol
  }

  private static func instant(_ value: YAMLValue, like example: String) throws(ConfigurationError)
    -> Timestamp
  {
    guard let text = value.scalar, let time = try? Timestamp(iso8601: text) else {
      throw value.mismatch("an instant like \(example)")
    }
    return time
  }
}
