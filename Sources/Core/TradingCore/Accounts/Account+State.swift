extension Account {
  /// What changes in an account while it trades; what it is derived from stays with the account.
  package struct State: Sendable, Codable {
    private enum CodingKeys: String, CodingKey {
      case balance = "balance"
      case positions = "positions"
      case usedMargin = "usedMargin"
      case lots = "lots"
      case exposures = "exposures"
      case marks = "marks"
      case selectedMark = "selectedMark"
      case selectedSymbol = "selectedSymbol"
      case scaledBalance = "scaledBalance"
      case otherOpenResult = "otherOpenResult"
      case stopOutFloor = "stopOutFloor"
      case marginCallFloor = "marginCallFloor"
      case isMarginCalled = "isMarginCalled"
      case drawdown = "drawdown"
      case closedTrades = "closedTrades"
      case fillCount = "fillCount"
      case tradeCount = "tradeCount"
    }

    var balance: Money
    var positions: [Position]
    var usedMargin: Money
    var lots: [OpenLot]
    var exposures: [Exposure]
    var marks: [SymbolMark]
    var selectedMark: SymbolMark
    var selectedSymbol: Int
    var scaledBalance: Int128
    var otherOpenResult: Int128
    var stopOutFloor: Int128
    var marginCallFloor: Int128
    var isMarginCalled: Bool
    var drawdown: DrawdownTracker
    var closedTrades: [ClosedTrade]
    var fillCount: UInt64
    var tradeCount: UInt64
  }

  /// Everything that has changed since the account was made, exactly.
  package var state: State {
    State(
      balance: balance, positions: positions, usedMargin: usedMargin, lots: lots, exposures: exposures,
      marks: marking.marks, selectedMark: marking.selected, selectedSymbol: marking.selectedSymbol,
      scaledBalance: marking.scaledBalance, otherOpenResult: marking.otherOpenResult,
      stopOutFloor: marking.stopOutFloor, marginCallFloor: marking.marginCallFloor,
      isMarginCalled: marking.isMarginCalled, drawdown: marking.drawdown, closedTrades: closedTrades,
      fillCount: fillCount, tradeCount: tradeCount)
  }

  /// Goes on where another account of the same configuration stood.
  ///
  /// - Throws: `StateMismatch` when it can't be of the same configuration; nothing has changed then.
  package mutating func restore(_ state: State) throws(StateMismatch) {
    let count = streamCount
    guard state.marks.count == count, state.exposures.count == count else {
      throw StateMismatch("its account has \(state.marks.count) symbols, not \(count)")
    }
    let symbols =
      [state.selectedSymbol] + state.positions.map(\.symbolIndex) + state.lots.map(\.symbolIndex)
    guard symbols.allSatisfy({ (0..<count).contains($0) }) else {
      throw StateMismatch("its account trades symbols that the bot does not have")
    }
    balance = state.balance
    positions = state.positions
    usedMargin = state.usedMargin
    lots = state.lots
    exposures = state.exposures
    marking.restore(state)
    closedTrades = state.closedTrades
    fillCount = state.fillCount
    tradeCount = state.tradeCount
  }
}
