import TickStore
package import TradingCore

/// Watches a live feed and says when entries must stop and may go on: lost, stale or late quotes, a clock that jumps.
///
/// It fails closed: every symbol starts halted, and only a current quote of its own ends a halt. It is a state
/// machine without I/O: clocks and quotes are told to it, changes are returned in the order in which to record them,
/// before the quote that caused them.
package struct FeedWatch: Sendable {
  private struct Watched {
    let symbol: Symbol
    let hours: OpenHours
    var halts: FeedHalts = .lost
    /// The stamp of the last quote.
    var eventTime: Timestamp?
    /// Monotonic time since which an open market is silent.
    var quietSince: Int64 = 0
    /// A quote came since the last look at the clocks.
    var wasHeard = false
  }

  /// What counts as too long.
  package let limits: FeedLimits
  /// Whether the feed is there.
  package private(set) var isConnected = false

  private var watched: [Watched]
  private var lostAt: Int64?
  private var lastLook: (now: Timestamp, monotonic: Int64)?
  /// The distrust of a clock that jumped, if any.
  private var distrust: Distrust?

  private struct Distrust {
    var sane = 0
    var saneSince: Int64 = 0
  }

  /// A watch over symbols, by index, before the feed is connected.
  package init(symbols: [(symbol: Symbol, hours: TradingHours)], limits: FeedLimits = FeedLimits()) {
    self.limits = limits
    watched = symbols.map { Watched(symbol: $0.symbol, hours: OpenHours($0.hours)) }
  }

  /// Why entries of a symbol are halted; empty when they are not.
  package func halts(symbolIndex: Int) -> FeedHalts {
    distrust == nil ? watched[symbolIndex].halts : watched[symbolIndex].halts.union(.clock)
  }

  /// The halts of any symbol.
  package var allHalts: FeedHalts {
    watched.indices.reduce(into: FeedHalts()) { $0.formUnion(halts(symbolIndex: $1)) }
  }

  /// The feed is there. Entries wait for each symbol's first current quote.
  package mutating func connected(monotonic: Int64) -> [FeedTransition] {
    guard !isConnected else { return [] }
    isConnected = true
    for index in watched.indices { watched[index].quietSince = monotonic }
    let text = lostAt.map { "back after \(Self.seconds(monotonic - $0))" } ?? "connected"
    lostAt = nil
    return [FeedTransition(.connected, isOn: false, text)]
  }

  /// The feed is gone, for a reason.
  package mutating func disconnected(monotonic: Int64, reason: String) -> [FeedTransition] {
    guard isConnected else { return [] }
    isConnected = false
    lostAt = monotonic
    let wasOpen = watched.indices.contains { halts(symbolIndex: $0).isEmpty }
    for index in watched.indices { watched[index].halts.insert(.lost) }
    var changes = [FeedTransition(.lost, isOn: true, reason)]
    if wasOpen { changes.append(FeedTransition(.entriesHalted, isOn: true, "feed lost")) }
    return changes
  }

  /// A quote of a symbol, as sent, and when it arrived.
  package mutating func quote(
    symbolIndex: Int, eventTime: Timestamp, receivedAt: Timestamp
  ) -> [FeedTransition] {
    guard isConnected else { return [] }
    let before = halts(symbolIndex: symbolIndex)
    var changes = gap(symbolIndex, to: eventTime)
    let lag = receivedAt.nanoseconds.subtractingSaturating(eventTime.nanoseconds)
    let isSane = lag.magnitude <= limits.lateAfter.magnitude
    watched[symbolIndex].eventTime = eventTime
    watched[symbolIndex].wasHeard = true
    changes += isSane ? current(symbolIndex, lag) : late(symbolIndex, lag)
    let trusted = trust(isSane: isSane)
    changes += trusted.news
    return changes + entries(symbolIndex, before: before) + trusted.resumed(besides: symbolIndex)
  }

  /// A look at the wall clock and the monotonic one (nanoseconds), some times a second.
  package mutating func clock(now: Timestamp, monotonic: Int64) -> [FeedTransition] {
    var changes = jump(now: now, monotonic: monotonic)
    lastLook = (now, monotonic)
    for index in watched.indices { changes += look(index, now: now, monotonic: monotonic) }
    if let distrust, distrust.sane > 0, monotonic - distrust.saneSince >= limits.saneTime {
      let trusted = endDistrust("\(distrust.sane) sane quotes in \(Self.seconds(limits.saneTime))")
      changes += trusted.news + trusted.resumed(besides: nil)
    }
    return changes
  }
}

extension FeedWatch {
  private mutating func gap(_ index: Int, to time: Timestamp) -> [FeedTransition] {
    guard let last = watched[index].eventTime,
      time.nanoseconds.subtractingSaturating(last.nanoseconds) > limits.gapAfter
    else { return [] }
    // A stamp from another century is no reason to walk through its calendar.
    let end = min(time, last.advanced(by: 31 * Timestamp.day))
    let silence = watched[index].hours.openNanoseconds(from: last, to: end)
    guard silence > limits.gapAfter else { return [] }
    let text = "no quote for \(Self.seconds(silence)) of open market, from \(last.iso8601) to \(time.iso8601)"
    return [FeedTransition(.gap, symbolIndex: index, isOn: false, text)]
  }

