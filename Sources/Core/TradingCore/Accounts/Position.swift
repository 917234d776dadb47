/// An open position as the account shows it. Under netting there is at most one per symbol.
public struct Position: Sendable, Hashable, Codable {
  private enum CodingKeys: String, CodingKey {
    case id = "id"
    case symbolIndex = "symbolIndex"
    case side = "side"
    case quantity = "quantity"
    case openTime = "openTime"
    case openPrice = "openPrice"
    case protection = "protection"
    case trailedStop = "trailedStop"
    case closingUnits = "closingUnits"
    case protectedSince = "protectedSince"
    case passedSince = "passedSince"
  }

  /// The order that opened it.
  public let id: ClientOrderID
  /// Which of the bot's symbols.
  public let symbolIndex: Int
  /// Buy for long, sell for short.
  public let side: OrderSide
  /// How much is open.
  public package(set) var quantity: Quantity
  /// When it was opened.
  public let openTime: Timestamp
  /// The price of its first entry.
  public let openPrice: Price
  /// Where the venue closes it.
  public package(set) var protection: Protection
  /// Where a trailing stop stands now.
  public package(set) var trailedStop: Price?
  /// Units that closes in flight will take; risk counts them as good as closed.
  package var closingUnits: Int64 = 0
  /// The venue's count of quotes when the levels began to stand: they work from the next quote on.
  package var protectedSince: UInt64 = 0
  /// The venue's count of quotes when the market was past the take profit before that could be filled at; `nil`
  /// once it was not.
  package var passedSince: UInt64?

  /// A position as it opens, without levels.
  package init(
    id: ClientOrderID, symbolIndex: Int, side: OrderSide, quantity: Quantity, openTime: Timestamp,
    openPrice: Price
  ) {
    self.id = id
    self.symbolIndex = symbolIndex
    self.side = side
    self.quantity = quantity
    self.openTime = openTime
    self.openPrice = openPrice
    protection = .none
  }
}

/// One entry that has not been closed whole: what trades are matched against, first in first out.
@usableFromInline
struct OpenLot: Sendable, Hashable, Codable {
  private enum CodingKeys: String, CodingKey {
    case position = "position"
    case symbolIndex = "symbolIndex"
    case isLong = "isLong"
    case units = "units"
    case openTime = "openTime"
    case openPrice = "openPrice"
    case commission = "commission"
    case spreadCost = "spreadCost"
    case slippageCost = "slippageCost"
    case swap = "swap"
    case margin = "margin"
    case lowestClose = "lowestClose"
    case highestClose = "highestClose"
    case openMid = "openMid"
    case lowestMid = "lowestMid"
    case highestMid = "highestMid"
  }

  let position: ClientOrderID
  @usableFromInline let symbolIndex: Int
  @usableFromInline let isLong: Bool
  var units: Int64
  let openTime: Timestamp
  let openPrice: Price
  /// What is left to share out among the trades that close it.
  var commission: Int64
  var spreadCost: Int64
  var slippageCost: Int64
  var swap: Int64
  var margin: Int64
  /// Extremes of the closing price in points; where another symbol's quotes convert results, the prices of the
  /// lowest and the highest result.
  @usableFromInline var lowestClose: Int64
  @usableFromInline var highestClose: Int64
  /// Twice the mid of the symbol that converts results, when it was opened and at those extremes.
  let openMid: Int64
  @usableFromInline var lowestMid: Int64
  @usableFromInline var highestMid: Int64

  /// Takes `portion` of `units` out of an amount, rounded half to even; the last portion takes the rest.
  static func takeShare(
    of amount: inout Int64, portion: Int64, units: Int64
  ) throws(ArithmeticError) -> Int64 {
    let share = portion == units ? amount : try WideArithmetic.multiplyDivide(amount, portion, by: units)
    amount -= share
    return share
  }
}
