package import TradingCore

/// What a bot's engine has to know of risk between two events: small, and nothing in it where no rule and no lock holds.
///
/// An engine whose view is clear does nothing for risk at a quote. One that is guarded keeps its equity within `band`
/// by narrowing what its marking takes for quiet, wakes at `wakeTime`, and puts to the tree what takes risk.
package struct RiskView: Sendable, Hashable {
  /// Why nothing may be opened, by scope, the widest first.
  package var halts = EntryHalts()
  /// Entries are made at so many millionths of what is asked for.
  package var sizeMillionths = RiskView.wholeSize
  /// The most cautious mode of the bot's scopes.
  package var mode = RiskMode.normal
  /// The worst level of the bot's scopes; `nil` where nobody looks at levels.
  package var level: RiskLevel?
  /// Equities of the bot that are no news.
  package var band = EquityBand.unlimited
  /// When something is due though nothing happens.
  package var wakeTime = Timestamp.distantFuture
  /// Whether any rule or lock holds in the bot's scopes.
  package var isGuarded = false
  /// Whether the bot's marks are to say what it holds.
  package var marksHoldings = false

  /// The size of entries that nothing reduces.
  package static let wholeSize: Int64 = 1_000_000

  /// Nothing holds.
  package static let clear = RiskView()

  /// A view in which nothing holds.
  package init() {}

  /// How much of an order that opens is left by the size factor: a multiple of the step, rounded down.
  ///
  /// - Returns: `nil` where that is less than the least that can be ordered: there is no such entry.
  package func sized(units: Int64, of instrument: Instrument) -> Int64? {
    guard sizeMillionths < Self.wholeSize, units > 0 else { return units }
    let part = Int64(Int128(units) * Int128(sizeMillionths) / Int128(Self.wholeSize))
    let sized = part - part % instrument.stepUnits
    return sized < max(instrument.minimumUnits, 1) ? nil : sized
  }
}

extension RiskTree {
  /// What a bot's engine has to know now; to be read again when `revision` has changed.
  package func view(of bot: String) -> RiskView {
    var view = RiskView()
    guard let place = roster.place(of: bot) else { return view }
    let seat = roster[place]
    for (index, share) in zip(seat.scopes, seat.shares) {
      let scope = scopes[index]
      for lock in scope.locks { view.add(lock, of: seat.member) }
      for mode in scope.modes { view.mode = max(view.mode, mode.value) }
      for size in scope.sizes { view.sizeMillionths = min(view.sizeMillionths, size.value) }
      if let level = scope.level { view.level = max(view.level ?? level, level) }
      view.band = view.band.intersection(share)
      view.wakeTime = min(view.wakeTime, scope.wakeTime)
      view.isGuarded = view.isGuarded || !scope.rules.isEmpty || !scope.locks.isEmpty
      view.marksHoldings = view.marksHoldings || scope.looksAtHoldings
    }
    if view.mode == .observe {
      view.halts.halt(.riskObserve, symbolIndex: nil)
      view.isGuarded = true
    }
    return view
  }

  /// What is left of each limit of a bot's scopes by the last marks, the widest scope first; for people, and for hosts
  /// that look ahead.
  package func allowances(of bot: String) -> [RiskAllowance] {
    guard let place = roster.place(of: bot) else { return [] }
    return roster[place].scopes.flatMap { scopes[$0].allowances(at: now, among: roster) }
  }
}

extension RiskView {
  fileprivate mutating func add(_ lock: RiskLock, of member: RiskMember) {
    guard let symbol = lock.symbol else { return halts.halt(lock.code, symbolIndex: nil) }
    guard let index = member.symbols.firstIndex(of: symbol) else { return }
    halts.halt(lock.code, symbolIndex: index)
  }
}
