import TestSupport
import Testing
import TradingCore

@testable import TickStore

@Suite("Files that hold the same stretch of time")
struct TickOverlapTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// A file with a tick at each of the milliseconds, all at one bid.
  private func file(
    _ name: String, _ times: [Int64], bid: Int64 = 110_000, symbol: String = "EURUSD", digits: Int = 5
  ) throws -> String {
    try Ticks.write(
      times.map { Ticks.quote($0, bid, bid + 1) }, to: folder.file(name),
      Ticks.metadata(symbol, digits: digits))
    return folder.file(name)
  }

  private func overlaps(
    _ paths: [String], _ policy: OverlapPolicy = .refuse, from: Int64? = nil, to: Int64? = nil
  ) throws -> [TickOverlap] {
    try MergedTicks(
      paths: paths, from: from.map { Timestamp(milliseconds: $0) } ?? .distantPast,
      to: to.map { Timestamp(milliseconds: $0) } ?? .distantFuture, overlapping: policy
    ) { _ in 7 }.overlaps
  }

  /// The overlap that is refused, `nil` when nothing is.
  private func refused(
    _ paths: [String], _ policy: OverlapPolicy = .refuse, from: Int64? = nil, to: Int64? = nil
  ) throws -> TickOverlap? {
    do {
      _ = try overlaps(paths, policy, from: from, to: to)
      return nil
    } catch TickStoreError.overlap(let overlap) {
      return overlap
    }
  }

  private func overlap(
    _ first: String, _ second: String, _ times: ClosedRange<Int64>, _ counts: (Int, Int, same: Int)
  ) throws -> TickOverlap {
    TickOverlap(
      symbol: try #require(Ticks.eurusd), first: first, second: second,
      from: Timestamp(milliseconds: times.lowerBound), to: Timestamp(milliseconds: times.upperBound),
      firstTicks: counts.0, secondTicks: counts.1, sameTicks: counts.same)
  }

  @Test(
    "One file twice, and a copy of it, are refused whoever asks", arguments: [OverlapPolicy.refuse, .merge])
  func twice(policy: OverlapPolicy) throws {
    let one = try file("a", [1, 2, 3])
    let copy = try file("b", [1, 2, 3])
    for paths in [[one, one], [one, copy]] {
      let found = try #require(try refused(paths, policy))
      #expect(found.isSame)
      #expect(Set([found.first, found.second]) == Set(paths))
      #expect((found.firstTicks, found.secondTicks, found.sameTicks) == (3, 3, 3))
    }
    // Also where the range that is read has nothing of it.
    #expect(try refused([one, copy], from: 10) != nil)
  }

  @Test("Slices that overlap are refused with the stretch that both hold")
  func slices() throws {
    let one = try file("a", [1, 2, 3, 4, 5])
    let two = try file("b", [4, 5, 6, 7])
    let expected = try overlap(one, two, 4...5, (2, 2, same: 2))
    #expect(try refused([one, two]) == expected)
    #expect(try refused([two, one], .merge) == expected)
    #expect(
      TickStoreError.overlap(expected).description
        == "the same ticks of EURUSD twice (\(one) and \(two)): both hold 1970-01-01T00:00:00.004Z to "
        + "1970-01-01T00:00:00.005Z, 2 ticks of the first and 2 ticks of the second, 2 of them the same; leave one out, "
        + "or cut it where the other begins or ends, with 'slipway data slice'")
  }

  @Test("Prices that are the same in other digits are the same ticks")
  func digits() throws {
    let one = try file("a", [1, 2, 3])
    try Ticks.write(
      [2, 3, 4].map { Ticks.quote($0, 1_100_000, 1_100_010) }, to: folder.file("b"),
      Ticks.metadata(digits: 6))
    #expect(try refused([one, folder.file("b")], .merge)?.sameTicks == 2)
  }

  @Test("A file that has another one merged in holds its ticks twice")
  func mergedIn() throws {
    let one = try file("a", [10, 20, 30])
    try Ticks.write(
      [5, 10, 15, 20, 25, 30, 35].map {
        Ticks.quote($0, $0 % 10 == 0 ? 110_000 : 111_000, $0 % 10 == 0 ? 110_001 : 111_001)
      },
      to: folder.file("b"))
    let found = try #require(try refused([one, folder.file("b")], .merge))
    #expect((found.firstTicks, found.secondTicks, found.sameTicks) == (5, 3, 3))
  }

  @Test("Two sources are refused, and merged when somebody says so")
  func sources() throws {
    let one = try file("a", [1, 3, 5, 7], bid: 110_000)
    let two = try file("b", [2, 4, 5, 9], bid: 110_002)
    let expected = try overlap(one, two, 2...7, (3, 3, same: 0))
    #expect(try refused([one, two]) == expected)
    #expect(try overlaps([two, one], .merge) == [expected])
    #expect(TickStoreError.overlap(expected).description.contains("mix them on purpose with --merge-sources"))
    #expect(try overlaps([one, two], .keep).isEmpty)
  }

  @Test("Vendors that agree on a few ticks are two sources all the same")
  func agreeing() throws {
    let one = try file("a", [1, 3, 5, 7], bid: 110_000)
    try Ticks.write(
      [
        Ticks.quote(1, 110_000, 110_001), Ticks.quote(3, 110_003, 110_004), Ticks.quote(5, 110_003, 110_004),
        Ticks.quote(8, 110_003, 110_004),
      ], to: folder.file("b"))
    #expect(try overlaps([one, folder.file("b")], .merge).map(\.sameTicks) == [1])
  }

  @Test("Files that follow each other, and those that share only the instant between them, need no word")
  func touching() throws {
    let one = try file("a", [1, 2, 3])
    #expect(try overlaps([one, file("b", [4, 5])]).isEmpty)
    #expect(try overlaps([one, file("c", [3, 4], bid: 110_007)]).isEmpty)
    // Both hold the tick between them.
    let found = try #require(try refused([one, file("d", [3, 4])]))
    #expect(found.from == found.to)
    #expect(found.sameTicks == 1)
    // The instant has other ticks in each: a cut in the middle of it.
    try Ticks.write(
      [Ticks.quote(3, 110_000, 110_001), Ticks.quote(3, 110_009, 110_010)], to: folder.file("e"))
    #expect(try overlaps([one, folder.file("e")]).isEmpty)
  }

  @Test("A file in a gap of another one, other symbols and stretches that are not read are no overlap")
  func apart() throws {
    let gapped = try file("a", [1, 2, 90, 91])
    #expect(try overlaps([gapped, file("b", [10, 20])]).isEmpty)
    #expect(try overlaps([gapped, file("c", [1, 2, 90, 91], symbol: "GBPUSD")]).isEmpty)
    let later = try file("d", [2, 90, 95, 96], bid: 110_100)
    #expect(try refused([gapped, later]) != nil)
    #expect(try overlaps([gapped, later], from: 92).isEmpty)
    #expect(try overlaps([gapped, later], to: 2).isEmpty)
    #expect(try refused([gapped, later], from: 91) == nil)
    #expect(try refused([gapped, later], from: 90) != nil)
  }

  @Test("Every pair of three is looked at, in whatever order they are named")
  func three() throws {
    let (one, two, three) = (
      try file("a", [1, 100], bid: 1), try file("b", [10, 20], bid: 2), try file("c", [15, 30], bid: 3)
    )
    for paths in [[one, two, three], [three, two, one], [two, three, one]] {
      let found = try #require(try refused(paths))
      #expect((found.first, found.second) == (two, three))
    }
  }
}
