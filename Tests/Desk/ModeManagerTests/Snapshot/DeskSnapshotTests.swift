import Foundation
import Journal
import JSONText
@testable import ModeManager
import TestSupport
import Testing
import TradingCore

@Suite("What a desk shows of itself")
struct DeskSnapshotTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private static let time = Timestamp(nanoseconds: 1_767_571_200_123_000_000)

  private var snapshot: DeskSnapshot {
    DeskSnapshot(
      takenAt: Self.time, process: 4_711, session: 7, kind: .feed,
      progress: DeskProgress(
        quotes: 12_345, lastTime: Self.time, lagNanoseconds: -1_500, feed: "connected", dropped: 3),
      bots: [
        DeskSnapshot.Bot(
          id: "trend", mode: .paper, failure: nil, currency: "USD", balance: "1000.00", equity: "999.125",
          usedMargin: "11.50", lastTick: Self.time,
          halts: [.init(code: "feed_stale", symbol: "EURUSD"), .init(code: "bot_paused", symbol: nil)],
          positions: [
            .init(
              order: 3, symbol: "EURUSD", side: .sell, lots: "0.10", openTime: Self.time,
              openPrice: "1.08750", stopLoss: "1.09000", takeProfit: nil, result: "-0.875")
          ],
          orders: [
            .init(
              order: 4, symbol: "EURUSD", side: .buy, type: "stop_limit", lots: "0.20", price: "1.09000",
              limitPrice: "1.09010", expiry: nil, stopLoss: nil, takeProfit: "1.10000")
          ]),
        DeskSnapshot.Bot(
          id: "idle", mode: .demo, failure: "overflow", currency: "JPY", balance: "0.00", equity: "0.00",
          usedMargin: "0.00", lastTick: nil, halts: [], positions: [], orders: []),
      ],
      climate: [
        DeskSnapshot.Climate(
          symbol: "EURUSD",
          readings: [
            ClimateReading(
              timeframe: .m1, at: Self.time, regime: .highChaos, since: Self.time, chaos: 0.84, quality: 0.5,
              efficiencyRatio: 0.25, permutationEntropy: 1, jumpShare: 0, volatilityPercentile: 0.97,
              volatilityBasis: .hourOfDay, direction: -1),
            ClimateReading(
              timeframe: .h4, at: Self.time, regime: .unknown, since: Self.time, unknownReason: .shortHistory),
          ])
      ])
  }

  @Test("what a run shows as open is what the journal has of it behind the run")
  func openBook() throws {
    let home = try LadderHome()
    let desk = try home.run("W", quotes: 5)
    let shown = try #require(desk.snapshot(DeskProgress()).bots.first)
    #expect(shown.positions.count == 1 && shown.orders.map(\.price) == ["1.05000"])
    let row = try #require(try home.rows.last)
    #expect(try OpenBook(of: row, home.journal) == OpenBook(shown))
  }

  @Test("is read as it was written, whatever it holds")
  func roundTrip() throws {
    let text = snapshot.json.compactText
    #expect(try DeskSnapshot(json: JSONValue(json: Array(text.utf8))) == snapshot)
  }

  @Test("of a program from before there was a climate is read, without one")
  func older() throws {
    guard case .object(let members) = snapshot.json else { return #expect(Bool(false)) }
    var expected = snapshot
    expected.climate = []
    #expect(try DeskSnapshot(json: .object(members.filter { $0.name != "climate" })) == expected)
  }

  @Test(
    "names the member that is missing or something else",
    arguments: [
      ("\"process\":4711", "\"process\":\"4711\"", "process"),
      ("\"equity\":\"999.125\"", "\"equity\":999.125", "bots[0].equity"),
      ("\"side\":\"sell\"", "\"side\":\"short\"", "bots[0].positions[0].side"),
      ("\"type\":\"stop_limit\",", "", "bots[0].orders[0].type"),
      ("\"taken_at\":\"2026-01-05T00:00:00.123Z\"", "\"taken_at\":\"yesterday\"", "taken_at"),
    ])
  func faults(_ part: String, _ other: String, _ member: String) throws {
    let text = snapshot.json.compactText
    try #require(text.contains(part), "\(text)")
    let changed = text.replacingOccurrences(of: part, with: other)
    let fault = #expect(throws: SnapshotFault.self) {
      try DeskSnapshot(json: JSONValue(json: Array(changed.utf8)))
    }
    #expect(fault?.member == member)
  }

  @Test("of a later version is refused")
  func laterVersion() throws {
    let changed = snapshot.json.compactText.replacingOccurrences(of: "\"version\":1", with: "\"version\":2")
    #expect(throws: LaterVersion.self) { try DeskSnapshot(json: JSONValue(json: Array(changed.utf8))) }
  }

  @Test("is nothing in a home without a run")
  func absent() throws {
    #expect(try SnapshotFile(home: folder.path).read() == nil)
  }

  @Test("is whole for whoever reads it while it is replaced, and gone when the run is")
  func whole() async throws {
    let (file, one) = (SnapshotFile(home: folder.path), snapshot)
    try file.write(one)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        for second in 0..<200 {
          var next = one
          next.takenAt = Self.time.advanced(by: Int64(second) * Timestamp.second)
          try file.write(next)
        }
      }
      group.addTask {
        for _ in 0..<200 {
          let bots = try file.read()?.bots
          #expect(bots == one.bots)
        }
      }
      try await group.waitForAll()
    }
    file.remove()
    #expect(try file.read() == nil)
    #expect(try folder.names().isEmpty)
  }
}
