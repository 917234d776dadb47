import Promotion
import Statistics
import TestSupport
import Testing
import TradingCore

/// What a trade had at stake, by hand: on EUR/USD 1,000 units at 1.10000 are worth 1,100.00, a point 0.01.
@Suite("What was at stake in a trade")
struct TradeStakesTests {
  private func stakes(_ script: Script) throws -> TradeStakes {
    try #require(try script.trades().first?.stakes)
  }

  private func change(
    _ script: inout Script, _ position: ClientOrderID, stop: Int64?, trail: Int64? = nil
  ) {
    let change = ModifyRequest(
      id: ClientOrderID(ordinal: 90), target: .position(position),
      protection: Protection(stopLoss: stop.map(Price.init(points:)), trailPoints: trail))
    script.add(.asked(.modify(change), at: script.time))
  }

  @Test("with one entry it is the way to the stop loss, at the entry as at most")
  func simple() throws {
    var script = try Script()
    let position = try script.open(.buy, 1_000, at: 110_000, stop: 109_900)
    change(&script, position, stop: 109_950)
    try script.close(position, 1_000, at: 110_250)
    let amount = TradeStakes.Amount(toStops: cents(100), value: cents(110_000))
    #expect(try stakes(script) == TradeStakes(entry: amount, most: amount))
  }

  @Test("a stop loss that is moved away is counted where it stood farthest, though it came back")
  func widened() throws {
    var script = try Script()
    let position = try script.open(.sell, 1_000, at: 110_000, stop: 110_100)
    change(&script, position, stop: 111_000)
    change(&script, position, stop: 110_050)
    try script.close(position, 1_000, at: 109_900)
    let stakes = try stakes(script)
    #expect(stakes.entry.toStops == cents(100) && stakes.most.toStops == cents(1_000))
  }

  @Test("one that is taken off for a moment leaves the trade without any")
  func takenOff() throws {
    var script = try Script()
    let position = try script.open(.buy, 1_000, at: 110_000, stop: 109_900)
    change(&script, position, stop: nil)
    change(&script, position, stop: 109_900)
    try script.close(position, 1_000, at: 110_100)
    let stakes = try stakes(script)
    #expect(stakes.entry.toStops == cents(100) && stakes.most.toStops == nil)
  }

  @Test("a stop that follows instead begins at most its distance behind the old one")
  func trailing() throws {
    var script = try Script()
    let position = try script.open(.buy, 1_000, at: 110_000, stop: 109_900)
    change(&script, position, stop: nil, trail: 30)
    try script.close(position, 1_000, at: 110_100)
    #expect(try stakes(script).most.toStops == cents(130))
  }

  @Test("what is added counts at most, not at the entry; what is closed before makes room")
  func added() throws {
    var script = try Script()
    let first = try script.open(.buy, 1_000, at: 110_000, stop: 109_900)
    let second = try script.open(.buy, 2_000, at: 109_950, stop: 109_900)
    try script.close(second, 2_000, at: 110_000)
    let third = try script.open(.buy, 1_000, at: 110_000, stop: 109_950)
    try script.close(first, 1_000, at: 110_100)
    try script.close(third, 1_000, at: 110_100)
    let stakes = try stakes(script)
    #expect(stakes.entry == TradeStakes.Amount(toStops: cents(100), value: cents(110_000)))
    #expect(stakes.most == TradeStakes.Amount(toStops: cents(200), value: cents(329_900)))
  }

  @Test("levels that nobody has looked at are no reason to stop")
  func absurd() throws {
    var script = try Script()
    let position = try script.open(.buy, 1_000, at: 110_000, stop: 109_900)
    change(&script, position, stop: .min)
    change(&script, position, stop: nil, trail: .max)
    change(&script, position, stop: .max)
    try script.close(position, 1_000, at: 110_100)
    #expect(try stakes(script).most.toStops ?? .zero > cents(1_000))
  }

  @Test("in a trade that went nowhere it can't be told")
  func nowhere() throws {
    var script = try Script()
    let position = try script.open(.buy, 1_000, at: 110_000, stop: 109_900)
    try script.close(position, 1_000, at: 110_000)
    #expect(try #require(try script.trades().first).stakes == nil)
  }
}

/// Results as multiples of a stake that was known before them.
@Suite("Multiples of the stake")
struct StakeScaleTests {
  private func trade(_ net: Double, _ entry: Double?, most: Double? = nil, day: Double = 1) -> TradeRisk {
    TradeRisk(
      net: net, entry: .init(toStops: entry, dayMove: day),
      most: .init(toStops: entry == nil ? nil : most ?? entry, dayMove: day))
  }

  private func multiples(_ trades: [TradeRisk], _ rules: StakeRules = StakeRules()) -> [Double] {
    var scale = StakeScale()
    return trades.map { scale.multiple(of: $0, rules) }
  }

  @Test("with stop losses it is the way to them, each trade's own")
  func stopped() { #expect(multiples([trade(2, 1), trade(-3, 3), trade(1, 4)]) == [2, -1, 0.25]) }

  @Test("without one it is a day's move of ten standard deviations, or as many as are asked for")
  func catastrophe() {
    #expect(multiples([trade(2, nil), trade(-10, nil)]) == [0.2, -1])
    #expect(multiples([trade(2, nil)], StakeRules(catastrophe: 20)) == [0.1])
  }

  @Test("a least stake counts whatever a stop loss says")
  func least() { #expect(multiples([trade(2, 1), trade(2, 8)], StakeRules(least: 4)) == [0.5, 0.25]) }

  @Test("once a trade came to more than its entry, the later ones are held against that")
  func grown() {
    // The first loss of a position that was added to is eight times what was known to be at stake.
    #expect(
      multiples([trade(1, 1), trade(-8, 1, most: 8), trade(1, 1), trade(-1, 1)]) == [1, -8, 0.125, -0.125])
    // A win over all that was staked for it.
    #expect(multiples([trade(1, 1, most: 4)]) == [0.25])
  }

  @Test("what can't be told is no win, and as a loss the whole stake")
  func unknown() {
    let trades = [3.0, 0, -0.01].map { TradeRisk(net: $0, entry: nil, most: nil) }
    #expect(multiples(trades) == [0, 0, -1])
    #expect(multiples([trade(1, 0, day: 0)]) == [0])
    // Costs of a trade that went nowhere are held against the stake before, not taken for the whole of it.
    let costs = TradeRisk(net: -0.01, entry: nil, most: nil)
    #expect(multiples([trade(1, 2), costs]) == [0.5, -0.005])
  }
}
