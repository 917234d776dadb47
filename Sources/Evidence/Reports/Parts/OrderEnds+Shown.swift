import JSONText
import Statistics
import TradingCore

extension OrderEnds {
  /// What is said where every order was filled.
  static let nothing = "Every order was accepted and filled."

  /// Whether there is nothing to tell.
  var isEmpty: Bool { rows.isEmpty }

  /// Who, why, how many.
  private var rows: [(who: String, reason: String, count: Int)] {
    var rows: [(who: String, reason: String, count: Int)] = []
    for (who, counts) in [("our risk", denied), ("the venue", rejected)] {
      rows += counts.sorted { $0.key < $1.key }.map { (who, $0.key, $0.value) }
    }
    let ended = [
      ("canceled", canceled), ("expired", expired), ("canceled as the run ended", canceledAtEnd),
      ("waited for an uncrossed quote", waited),
    ]
    return rows + ended.filter { $0.1 > 0 }.map { ("–", $0.0, $0.1) }
  }

  /// The card of them; `isHalf`: beside another one.
  func card(isHalf: Bool) -> Markup {
    var table = HTMLTable(
      caption: "Orders by reason code",
      columns: [.init("By"), .init("Reason"), .init("Orders", .right)])
    table.rows = rows.map { [.init($0.who), .init($0.reason), .init(NumberText.grouped($0.count))] }
    return HTMLPage.card(
      "Orders refused, held or ended unfilled", style: isHalf ? "card half" : "card",
      [table.rows.isEmpty ? HTMLPage.nothing(Self.nothing) : table.markup])
  }

  /// The same for a terminal; empty where there is nothing to tell.
  func text(colored: Bool) -> String {
    let refused = [("denied", denied), ("rejected", rejected)].flatMap { who, counts in
      counts.sorted { $0.key < $1.key }.map { ("\(who): \($0.key)", $0.value) }
    }
    let ended = [
      ("canceled", canceled), ("expired", expired), ("canceled at the end", canceledAtEnd),
      ("waited while crossed", waited),
    ]
    let pairs = (refused + ended.filter { $0.1 > 0 }).map { ($0.0, TextCell(NumberText.grouped($0.1))) }
    return pairs.isEmpty ? "" : TextTable.section("Orders not filled", pairs, colored: colored)
  }

  /// Members of a document, under the names that a backtest's has.
  var members: [JSONMember] {
    [
      JSONMember("denied_orders", .counts(denied)), JSONMember("rejected_orders", .counts(rejected)),
      JSONMember("canceled_orders", .count(canceled)), JSONMember("expired_orders", .count(expired)),
      JSONMember("waited_orders", .count(waited)),
    ]
  }
}

extension BotEvidence {
  /// Why a bot that was busy looks idle: all that it asked for was refused. `nil` for any other.
  package var idleNote: String? {
    guard figures.tally.trades == 0, openPositions == 0, let reason = orderEnds.mainReason else { return nil }
    let refused = NumberText.counted(orderEnds.refused, "order was", "orders were")
    let most = orderEnds.denied.count + orderEnds.rejected.count > 1 ? "most of them for" : "for"
    return "No trade was made: \(refused) refused, \(most) '\(reason)'."
  }
}
