import BotAssembly
import MarketClimate
import RiskControl
import StateCoding
import StrategyKit
import TestSupport
import Testing
import TickStore
import TradingCore

@testable import ModeManager

/// What evidence was made with, as the journal keeps it: with it every session is replayed.
@Suite("Recipes that stay")
struct PinnedRecipeTests {
  private func recipe(_ bot: PinnedBot) throws -> EvidenceRecipe {
    let descriptor = bot.entry.descriptor
    return EvidenceRecipe(
      strategy: descriptor.name, version: descriptor.version, configuration: try bot.configuration())
  }

  private func stored(_ bot: PinnedBot) throws -> [UInt8] {
    try PinnedText.bytes("\(bot).recipe.hex") { try StateEncoder.encode(try recipe(bot)) }
  }

  @Test("a stored recipe is read as the bot it was made of", arguments: PinnedBot.allCases)
  func reads(_ bot: PinnedBot) throws {
    let stored = try stored(bot)
    let recipe = try StateDecoder.decode(EvidenceRecipe.self, from: stored)
    let (read, made) = (try recipe.configuration(for: bot.entry.descriptor), try bot.configuration())
    #expect(recipe.strategy == bot.entry.descriptor.name && recipe.version == bot.entry.descriptor.version)
    #expect(read.profile == made.profile && read.risk == made.risk)
    #expect(read.symbols == made.symbols && read.conversionSymbols == made.conversionSymbols)
    #expect(read.startBalance == made.startBalance && read.leverage == made.leverage)
    #expect(read.seed == made.seed && read.latencyNanoseconds == made.latencyNanoseconds)
    #expect(
      BotIdentity(descriptor: bot.entry.descriptor, configuration: read) == (try bot.identity()))
  }

  @Test("a recipe says what it always said, value by value", arguments: PinnedBot.allCases)
  func values(_ bot: PinnedBot) throws {
    let text = try StateText(try StateEncoder.encode(try recipe(bot)))
    // The second form is the first with a number, and in order.
    #expect(text.lines.contains("format: 2"))
    let lines = text.lines.filter { $0 != "format: 2" }
    let difference = try PinnedText.difference(of: lines, from: "\(bot).recipe.txt")
    #expect(difference == nil)
  }

  @Test("its bytes are the same in every process", arguments: PinnedBot.allCases)
  func bytes(_ bot: PinnedBot) throws {
    var digest = StreamingDigest()
    digest.update(try StateEncoder.encode(try recipe(bot)))
    let text = Hexadecimal.text(digest.finalize())
    #expect(text == Self.digests[bot])
  }

  private static let digests: [PinnedBot: String] = [
    .cross: "be04390df1cec219754de5895a88922ef74392f9d129a58ca036239cb97fa727",
    .pair: "56cd6c34d1e2cffd97900a967a4070387b31efa9df4859137938b6064d902a84",
    .full: "a29cba47edea98dd914a58df1eeeb483036bcdee87bf39df2c6212eb3b9bed8d",
    .scripted: "44acdcf64a5ccb46ec1269cc0c136c3c829bc1ac3e7a02ed042462b7da09460e",
  ]

  @Test("the stored bytes say the same", arguments: PinnedBot.allCases)
  func storedValues(_ bot: PinnedBot) throws {
    let stored = try stored(bot)
    let difference = try PinnedText.difference(of: try StateText(stored).lines, from: "\(bot).recipe.txt")
    #expect(difference == nil)
  }

  @Test(
    "news makes a recipe of the third form, which a program that knew of none refuses, and is read as it was")
  func news() throws {
    let bot = PinnedBot.cross
    var told = try bot.configuration()
    let event = NewsEvent(
      startsAt: Timestamp(nanoseconds: 1_767_614_400_000_000_000), currency: .usd, impact: .high,
      title: "Payrolls")
    told.news = NewsCalendar([event], policy: NewsPolicy())
    let descriptor = bot.entry.descriptor
    let recipe = EvidenceRecipe(
      strategy: descriptor.name, version: descriptor.version, configuration: told)
    let bytes = try StateEncoder.encode(recipe)
    #expect(try StateText(bytes).lines.contains("format: 3"))
    let read = try StateDecoder.decode(EvidenceRecipe.self, from: bytes)
    #expect(read.news == told.news)
    #expect(
      BotIdentity(descriptor: descriptor, configuration: try read.configuration(for: descriptor))
        == BotIdentity(descriptor: descriptor, configuration: told))
    #expect(read.changes(since: try self.recipe(bot)).map(\.name) == ["news"])
  }
}
