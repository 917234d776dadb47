import ArgumentParser
import JSONText
import Operations
import Reports
import TradingCore

/// `slipway bot show`
struct BotShow: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show a bot: what it is made of, and what it has come to.",
    discussion: """
      Example:
        slipway bot show trend
      """)

  @Argument(help: ArgumentHelp("The bot's name.", valueName: "bot"), completion: .names(.bots))
  var id: String

  @OptionGroup var shared: SharedOptions

  func run() throws {
    let bot = try shared.operations.bots.show(id)
    if shared.json { bot.notes.forEach(shared.note) }
    try shared.print(bot) { bot.text(colored: $0) }
  }
}

extension ShownBot {
  /// The bot for people.
  fileprivate func text(colored: Bool) -> String {
    let given = params.map { "\($0.name)=\(Self.text($0.value))" }.joined(separator: " ")
    let table = TextTable.keyValue(
      [
        ("Status", TextCell("\(isClosing ? "closing" : status), \(mode)")), ("Strategy", TextCell(strategy)),
        ("Parameters", TextCell(given)), ("Symbols", TextCell(symbols.joined(separator: ", "))),
        ("Broker", TextCell(broker)),
      ] + (news.map { [("News", TextCell($0.line))] } ?? []) + [
        ("Family", TextCell(family)),
        ("Identity", TextCell(identity ?? "unknown")),
        ("Balance", TextCell(DecimalText.groupingThousands(in: balance))),
        ("Equity", TextCell(DecimalText.groupingThousands(in: equity))),
        ("Open positions", TextCell("\(openPositions)")), ("Trades", TextCell(NumberText.grouped(trades))),
        ("Win rate", TextCell(Self.percent(winRate))),
        ("Profit factor", TextCell(profitFactor.map { Self.decimal($0, digits: 2) } ?? "none")),
        ("Maximum drawdown", TextCell(Self.percent(maxDrawdown))), ("Days active", TextCell("\(daysActive)")),
        ("Fingerprint", TextCell(fingerprint)), ("Last tick", TextCell(lastTick?.iso8601 ?? "never")),
      ])
    let title = TextStyle.strong.applied(to: id, colored: colored)
    let notes = Notes.once(notes).map { "\n" + TextCell($0).text + "\n" }.joined()
    let tables = open.map { open in
      [
        open.positions.isEmpty ? nil : open.positionsTable(names: false),
        open.orders.isEmpty ? nil : open.ordersTable(names: false),
      ].compactMap { $0?.text(colored: colored) }
    }
    return "\(title)\n\n" + table.text(colored: colored) + (tables ?? []).map { "\n" + $0 }.joined() + notes
      + evidenceText(colored: colored)
  }

  private func evidenceText(colored: Bool) -> String {
    let hasCurrent = evidence.contains(where: \.isCurrent)
    guard evidence.count > 1 || (!hasCurrent && !evidence.isEmpty) else { return "" }
    var table = TextTable([
      .init("EVIDENCE", .right), .init("MODE"), .init("IDENTITY"), .init("TRADES", .right),
      .init("FIRST TICK"),
      .init("LAST TICK"),
    ])
    for row in evidence {
      table.add([
        TextCell("\(row.number)"), TextCell(row.mode), TextCell(String(row.identity.prefix(16))),
        TextCell(NumberText.grouped(row.trades)), TextCell(row.firstTick.map(DateText.minute) ?? "never"),
        TextCell(row.lastTick.map(DateText.minute) ?? "never"),
      ])
    }
    return "\n" + table.text(colored: colored)
  }

  private static func text(_ value: JSONValue) -> String {
    if case .string(let text) = value { return text }
    return value.compactText
  }

  private static func percent(_ ratio: Double?) -> String {
    ratio.map { decimal($0 * 100, digits: 2) + " %" } ?? "none"
  }

  private static func decimal(_ value: Double, digits: Int) -> String {
    var scaled = value
    for _ in 0..<digits { scaled *= 10 }
    guard let whole = Int64(exactly: scaled.rounded()) else { return "\(value)" }
    return DecimalText.format(whole, digits: digits, minimumFraction: digits)
  }
}
