import BotAssembly
import RiskControl
import StrategyKit
import TestSupport
import Testing
import TradingCore

/// The identity that evidence is bound to. A change here takes the evidence from every bot there is.
@Suite("Identities that stay")
struct PinnedIdentityTests {
  private static let digests: [PinnedBot: String] = [
    .cross: "3af7358e6e5661e1d084eae8acfb7b3a8120c0ee950f755d3b61a31096c0b8d3",
    .pair: "49272bdff75f2f68cee94df3e3d05be248269f980ac6cdb067f5ebfc90005fda",
    .full: "6c8adf7efbed00c986cd3d11723cf11edb3b9534abbc166b636682a3c665a63d",
    .scripted: "a2fcc8ef1c2dfc5491d259eb5f200b7ec2f2369a260347301f2532912201ad05",
  ]

  @Test("a bot has the digest it always had", arguments: PinnedBot.allCases)
  func digest(_ bot: PinnedBot) throws {
    let digest = try bot.identity().text
    #expect(digest == Self.digests[bot])
  }

  @Test(
    "a setting that is added moves no identity while it has its default, and does with another value",
    arguments: PinnedBot.allCases)
  func newerSetting(_ bot: PinnedBot) throws {
    let lines = BotIdentity.lines(descriptor: bot.entry.descriptor, configuration: try bot.configuration())
    func digest(with newer: [String]) -> String { BotIdentity(lines: lines + newer).text }
    #expect(digest(with: []) == Self.digests[bot])
    #expect(digest(with: NewerSetting.line("risk.daily_loss", 5, default: 5)) == Self.digests[bot])
    #expect(digest(with: NewerSetting.line("risk.mode", "off", isDefault: true)) == Self.digests[bot])
    let moved = digest(with: NewerSetting.line("risk.daily_loss", 6, default: 5))
    #expect(moved != Self.digests[bot])
    #expect(moved == digest(with: ["risk.daily_loss=6"]))
  }

  @Test("the values that the digest covers are written as they always were", arguments: PinnedBot.allCases)
  func lines(_ bot: PinnedBot) throws {
    let configuration = try bot.configuration()
    let lines =
      configuration.profile.canonicalLines(trading: configuration.streamSymbols)
      + configuration.risk.canonicalLines
    let difference = try PinnedText.difference(of: lines, from: "\(bot).identity.txt")
    #expect(difference == nil)
  }
}
