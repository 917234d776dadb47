import JSONText
import Statistics
import TradingCore

extension BotReport {
  /// The figures for a terminal: the present evidence whole, a row for each earlier one; ends in a line feed. Without
  /// present evidence the latest is shown whole under its own mode.
  package func summaryText(colored: Bool) -> String {
    var pairs: [(String, TextCell)] = [
      ("Status", TextCell("\(status), \(mode)")), ("Family", TextCell(family)),
    ]
    var sections: [String]
    if let present {
      pairs += present.headingPairs
      sections = [heading(pairs, colored: colored)] + present.sections(colored: colored)
    } else {
      sections = [heading(pairs, colored: colored), nothingYet + "\n"]
      guard !evidence.isEmpty else { return sections.joined(separator: "\n") }
    }
    sections += openTables(colored: colored)
    if !earlier.isEmpty { sections.append(earlierTable(colored: colored)) }
    if present == nil, let last = earlier.first {
      sections.append(last.title(colored: colored))
      sections += last.sections(colored: colored)
    }
    for note in notes { sections.append(TextWrap.paragraph(TextCell(note).text, lead: "Note: ")) }
    return sections.joined(separator: "\n")
  }

  /// What is open and what waits; nothing where nothing does.
  private func openTables(colored: Bool) -> [String] {
    let tables = [
      ("Open positions", positions.isEmpty ? nil : OpenPosition.table(positions, names: false)),
      ("Orders that wait", orders.isEmpty ? nil : OpenOrder.table(orders, names: false)),
    ]
    return tables.compactMap { title, table in
      table.map {
        TextStyle.strong.applied(to: title, colored: colored) + "\n" + $0.text(colored: colored)
      }
    }
  }

  private func heading(_ pairs: [(String, TextCell)], colored: Bool) -> String {
    TextStyle.strong.applied(to: TextCell(bot).text, colored: colored) + "\n"
      + TextTable.keyValue(pairs).text(colored: colored)
  }

  private func earlierTable(colored: Bool) -> String {
    var table = TextTable([
      .init("Mode"), .init("Identity"), .init("Trades", .right), .init("Win rate", .right),
      .init("Profit factor", .right), .init("Drawdown", .right), .init("Net", .right), .init("Period"),
    ])
    table.indent = 2
    for entry in earlier {
      let figures = entry.figures
      table.add([
        TextCell(entry.mode), TextCell(String(entry.identity.prefix(12))),
        TextCell(NumberText.grouped(figures.tally.trades)),
        TextCell(NumberText.percent(figures.tally.winRate, decimals: 1)),
        TextCell(NumberText.fixed(figures.tally.profitFactor, decimals: 2)),
        TextCell(NumberText.percent(figures.maximumDrawdown)), entry.signed(figures.tally.netProfit),
        TextCell(entry.period),
      ])
    }
    return TextStyle.strong.applied(to: "Earlier evidence", colored: colored) + "\n"
      + table.text(colored: colored)
  }
}

extension BotEvidence {
  /// `4 Feb 2019 to 5 Mar 2019`, or a dash without ticks.
  var period: String {
    guard let first = figures.firstTick, let last = figures.lastTick else { return NumberText.absent }
    return DateText.period(first, last)
  }

  /// Parameters as `name=value`.
  var paramTexts: [String] { params.map { "\($0.name)=\(BacktestReport.plainText($0.value))" } }

  fileprivate var headingPairs: [(String, TextCell)] {
    let names = symbols.map(\.name).joined(separator: ", ")
    let text = ([strategy] + paramTexts).joined(separator: " ")
    return [
      ("Strategy", TextCell(text)), ("Symbols", TextCell(names)), ("Broker", TextCell(broker)),
      (
        "Period",
        TextCell([figures.firstTick, figures.lastTick].compactMap { $0?.iso8601 }.joined(separator: " to "))
      ),
      ("Identity", TextCell(identity)),
    ]
  }

  /// What it is of, above its figures, where it is not what the bot is now.
  fileprivate func title(colored: Bool) -> String {
    TextStyle.strong.applied(to: TextCell("On \(mode), \(period)").text, colored: colored) + "\n"
      + TextTable.keyValue(headingPairs).text(colored: colored)
  }