  private mutating func current(_ index: Int, _ lag: Int64) -> [FeedTransition] {
    var changes: [FeedTransition] = []
    let halts = watched[index].halts
    if halts.contains(.late) {
      changes.append(
        FeedTransition(.late, symbolIndex: index, isOn: false, "quotes are \(Self.lag(lag)) again"))
    }
    if !halts.isDisjoint(with: [.lost, .stale]) {
      changes.append(
        FeedTransition(.fresh, symbolIndex: index, isOn: false, "a current quote, \(Self.lag(lag))"))
    }
    watched[index].halts = []
    return changes
  }

  private mutating func late(_ index: Int, _ lag: Int64) -> [FeedTransition] {
    guard watched[index].halts.insert(.late).inserted else { return [] }
    let text = "a quote is \(Self.lag(lag)), \(Self.seconds(limits.lateAfter)) are allowed"
    return [FeedTransition(.late, symbolIndex: index, isOn: true, text)]
  }

  /// Whether a symbol is silent for too long; silence counts from the later of its last quote, the market's opening
  /// and the connection, as seen by the looks at the clock.
  private mutating func look(_ index: Int, now: Timestamp, monotonic: Int64) -> [FeedTransition] {
    if watched[index].wasHeard || !watched[index].hours.isOpen(at: now) {
      watched[index].quietSince = monotonic
      watched[index].wasHeard = false
    }
    let silence = monotonic - watched[index].quietSince
    guard isConnected, silence > limits.staleAfter, !watched[index].halts.contains(.stale) else { return [] }
    let before = halts(symbolIndex: index)
    watched[index].halts.insert(.stale)
    let text = "no quote for \(Self.seconds(silence)), \(Self.seconds(limits.staleAfter)) are allowed"
    return [FeedTransition(.stale, symbolIndex: index, isOn: true, text)] + entries(index, before: before)
  }

  private mutating func jump(now: Timestamp, monotonic: Int64) -> [FeedTransition] {
    guard let last = lastLook else { return [] }
    let moved = now.nanoseconds.subtractingSaturating(last.now.nanoseconds)
    let jump = moved.subtractingSaturating(monotonic - last.monotonic)
    guard jump.magnitude > limits.clockTolerance.magnitude else { return [] }
    let wasOpen = watched.indices.contains { halts(symbolIndex: $0).isEmpty }
    distrust = Distrust()
    let direction = jump < 0 ? "back" : "ahead"
    let distance = jump < 0 ? Int64(0).subtractingSaturating(jump) : jump
    let text = "the clock was set \(direction) by \(Self.seconds(distance)), to \(now.iso8601)"
    var changes = [FeedTransition(.clockJump, isOn: true, text)]
    if wasOpen { changes.append(FeedTransition(.entriesHalted, isOn: true, "clock jumped")) }
    return changes
  }

  private mutating func trust(isSane: Bool) -> Trusted {
    guard var doubt = distrust else { return Trusted() }
    if isSane, doubt.sane == 0 { doubt.saneSince = lastLook?.monotonic ?? 0 }
    doubt.sane = isSane ? doubt.sane + 1 : 0
    distrust = doubt
    guard doubt.sane >= limits.saneQuotes else { return Trusted() }
    return endDistrust("\(doubt.sane) sane quotes in a row")
  }

  /// What the end of the distrust brings: the news, and symbols whose last halt it was.
  private struct Trusted {
    var news: [FeedTransition] = []
    var free: [Int] = []

    func resumed(besides index: Int?) -> [FeedTransition] {
      free.filter { $0 != index }.map {
        FeedTransition(.entriesResumed, symbolIndex: $0, isOn: false, "the clock is trusted again")
      }
    }
  }

  private mutating func endDistrust(_ evidence: String) -> Trusted {
    distrust = nil
    return Trusted(
      news: [FeedTransition(.clockJump, isOn: false, "trusted again: \(evidence)")],
      free: watched.indices.filter { watched[$0].halts.isEmpty })
  }

  /// The first halt of a symbol, or the end of its last one.
  private func entries(_ index: Int, before: FeedHalts) -> [FeedTransition] {
    let after = halts(symbolIndex: index)
    if before.isEmpty, !after.isEmpty {
      return [FeedTransition(.entriesHalted, symbolIndex: index, isOn: true, after.text)]
    }
    if !before.isEmpty, after.isEmpty {
      return [FeedTransition(.entriesResumed, symbolIndex: index, isOn: false, "over: \(before.text)")]
    }
    return []
  }

  private static func lag(_ nanoseconds: Int64) -> String {
    nanoseconds < 0
      ? "stamped \(seconds(Int64(0).subtractingSaturating(nanoseconds))) ahead of the clock"
      : "\(seconds(nanoseconds)) old"
  }

  private static func seconds(_ nanoseconds: Int64) -> String {
    DecimalText.format(nanoseconds / Timestamp.millisecond, digits: 3) + " s"
  }
}

extension Int64 {
  /// The difference, at the ends of the range instead of beyond them.
  fileprivate func subtractingSaturating(_ other: Int64) -> Int64 {
    let (difference, overflowed) = subtractingReportingOverflow(other)
    return overflowed ? (self < other ? .min : .max) : difference
  }
}
