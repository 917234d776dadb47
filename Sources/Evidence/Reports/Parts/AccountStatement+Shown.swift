import JSONText
import Statistics
import TradingCore

/// A statement as a sum that a reader can add up: no amount is rounded.
extension AccountStatement {
  /// An amount that is added, or a sum of those above it.
  struct Line {
    let label: String
    /// The same on a terminal, where there is less room.
    let short: String
    let amount: Money
    var isSum = false
  }

  /// From the start balance to the balance; what is zero is left out, but for the trades.
  var toBalance: [Line] {
    let commission = Money(units: 0 &- openCommission.units)
    let parts = [
      Line(label: "Closed parts of open trades", short: "Parts of open trades", amount: partsNet),
      Line(label: "Entry commission on what is open", short: "Commission on open", amount: commission),
      Line(label: "Swap on what is open", short: "Swap on open", amount: openSwap),
      Line(label: "Deposits and other bookings", short: "Other bookings", amount: otherBookings),
    ]
    return [
      Line(label: "Start balance", short: "Start balance", amount: startBalance, isSum: true),
      Line(label: "Net result of closed trades", short: "Closed trades", amount: closedNet),
    ] + parts.filter { $0.amount != .zero } + [
      Line(label: "Balance", short: "Balance", amount: balance, isSum: true)
    ]
  }

  /// From the balance to the equity.
  var toEquity: [Line] {
    [
      Line(label: "Balance", short: "Balance", amount: balance, isSum: true),
      Line(label: "Open result", short: "Open result", amount: openResult),
      Line(label: "Equity", short: "Equity", amount: equity, isSum: true),
    ]
  }

  /// As many decimals as the finest of the amounts needs, so that they add up as they are read.
  func decimals(in currency: Currency) -> Int {
    let least = min(NumberText.decimals(of: currency), currency.moneyDigits)
    let amounts = (toBalance + toEquity).map(\.amount.units)
    return (least..<currency.moneyDigits).first { kept in
      let unit = WideArithmetic.powerOfTen(currency.moneyDigits - kept)
      return amounts.allSatisfy { $0 % unit == 0 }
    } ?? currency.moneyDigits
  }

  /// Lines with their amounts, those that are added with a sign.
  func pairs(_ lines: [Line], in currency: Currency) -> [(String, String)] {
    let decimals = decimals(in: currency)
    return lines.map {
      ($0.label, NumberText.money($0.amount, in: currency, decimals: decimals, signed: !$0.isSum))
    }
  }

  /// The card of it.
  func card(in currency: Currency) -> Markup {
    let columns = [
      ("From the start to the balance", toBalance), ("From the balance to the equity", toEquity),
    ]
    return HTMLPage.card(
      "Account",
      note:
        "In \(currency.code), to the last decimal. The open result is at the prices that would close what is open, without "
        + "the commission of closing.",
      [
        .element(
          "div", ["class": "columns two"],
          columns.map { title, lines in
            .element(
              "div", [:],
              [.element("h3", text: title), HTMLPage.definitions(pairs(lines, in: currency))])
          })
      ])
  }

  /// The same for a terminal.
  func text(in currency: Currency, colored: Bool) -> String {
    let lines = toBalance + toEquity.dropFirst()
    let pairs = zip(lines, pairs(lines, in: currency)).map { line, pair in
      (line.short, TextCell("\(pair.1) \(currency.code)", line.isSum ? .strong : .plain))
    }
    return TextTable.section("Account", pairs, colored: colored)
  }

  /// The document of it.
  func json(in currency: Currency) -> JSONValue {
    [
      "start_balance": .money(startBalance, in: currency), "closed_net": .money(closedNet, in: currency),
      "closed_parts": .money(partsNet, in: currency), "open_commission": .money(openCommission, in: currency),
      "open_swap": .money(openSwap, in: currency), "other_bookings": .money(otherBookings, in: currency),
      "balance": .money(balance, in: currency), "open_result": .money(openResult, in: currency),
      "equity": .money(equity, in: currency),
    ]
  }
}
