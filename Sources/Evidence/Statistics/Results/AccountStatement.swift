package import TradingCore

/// How an account came from its start balance to its balance, and from there to its equity, to the last unit.
///
/// Trades are told from flat to flat, so the balance has more in it than their results: what has been charged on positions
/// that are open, and what parts of them that are closed already have brought.
package struct AccountStatement: Sendable, Hashable {
  /// Before the first tick.
  package let startBalance: Money
  /// The net results of all trades from flat to flat.
  package let closedNet: Money
  /// The net results of closed parts of trades that are not over.
  package let partsNet: Money
  /// Commission paid on what is open, a positive magnitude.
  package let openCommission: Money
  /// Swap booked on what is open, a credit positive.
  package let openSwap: Money
  /// What a broker has booked besides, such as deposits; zero on paper.
  package let otherBookings: Money
  /// Cash: the sum of all of these.
  package let balance: Money
  /// What closing everything at the last quotes would bring, without the commission of closing.
  package let openResult: Money
  /// Balance and open result.
  package let equity: Money

  /// The statement of an account.
  ///
  /// `closedNet` and `portionsNet`: net results of all trades from flat to flat, and of every matched portion of entry and
  /// exit.
  /// - Throws: `overflow` when a total does not fit.
  package init(
    startBalance: Money, closedNet: Money, portionsNet: Money, openCommission: Money, openSwap: Money,
    balance: Money, equity: Money
  ) throws(ArithmeticError) {
    self.startBalance = startBalance
    self.closedNet = closedNet
    partsNet = try portionsNet.subtracting(closedNet)
    self.openCommission = openCommission
    self.openSwap = openSwap
    let known = try startBalance.adding(portionsNet).subtracting(openCommission).adding(openSwap)
    otherBookings = try balance.subtracting(known)
    self.balance = balance
    openResult = try equity.subtracting(balance)
    self.equity = equity
  }
}
