import BrokerProfiles
import Foundation
import TestSupport
import Testing
import TradingCore

/// The page that people copy from, `docs/broker-profiles.md`.
struct DocumentedProfileTests {
  @Test func theExamplesOfThePageAreProfiles() throws {
    let page = try String(
      contentsOfFile: PackageRoot.path(of: "docs/broker-profiles.md"), encoding: .utf8)
    let examples = page.components(separatedBy: "```yaml\n").dropFirst().compactMap {
      $0.components(separatedBy: "```").first
    }
    #expect(examples.count == 5)
    // The page's schedule takes the place of the first example's plain fee.
    let first = examples[0].split(separator: "\n").filter { !$0.hasPrefix("commission:") }
    let text = first.joined(separator: "\n") + "\n" + examples.dropFirst().joined()
    let profile = try BrokerProfileLoader.parse(text: text, path: "page.yaml")
    #expect(profile.commission.tiers.map(\.from) == [0, 10_000_000_000, 100_000_000_000])
    #expect(profile.commission.tiers.map(\.rebate) == [.percent(5), .percent(10), .percent(20)])
    #expect(profile.classTerms[.crypto]?.margin == .leverage(2))
    #expect(profile.depth == .fixed(lots: 5_000_000_000))
    #expect(profile.latencyNanoseconds == 40_000_000)
    #expect(profile.instruments.map(\.symbol.name) == ["EURUSD", "XAUUSD", "FRA40"])
    #expect(profile.instruments.map(\.pointsPerPip) == [10, 1, 10])
  }
}
