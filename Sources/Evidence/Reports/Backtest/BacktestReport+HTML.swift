import JSONText
import Statistics
package import TradingCore

extension BacktestReport {
  /// The report as one self-contained HTML document; equal values give equal bytes.
  ///
  /// - Throws: `overflow` when a total of money exceeds 64 bits.
  package func htmlPage() throws(ArithmeticError) -> String {
    let waterfall = try costWaterfall()
    let analysis = try BacktestAnalysis(self)
    var body = [header, headlineFigures]
    // First of all, as they may say that the figures mean little: nothing could be traded, no tick was there.
    if !notes.isEmpty {
      let items = notes.map { Markup.element("li", text: $0) }
      body.append(HTMLPage.card("Notes", [.element("ul", ["class": "notes"], items)]))
    }
    body += [equityCard, figuresCard(analysis)]
    if let drawdowns { body.append(drawdowns.card) }
    body.append(
      exposure.card(
        from: figures.first, to: figures.last, start: figures.startBalance, currency: currency))
    body.append(monthsCard(analysis))
    body += dayCards(analysis)
    body += [waterfallCard(waterfall), distributionCard(analysis)] + groupCards
    body += try excursionCards()
    body += priceCards + coverageCards
    let besides = [sessionsCard(analysis), holdingCard(analysis), streaksCard(analysis)]
    body += [hoursCard(analysis), .element("div", ["class": "half stack"], besides)]
    body += try exitCards()
    body += [extremesCard, configurationCard, provenanceCard]
    body.append(FigureDefinitions.card)
    body.append(
      .element(
        "footer",
        text:
          "Made by \(generator). All times are UTC unless said otherwise. A simulation over recorded prices: "
          + "what it shows is not a promise."))
    body.append(.data(id: RunSnapshot.blockID, RunSnapshot(self, analysis).json))
    return HTMLPage.document(title: "\(title) – backtest", body: body)
  }

  private var header: Markup {
    let period = figures.first.flatMap { first in figures.last.map { DateText.period(first, $0) } }
    let ticks = figures.ticks == 0 ? "no ticks" : "\(NumberText.grouped(figures.ticks)) ticks"
    let parts = [period, ticks, "broker \(broker)"].compactMap { $0 }
    let chips = params.map { Markup.element("li", text: "\($0.name) = \(Self.plainText($0.value))") }
    let tone = HTMLPage.Tone(signOf: figures.netProfit.units)
    let change = figures.netReturn.map { "\(NumberText.percent($0, signed: true)) on " } ?? "on "
    return .element(
      "header", [:],
      [
        .element(
          "div", [:],
          [
            .element("p", ["class": "eyebrow"], text: "Backtest"), .element("h1", text: title),
            .element("p", ["class": "subtitle"], text: parts.joined(separator: " · ")),
            chips.isEmpty
              ? .empty : .element("ul", ["class": "chips", "aria-label": "Strategy parameters"], chips),
          ]),
        .element(
          "div", ["class": "hero"],
          [
            .element("p", ["class": "note"], text: "Net result"),
            .element(
              "p", ["class": "amount " + tone.rawValue],
              [.text(money(figures.netProfit, signed: true) + " "), .element("small", text: currency.code)]),
            .element("p", ["class": "note"], text: change + money(figures.startBalance) + " start balance"),
          ]),
      ])
  }

  private var headlineFigures: Markup {
    let expectancy =
      figures.expectancy.map { money($0, decimals: fineDecimals, signed: true) } ?? NumberText.absent
    return .element(
      "dl", ["class": "figures", "aria-label": "Headline figures"],
      [
        HTMLPage.figure(
          "Trades", NumberText.grouped(figures.trades),
          detail: "\(NumberText.grouped(figures.wins)) won, \(NumberText.grouped(figures.losses)) lost"),
        HTMLPage.figure(
          "Win rate", NumberText.percent(figures.winRate, decimals: 1), detail: "net result above zero"),
        HTMLPage.figure(
          "Profit factor", NumberText.fixed(figures.profitFactor, decimals: 2),
          detail: "\(money(figures.grossProfit)) won / \(money(figures.grossLoss)) lost"),
        HTMLPage.figure(
          "Expectancy", expectancy, detail: "\(currency.code) a trade",
          tone: HTMLPage.Tone(signOf: figures.expectancy?.units ?? 0)),
        HTMLPage.figure(
          "Maximum drawdown", NumberText.percent(figures.maximumDrawdown),
          detail: "from the peak, at most \(money(figures.maximumDrawdownMoney)) \(currency.code)"),
        HTMLPage.figure(
          shortRun.label("Sharpe ratio"), NumberText.fixed(figures.sharpe, decimals: 2),
          detail: "daily returns, × \(figures.year.root)"),
        HTMLPage.figure(
          shortRun.label("Sortino ratio"), NumberText.fixed(figures.sortino, decimals: 2),
          detail: "daily returns, × \(figures.year.root)"
        ),
        HTMLPage.figure(
          shortRun.label("Calmar ratio"), NumberText.fixed(figures.calmar, decimals: 2),
          detail: "yearly growth / drawdown"),
      ])
  }

