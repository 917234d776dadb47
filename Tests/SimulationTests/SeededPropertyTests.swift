import SeededProperties
import TestSupport
import Testing

/// Every property that `make sim` tries on thousands of seeds, on a few.
struct SeededPropertyTests {
  /// Those that have tests with more seeds elsewhere in this target.
  private static let others = [
    "agreement", "books", "invariants", "company", "resumed_full", "resumed_trader", "risk_agreement",
  ]

  @Test("it holds, and is tried on something", arguments: SeededProperty.all.map(\.name))
  func holds(_ name: String) throws {
    let property = try #require(SeededProperty.all.first { $0.name == name })
    let seeds = Self.others.contains(name) ? 0..<8 : SessionCount.seeds(20)
    var seen = 0
    for seed in seeds {
      let outcome = property.check(seed)
      #expect(outcome.fault == nil, "\(name), seed \(seed)")
      seen += outcome.seen
    }
    #expect(seen > seeds.count)
  }

  @Test(
    "an order that was taken for canceled, and that a change had brought back, may expire before it is canceled"
  )
  func revived() {
    #expect(SeededProperty.reconciled.check(2_328_871_815).fault == nil)
  }

  @Test("names are told apart and can be given on a command line")
  func names() {
    let names = SeededProperty.all.map(\.name)
    #expect(Set(names).count == names.count)
    #expect(names.allSatisfy { $0.allSatisfy { $0.isLowercase || $0 == "_" } })
  }
}

/// Some of a range of seeds: one test case of a property that has many.
struct SeededBatch: Sendable, CustomTestStringConvertible {
  let seeds: StrideTo<UInt64>
  var testDescription: String { "seeds from \(seeds.first { _ in true } ?? 0)" }

  /// The seeds, dealt out to so many batches.
  static func all(_ seeds: Range<UInt64>, _ count: UInt64) -> [SeededBatch] {
    (seeds.lowerBound..<min(seeds.upperBound, seeds.lowerBound + count)).map {
      SeededBatch(seeds: stride(from: $0, to: seeds.upperBound, by: Int(count)))
    }
  }

  /// Expects a property to hold for all of them, up to the first for which it does not.
  func expect(_ property: SeededProperty) {
    var seen = 0
    for seed in seeds {
      let outcome = property.check(seed)
      if let fault = outcome.fault {
        Issue.record("\(property.name), seed \(seed): \(fault)")
        return
      }
      seen += outcome.seen
    }
    #expect(seen > 0, "sessions that trade")
  }
}
