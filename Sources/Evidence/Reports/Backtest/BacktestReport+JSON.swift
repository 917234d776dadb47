package import JSONText
import Statistics
package import TradingCore

extension BacktestReport {
  /// The document of `backtest --json`: the keys of `CLI.md` in its order, and behind them those of its parts;
  /// `merged_sources`, `news` and `benchmark` only where there is one.
  package func json() -> JSONValue {
    .object(
      runMembers() + tradeMembers() + moneyMembers() + riskMembers() + endMembers() + partMembers()
        + sourceMembers())
  }

  private func partMembers() -> [JSONMember] {
    let breakdown = tradeBreakdown
    let benchmark = benchmark.map {
      JSONMember("benchmark", $0.json(start: figures.startBalance, year: figures.year, currency: currency))
    }
    return [
      JSONMember("days_active", .count(days.count)), JSONMember("short_run", .boolean(shortRun.isShort)),
      JSONMember(
        "r_multiples",
        [
          "round_trips": .count(roundTrips), "trades": .count(multiples.values.count),
          "mean": .ratio(multiples.mean), "median": .ratio(multiples.median), "best": .ratio(multiples.best),
          "worst": .ratio(multiples.worst),
        ]),
      JSONMember(
        "sides", .array(ResultGroup.sides(breakdown).map { $0.json(named: "side", in: currency) })),
      JSONMember(
        "by_symbol",
        .array(ResultGroup.symbols(breakdown, symbols).map { $0.json(named: "symbol", in: currency) })),
      JSONMember("most_exposure", .money(exposure.mostValue, in: currency)),
      JSONMember("most_margin", .money(exposure.mostMargin, in: currency)),
      JSONMember("drawdowns", drawdowns?.json ?? .null),
    ] + [benchmark].compactMap { $0 }
  }

  private func runMembers() -> [JSONMember] {
    [
      JSONMember("strategy", .string(strategy)),
      JSONMember("params", .object(params)),
      JSONMember("symbols", .array(symbols.map { .string($0.name) })),
      JSONMember("conversion_symbols", .array(conversionSymbols.map { .string($0.name) })),
      JSONMember("broker", .string(broker)),
      JSONMember("family", .string(family)),
      JSONMember("identity", .string(identity)),
      JSONMember("seed", .unsigned(seed)),
      JSONMember("ticks", .count(figures.ticks)),
      JSONMember("first", .time(figures.first)),
      JSONMember("last", .time(figures.last)),
    ]
  }

  private func sourceMembers() -> [JSONMember] {
    let merged = mergedSources.isEmpty ? [] : [JSONMember("merged_sources", .array(mergedSources))]
    let others = [
      news.map { JSONMember("news", $0) },
      guardDecisions.map { JSONMember("guard", .array($0.map(\.json))) },
    ]
    return merged + others.compactMap { $0 }
  }

  private func tradeMembers() -> [JSONMember] {
    [
      JSONMember("trades", .count(figures.trades)),
      JSONMember("wins", .count(figures.wins)),
      JSONMember("losses", .count(figures.losses)),
      JSONMember("win_rate", .ratio(figures.winRate)),
      JSONMember("profit_factor", .ratio(figures.profitFactor)),
      JSONMember("expectancy", .money(figures.expectancy, in: currency)),
    ]
  }

  private func moneyMembers() -> [JSONMember] {
    [
      JSONMember("start_balance", .money(figures.startBalance, in: currency)),
      JSONMember("end_balance", .money(figures.endBalance, in: currency)),
      JSONMember("net_profit", .money(figures.netProfit, in: currency)),
      JSONMember("gross_profit", .money(figures.grossProfit, in: currency)),
      JSONMember("gross_loss", .money(figures.grossLoss, in: currency)),
      JSONMember("commission", .money(figures.commission, in: currency)),
      JSONMember("swap", .money(figures.swap, in: currency)),
      JSONMember("spread_cost", .money(figures.spreadCost, in: currency)),
      JSONMember("slippage_cost", .money(figures.slippageCost, in: currency)),
    ] + spreadMembers()
  }

  /// The medians of the symbol, where there is one, and those of each.
  private func spreadMembers() -> [JSONMember] {
    let only = spreads.count == 1 ? spreads.first : nil
    return [
      JSONMember("recorded_spread_median", only.map { .string($0.recordedText) } ?? .null),
      JSONMember("traded_spread_median", only.map { .string($0.tradedText) } ?? .null),
      JSONMember("spreads", .array(spreads.map(\.json))),
    ]
  }

  private func riskMembers() -> [JSONMember] {
    [
      JSONMember("max_drawdown", .number(figures.maximumDrawdown)),
      JSONMember("max_drawdown_money", .money(figures.maximumDrawdownMoney, in: currency)),
      JSONMember("trading_days_per_year", .integer(Int64(figures.year.days))),
      JSONMember("sharpe", .ratio(figures.sharpe)),
      JSONMember("sortino", .ratio(figures.sortino)),
      JSONMember("calmar", .ratio(figures.calmar)),
      JSONMember("margin_calls", .count(figures.marginCalls)),
    ]
  }

  private func endMembers() -> [JSONMember] {
    [
      JSONMember("denied_orders", .counts(figures.deniedOrders)),
      JSONMember("rejected_orders", .counts(figures.rejectedOrders)),
      JSONMember("canceled_orders", .count(figures.canceledOrders)),
      JSONMember("canceled_at_end", .count(figures.canceledAtEnd)),
      JSONMember("expired_orders", .count(figures.expiredOrders)),
      JSONMember("fingerprint", .string(fingerprint)),
      JSONMember("elapsed_seconds", .number(figures.elapsedSeconds)),
      JSONMember("ticks_per_second", .number(figures.ticksPerSecond)),
    ]
  }
}

extension SpreadComparison {
  /// The medians of one symbol as price differences.
  package var json: JSONValue {
    [
      "symbol": .string(symbol.name), "recorded_median": .string(recordedText),
      "traded_median": .string(tradedText), "much_smaller": .boolean(isMuchSmaller),
    ]
  }
}

extension BacktestReport.GuardDecision {
  fileprivate var json: JSONValue {
    [
      "verb": .string(verb), "code": .string(code), "rule": .string(rule), "scope": .string(scope),
      "count": .count(count), "first": .string(first.iso8601),
    ]
  }
}
