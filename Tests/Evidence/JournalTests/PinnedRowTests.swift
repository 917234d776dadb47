import Foundation
import GRDB
import TestSupport
import Testing
import TradingCore

@testable import Journal

/// What the journal's file holds, as a later program has to read it.
@Suite("Bytes and tables that stay")
struct PinnedRowTests {
  private static func id(_ ordinal: UInt64) -> ClientOrderID { ClientOrderID(ordinal: ordinal) }
  private static func price(_ points: Int64) -> Price { Price(points: points) }
  private static let time = Known.time(0)
  private static let lot = Quantity(units: 100_000)

  /// One event of every kind, with every part that can be there and some that are left out.
  private static let events: [BotEvent] = {
    let orders = [
      OrderRequest(
        id: id(1), symbolIndex: 0, side: .buy, quantity: lot,
        protection: Protection(
          stopLoss: price(109_500), takeProfit: price(110_900), trailPoints: 300,
          breakEven: BreakEven(triggerPoints: 120, offsetPoints: -5))),
      OrderRequest(
        id: id(2), symbolIndex: 1, side: .sell, quantity: Quantity(units: 30), kind: .limit(price(111_000)),
        timeInForce: .goodTill(time.advanced(by: Timestamp.day))),
      OrderRequest(
        id: id(3), symbolIndex: 0, side: .buy, quantity: lot, kind: .stop(price(111_500)), timeInForce: .day),
      OrderRequest(
        id: id(4), symbolIndex: 0, side: .sell, quantity: lot,
        kind: .stopLimit(stop: price(109_000), limit: price(108_990)), timeInForce: .immediateOrCancel),
      OrderRequest(id: id(5), symbolIndex: 0, side: .buy, quantity: lot, timeInForce: .fillOrKill),
    ]
    let fill = Fill(
      ordinal: 1, order: id(1), position: id(1), symbolIndex: 0, eventTime: time.advanced(by: 150_000_000),
      side: .buy,
      quantity: lot, price: price(110_008), reason: .entry, commission: Money(units: 3_500_000),
      spreadCost: Money(units: 400_000), slippageCost: Money(units: -100_000))
    let trade = ClosedTrade(
      ordinal: 1, symbolIndex: 0, side: .buy, quantity: lot, position: id(1), openTime: fill.eventTime,
      openPrice: price(110_008), closeTime: time.advanced(by: Timestamp.minute), closePrice: price(110_108),
      grossResult: Money(units: 100_000_000), commission: Money(units: 7_000_000),
      swap: Money(units: -650_000),
      spreadCost: Money(units: 800_000), slippageCost: .zero, exitReason: .takeProfit,
      maximumAdverseExcursion: Money(units: -4_000_000), maximumFavorableExcursion: Money(units: 101_000_000),
      netResult: Money(units: 92_350_000))
    return orders.map { .asked(.submit($0), at: time) } + [
      .denied(
        Denial(
          order: id(5), code: .volumeAboveLimit, layer: "risk", limit: "at most 5.00 lots",
          value: "6.00 lots",
          cycle: 77), at: time),
      .accepted(id(2), at: time), .delayed(id(3), at: time), .filled(fill),
      .rejected(Rejection(order: id(4), code: .stopAlreadyPassed, eventTime: time)),
      .asked(.modify(ModifyRequest(id: id(6), target: .position(id(1)), protection: .none)), at: time),
      .asked(
        .modify(
          ModifyRequest(
            id: id(7), target: .order(id(2)), price: price(111_100), limitPrice: price(111_090),
            protection: Protection(stopLoss: price(112_000)))), at: time),
      .asked(.close(CloseRequest(id: id(8), position: id(1), quantity: Quantity(units: 40_000))), at: time),
      .asked(.close(CloseRequest(id: id(9), position: id(1))), at: time), .asked(.cancel(id(2)), at: time),
      .canceled(id(2), at: time), .expired(id(3), at: time), .marginCall(time), .closed(trade),
    ]
  }()