  fileprivate func sections(colored: Bool) -> [String] {
    [
      TextTable.section("Result", resultPairs, colored: colored),
      statement?.text(in: currency, colored: colored) ?? "",
      orderEnds.text(colored: colored),
      TextTable.section("R multiples", multiplePairs, colored: colored),
      TextTable.section("Risk", riskPairs, colored: colored),
      figures.daysActive > 0 ? shortRun.sentence.map { TextWrap.paragraph($0) } ?? "" : "",
      TextTable.section("Costs", costPairs, colored: colored),
      groupTable("By session", sessionGroups, colored: colored),
      groupTable("By weekday", weekdayGroups, colored: colored),
      groupTable("By side", figures.tally.trades > 0 ? sideGroups : [], colored: colored),
      groupTable("By symbol", symbols.count > 1 ? symbolGroups : [], colored: colored),
      drawdowns.text(colored: colored),
    ].filter { !$0.isEmpty }
  }

  private var resultPairs: [(String, TextCell)] {
    let tally = figures.tally
    return [
      ("Start equity", amount(figures.startEquity)), ("Net result", signed(tally.netProfit)),
      ("End equity", amount(figures.endEquity)),
      ("Open positions", TextCell(NumberText.grouped(openPositions))),
      ("Trades", TextCell(NumberText.grouped(tally.trades))),
      ("Won / lost", TextCell("\(NumberText.grouped(tally.wins)) / \(NumberText.grouped(tally.losses))")),
      ("Win rate", TextCell(NumberText.percent(tally.winRate))),
      ("Profit factor", TextCell(NumberText.fixed(tally.profitFactor, decimals: 3))),
      (
        "Expectancy",
        figures.expectancy.map { signed($0, decimals: fineDecimals) } ?? TextCell(NumberText.absent)
      ),
      ("Days active", TextCell(NumberText.grouped(figures.daysActive))),
      ("Trades a day", TextCell(NumberText.fixed(figures.tradesPerDay, decimals: 2))),
      ("Average holding time", TextCell(holdingText)),
      ("Time in market", TextCell(NumberText.percent(figures.exposure, decimals: 1))),
      ("Longest losing run", TextCell(NumberText.grouped(figures.longestLosingStreak))),
    ]
  }

  private var multiplePairs: [(String, TextCell)] {
    let quality = NumberText.fixed(figures.systemQuality, decimals: 2)
    return multiples.map { ($0.0, TextCell($0.1)) } + [("SQN " + qualityText, TextCell(quality))]
  }

  private var riskPairs: [(String, TextCell)] {
    [
      (drawdownLabel, TextCell(NumberText.percent(figures.maximumDrawdown))),
      ("… as an amount", amount(figures.maximumDrawdownMoney)),
      ("Ulcer index", TextCell(NumberText.percent(figures.ulcerIndex))),
      (
        shortRun.label("Sharpe ratio, × \(figures.year.root)"),
        TextCell(NumberText.fixed(figures.sharpe, decimals: 3))
      ),
      (
        shortRun.label("Sortino ratio, × \(figures.year.root)"),
        TextCell(NumberText.fixed(figures.sortino, decimals: 3))
      ),
      (shortRun.label("Calmar ratio"), TextCell(NumberText.fixed(figures.calmar, decimals: 3))),
    ]
  }

  private var costPairs: [(String, TextCell)] {
    [
      ("Commission", amount(figures.commission)), ("Spread", amount(figures.spreadCost)),
      ("Slippage", amount(figures.slippageCost)),
      ("Swap (a credit is +)", amount(figures.swap, signed: true)),
      ("Share of fees", TextCell(NumberText.percent(figures.feeShare, decimals: 1))),
    ]
  }

  private func groupTable(_ title: String, _ groups: [ResultGroup], colored: Bool) -> String {
    ResultGroup.text(title, groups, currency: currency, colored: colored)
  }

  private func amount(_ value: Money, signed: Bool = false) -> TextCell {
    TextCell(NumberText.money(value, in: currency, signed: signed) + " " + currency.code)
  }

  fileprivate func signed(_ value: Money, decimals: Int? = nil) -> TextCell {
    TextCell(
      NumberText.money(value, in: currency, decimals: decimals, signed: true) + " " + currency.code,
      value > .zero ? .gain : value < .zero ? .loss : .plain)
  }
}