  private var equityCard: Markup {
    var chart = EquityChart(
      points: equity, startBalance: figures.startBalance, currency: currency,
      benchmark: benchmark?.points ?? [])
    chart.benchmarkName = benchmark.map { "\($0.symbol) bought and held" } ?? ""
    return HTMLPage.card(
      "Equity and drawdown",
      note:
        "\(currency.code), open positions at the price that would close them. Over nights and weekends without ticks it "
        + "stays where it was." + benchmarkNote, [chart.markup])
  }

  private var benchmarkNote: String {
    guard let benchmark,
      let values = benchmark.figures(start: figures.startBalance, year: figures.year, currency: currency)
    else { return "" }
    return
      " Beside it \(benchmark.symbol), bought for the start balance at the first ask and held without leverage and "
      + "further costs: \(money(values.net, signed: true)) \(currency.code) "
      + "(\(NumberText.percent(values.rate, signed: true))), maximum drawdown "
      + "\(NumberText.percent(benchmark.maximumDrawdown))."
  }

  private var groupCards: [Markup] {
    let breakdown = tradeBreakdown
    let multiples = multiplesCard
    // What can't be drawn is said beside what can: no card stays empty next to a full one.
    let isAlone = symbols.count == 1 && multiples == nil
    let note = isAlone ? "By the side that opened. " + noMultiples : "By the side that opened."
    let sides = ResultGroup.card(
      "Long and short", note: note, column: "Side", ResultGroup.sides(breakdown), currency: currency,
      style: isAlone ? "card" : "card half")
    guard symbols.count > 1 else { return [sides, multiples].compactMap { $0 } }
    let bySymbol = ResultGroup.card(
      "Results by symbol", note: multiples == nil ? noMultiples : "", column: "Symbol",
      ResultGroup.symbols(breakdown, symbols), currency: currency)
    return [sides, bySymbol, multiples].compactMap { $0 }
  }

  private var noMultiples: String {
    figures.trades == 0 ? "" : "No trade had a stop loss at entry, so none has an R multiple."
  }

  /// `nil` where no trade has one.
  private var multiplesCard: Markup? {
    let count = multiples.values.count
    guard count > 0 else { return nil }
    func text(_ value: Double?) -> String { NumberText.fixed(value, decimals: 2, signed: true) }
    return HTMLPage.card(
      "Trades by R multiple",
      note: "Net result over the risk taken at entry, from flat to flat; \(NumberText.grouped(count)) of "
        + "\(NumberText.grouped(roundTrips)) round trips had a stop loss to tell it by. Mean \(text(multiples.mean)), median "
        + "\(text(multiples.median)), best \(text(multiples.best)), worst \(text(multiples.worst)).",
      style: symbols.count > 1 ? "card" : "card half",
      [HistogramChart(values: multiples.values, unit: "R", title: "Trades by R multiple").markup])
  }

  private func waterfallCard(_ waterfall: CostWaterfall) -> Markup {
    let costs = money(waterfall.totalCosts)
    let share =
      waterfall.grossBeforeCosts > .zero && waterfall.totalCosts > .zero
      ? Double(waterfall.totalCosts.units) / Double(waterfall.grossBeforeCosts.units) : nil
    let note =
      share.map {
        "Costs of \(costs) \(currency.code) took \(NumberText.percent($0, decimals: 0)) of the gross result."
      }
      ?? "Costs came to \(costs) \(currency.code)."
    return HTMLPage.card(
      "From gross to net", note: note, style: "card half",
      [
        figures.trades == 0
          ? HTMLPage.nothing("No trade was made.")
          : WaterfallChart(waterfall, currency: currency).markup
      ])
  }

  private func distributionCard(_ analysis: BacktestAnalysis) -> Markup {
    HTMLPage.card(
      "Trades by net result",
      note: "How many trades ended where, in \(currency.code)." + (outcomes.isEmpty ? shownNote : ""),
      style: "card half", [HistogramChart(values: analysis.results, unit: currency.code).markup])
  }

  private var priceCards: [Markup] {
    prices.map { series in
      HTMLPage.card(
        prices.count == 1 ? "Trades on price" : "Trades on price, \(series.symbol.name)",
        note: "\(series.symbol.name), lowest to highest price over time." + shownNote,
        [TradesOnPriceChart(series: series, trades: trades, currency: currency).markup])
    }
  }

  /// Said wherever figures are drawn from `trades` while that holds only some of them.
  var shownNote: String {
    trades.count < figures.trades
      ? " \(NumberText.grouped(trades.count)) of \(NumberText.grouped(figures.trades)) trades are kept here."
      : ""
  }

  /// For means, which are small.
  var fineDecimals: Int { NumberText.decimals(of: currency) + 2 }

  func money(_ value: Money, decimals: Int? = nil, signed: Bool = false) -> String {
    NumberText.money(value, in: currency, decimals: decimals, signed: signed)
  }
}
