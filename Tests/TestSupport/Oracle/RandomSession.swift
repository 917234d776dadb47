package import TradingCore

/// A random stream of quotes with a random order file and profile, the same for the same seed everywhere.
///
/// 50 to 400 quotes with several at one time, gaps, locked and crossed ones and sometimes a weekend; 5 to 40
/// rows of every action, most of them sensible and some not. Rows are in order of time, their ids are not. With
/// gaps one quote in four jumps, more orders are stops, and levels are near: entries gap beyond them.
package struct RandomSession: Sendable {
  /// What it was made from.
  package let seed: UInt64
  /// EURUSD, and XAUUSD for every fourth seed.
  package let instrument: Instrument
  /// In order of time; as recorded, before the spread model.
  package let quotes: [Quote]
  /// In order of time.
  package let rows: [OracleRow]
  /// The profile.
  package let settings: OracleSettings

  /// The session of a seed. With `isReference` the profile is `reference` as it stands.
  package init(seed: UInt64, isReference: Bool = false, hasGaps: Bool = false) {
    let symbol = Symbol(seed % 4 == 3 ? "XAUUSD" : "EURUSD")
    guard let symbol, let instrument = InstrumentCatalog.standard[symbol] else {
      preconditionFailure("the standard catalog has EURUSD and XAUUSD")
    }
    var maker = RandomSessionMaker(seed: seed, instrument: instrument, hasGaps: hasGaps)
    let drawn = maker.settings()
    self.seed = seed
    self.instrument = instrument
    settings = isReference ? OracleSettings() : drawn
    quotes = maker.quotes()
    rows = maker.rows(quotes)
  }

  /// What the independent calculation says of it.
  package func expected() -> OracleResult {
    OracleScripted.run(quotes: quotes, rows: rows, instrument: instrument, settings: settings)
  }

  /// The order file.
  package var csv: String { OracleRow.csv(rows, instrument: instrument) }
}

/// Draws the parts of a session.
private struct RandomSessionMaker {
  var random: SeededGenerator
  let instrument: Instrument
  /// Points per step of the walk: gold moves in tens of points.
  let scale: Int64
  let hasGaps: Bool
  /// Small account and large orders, so that margin matters.
  var isTight = false

  init(seed: UInt64, instrument: Instrument, hasGaps: Bool) {
    self.hasGaps = hasGaps
    random = SeededGenerator(seed: seed)
    self.instrument = instrument
    scale = instrument.digits == 5 ? 1 : 10
  }

  mutating func number(_ range: ClosedRange<Int64>) -> Int64 { Int64.random(in: range, using: &random) }

  mutating func chance(_ percent: Int64) -> Bool { number(1...100) <= percent }

  mutating func pick<T>(_ choices: [T]) -> T { choices[Int(number(0...Int64(choices.count - 1)))] }

  // MARK: Profile

  mutating func settings() -> OracleSettings {
    var settings = OracleSettings()
    isTight = chance(25)
    if isTight {
      settings.startBalance = number(100...300) * 1_000_000
      settings.leverage = pick([500, 1_000, 2_000])
    } else {
      settings.startBalance = number(200...10_000) * 1_000_000
      settings.leverage = pick([30, 100, 500])
    }
    settings.stopOutPercent = pick([50, 50, 20, 100])
    settings.commissionPerLot = pick([3_500_000, 3_500_000, 0, 3_333_333])
    if chance(50) { settings.latency = pick([1, 5, 50, 200, 1_000]) * Timestamp.millisecond }
    if chance(20) { settings.latencyRule = .firstAfter }
    settings.spread = pick([.recorded, .recorded, .fixed(7 * scale), .markup(3 * scale), .floor(9 * scale)])
    settings.slippagePoints = pick([0, 0, 3, -1])
    settings.limitsFillAtQuote = chance(15)
    return settings
  }

  // MARK: Quotes

  mutating func quotes() -> [Quote] {
    let count = Int(number(50...400))
    // Thursday 15:00 UTC and up to 30 hours on: the weekend starts on Friday 22:00.
    var time = Timestamp(milliseconds: 1_704_985_200_000 + number(0...108_000_000))
    let weekendAt = chance(60) ? Int(number(1...Int64(count - 1))) : count
    var mid: Int64 = instrument.digits == 5 ? 110_000 : 2_000_000
    var wasCrossed = false
    var result: [Quote] = []
    for index in 0..<count {
      if index == weekendAt {
        time = afterWeekend(time)
        mid += number(-200...200) * scale
      } else if index > 0 {
        time = time.advanced(by: step() * Timestamp.millisecond)
      }
      mid += number(-5...5) * scale
      if chance(hasGaps ? 25 : 4) { mid += number(-100...100) * scale }
      wasCrossed = chance(wasCrossed ? 40 : 5)
      let spread = wasCrossed ? -number(1...12) * scale : chance(6) ? 0 : number(1...20) * scale
      let bid = mid - spread / 2
      result.append(
        Quote(eventTime: time, bid: Price(points: bid), ask: Price(points: bid + spread)))
    }
    return result
  }

