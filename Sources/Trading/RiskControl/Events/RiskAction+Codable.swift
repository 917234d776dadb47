import TradingCore

extension RiskAction.Verb: Codable {
  private enum CodingKeys: String, CodingKey {
    case name = "name"
    case order = "order"
    case symbol = "symbol"
    case until = "until"
    case flattens = "flattens"
    case mode = "mode"
    case millionths = "millionths"
    case position = "position"
    case units = "units"
    case step = "step"
    case bot = "bot"
    case protection = "protection"
    case deadline = "deadline"
    case style = "style"
  }

  private enum Name: String, Codable {
    case deny, lock, leave, mode, size, cancel, close, reduce, trim, release, tell, protect
    case coolDown = "cool_down"
    case stepDown = "step_down"
  }

  /// Reads the name and what belongs to it.
  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    let symbol = try values.decodeIfPresent(Symbol.self, forKey: .symbol)
    switch try values.decode(Name.self, forKey: .name) {
    case .deny: self = .deny(try values.decode(ClientOrderID.self, forKey: .order))
    case .lock:
      self = .lock(
        symbol: symbol, until: try values.decodeIfPresent(Timestamp.self, forKey: .until),
        flattens: try values.decode(Bool.self, forKey: .flattens))
    case .leave:
      self = .leave(
        symbol: symbol, until: try values.decodeIfPresent(Timestamp.self, forKey: .until),
        deadline: try values.decode(Timestamp.self, forKey: .deadline),
        style: try values.decode(ExitStyle.self, forKey: .style))
    case .coolDown: self = .coolDown(symbol: symbol, until: try values.decode(Timestamp.self, forKey: .until))
    case .mode: self = .mode(try values.decode(RiskMode.self, forKey: .mode))
    case .size: self = .size(millionths: try values.decode(Int64.self, forKey: .millionths))
    case .cancel: self = .cancel(try Self.target(symbol, .order, values))
    case .close: self = .close(try Self.target(symbol, .position, values))
    case .reduce:
      self = .reduce(
        try values.decode(Symbol.self, forKey: .symbol), units: try values.decode(Int64.self, forKey: .units))
    case .trim:
      self = .trim(
        bot: try values.decode(String.self, forKey: .bot),
        try values.decode(ClientOrderID.self, forKey: .position),
        units: try values.decode(Int64.self, forKey: .units))
    case .protect:
      self = .protect(
        bot: try values.decode(String.self, forKey: .bot),
        try values.decode(ClientOrderID.self, forKey: .position),
        try values.decode(Protection.self, forKey: .protection))
    case .stepDown:
      self = .stepDown(
        to: try values.decode(TradingMode.self, forKey: .mode),
        step: try values.decode(Int.self, forKey: .step))
    case .release: self = .release(symbol: symbol)
    case .tell: self = .tell
    }
  }

  private static func target(
    _ symbol: Symbol?, _ key: CodingKeys, _ values: KeyedDecodingContainer<CodingKeys>
  ) throws -> RiskAction.Target {
    if let id = try values.decodeIfPresent(ClientOrderID.self, forKey: key) { return .one(id) }
    return symbol.map { .symbol($0) } ?? .all
  }

  /// Writes the name and what belongs to it.
  package func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(name, forKey: .name)
    switch self {
    case .deny(let order): try values.encode(order, forKey: .order)
    case .lock(let symbol, let until, let flattens):
      try values.encodeIfPresent(symbol, forKey: .symbol)
      try values.encodeIfPresent(until, forKey: .until)
      try values.encode(flattens, forKey: .flattens)
    case .leave(let symbol, let until, let deadline, let style):
      try values.encodeIfPresent(symbol, forKey: .symbol)
      try values.encodeIfPresent(until, forKey: .until)
      try values.encode(deadline, forKey: .deadline)
      try values.encode(style, forKey: .style)
    case .coolDown(let symbol, let until):
      try values.encodeIfPresent(symbol, forKey: .symbol)
      try values.encode(until, forKey: .until)
    case .mode(let mode): try values.encode(mode, forKey: .mode)
    case .size(let millionths): try values.encode(millionths, forKey: .millionths)
    case .cancel(let target): try Self.encode(target, .order, &values)
    case .close(let target): try Self.encode(target, .position, &values)
    case .reduce(let symbol, let units):
      try values.encode(symbol, forKey: .symbol)
      try values.encode(units, forKey: .units)
    case .trim(let bot, let position, let units):
      try values.encode(bot, forKey: .bot)
      try values.encode(position, forKey: .position)
      try values.encode(units, forKey: .units)
    case .protect(let bot, let position, let protection):
      try values.encode(bot, forKey: .bot)
      try values.encode(position, forKey: .position)
      try values.encode(protection, forKey: .protection)
    case .stepDown(let mode, let step):
      try values.encode(mode, forKey: .mode)
      try values.encode(step, forKey: .step)
    case .release(let symbol): try values.encodeIfPresent(symbol, forKey: .symbol)
    case .tell: break
    }
  }

  private static func encode(
    _ target: RiskAction.Target, _ key: CodingKeys, _ values: inout KeyedEncodingContainer<CodingKeys>
  ) throws {
    switch target {
    case .all: break
    case .symbol(let symbol): try values.encode(symbol, forKey: .symbol)
    case .one(let id): try values.encode(id, forKey: key)
    }
  }

  /// What it is, in a word that is stable: `cool_down`.
  package var word: String { name.rawValue }

  private var name: Name {
    switch self {
    case .deny: .deny
    case .lock: .lock
    case .leave: .leave
    case .coolDown: .coolDown
    case .mode: .mode
    case .size: .size
    case .cancel: .cancel
    case .close: .close
    case .reduce: .reduce
    case .trim: .trim
    case .protect: .protect
    case .stepDown: .stepDown
    case .release: .release
    case .tell: .tell
    }
  }
}