  @Test("a batch with an event of every kind")
  func batch() throws {
    let bytes = BotEventBatch.encode(Self.events, evidence: 12, firstNumber: 1_001)
    #expect(Hexadecimal.text(bytes) == Self.batch)
    let stored = try #require(Hexadecimal.bytes(Self.batch))
    #expect(try BotEventBatch.decode(stored).events == Self.events)
  }

  private static let batch =
    "0118e907130180809cddcca6fda82f020000c09a0c0ff8ae0df015d804f001090100022502839a0cc8018080f89492a52700"
    + "0100020a00849a0ce807000100022f0000872713000100021000000006000012766f6c756d655f61626f76655f6c696d6974"
    + "047269736b116174206d6f737420352e3030206c6f747309362e3030206c6f74734d0700050800020b80c6868f0103000001"
    + "000000f40fc09fab0380ea30bf9a0c0cffc5868f01061373746f705f616c72656164795f7061737365640400040109000400"
    + "0c0609881113019c0e03000c0dbfa9070200100f0500020900000a00020d000e80e0ba84bf030300030100c0a907ff99b4f5"
    + "bd038f1fc8018084af5f80bfd6069fac4f80d46100ffa3e803808da96000"

  @Test(
    "a new database has these tables; the golden home has those of its schema, and these once it is written to"
  )
  func schema() throws {
    let new = try PinnedText.difference(of: try schema(of: nil), from: "schema-4.txt")
    #expect(new == nil)
    let fixture = try JournalFixture()
    let golden = PackageRoot.path(of: "Tests/Fixtures/home-1/home")
    try FileManager.default.copyItem(atPath: golden, toPath: fixture.home)
    let old = try PinnedText.difference(of: try schema(of: fixture), from: "schema.txt")
    #expect(old == nil)
    _ = try fixture.journal(.open)
    let migrated = try PinnedText.difference(of: try schema(of: fixture), from: "schema-4.txt")
    #expect(migrated == nil)
    let third = try JournalFixture()
    try third.filled()
    try third.makeSchema3()
    #expect(try PinnedText.difference(of: try schema(of: third), from: "schema-3.txt") == nil)
    #expect(third.openingError(.readOnly) == nil)
    _ = try third.journal(.open)
    #expect(try PinnedText.difference(of: try schema(of: third), from: "schema-4.txt") == nil)
  }

  /// The text of each table, index and trigger on one line, and what marks the file.
  private func schema(of fixture: JournalFixture?) throws -> [String] {
    let fixture = try fixture ?? JournalFixture()
    if !FileManager.default.fileExists(atPath: fixture.database) { _ = try fixture.filled() }
    return try DatabaseQueue(path: fixture.database).read { database in
      let parts = try String.fetchAll(
        database,
        sql: "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY name")
      let marks = try ["application_id", "user_version"].map {
        "\($0) = \(try Int.fetchOne(database, sql: "PRAGMA \($0)") ?? 0)"
      }
      return parts.map { $0.split(whereSeparator: \.isWhitespace).joined(separator: " ") } + marks
    }
  }

  @Test("the hash of a row covers what it always covered")
  func hash() {
    let hash = EventHash.of(
      seq: 3, recordedAt: 1_700_000_000_000_000_000, kind: Array("trial".utf8), subject: Array("ema".utf8),
      payload: Array("{\"a\":1}".utf8),
      effects: RowEffect.bytes(.trials, key: 7, digest: [UInt8](repeating: 5, count: 32)),
      previous: [UInt8](repeating: 9, count: 32))
    #expect(Hexadecimal.text(hash) == Self.hash)
    let digest = RowEffect.digest(
      .sessions, key: 7,
      values: [.null, 5.databaseValue, 2.5.databaseValue, "text".databaseValue, [1, 2].blobValue], seq: 4)
    #expect(Hexadecimal.text(digest) == Self.digest)
  }

  private static let hash = "d1826336abd7b97d1721ca03c73c503faea43c63b75a661849243406a23e7fd8"
  private static let digest = "0c452d64425ce3ac862596018137bec9c4e5de81bc9e49b4bb082b070079734b"
}
