import Statistics
import TestSupport
import Testing
import TradingCore

/// What was open and its margin, by hand: 1,000 units of EURUSD at 1.10000 are worth 1,100 USD and bind 11 at 1:100.
@Suite("Exposure and margin over time")
struct ExposureCurveTests {
  private func curve(_ script: Script) -> ExposureCurve {
    var curve = ExposureCurve()
    for event in script.events { curve.take(event, script.account) }
    return curve
  }

  private func usd(_ amount: Int64) -> Money { Money(units: amount * 1_000_000) }

  @Test("an entry adds its value at its price, a close takes it off again")
  func oneTrade() throws {
    var script = try Script()
    let position = try script.open(.buy, 1_000, at: 110_000)
    try script.close(position, 1_000, at: 120_000)
    #expect(
      curve(script).points == [
        .init(time: Known.time(1_000), long: usd(1_100), short: .zero, margin: usd(11)),
        .init(time: Known.time(2_000), long: .zero, short: .zero, margin: .zero),
      ])
  }

  @Test("a part that is closed takes its share, the oldest entry of the position first")
  func parts() throws {
    var script = try Script(.netting)
    let position = try script.open(.buy, 1_000, at: 110_000)
    try script.open(.buy, 1_000, at: 120_000, position: position)
    try script.close(position, 500, at: 120_000)
    try script.close(position, 1_000, at: 120_000)
    let points = curve(script).points
    #expect(points.map(\.long) == [usd(1_100), usd(2_300), usd(1_750), usd(600)])
    #expect(points.map(\.margin) == [usd(11), usd(23), Money(units: 17_500_000), usd(6)])
  }

  @Test("long and short stand apart, and of a symbol's two margins the larger counts")
  func hedge() throws {
    var script = try Script()
    try script.open(.buy, 1_000, at: 110_000)
    try script.open(.sell, 3_000, at: 110_000)
    let last = try #require(curve(script).points.last)
    #expect(last.long == usd(1_100) && last.short == usd(3_300) && last.margin == usd(33))
    #expect(curve(script).mostValue == usd(4_400) && curve(script).mostMargin == usd(33))
  }

  @Test("it says what the account says that it uses, after every fill")
  func account() throws {
    var script = try Script(symbols: ["EURUSD", "GBPUSD"])
    var curve = ExposureCurve()
    var seen = 0
    var generator = SeededGenerator(seed: 15)
    var open: [ClientOrderID] = []
    for step in 0..<200 {
      if open.count > 3 || (!open.isEmpty && Bool.random(using: &generator)) {
        let id = open.remove(at: Int.random(in: 0..<open.count, using: &generator))
        guard let position = script.account.position(id) else { continue }
        try script.close(id, position.quantity.units, at: 110_000 + Int64(step))
      } else {
        let side: OrderSide = Bool.random(using: &generator) ? .buy : .sell
        let units = Int64.random(in: 1...9, using: &generator) * 1_000
        open.append(
          try script.open(
            side, units, at: 110_000 + Int64(step), symbolIndex: Int.random(in: 0...1, using: &generator)))
      }
      for event in script.events[seen...] { curve.take(event, script.account) }
      seen = script.events.count
      #expect(curve.points.last?.margin == script.account.usedMargin, "step \(step)")
    }
  }

  @Test("of many points the most is kept, in bounded memory")
  func bounded() throws {
    var script = try Script()
    for index in 0..<300 {
      let position = try script.open(.buy, index == 137 ? 5_000 : 1_000, at: 110_000)
      try script.close(position, index == 137 ? 5_000 : 1_000, at: 110_000)
    }
    var curve = ExposureCurve(pointLimit: 64)
    for event in script.events { curve.take(event, script.account) }
    #expect(curve.points.count <= 64)
    #expect(curve.mostValue == usd(5_500) && curve.mostMargin == usd(55))
    #expect(curve.points.map(\.time) == curve.points.map(\.time).sorted())
  }

  @Test("of a span what was open at its first instant stays")
  func span() throws {
    var script = try Script()
    let position = try script.open(.buy, 1_000, at: 110_000)
    try script.close(position, 1_000, at: 110_000)
    var curve = curve(script)
    curve.keep(from: Known.time(1_500)) { $0 < Known.time(9_000) }
    #expect(curve.points.map(\.time) == [Known.time(1_500), Known.time(2_000)])
    #expect(curve.points.map(\.long) == [usd(1_100), .zero])
  }
}
