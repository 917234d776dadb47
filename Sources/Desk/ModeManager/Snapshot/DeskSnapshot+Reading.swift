package import FileSystem
package import JSONText
import Journal
import TradingCore

/// Why a document is no snapshot of a desk.
package struct SnapshotFault: Error, Sendable, Hashable, CustomStringConvertible {
  /// The member that is missing or of another kind, such as `bots[0].equity`.
  package let member: String

  /// What was expected where.
  package var description: String { "no snapshot of a desk: '\(member)' is missing or is something else" }
}

extension SnapshotFault: ClassifiedError {
  /// What kind of failure it is.
  package var failureKind: FailureKind { .data }
}

extension DeskSnapshot {
  /// The snapshot in a document.
  ///
  /// - Throws: `LaterVersion` for one that a later program wrote, `SnapshotFault`.
  package init(json: JSONValue) throws {
    let members = SnapshotMembers(json)
    try LaterVersion.check(
      Int(try members.integer("version")), known: Self.version, of: "the desk's snapshot")
    takenAt = try members.time("taken_at")
    process = try members.integer("process")
    session = try members.optionalInteger("session")
    kind = try members.optionalText("kind").flatMap { SessionKind(rawValue: $0) }
    progress = DeskProgress(
      quotes: UInt64(clamping: try members.integer("ticks")), lastTime: try members.optionalTime("last_tick"),
      lagNanoseconds: try members.optionalInteger("lag_ns"), feed: try members.optionalText("feed"),
      dropped: Int(clamping: try members.integer("dropped")))
    bots = try members.each("bots") { (bot) throws(SnapshotFault) in try Bot(bot) }
    // Not shown by programs from before there was one.
    guard json["climate"] != nil else { return }
    climate = try members.each("climate") { (climate) throws(SnapshotFault) in try Climate(climate) }
  }
}

extension DeskSnapshot.Climate {
  fileprivate init(_ members: SnapshotMembers) throws(SnapshotFault) {
    symbol = try members.text("symbol")
    readings = try members.each("timeframes") { (reading) throws(SnapshotFault) in
      try ClimateReading(reading)
    }
  }
}

extension ClimateReading {
  fileprivate init(_ members: SnapshotMembers) throws(SnapshotFault) {
    self.init(
      timeframe: try members.code("timeframe"), at: try members.time("at"),
      regime: try members.code("regime"), since: try members.time("since"),
      chaos: try members.optionalNumber("chaos"), quality: try members.optionalNumber("quality") ?? 0,
      efficiencyRatio: try members.optionalNumber("efficiency_ratio"),
      permutationEntropy: try members.optionalNumber("permutation_entropy"),
      jumpShare: try members.optionalNumber("jump_share"),
      volatilityPercentile: try members.optionalNumber("volatility_percentile"),
      volatilityBasis: try members.optionalText("volatility_basis").flatMap { VolatilityBasis(rawValue: $0) },
      direction: Int(clamping: try members.integer("direction")),
      unknownReason: try members.optionalText("unknown_reason").flatMap { UnknownReason(rawValue: $0) })
  }
}

extension DeskSnapshot.Bot {
  fileprivate init(_ members: SnapshotMembers) throws(SnapshotFault) {
    id = try members.text("bot")
    mode = try members.code("mode")
    failure = try members.optionalText("failure")
    currency = try members.text("currency")
    balance = try members.text("balance")
    equity = try members.text("equity")
    usedMargin = try members.text("used_margin")
    lastTick = try members.optionalTime("last_tick")
    halts = try members.each("halts") { (halt) throws(SnapshotFault) in
      DeskSnapshot.Halt(code: try halt.text("code"), symbol: try halt.optionalText("symbol"))
    }
    positions = try members.each("positions") { (position) throws(SnapshotFault) in
      try DeskSnapshot.Position(position)
    }
    orders = try members.each("orders") { (order) throws(SnapshotFault) in try DeskSnapshot.Order(order) }
  }
}

extension DeskSnapshot.Position {
  fileprivate init(_ members: SnapshotMembers) throws(SnapshotFault) {
    order = try members.integer("order")
    symbol = try members.text("symbol")
    side = try members.code("side")
    lots = try members.text("lots")
    openTime = try members.time("open_time")
    openPrice = try members.text("open_price")
    stopLoss = try members.optionalText("stop_loss")
    takeProfit = try members.optionalText("take_profit")
    result = try members.optionalText("result")
  }
}

extension DeskSnapshot.Order {
  fileprivate init(_ members: SnapshotMembers) throws(SnapshotFault) {
    order = try members.integer("order")
    symbol = try members.text("symbol")
    side = try members.code("side")
    type = try members.text("type")
    lots = try members.text("lots")
    price = try members.text("price")
    limitPrice = try members.optionalText("limit_price")
    expiry = try members.optionalTime("expiry")
    stopLoss = try members.optionalText("stop_loss")
    takeProfit = try members.optionalText("take_profit")
  }
}

/// Members of an object, each with its place for the error.
private struct SnapshotMembers {
  private let json: JSONValue
  private let place: String

  init(_ json: JSONValue, place: String = "") {
    self.json = json
    self.place = place
  }

  private func fault(_ name: String) -> SnapshotFault { SnapshotFault(member: place + name) }

  func optionalText(_ name: String) throws(SnapshotFault) -> String? {
    switch json[name] {
    case .string(let text)?: text
    case .null?: nil
    default: throw fault(name)
    }
  }

  func text(_ name: String) throws(SnapshotFault) -> String {
    guard let text = try optionalText(name) else { throw fault(name) }
    return text
  }

  func code<Code: RawRepresentable<String>>(_ name: String) throws(SnapshotFault) -> Code {
    guard let code = Code(rawValue: try text(name)) else { throw fault(name) }
    return code
  }

  func optionalInteger(_ name: String) throws(SnapshotFault) -> Int64? {
    switch json[name] {
    case .integer(let value)?: value
    case .unsigned(let value)?: Int64(clamping: value)
    case .null?: nil
    default: throw fault(name)
    }
  }

  func optionalNumber(_ name: String) throws(SnapshotFault) -> Double? {
    switch json[name] {
    case .number(let value)?: value
    case .integer(let value)?: Double(value)
    case .unsigned(let value)?: Double(value)
    case .null?: nil
    default: throw fault(name)
    }
  }

  func integer(_ name: String) throws(SnapshotFault) -> Int64 {
    guard let value = try optionalInteger(name) else { throw fault(name) }
    return value
  }

  func optionalTime(_ name: String) throws(SnapshotFault) -> Timestamp? {
    guard let text = try optionalText(name) else { return nil }
    do { return try Timestamp(iso8601: text) } catch { throw fault(name) }
  }

  func time(_ name: String) throws(SnapshotFault) -> Timestamp {
    guard let time = try optionalTime(name) else { throw fault(name) }
    return time
  }

  func each<T>(
    _ name: String, _ make: (SnapshotMembers) throws(SnapshotFault) -> T
  ) throws(SnapshotFault) -> [T] {
    guard case .array(let items)? = json[name] else { throw fault(name) }
    var made: [T] = []
    for (index, item) in items.enumerated() {
      made.append(try make(SnapshotMembers(item, place: "\(place)\(name)[\(index)].")))
    }
    return made
  }
}
