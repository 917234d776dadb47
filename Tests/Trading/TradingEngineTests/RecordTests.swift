import Crypto
import Foundation
import TestSupport
import Testing
import TradingCore

@testable import TradingEngine

/// The digest of a bot's fills, computed here from its description alone.
struct FingerprintTests {
  private func fill(_ ordinal: UInt64, _ side: OrderSide, _ price: Int64, _ reason: FillReason) throws -> Fill
  {
    let json = """
      {"ordinal":\(ordinal),"order":9,"position":9,"symbolIndex":0,"eventTime":1704888000000000000,
      "side":"\(side.rawValue)","quantity":1000,"price":\(price),"reason":\(reason.rawValue),"commission":35000,
      "spreadCost":50000,"slippageCost":0}
      """
    return try JSONDecoder().decode(Fill.self, from: Data(json.utf8))
  }

  /// Ordinal, time, length and letters of the symbol, side, units, price, reason: little-endian.
  private func message(_ previous: [UInt8], _ ordinal: UInt8, side: UInt8, price: [UInt8], reason: UInt8)
    -> [UInt8]
  {
    // 1,704,888,000,000,000,000 is 0x17A8_FBE1_A8E3_0000; 1,000 is 0x03E8.
    let time = withUnsafeBytes(of: Int64(1_704_888_000_000_000_000).littleEndian) { Array($0) }
    return previous + [ordinal, 0, 0, 0, 0, 0, 0, 0] + time + [6] + Array("EURUSD".utf8) + [side]
      + [0xE8, 0x03, 0, 0, 0, 0, 0, 0] + price + [reason]
  }

  private let zeros = [UInt8](repeating: 0, count: 32)

  @Test("a SHA-256 over fills as integers, without closes for end_of_data")
  func digest() throws {
    var fingerprint = Fingerprint()
    #expect(fingerprint.text == String(repeating: "0", count: 64))
    let symbol = Known.eurusd.symbol
    // 110,010 is 0x01_ADBA, 110,000 is 0x01_ADB0.
    fingerprint.add(try fill(1, .buy, 110_010, .entry), symbol: symbol)
    let one = message(zeros, 1, side: 0, price: [0xBA, 0xAD, 1, 0, 0, 0, 0, 0], reason: 0)
    #expect(fingerprint.bytes == Array(SHA256.hash(data: one)))
    fingerprint.add(try fill(2, .sell, 110_000, .stopLoss), symbol: symbol)
    let two = message(one, 2, side: 1, price: [0xB0, 0xAD, 1, 0, 0, 0, 0, 0], reason: 2)
    let expected = Array(SHA256.hash(data: two))
    #expect(fingerprint.bytes == expected)
    fingerprint.add(try fill(3, .buy, 110_000, .endOfData), symbol: symbol)
    #expect(fingerprint.bytes == expected)
    #expect(fingerprint.text == expected.map { String(format: "%02x", $0) }.joined())
  }

  @Test("after 64 fills the digest so far takes the place of their records")
  func links() throws {
    var fingerprint = Fingerprint()
    var link = zeros
    for ordinal in 1...65 {
      fingerprint.add(try fill(UInt64(ordinal), .buy, 110_010, .entry), symbol: Known.eurusd.symbol)
      if ordinal == 65 { link = Array(SHA256.hash(data: link)) }
      link = message(link, UInt8(ordinal), side: 0, price: [0xBA, 0xAD, 1, 0, 0, 0, 0, 0], reason: 0)
    }
    #expect(fingerprint.bytes == Array(SHA256.hash(data: link)))
  }

  @Test("its state can be stored and go on")
  func stored() throws {
    var fingerprint = Fingerprint()
    fingerprint.add(try fill(1, .buy, 110_010, .entry), symbol: Known.eurusd.symbol)
    var other = try JSONDecoder().decode(Fingerprint.self, from: JSONEncoder().encode(fingerprint))
    other.add(try fill(2, .sell, 110_000, .strategy), symbol: Known.eurusd.symbol)
    fingerprint.add(try fill(2, .sell, 110_000, .strategy), symbol: Known.eurusd.symbol)
    #expect(other == fingerprint)
  }
}

/// What is stored of a run's counts.
struct RunRecordStateTests {
  @Test("canceled and expired orders are stored where there are any; what was stored without them has none")
  func ended() throws {
    var record = RunRecord(curvePoints: 0)
    let old = try JSONEncoder().encode(record.state)
    #expect(!String(decoding: old, as: UTF8.self).contains("canceled"))
    (record.canceled, record.expired) = (3, 2)
    let new = try JSONEncoder().encode(record.state)
    try record.restore(JSONDecoder().decode(RunRecord.State.self, from: old))
    #expect(record.canceled == 0 && record.expired == 0)
    try record.restore(JSONDecoder().decode(RunRecord.State.self, from: new))
    #expect(record.canceled == 3 && record.expired == 2)
  }
}

/// Equity over time in bounded memory.
struct EquityCurveTests {
  private func point(_ cycle: UInt64, _ equity: Int128) -> EquityCurve.Point {
    EquityCurve.Point(
      cycle: cycle, time: Known.time(Int64(cycle)), balance: Money(units: 0), scaledEquity: equity)
  }

  @Test("few marks are all kept")
  func few() {
    var curve = EquityCurve(pointLimit: 100)
    for cycle in 0..<20 as Range<UInt64> { curve.add(point(cycle, Int128(cycle * 7 % 5))) }
    #expect(curve.points.map(\.cycle) == Array(0..<20))
  }

  @Test(
    "many marks stay within the limit, and first, last, lowest and highest are kept",
    arguments: [8, 100, 1_000])
  func bounded(_ limit: Int) throws {
    var random = SeededGenerator(seed: UInt64(limit))
    var curve = EquityCurve(pointLimit: limit)
    var (cycle, equity) = (UInt64(0), Int128(1_000_000))
    var all: [EquityCurve.Point] = []
    for _ in 0..<20_000 {
      all.append(point(cycle, equity))
      curve.add(point(cycle, equity))
      // Sometimes nothing changes for long.
      cycle += UInt64.random(
        in: 1...(Int.random(in: 0..<100, using: &random) == 0 ? 5_000 : 3), using: &random)
      equity += Int128(Int64.random(in: -100...100, using: &random))
    }
    all.append(point(cycle, equity))
    curve.finish(point(cycle, equity))
    let points = curve.points
    #expect(points.count <= limit && points.count >= limit / 8)
    #expect(points.first == all.first && points.last == all.last)
    #expect(points.map(\.scaledEquity).min() == all.map(\.scaledEquity).min())
    #expect(points.map(\.scaledEquity).max() == all.map(\.scaledEquity).max())
    #expect(zip(points, points.dropFirst()).allSatisfy { $0.cycle < $1.cycle })
    #expect(Set(points).isSubset(of: Set(all)))
  }
}
