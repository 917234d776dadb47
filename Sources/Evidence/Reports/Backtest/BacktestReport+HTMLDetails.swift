import JSONText
import TradingCore

/// The tables and lists in the lower half of the page.
extension BacktestReport {
  private static let extremesShown = 5

  func exitCards() throws(ArithmeticError) -> [Markup] {
    let totals = exitReasons.isEmpty ? try ExitReasonTotal.totals(of: trades) : exitReasons
    return ExitReasonTotal.cards(
      totals, note: exitReasons.isEmpty && !totals.isEmpty ? String(shownNote.drop { $0 == " " }) : "",
      ends: figures.orderEnds, currency: currency)
  }

  var extremesCard: Markup {
    guard !trades.isEmpty else {
      return HTMLPage.card("Trades", [HTMLPage.nothing("No trade was made.")])
    }
    let best = trades.sorted { ($1.netProfit, $0.tradeID) < ($0.netProfit, $1.tradeID) }
    let worst = trades.sorted { ($0.netProfit, $0.tradeID) < ($1.netProfit, $1.tradeID) }
    return HTMLPage.card(
      "Trades", note: "The best and the worst, and all of them to unfold. Money in \(currency.code).",
      [
        tradeTable("Best", best.filter { $0.netProfit > .zero }),
        tradeTable("Worst", worst.filter { $0.netProfit < .zero }), tradeLog.markup,
      ])
  }

  /// Every trade, as far as they are kept, folded.
  private var tradeLog: TradeLog {
    let known = listed.isEmpty ? trades : listed
    let rows = known.suffix(TradeLog.mostRows).map { trade in
      TradeLog.Row(
        number: String(trade.tradeID), side: trade.side.position, symbol: trade.symbol.name,
        opened: trade.openTime, entry: trade.openPrice.text(digits: trade.digits), closed: trade.closeTime,
        exit: trade.closePrice.text(digits: trade.digits), lots: trade.lots, costs: costs(of: trade),
        net: trade.netProfit, multiple: trade.multiple, reason: Self.words(ofReason: trade.exitReason))
    }
    return TradeLog(
      rows: rows, total: figures.trades, currency: currency,
      elsewhere: "All of them are what --trades OUT.csv writes.")
  }

  private func costs(of trade: ReportTrade) -> String {
    let costs = [trade.spreadCost, trade.slippageCost, trade.commission].map { $0.value(in: currency) }
    return NumberText.fixed(costs.reduce(0, +), decimals: NumberText.decimals(of: currency))
  }

  private static func words(ofReason code: String) -> String {
    code.map { $0 == "_" ? " " : String($0) }.joined()
  }

  private func tradeTable(_ caption: String, _ trades: [ReportTrade]) -> Markup {
    guard !trades.isEmpty else { return .empty }
    var table = HTMLTable(
      caption: caption,
      columns: [
        .init("#", .right), .init("Net", .right), .init("R", .right), .init("Symbol"), .init("Side"),
        .init("Lots", .right),
        .init("Opened"),
        .init("Held", .right), .init("Entry", .right), .init("Exit", .right), .init("Costs", .right),
        .init("Exit reason"),
      ])
    for trade in trades.prefix(Self.extremesShown) {
      let held = ChartScale.seconds(trade.closeTime) - ChartScale.seconds(trade.openTime)
      table.rows.append([
        .init(String(trade.tradeID)),
        .init(money(trade.netProfit, signed: true), HTMLPage.Tone(signOf: trade.netProfit.units)),
        .init(NumberText.fixed(trade.multiple, decimals: 2, signed: true)),
        .init(trade.symbol.name), .init(trade.side.position), .init(trade.lots),
        .init(DateText.second(trade.openTime)), .init(NumberText.duration(seconds: held)),
        .init(trade.openPrice.text(digits: trade.digits)), .init(trade.closePrice.text(digits: trade.digits)),
        .init(costs(of: trade)), .init(Self.words(ofReason: trade.exitReason)),
      ])
    }
    return table.markup
  }

  var configurationCard: Markup {
    let settings = params.map { ($0.name, Self.plainText($0.value)) }
    let run =
      [("Symbols", symbols.map(\.name).joined(separator: ", ")), ("Family", family), ("Seed", String(seed))]
      + configurationLines.map { ($0.label, $0.text) }
    let profile = [("Profile", broker)] + brokerLines.map { ($0.label, $0.text) } + spreadPairs
    let columns = [("Strategy", [("Name", strategy)] + settings), ("Run", run), ("Broker", profile)]
    return HTMLPage.card(
      "Configuration",
      [
        .element(
          "div", ["class": "columns"],
          columns.map { title, pairs in
            .element("div", [:], [.element("h3", text: title), HTMLPage.definitions(pairs)])
          })
      ])
  }

  /// The words of a command, each kept together where a line breaks.
  private static func words(of command: String) -> [Markup] {
    let words = command.split(separator: " ", omittingEmptySubsequences: false)
    return words.enumerated().map { index, word in
      .group([.text(index == 0 ? "" : " "), .element("code", text: String(word))])
    }
  }

  var provenanceCard: Markup {
    var content: [Markup] = []
    if !commandLine.isEmpty {
      content += [
        .element("h3", text: "Make this report again"), .element("pre", [:], Self.words(of: commandLine)),
      ]
    }
    let digests =
      [("Fingerprint of the fills", fingerprint), ("Identity of the bot", identity)]
      + dataSources.map { source in
        (
          "Content of \(source.file): \(source.symbol.name), \(NumberText.grouped(source.ticks)) ticks, "
            + source.origin, source.contentDigest
        )
      } + newsSources.map { ("News of \($0.label)", $0.text) }
    let pairs = digests.map { label, digest in
      Markup.element("div", [:], [.element("dt", text: label), .element("dd", text: digest)])
    }
    content.append(.element("dl", ["class": "pairs digests"], pairs))
    return HTMLPage.card(
      "Where it comes from",
      note: "The same ticks, settings and program give the same fingerprint on any machine.", content)
  }
}
