import BotAssembly
import RiskControl
import StateCoding
import StrategyKit
import TestSupport
import Testing
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
    let difference = try PinnedText.difference(of: text.lines, from: "\(bot).recipe.txt")
    #expect(difference == nil)
  }

  @Test("the stored bytes say the same", arguments: PinnedBot.allCases)
  func storedValues(_ bot: PinnedBot) throws {
    let stored = try stored(bot)
    let difference = try PinnedText.difference(of: try StateText(stored).lines, from: "\(bot).recipe.txt")
    #expect(difference == nil)
  }
}