  /// Milliseconds to the next quote.
  private mutating func step() -> Int64 {
    switch number(1...100) {
    case ...12: 0
    case ...80: number(1...500)
    case ...96: number(500...30_000)
    default: number(30_000...1_200_000)
    }
  }

  private mutating func afterWeekend(_ time: Timestamp) -> Timestamp {
    // The market opens 48 hours after it closes; gold another hour after that.
    var close = NewYorkCalendar.nextRoll(after: time)
    while TradingHours.fxWeek.isOpen(at: close) { close = NewYorkCalendar.nextRoll(after: close) }
    return close.advanced(by: (49 * 3_600 + number(0...600)) * Timestamp.second)
  }

  // MARK: Rows

  mutating func rows(_ quotes: [Quote]) -> [OracleRow] {
    let count = Int(number(5...40))
    let ids = Array(1...count).shuffled(using: &random)
    let times = (0..<count).map { _ in rowTime(quotes) }.sorted()
    var result: [OracleRow] = []
    for index in 0..<count {
      let more: [OracleAction] = hasGaps ? [.buyStop, .sellStop, .buyStop, .sellStop] : []
      let action = pick(OracleAction.allCases + [.buy, .sell, .close] + more)
      if action.side == nil {
        let earlier = result.filter { $0.action.side != nil }.map(\.id)
        let id = earlier.isEmpty || chance(8) ? Int(number(1...60)) : pick(earlier)
        result.append(OracleRow(time: times[index], id: id, action: action))
      } else {
        result.append(opening(action, id: ids[index], time: times[index], quotes: quotes))
      }
    }
    return result
  }

  /// Mostly a quote's own time, sometimes a little beside it.
  private mutating func rowTime(_ quotes: [Quote]) -> Timestamp {
    let time = pick(quotes).eventTime
    return chance(60) ? time : time.advanced(by: number(-40...40) * Timestamp.millisecond)
  }

  private mutating func opening(
    _ action: OracleAction, id: Int, time: Timestamp, quotes: [Quote]
  ) -> OracleRow {
    let met = quotes.first { $0.eventTime >= time } ?? quotes[quotes.count - 1]
    let isBuy = action.side == .buy
    var row = OracleRow(time: time, id: id, action: action, units: size())
    var reference = isBuy ? met.bid.points : met.ask.points
    if action != .buy, action != .sell {
      let isBelow = action == .buyLimit || action == .sellStop
      let distance = (chance(85) ? number(0...40) : -number(0...100)) * scale
      reference = (isBuy ? met.ask.points : met.bid.points) + (isBelow ? -distance : distance)
      row.price = reference
    }
    let up: Int64 = isBuy ? 1 : -1
    if chance(50) { row.stopLoss = reference - up * distance() }
    if chance(50) { row.takeProfit = reference + up * distance() }
    if chance(25) { row.trailPoints = number(3...60) * scale }
    if chance(row.price == nil ? 5 : 35) { row.expiry = expiry(after: time, quotes) }
    return row
  }

  /// Points to a stop loss or take profit; sometimes nothing or on the wrong side.
  private mutating func distance() -> Int64 {
    (chance(90) ? number(1...(hasGaps ? 20 : 80)) : -number(0...30)) * scale
  }

  private mutating func size() -> Int64 {
    let step = instrument.stepUnits
    if chance(2) { return instrument.maximumUnits + step }
    if step > 1, chance(3) { return pick([step / 2, step + step / 2]) }
    return number(1...(isTight ? 100 : 10)) * step
  }

  /// A later quote's own time, some time after, or rarely the past.
  private mutating func expiry(after time: Timestamp, _ quotes: [Quote]) -> Timestamp {
    if chance(10) { return time.advanced(by: -number(1...5_000) * Timestamp.millisecond) }
    let later = quotes.map(\.eventTime).filter { $0 >= time }
    if !later.isEmpty, chance(60) { return pick(Array(later.prefix(80))) }
    return time.advanced(by: number(0...60_000) * Timestamp.millisecond)
  }
}
