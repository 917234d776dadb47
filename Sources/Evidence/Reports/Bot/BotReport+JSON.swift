package import JSONText
import Statistics
import TradingCore

extension BotReport {
  /// The document of `report BOT --json`: `evidence` has the present one first.
  package func json() -> JSONValue {
    [
      "id": .string(bot), "status": .string(status), "mode": .string(mode), "family": .string(family),
      "positions": OpenPosition.json(positions), "orders": OpenOrder.json(orders),
      "evidence": .array(evidence.map { $0.json() }),
    ]
  }
}

extension BotEvidence {
  /// The document of one mode and identity.
  package func json() -> JSONValue {
    .object(
      identityMembers() + resultMembers() + orderEnds.members + costMembers() + riskMembers() + groupMembers()
    )
  }

  private func identityMembers() -> [JSONMember] {
    [
      JSONMember("mode", .string(mode)),
      JSONMember("identity", .string(identity)),
      JSONMember("current", .boolean(isCurrent)),
      JSONMember("strategy", .string(strategy)),
      JSONMember("params", .object(params)),
      JSONMember("symbols", .array(symbols.map { .string($0.name) })),
      JSONMember("broker", .string(broker)),
      JSONMember("currency", .string(currency.code)),
      JSONMember("first", .time(figures.firstTick)),
      JSONMember("last", .time(figures.lastTick)),
      JSONMember("days_active", .count(figures.daysActive)),
      JSONMember("short_run", .boolean(shortRun.isShort)),
    ]
  }

  private func resultMembers() -> [JSONMember] {
    let tally = figures.tally
    return [
      JSONMember("start_equity", .money(figures.startEquity, in: currency)),
      JSONMember("end_equity", .money(figures.endEquity, in: currency)),
      JSONMember("open_positions", .count(openPositions)),
      JSONMember("account", statement?.json(in: currency) ?? .null),
      JSONMember("trades", .count(tally.trades)),
      JSONMember("wins", .count(tally.wins)),
      JSONMember("losses", .count(tally.losses)),
      JSONMember("win_rate", .ratio(tally.winRate)),
      JSONMember("profit_factor", .ratio(tally.profitFactor)),
      JSONMember("expectancy", .money(figures.expectancy, in: currency)),
      JSONMember("net_profit", .money(tally.netProfit, in: currency)),
      JSONMember("gross_profit", .money(tally.grossProfit, in: currency)),
      JSONMember("gross_loss", .money(tally.grossLoss, in: currency)),
    ]
  }

  private func costMembers() -> [JSONMember] {
    [
      JSONMember("commission", .money(figures.commission, in: currency)),
      JSONMember("swap", .money(figures.swap, in: currency)),
      JSONMember("spread_cost", .money(figures.spreadCost, in: currency)),
      JSONMember("slippage_cost", .money(figures.slippageCost, in: currency)),
      JSONMember("fee_share", .ratio(figures.feeShare)),
      JSONMember("spreads", .array(spreads.map(\.json))),
    ]
  }

  private func riskMembers() -> [JSONMember] {
    let multiples = figures.rMultiples
    return [
      JSONMember(
        "r_multiples",
        [
          "trades": .count(multiples.values.count), "mean": .ratio(multiples.mean),
          "median": .ratio(multiples.median), "best": .ratio(multiples.best),
          "worst": .ratio(multiples.worst),
        ]),
      JSONMember("sqn", .ratio(figures.systemQuality)),
      JSONMember("sqn_basis", .string(figures.qualityBasis.rawValue)),
      JSONMember("max_drawdown", .number(figures.maximumDrawdown)),
      JSONMember("max_drawdown_money", .money(figures.maximumDrawdownMoney, in: currency)),
      JSONMember("max_drawdown_basis", .string(figures.drawdownBasis.rawValue)),
      JSONMember("trading_days_per_year", .integer(Int64(figures.year.days))),
      JSONMember("sharpe", .ratio(figures.sharpe)),
      JSONMember("sortino", .ratio(figures.sortino)),
      JSONMember("calmar", .ratio(figures.calmar)),
      JSONMember("ulcer_index", .ratio(figures.ulcerIndex)),
      JSONMember("exposure", .ratio(figures.exposure)),
      JSONMember("time_in_market", .ratio(figures.exposure)),
      JSONMember("average_holding_seconds", .ratio(figures.averageHoldingSeconds)),
      JSONMember("longest_losing_streak", .count(figures.longestLosingStreak)),
      JSONMember("trades_per_day", .ratio(figures.tradesPerDay)),
    ]
  }

  private func groupMembers() -> [JSONMember] {
    func documents(_ groups: [ResultGroup], _ name: String) -> JSONValue {
      .array(groups.map { $0.json(named: name, in: currency) })
    }
    return [
      JSONMember("sessions", documents(sessionGroups, "session")),
      JSONMember("weekdays", documents(weekdayGroups, "weekday")),
      JSONMember("sides", documents(sideGroups, "side")),
      JSONMember("by_symbol", documents(symbolGroups, "symbol")),
      JSONMember("most_exposure", .money(exposure.mostValue, in: currency)),
      JSONMember("most_margin", .money(exposure.mostMargin, in: currency)),
      JSONMember("drawdowns", drawdowns.json),
      JSONMember("fingerprint", .string(fingerprint)),
    ]
  }
}
