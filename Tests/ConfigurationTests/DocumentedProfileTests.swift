import Configuration
import Foundation
import Testing
import TradingCore

/// The page that people copy from, `docs/broker-profiles.md`.
struct DocumentedProfileTests {
  @Test func theExamplesOfThePageAreProfiles() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let page = try String(
      contentsOf: root.appendingPathComponent("docs/broker-profiles.md"), encoding: .utf8)
    let examples = page.components(separatedBy: "```yaml\n").dropFirst().compactMap {
      $0.components(separatedBy: "```").first
    }
    #expect(examples.count == 2)
    let profile = try BrokerProfileLoader.parse(text: examples.joined(), path: "page.yaml")
    #expect(profile.latencyNanoseconds == 40_000_000)
    #expect(profile.instruments.map(\.symbol.name) == ["EURUSD", "XAUUSD", "FRA40"])
    #expect(profile.instruments.map(\.pointsPerPip) == [10, 1, 10])
  }
}
