import JSONText
import Statistics
import TradingCore

/// The cards of one mode and identity.
extension BotEvidence {
  /// All cards, from the headline figures down. `place` sets charts apart from those of other evidence.
  func sheet(place: Int) -> [Markup] {
    let account = statement.map { [$0.card(in: currency)] } ?? []
    let exposure = exposure.card(
      from: figures.firstTick, to: figures.lastTick, start: figures.startEquity, currency: currency)
    return [headline] + account + [equityCard(place: place), figuresCard, drawdowns.card, exposure]
      + groupCards + exitCards + [tradesCard(place: place), provenanceCard]
  }

  /// What trades came to; without one there is nothing to tell.
  private var groupCards: [Markup] {
    guard !trades.isEmpty else { return [] }
    return resultCards + [
      groupsCard("Results by session", note: Self.sessionNote, column: "Session", sessionGroups),
      groupsCard("Results by weekday", note: Self.weekdayNote, column: "Trading day", weekdayGroups),
      groupsCard("Long and short", note: "By the side of the first entry.", column: "Side", sideGroups),
      groupsCard("Results by symbol", note: "", column: "Symbol", symbolGroups),
    ]
  }

  private var exitCards: [Markup] {
    do throws(ArithmeticError) {
      return ExitReasonTotal.cards(
        try ExitReasonTotal.totals(of: trades), note: "", ends: orderEnds, currency: currency)
    } catch {
      return [orderEnds.card(isHalf: false)]
    }
  }

  private static let sessionNote =
    "By the first entry. Tokyo 9:00–18:00, London and New York 8:00–17:00, each by its own clock."
  private static let weekdayNote = "By the first entry. Trading days end at 17:00 New York."

  private var headline: Markup {
    let tally = figures.tally
    return .element(
      "dl", ["class": "figures", "aria-label": "Headline figures"],
      [
        HTMLPage.figure(
          "Trades", NumberText.grouped(tally.trades),
          detail: "\(NumberText.grouped(tally.wins)) won, \(NumberText.grouped(tally.losses)) lost"),
        HTMLPage.figure(
          "Win rate", NumberText.percent(tally.winRate, decimals: 1), detail: "net result above zero"),
        HTMLPage.figure(
          "Profit factor", NumberText.fixed(tally.profitFactor, decimals: 2),
          detail: "\(money(tally.grossProfit)) won / \(money(tally.grossLoss)) lost"),
        HTMLPage.figure(
          "Expectancy", expectancyText, detail: "\(currency.code) a trade",
          tone: HTMLPage.Tone(signOf: figures.expectancy?.units ?? 0)),
        HTMLPage.figure(
          "Maximum drawdown", NumberText.percent(figures.maximumDrawdown),
          detail: "from the peak, at most \(money(figures.maximumDrawdownMoney)) \(currency.code)"),
        HTMLPage.figure(
          "System quality", NumberText.fixed(figures.systemQuality, decimals: 2), detail: "SQN " + qualityText
        ),
        HTMLPage.figure(
          shortRun.label("Sharpe ratio"), NumberText.fixed(figures.sharpe, decimals: 2),
          detail: "daily returns, × \(figures.year.root)"),
        HTMLPage.figure(
          "Days active", NumberText.grouped(figures.daysActive),
          detail: NumberText.fixed(figures.tradesPerDay, decimals: 1) + " trades a day"),
      ])
  }

  private func equityCard(place: Int) -> Markup {
    var chart = EquityChart(points: equity, startBalance: figures.startEquity, currency: currency)
    chart.idSuffix = place == 0 ? "" : "-\(place)"
    return HTMLPage.card(
      "Equity and drawdown", note: "\(currency.code), open positions at the price that would close them.",
      [chart.markup])
  }

  private var figuresCard: Markup {
    let columns = [
      ("Return", returnPairs), ("Risk", riskPairs), ("R multiples", multiples), ("Costs", costPairs),
    ]
    return HTMLPage.card(
      "All figures", note: "Money in \(currency.code). How each is defined stands at the end.",
      [
        .element(
          "div", ["class": "columns four"],
          columns.map { title, pairs in
            .element("div", [:], [.element("h3", text: title), HTMLPage.definitions(pairs)])
          }), shortRun.note,
      ])
  }

