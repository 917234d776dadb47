import JSONText
import Statistics
package import TradingCore

extension BacktestReport {
  /// The summary for a terminal: aligned tables, ending in a line feed.
  ///
  /// - Throws: `overflow` when the costs' totals exceed 64 bits.
  package func summaryText(colored: Bool) throws(ArithmeticError) -> String {
    var sections = [heading(colored: colored)]
    sections.append(TextTable.section("Result", resultPairs(), colored: colored))
    sections.append(TextTable.section("From gross to net", costPairs(try costWaterfall()), colored: colored))
    sections.append(TextTable.section("Risk", riskPairs(), colored: colored))
    if let marked = shortRun.sentence, figures.ticks > 0 { sections.append(TextWrap.paragraph(marked)) }
    let multiples = multiplePairs()
    if !multiples.isEmpty { sections.append(TextTable.section("R multiples", multiples, colored: colored)) }
    if let benchmark = benchmarkPairs() {
      sections.append(TextTable.section(benchmark.title, benchmark.pairs, colored: colored))
    }
    sections += groupTexts(colored: colored)
    if let drawdowns, !drawdowns.episodes.isEmpty { sections.append(drawdowns.text(colored: colored)) }
    if !figures.orderEnds.isEmpty { sections.append(figures.orderEnds.text(colored: colored)) }
    let sources = newsSources.map { ("News", TextCell("\($0.label), \($0.text.prefix(16))")) }
    sections.append(
      TextTable.keyValue(
        [
          ("Identity", TextCell(identity)), ("Fingerprint", TextCell(fingerprint)),
        ] + sources + [("Speed", TextCell(speed))]
      ).text(colored: colored))
    for note in notes { sections.append(TextWrap.paragraph(TextCell(note).text, lead: "Note: ")) }
    return sections.joined(separator: "\n")
  }

  private func groupTexts(colored: Bool) -> [String] {
    guard figures.trades > 0 else { return [] }
    let breakdown = tradeBreakdown
    let sides = ResultGroup.text(
      "By side", ResultGroup.sides(breakdown), currency: currency, colored: colored)
    guard symbols.count > 1 else { return [sides] }
    return [
      sides,
      ResultGroup.text(
        "By symbol", ResultGroup.symbols(breakdown, symbols), currency: currency, colored: colored),
    ]
  }

  private func multiplePairs() -> [(String, TextCell)] {
    guard !multiples.values.isEmpty else { return [] }
    func text(_ value: Double?) -> TextCell { TextCell(NumberText.fixed(value, decimals: 2, signed: true)) }
    return [
      (
        "Round trips with one",
        TextCell(
          "\(NumberText.grouped(multiples.values.count)) of \(NumberText.grouped(roundTrips))")
      ),
      ("Mean (expectancy in R)", text(multiples.mean)), ("Median", text(multiples.median)),
      ("Best", text(multiples.best)), ("Worst", text(multiples.worst)),
    ]
  }

  private func benchmarkPairs() -> (title: String, pairs: [(String, TextCell)])? {
    guard let benchmark,
      let values = benchmark.figures(start: figures.startBalance, year: figures.year, currency: currency)
    else { return nil }
    return (
      "Benchmark: \(benchmark.symbol) bought and held",
      [
        ("Net result", signed(values.net)),
        ("Return", TextCell(NumberText.percent(values.rate, signed: true), style(values.net))),
        ("Maximum drawdown", TextCell(NumberText.percent(benchmark.maximumDrawdown))),
        (
          shortRun.label("Sharpe ratio, × \(figures.year.root)"),
          TextCell(NumberText.fixed(values.sharpe, decimals: 3))
        ),
      ]
    )
  }

  private func heading(colored: Bool) -> String {
    var pairs: [(String, TextCell)] = [("Broker", TextCell(broker))]
    if !params.isEmpty {
      let text = params.map { "\($0.name)=\(Self.plainText($0.value))" }.joined(separator: " ")
      pairs.append(("Parameters", TextCell(text)))
    }
    let period = [figures.first, figures.last].compactMap { $0?.iso8601 }.joined(separator: " to ")
    if !period.isEmpty { pairs.append(("Period", TextCell(period))) }
    pairs.append(("Ticks", TextCell(NumberText.grouped(figures.ticks))))
    pairs += spreadPairs.map { ($0.0, TextCell($0.1)) }
    return TextStyle.strong.applied(to: TextCell(title).text, colored: colored) + "\n"
      + TextTable.keyValue(pairs).text(colored: colored)
  }

  /// Where the profile changes the recorded spread: the medians before and after, a line for each symbol.
  var spreadPairs: [(String, String)] {
    spreads.filter { $0.tradedMedian != $0.recordedMedian }.map {
      (
        spreads.count == 1 ? "Median spread" : "Spread \($0.symbol)",
        "recorded \($0.recordedText), traded at \($0.tradedText)"
      )
    }
  }

  private func resultPairs() -> [(String, TextCell)] {
    let winRate = figures.winRate.map { NumberText.percent($0) } ?? NumberText.absent
    return [
      ("Start balance", amount(figures.startBalance)),
      ("Net result", signed(figures.netProfit)),
      ("Return", TextCell(NumberText.percent(figures.netReturn, signed: true), style(figures.netProfit))),
      ("End balance", TextCell(amountText(figures.endBalance), .strong)),
      ("Trades", TextCell(NumberText.grouped(figures.trades))),
      ("Won / lost", TextCell("\(NumberText.grouped(figures.wins)) / \(NumberText.grouped(figures.losses))")),
      ("Win rate", TextCell(winRate)),
      ("Profit factor", TextCell(NumberText.fixed(figures.profitFactor, decimals: 3))),
      (
        "Expectancy",
        figures.expectancy.map { signed($0, decimals: fineDecimals) } ?? TextCell(NumberText.absent)
      ),
    ]
  }

  private func costPairs(_ waterfall: CostWaterfall) -> [(String, TextCell)] {
    waterfall.steps.map { step in
      (step.label, TextCell(amountText(step.amount, signed: !step.isTotal), step.isTotal ? .strong : .plain))
    }
  }

  private func riskPairs() -> [(String, TextCell)] {
    [
      ("Maximum drawdown", TextCell(NumberText.percent(figures.maximumDrawdown))),
      ("… as an amount", amount(figures.maximumDrawdownMoney)),
      (
        shortRun.label("Sharpe ratio, × \(figures.year.root)"),
        TextCell(NumberText.fixed(figures.sharpe, decimals: 3))
      ),
      (
        shortRun.label("Sortino ratio, × \(figures.year.root)"),
        TextCell(NumberText.fixed(figures.sortino, decimals: 3))
      ),
      (shortRun.label("Calmar ratio"), TextCell(NumberText.fixed(figures.calmar, decimals: 3))),
      ("Days active", TextCell(NumberText.grouped(days.count))),
    ]
  }

  private var speed: String {
    "\(NumberText.short(figures.ticksPerSecond)) ticks/s, "
      + "\(NumberText.fixed(figures.elapsedSeconds, decimals: 3)) s"
  }

  private func amountText(_ value: Money, decimals: Int? = nil, signed: Bool = false) -> String {
    NumberText.money(value, in: currency, decimals: decimals, signed: signed) + " " + currency.code
  }

  private func amount(_ value: Money) -> TextCell { TextCell(amountText(value)) }

  private func signed(_ value: Money, decimals: Int? = nil) -> TextCell {
    TextCell(amountText(value, decimals: decimals, signed: true), style(value))
  }

  private func style(_ value: Money) -> TextStyle {
    value > .zero ? .gain : value < .zero ? .loss : .plain
  }
}
