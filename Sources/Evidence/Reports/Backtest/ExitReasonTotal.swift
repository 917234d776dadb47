import Statistics
package import TradingCore

/// What the trades that ended for one reason came to.
package struct ExitReasonTotal: Sendable, Hashable {
  /// The reason: `strategy`, `stop_loss`, …
  package let reason: String
  /// Trades that ended so.
  package private(set) var trades = 0
  /// Those of them with a net result above zero.
  package private(set) var wins = 0
  /// Their net results together.
  package private(set) var netProfit = Money.zero

  /// A reason without trades yet.
  package init(reason: String, trades: Int = 0, wins: Int = 0, netProfit: Money = .zero) {
    self.reason = reason
    self.trades = trades
    self.wins = wins
    self.netProfit = netProfit
  }

  /// Counts a trade's net result.
  ///
  /// - Throws: `overflow` when the total exceeds 64 bits.
  package mutating func add(net: Money) throws(ArithmeticError) {
    netProfit = try netProfit.adding(net)
    trades += 1
    if net > .zero { wins += 1 }
  }

  /// The totals of trades by reason, most frequent first, then by name.
  ///
  /// - Throws: `overflow` when a total exceeds 64 bits.
  package static func totals(of trades: [ReportTrade]) throws(ArithmeticError) -> [ExitReasonTotal] {
    var totals: [String: ExitReasonTotal] = [:]
    for trade in trades {
      try totals[trade.exitReason, default: ExitReasonTotal(reason: trade.exitReason)].add(
        net: trade.netProfit)
    }
    return sorted(Array(totals.values))
  }

  /// The totals of trades from flat to flat.
  ///
  /// - Throws: `overflow` when a total exceeds 64 bits.
  static func totals(of trades: [FlatTrade]) throws(ArithmeticError) -> [ExitReasonTotal] {
    var totals: [String: ExitReasonTotal] = [:]
    for trade in trades {
      let reason = trade.exitReason.code
      try totals[reason, default: ExitReasonTotal(reason: reason)].add(net: trade.netResult)
    }
    return sorted(Array(totals.values))
  }

  /// The table of totals; money in a currency.
  static func table(_ totals: [ExitReasonTotal], currency: Currency) -> HTMLTable {
    var table = HTMLTable(
      caption: "Trades by exit reason",
      columns: [
        .init("Reason"), .init("Trades", .right), .init("Win rate", .right), .init("Net", .right),
        .init("Expectancy", .right),
      ])
    for total in totals {
      let average = total.netProfit.value(in: currency) / Double(max(total.trades, 1))
      let winRate = Double(total.wins) / Double(max(total.trades, 1))
      let tone = HTMLPage.Tone(signOf: total.netProfit.units)
      table.rows.append([
        .init(total.reason.map { $0 == "_" ? " " : String($0) }.joined()),
        .init(NumberText.grouped(total.trades)), .init(NumberText.percent(winRate, decimals: 0)),
        .init(NumberText.money(total.netProfit, in: currency, signed: true), tone),
        .init(NumberText.fixed(average, decimals: NumberText.decimals(of: currency), signed: true), tone),
      ])
    }
    return table
  }

  /// The cards of exits and of orders that did not come to a fill, side by side; where there are only exits, or none, one
  /// has the row for itself.
  static func cards(
    _ totals: [ExitReasonTotal], note: String, ends: OrderEnds, currency: Currency
  ) -> [Markup] {
    guard !totals.isEmpty else {
      return ends.isEmpty
        ? [HTMLPage.card("Exits", [HTMLPage.nothing("No trade was closed.")])] : [ends.card(isHalf: false)]
    }
    let content = [table(totals, currency: currency).markup]
    guard ends.isEmpty else {
      return [HTMLPage.card("Exits", note: note, style: "card half", content), ends.card(isHalf: true)]
    }
    let sentences = [note, OrderEnds.nothing].filter { !$0.isEmpty }
    return [HTMLPage.card("Exits", note: sentences.joined(separator: " "), content)]
  }

  /// Most frequent first, then by name.
  package static func sorted(_ totals: [ExitReasonTotal]) -> [ExitReasonTotal] {
    totals.sorted { ($1.trades, $0.reason) < ($0.trades, $1.reason) }
  }
}