  private var returnPairs: [(String, String)] {
    [
      ("Net result", money(figures.tally.netProfit, signed: true)),
      ("Return", NumberText.percent(figures.netReturn, signed: true)),
      ("Start equity", money(figures.startEquity)), ("End equity", money(figures.endEquity)),
      ("Open positions", NumberText.grouped(openPositions)),
      ("Time in market", NumberText.percent(figures.exposure, decimals: 1)),
      ("Average holding time", holdingText),
    ]
  }

  private var riskPairs: [(String, String)] {
    let streak = figures.longestLosingStreak
    return [
      (drawdownLabel, NumberText.percent(figures.maximumDrawdown)),
      ("… as an amount", money(figures.maximumDrawdownMoney)),
      ("Ulcer index", NumberText.percent(figures.ulcerIndex)),
      (shortRun.label("Sharpe ratio, × \(figures.year.root)"), NumberText.fixed(figures.sharpe, decimals: 2)),
      (
        shortRun.label("Sortino ratio, × \(figures.year.root)"),
        NumberText.fixed(figures.sortino, decimals: 2)
      ),
      (shortRun.label("Calmar ratio"), NumberText.fixed(figures.calmar, decimals: 2)),
      ("Longest losing run", streak == 1 ? "1 trade" : "\(NumberText.grouped(streak)) trades"),
    ]
  }

  private var costPairs: [(String, String)] {
    [
      ("Commission", money(figures.commission)), ("Spread", money(figures.spreadCost)),
      ("Slippage", money(figures.slippageCost)), ("Swap", money(figures.swap, signed: true)),
      ("Share of fees", NumberText.percent(figures.feeShare, decimals: 1)),
    ]
  }

  /// Trades by R multiple and by result; where none has a multiple, a word of it beside the results.
  private var resultCards: [Markup] {
    let count = figures.rMultiples.values.count
    let results = trades.map { $0.netResult.value(in: currency) }
    let words = "How many trades ended where, in \(currency.code)."
    let chart = HistogramChart(values: results, unit: currency.code).markup
    guard count > 0 else {
      let note = words + " No trade had a stop loss at entry, so none has an R multiple."
      return [HTMLPage.card("Trades by net result", note: note, [chart])]
    }
    let note =
      "Net result over the risk taken at entry; \(NumberText.grouped(count)) of "
      + "\(NumberText.grouped(figures.tally.trades)) trades had a stop loss to tell it by."
    let multiples = HistogramChart(
      values: figures.rMultiples.values, unit: "R", title: "Trades by R multiple")
    return [
      HTMLPage.card("Trades by R multiple", note: note, style: "card half", [multiples.markup]),
      HTMLPage.card("Trades by net result", note: words, style: "card half", [chart]),
    ]
  }

  private func groupsCard(
    _ title: String, note: String, column: String, _ groups: [ResultGroup]
  ) -> Markup {
    ResultGroup.card(title, note: note, column: column, groups, currency: currency)
  }

  private func tradesCard(place: Int) -> Markup {
    guard !trades.isEmpty else {
      return HTMLPage.card("Trades", [HTMLPage.nothing("No trade was closed.")])
    }
    var table = HTMLTable(
      caption: "The latest, newest first",
      columns: [
        .init("#", .right), .init("Net", .right), .init("R", .right), .init("Symbol"), .init("Side"),
        .init("Lots", .right), .init("Opened"), .init("Held", .right), .init("Entry", .right),
        .init("Exit", .right), .init("Costs", .right), .init("Exit reason"),
      ])
    for (trade, instrument) in latest(Self.latestShown).reversed() {
      let held = ChartScale.seconds(trade.closeTime) - ChartScale.seconds(trade.openTime)
      table.rows.append([
        .init(String(trade.ordinal)),
        .init(money(trade.netResult, signed: true), HTMLPage.Tone(signOf: trade.netResult.units)),
        .init(NumberText.fixed(trade.rMultiple, decimals: 2, signed: true)), .init(instrument.symbol.name),
        .init(trade.side.position), .init(instrument.lotsText(units: trade.mostUnits.units)),
        .init(DateText.second(trade.openTime)),
        .init(NumberText.duration(seconds: held)),
        .init(priceText(trade.prices?.entry, instrument)), .init(priceText(trade.prices?.exit, instrument)),
        .init(costsText(trade)), .init(Self.words(of: trade.exitReason)),
      ])
    }
    return HTMLPage.card(
      "Trades",
      note: "From flat to flat; prices of several portions are their means; money in \(currency.code).",
      [table.markup, tradeLog(place: place).markup])
  }

