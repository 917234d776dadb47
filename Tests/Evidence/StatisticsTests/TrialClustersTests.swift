import Statistics
import Testing
import TradingCore

/// How many of several trials are something else, and how far they spread.
struct TrialClustersTests {
  private static func days(_ count: Int, from first: Int64 = 19_000) -> [CivilDate] {
    (0..<count).map { CivilDate(daysSinceEpoch: first + Int64($0)) }
  }

  /// Returns drawn from −1 to 1.
  private static func noise(_ count: Int, seed: UInt64) -> [Double] {
    var draws = Draws(state: seed)
    return (0..<count).map { _ in Double(draws.below(2_001)) / 1_000 - 1 }
  }

  private static func clusters(_ columns: [[Double]]) -> TrialClusters {
    TrialClusters(columns.map { .init(days: days($0.count), values: $0) })
  }

  @Test("copies are one, other seeds that hardly differ, too; unrelated trials are each their own")
  func copies() {
    let base = (0..<5).map { Self.noise(60, seed: UInt64($0)) }
    #expect(Self.clusters(base).count == 5)
    let seeds = (0..<40).map { seed in
      zip(base[2], Self.noise(60, seed: 100 + UInt64(seed))).map { $0 + 0.1 * $1 }
    }
    let all = Self.clusters(base + Array(repeating: base[1], count: 400) + seeds)
    #expect(all.count == 5)
    #expect(
      all.clusters.prefix(7) == [0, 1, 2, 3, 4, 1, 1] && all.clusters.suffix(40).allSatisfy { $0 == 2 })
  }

  @Test("later trials neither lower the number nor move those before them")
  func onlyGrows() {
    var columns = (0..<8).map { Self.noise(40, seed: UInt64($0)) }
    let before = Self.clusters(columns)
    // A bridge between the first two.
    columns.append(zip(columns[0], columns[1]).map { $0 + $1 })
    let after = Self.clusters(columns)
    #expect(after.clusters.prefix(8) == before.clusters[...] && after.count >= before.count)
  }

  @Test("the reverse of a trial is another one; over a few days only equal returns are copies")
  func limits() {
    let base = Self.noise(60, seed: 1)
    #expect(Self.clusters([base, base.map { -$0 }]).count == 2)
    let short = Array(base.prefix(15))
    #expect(Self.clusters([short, short.map { 2 * $0 }]).count == 2)
    #expect(Self.clusters([short, short]).count == 1)
    #expect(Self.clusters([[0, 0, 0], [0, 0, 0], [1, 1, 1]]).count == 2)
    #expect(Self.clusters([]).count == 0 && Self.clusters([[], []]).count == 1)
  }

  @Test("a copy over a month less is one, the same strategy in another year is not")
  func otherDays() {
    let base = Self.noise(100, seed: 2)
    func trial(_ rows: Range<Int>, from first: Int64 = 19_000) -> TrialClusters.Series {
      .init(days: Self.days(rows.count, from: first + Int64(rows.lowerBound)), values: Array(base[rows]))
    }
    #expect(TrialClusters([trial(0..<100), trial(20..<90)]).count == 1)
    #expect(TrialClusters([trial(0..<100), trial(0..<40)]).count == 2)
    #expect(TrialClusters([trial(0..<100), trial(0..<100, from: 20_000)]).count == 2)
  }

  @Test("the variance has every cluster alike: copies of a middling trial don't pull it down")
  func variance() throws {
    let base = (0..<4).map { Self.noise(60, seed: UInt64($0)) }
    let ratios: [Double?] = [-1, 0, 1, 2]
    let plain = try #require(Self.clusters(base).variance(of: ratios))
    #expect(plain == Moments.sampleVariance([-1, 0, 1, 2]))
    let padded = Self.clusters(base + Array(repeating: base[1], count: 399))
    #expect(padded.variance(of: ratios + Array(repeating: 0, count: 399)) == plain)
    #expect(Moments.sampleVariance([-1, 0, 1, 2] + Array(repeating: 0, count: 399)) ?? 1 < 0.02)
    #expect(padded.variance(of: Array(repeating: nil, count: 403)) == nil)
    #expect(Self.clusters([base[0]]).variance(of: [1], and: [2, nil]) == 0.5)
  }

  @Test("as many leaders as are kept; what comes after stands for itself")
  func bounded() {
    let columns = (0..<1_100).map { Self.noise(20, seed: UInt64($0)) }
    let found = Self.clusters(columns + [columns[3]])
    #expect(found.clusters.last == found.clusters[3])
    #expect(found.count > 200)
  }
}
