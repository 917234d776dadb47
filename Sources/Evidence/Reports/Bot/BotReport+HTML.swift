import JSONText
import Statistics
import TradingCore

extension BotReport {
  /// The report as one self-contained HTML document; equal values give equal bytes. The present evidence stands
  /// first, earlier ones are folded below it.
  package func htmlPage() -> String {
    var body = [header]
    if !notes.isEmpty {
      let items = notes.map { Markup.element("li", text: $0) }
      body.append(HTMLPage.card("Notes", [.element("ul", ["class": "notes"], items)]))
    }
    body.append(openCard)
    if let present {
      body += present.sheet(place: 0)
    } else {
      body.append(HTMLPage.card("Evidence", [HTMLPage.nothing(nothingYet)]))
    }
    if !earlier.isEmpty {
      body.append(
        .element("h2", ["class": "earlier"], text: "Earlier evidence, under other identities or modes"))
    }
    body += zip(earlier.indices, earlier).map { folded($1, place: $0) }
    if !commandLine.isEmpty {
      body.append(
        HTMLPage.card("Make this report again", [.element("pre", [:], [.element("code", text: commandLine)])])
      )
    }
    body.append(FigureDefinitions.card(Self.definitions))
    body.append(
      .element(
        "footer",
        text:
          "Made by \(generator). All times are UTC unless said otherwise. What a bot did is no promise of what it "
          + "will do."))
    return HTMLPage.document(title: "\(bot) – bot", body: body)
  }

  /// What the bot has open now, whatever it was under which identity.
  private var openCard: Markup {
    guard let last = (positions.map(\.lastTick)).max() else {
      return orders.isEmpty
        ? HTMLPage.card("Open now", [HTMLPage.nothing("Nothing is open, and no order waits.")])
        : HTMLPage.card("Open now", note: "No position is open.", [OpenOrder.htmlTable(orders).markup])
    }
    return HTMLPage.card(
      "Open now",
      note:
        "As of the bot's last tick, \(DateText.second(last)). The result is at the price that would close the position, "
        + "without the commission of closing.",
      [OpenPosition.htmlTable(positions).markup]
        + (orders.isEmpty ? [] : [OpenOrder.htmlTable(orders).markup]))
  }

  private var header: Markup {
    var parts = [status]
    if let present {
      let names = present.symbols.map(\.name).joined(separator: ", ")
      parts += ["\(present.strategy) on \(names)", present.period, "broker \(present.broker)"]
    }
    parts.append("family \(family)")
    let chips = (present?.params ?? []).map {
      Markup.element("li", text: "\($0.name) = \(BacktestReport.plainText($0.value))")
    }
    return .element(
      "header", [:],
      [
        .element(
          "div", [:],
          [
            .element("p", ["class": "eyebrow"], text: "Bot · \(mode)"), .element("h1", text: bot),
            .element("p", ["class": "subtitle"], text: parts.joined(separator: " · ")),
            chips.isEmpty
              ? .empty : .element("ul", ["class": "chips", "aria-label": "Strategy parameters"], chips),
          ]),
        present.map(hero) ?? .empty,
      ])
  }

  private func hero(_ present: BotEvidence) -> Markup {
    let net = present.figures.tally.netProfit
    let change = present.figures.netReturn.map { "\(NumberText.percent($0, signed: true)) on " } ?? "on "
    return .element(
      "div", ["class": "hero"],
      [
        .element("p", ["class": "note"], text: "Net result of closed trades"),
        .element(
          "p", ["class": "amount " + HTMLPage.Tone(signOf: net.units).rawValue],
          [
            .text(present.money(net, signed: true) + " "),
            .element("small", text: present.currency.code),
          ]),
        .element(
          "p", ["class": "note"], text: change + present.money(present.figures.startEquity) + " at the start"),
      ])
  }

  private func folded(_ entry: BotEvidence, place: Int) -> Markup {
    let tally = entry.figures.tally
    let trades = tally.trades == 1 ? "1 trade" : "\(NumberText.grouped(tally.trades)) trades"
    let words = [
      entry.period, trades, "net \(entry.money(tally.netProfit, signed: true)) \(entry.currency.code)",
      "identity \(entry.identity.prefix(12))",
    ]
    let summary = Markup.element(
      "summary", [:],
      [
        .element("strong", text: entry.mode),
        .element("span", ["class": "note"], text: words.joined(separator: " · ")),
      ])
    let children = [summary, .element("div", ["class": "sheet"], entry.sheet(place: place))]
    // Where nothing else is there to be read, the latest is not folded.
    return present == nil && place == 0
      ? .element("details", ["class": "older", "open": "open"], children)
      : .element("details", ["class": "older"], children)
  }
}