  /// Every trade, folded; of earlier evidence fewer, as a page may have much of it.
  private func tradeLog(place: Int) -> TradeLog {
    let rows = latest(place == 0 ? TradeLog.mostRows : TradeLog.mostRows / 8).map { trade, instrument in
      TradeLog.Row(
        number: String(trade.ordinal), side: trade.side.position, symbol: instrument.symbol.name,
        opened: trade.openTime, entry: priceText(trade.prices?.entry, instrument), closed: trade.closeTime,
        exit: priceText(trade.prices?.exit, instrument),
        lots: instrument.lotsText(units: trade.mostUnits.units), costs: costsText(trade),
        net: trade.netResult, multiple: trade.rMultiple, reason: Self.words(of: trade.exitReason))
    }
    return TradeLog(
      rows: rows, total: trades.count, currency: currency,
      elsewhere: "--from and --to list those of a period.")
  }

  private static let latestShown = 20

  private static func words(of reason: FillReason) -> String {
    reason.code.map { $0 == "_" ? " " : String($0) }.joined()
  }

  private func priceText(_ price: Price?, _ instrument: Instrument) -> String {
    price?.text(digits: instrument.digits) ?? NumberText.absent
  }

  /// The last trades with what was traded, in order of closing.
  private func latest(_ count: Int) -> [(trade: FlatTrade, instrument: Instrument)] {
    trades.suffix(count).compactMap { trade in
      instruments.indices.contains(trade.symbolIndex) ? (trade, instruments[trade.symbolIndex]) : nil
    }
  }

  private func costsText(_ trade: FlatTrade) -> String {
    do { return money(try trade.costs) } catch { return NumberText.absent }
  }

  private var provenanceCard: Markup {
    let settings = params.map { ($0.name, BacktestReport.plainText($0.value)) }
    let account = [("Broker", broker)] + self.settings.map { ($0.label, $0.text) }
    let traded = [
      ("Strategy", strategy), ("Symbols", symbols.map(\.name).joined(separator: ", ")), ("Period", period),
    ]
    let columns = [("Bot", traded), ("Parameters", settings), ("Account", account)].filter { !$0.1.isEmpty }
    let digests = [("Identity of the bot", identity), ("Fingerprint of the fills", fingerprint)].filter {
      !$0.1.isEmpty
    }
    return HTMLPage.card(
      "What it was",
      [
        .element(
          "div", ["class": "columns"],
          columns.map { title, pairs in
            .element("div", [:], [.element("h3", text: title), HTMLPage.definitions(pairs)])
          }),
        .element(
          "dl", ["class": "pairs digests"],
          digests.map { label, digest in
            .element("div", [:], [.element("dt", text: label), .element("dd", text: digest)])
          }),
      ])
  }
}

/// Words that the page and the terminal share.
extension BotEvidence {
  /// For means, which are small.
  var fineDecimals: Int { NumberText.decimals(of: currency) + 2 }

  var qualityText: String { figures.qualityBasis == .initialRisk ? "of R" : "of net results" }

  var drawdownLabel: String {
    figures.drawdownBasis == .ticks ? "Maximum drawdown" : "Drawdown at ends of days"
  }

  var holdingText: String {
    figures.averageHoldingSeconds.map { NumberText.duration(seconds: $0) } ?? NumberText.absent
  }

  var multiples: [(String, String)] {
    let multiples = figures.rMultiples
    func text(_ value: Double?) -> String { NumberText.fixed(value, decimals: 2, signed: true) }
    return [
      ("Trades with one", NumberText.grouped(multiples.values.count)),
      ("Mean (expectancy in R)", text(multiples.mean)), ("Median", text(multiples.median)),
      ("Best", text(multiples.best)), ("Worst", text(multiples.worst)),
    ]
  }

  var expectancyText: String {
    figures.expectancy.map { money($0, decimals: fineDecimals, signed: true) } ?? NumberText.absent
  }

  func money(_ value: Money, decimals: Int? = nil, signed: Bool = false) -> String {
    NumberText.money(value, in: currency, decimals: decimals, signed: signed)
  }
}
