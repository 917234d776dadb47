import TestSupport
import Testing
import TradingCore

@testable import TickStore

@Suite("Inputs that hold the same stretch of time")
struct InputOverlapTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// A CSV file with a quote at each of the seconds.
  private func file(_ name: String, _ seconds: [Int], bid: String = "1.1") throws -> String {
    let rows = seconds.map { "2024-01-02T00:00:\($0 < 10 ? "0" : "")\($0)Z,\(bid),1.2" }
    return try folder.write(name, (["time,bid,ask"] + rows).joined(separator: "\n"))
  }

  private func imported(_ paths: [String], _ policy: OverlapPolicy) throws -> ImportReport {
    var options = ImportOptions.eurusd
    options.overlapping = policy
    return try TickImport.read(inputs: paths, options: options) { _ in }
  }

  private func refusal(_ paths: [String], _ policy: OverlapPolicy = .refuse) throws -> String? {
    do {
      _ = try imported(paths, policy)
      return nil
    } catch let error as ImportError {
      return error.description
    }
  }

  @Test("A file that is there twice by what it holds is refused", arguments: [OverlapPolicy.refuse, .merge])
  func twice(policy: OverlapPolicy) throws {
    let one = try file("a.csv", [1, 2, 3])
    _ = try file("b.csv", [1, 2, 3])
    #expect(
      try refusal([folder.path], policy)
        == "the same ticks of EURUSD are in \(one), too: both hold 2024-01-02T00:00:01.000Z to "
        + "2024-01-02T00:00:03.000Z, 3 ticks of the first and 3 ticks of the second, 3 of them the same "
        + "(\(folder.file("b.csv"))): leave one of them out, or cut it where the other ends")
  }

  @Test("Exports that overlap are refused; two sources are merged when somebody says so")
  func overlapping() throws {
    let one = try file("a.csv", [1, 2, 3, 4])
    let same = try file("b.csv", [3, 4, 5])
    let words = try #require(try refusal([one, same], .merge))
    #expect(
      words.contains(
        "00:00:03.000Z to 2024-01-02T00:00:04.000Z, 2 ticks of the first and 2 ticks of the second"))
    let other = try file("c.csv", [2, 4, 6], bid: "1.11")
    #expect(try #require(try refusal([one, other])).contains("--merge-sources"))
    let overlap = try #require(try imported([one, other], .merge).overlaps.first)
    #expect((overlap.firstTicks, overlap.secondTicks, overlap.sameTicks) == (3, 2, 0))
    #expect(try overlap.to == Timestamp(iso8601: "2024-01-02T00:00:04Z"))
  }

  @Test("Files that only touch are imported, unless both hold the tick between them")
  func touching() throws {
    let one = try file("a.csv", [1, 2, 3])
    #expect(try refusal([one, file("b.csv", [3, 4], bid: "1.11")]) == nil)
    #expect(try refusal([one, file("c.csv", [4, 5])]) == nil)
    #expect(try refusal([one, file("d.csv", [3, 4])])?.contains("1 tick of the first") == true)
  }

  @Test("A file in a gap of another one is imported")
  func gap() throws {
    #expect(try refusal([file("a.csv", [1, 2, 50, 51]), file("b.csv", [10, 20])]) == nil)
  }
}
