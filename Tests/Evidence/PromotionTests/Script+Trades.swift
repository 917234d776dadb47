import Promotion
import Statistics
import TestSupport

extension Script {
  /// The trades that a builder makes of all events.
  func trades() throws -> [FlatTrade] {
    var builder = FlatTradeBuilder()
    return try events.compactMap { try builder.take($0) }
  }
}
