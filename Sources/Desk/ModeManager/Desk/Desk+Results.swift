package import TradingCore
import BotAssembly
import Journal
import TradingEngine

/// How a bot stands at the end of a run.
package struct HostedBotResult: Sendable, Hashable {
  /// Its id.
  package var id: String
  /// The mode that its evidence is of.
  package var mode: TradingMode
  /// What `bot show` tells of it.
  package var summary: EvidenceSummary
  /// Its fills so far under its identity.
  package var fills: Int
  /// The fingerprint over them, 64 hex digits.
  package var fingerprint: String
  /// Why it does nothing any more, `nil` while it works.
  package var failure: String?
}

extension Desk {
  /// Every bot that takes part, in order of id.
  package var results: [HostedBotResult] {
    crew.bots.map { bot in
      HostedBotResult(
        id: bot.id, mode: evidence[bot.id]?.mode ?? .paper, summary: bot.summary,
        fills: bot.runner.state.record.fillCount,
        fingerprint: bot.runner.state.record.fingerprint.text, failure: bot.failure)
    }
  }

  /// How many bots take part.
  package var botCount: Int { crew.bots.count }

  /// Fills of all bots so far.
  package var fillCount: Int { crew.bots.reduce(0) { $0 + $1.runner.state.record.fillCount } }

  /// Equity by currency, summed over the bots.
  package var equity: [StatusLine.Equity] {
    var sums: [(currency: Currency, units: Int64)] = []
    for bot in crew.bots {
      let units = bot.runner.state.account.equity.units
      if let index = sums.firstIndex(where: { $0.currency == bot.currency }) {
        sums[index].units = sums[index].units.addingReportingOverflow(units).partialValue
      } else {
        sums.append((bot.currency, units))
      }
    }
    return sums.map { StatusLine.Equity(Money(units: $0.units), $0.currency) }
  }
}
