import Backtesting
import BotAssembly
import RiskControl
import TestSupport
import TradingCore
import TradingEngine

extension SeededProperty {
  /// Bots under risk control.
  static let risk = [riskAgreement]

  /// However quotes are dealt out, and whoever is beside it, a bot under limits does the same.
  package static let riskAgreement = SeededProperty(
    "risk_agreement",
    "slab by slab, event by event and live, stopped or not, limits find the same and bots do the same",
    seen: "actions"
  ) { seed in
    let session = RiskSession(seed: seed)
    var random = SeededGenerator(seed: seed &+ 5)
    let count = session.session.quotes.count
    let slabs = try session.run(session.groups(), ends: [])
    var faults: [String] = []
    func compare(_ result: RiskResult, _ name: String) {
      faults += result.differences(from: slabs).map { "\(name): \($0)" }
    }
    let ends = (0..<count / 7).map { _ in Int.random(in: 1..<count, using: &random) }
    compare(try session.run(session.groups(), ends: ends), "stretches")
    let resumed = try session.run(session.groups(), ends: Array(ends.prefix(3))) { groups, _ in
      groups = try session.resumed(groups)
    }
    compare(resumed, "resumed")
    let live = try session.live()
    compare(live.result, "live")
    faults += live.faults
    if session.sharing == .nothing {
      let crowd = try session.run(session.groups(isCrowded: true), ends: [])
      for name in slabs.results.keys where crowd.results[name] != slabs.results[name] {
        faults.append("\(name) does otherwise beside others")
      }
    }
    if session.words.isEmpty { try faults += session.backtestFaults(slabs) }
    return Outcome(faults: faults, seen: slabs.actions.values.reduce(0) { $0 + $1.count })
  }
}

extension RiskSession {
  /// One quote at a time, with ticks of the clock between two quotes wherever nothing is due; and whether the loss that
  /// bots share was found at the very quote that brought it about.
  fileprivate func live() throws -> (result: RiskResult, faults: [String]) {
    var faults: [String] = []
    let quotes = session.quotes
    let result = try run(groups(), ends: Array(quotes.indices)) { groups, place in
      faults += lossFaults(groups, at: quotes[place - 1].eventTime)
      let (from, to) = (quotes[place - 1].eventTime, quotes[place].eventTime)
      let middle = from.advanced(by: (to.nanoseconds - from.nanoseconds) / 2)
      guard middle > from, middle < to else { return }
      for group in groups where middle < group.dueTime { group.passTime(to: middle) }
    }
    return (result, faults)
  }

  /// A shared loss at or beyond the limit has to have been found by now, while the first day lasts and nobody has
  /// unlocked anything.
  private func lossFaults(_ groups: [BotGroup], at time: Timestamp) -> [String] {
    guard let shared, words.isEmpty, time < firstReset else { return [] }
    for group in groups {
      let members = group.members.filter { $0.place.lies(in: shared.scope) }
      guard !members.isEmpty else { continue }
      let equity = members.reduce(0) { $0 + $1.bot.mark(of: "").equity.units }
      let start = Int64(members.count) * session.startBalance.units
      let isLocked = group.locks.contains { $0.scope == shared.scope && $0.lock.code == .dailyLoss }
      if equity <= start - shared.loss.units, !isLocked {
        return ["a loss of \(start - equity) at \(time.iso8601) was not found"]
      }
    }
    return []
  }

  /// The same as a backtest over a stream, on one thread and on three.
  fileprivate func backtestFaults(_ expected: RiskResult) throws -> [String] {
    try [1, 3].flatMap { threads in
      let groups = try self.groups()
      var backtest = Backtest(groups: groups, threads: threads)
      var stream = MemoryStream(session.quotes, stretch: 64)
      try backtest.run(&stream)
      return groups.flatMap { group in
        group.members.compactMap { member in
          let result = expected.results[member.place.bot]
          return member.bot.state.record.fingerprint.text == result?.fingerprint
            ? nil : "\(member.place.bot) does otherwise in a backtest on \(threads) threads"
        }
      }
    }
  }
}
