import BotAssembly
import StateCoding
import StrategyKit
import TestSupport
import Testing
import TickStore
import TradingCore
import TradingEngine

@testable import ModeManager

/// Checkpoints as they lie in the journal: a later program has to go on from them.
@Suite("Checkpoints that stay")
struct PinnedStateTests {
  @Test("a bot's checkpoint says what it always said, value by value", arguments: PinnedBot.allCases)
  func values(_ bot: PinnedBot) throws {
    let state = try StateText(try bot.run().checkpoint())
    let difference = try PinnedText.difference(of: state.lines, from: "\(bot).checkpoint.2.txt")
    #expect(difference == nil)
  }

  @Test("one of before says what it said then, value by value", arguments: PinnedBot.allCases)
  func earlierValues(_ bot: PinnedBot) throws {
    let stored = try PinnedText.bytes("\(bot).checkpoint.hex") { [] }
    #expect(try PinnedText.difference(of: StateText(stored).lines, from: "\(bot).checkpoint.txt") == nil)
  }

  /// SHA-256 of the bytes.
  private static let digests: [PinnedBot: String] = [
    .scripted: "9d2d5c05da0ff9e31ea492e58520314ae1d7b943bdfe338af4bd98d5e2bf8668",
    .cross: "3aec165bfb6fff5a897d50c4c65a4d5eb0bbfcf738a6b6ac3a3469c96101dd71",
    .pair: "15495938494c4bb25ca080e3d340e7f9488f28d6bcb84b8b31aef66d97efefdf",
    .full: "7bc34585e01b8a3a9e06c9122c3ba699ad3d2712a0986340527b90702762c0b8",
  ]

  @Test("its bytes are the same in every process", arguments: PinnedBot.allCases)
  func bytes(_ bot: PinnedBot) throws {
    var digest = StreamingDigest()
    digest.update(try bot.run().checkpoint())
    #expect(Hexadecimal.text(digest.finalize()) == Self.digests[bot])
  }

  @Test("the names under which values are stored are these and no others")
  func keys() throws {
    var keys: Set<String> = []
    for bot in PinnedBot.allCases { keys.formUnion(try StateText(try bot.run().checkpoint()).keys) }
    #expect(keys.sorted().joined(separator: " ") == Self.keys)
  }

  private static let keys =
    "_0 _1 a accepted account action arrived ask asked at average b balance balances bar barCount "
    + "bars bid breakEven c cancel canceled cancels charged clip clipMillionths close closeOut "
    + "closePrice closeReason closeTime closed closedTrades closes closingUnits closings code "
    + "commission convertedResult cost count coveredRisk crossedCount crossedWaits crowdLimit current "
    + "currentSymbol cursors curve cycle cycles d daily day dayEquities days delayed denied detector "
    + "digest drawdown e elements end endTime engine enteredUnits entries entryRisk entryScore "
    + "entryValue equitiesHigh equitiesLow errand eventCount eventTime events every executions "
    + "exitReason exitScore expired expiry exposures fast fees fillCount filled fingerprint firings "
    + "firstAfterClose firstBar firstTime firstWaiting flats floor floorMillionths goodTill "
    + "goodTillCanceled gross grossLoss grossProfit grossResult halts hasEntered hasLast high highest "
    + "highestAsk highestBid highestClose highestMid hour hundredMillionths hurry id inFlight index "
    + "intents isArmed isConverted isCovered isDone isEmpty isLong isMarginCalled isOpen isPaired "
    + "isReported isRest isSingle isSmall isStarted isTriggered kind largest largestMoney largestRatio "
    + "last lastOrdinal lastPoints lastResult lastSizes lastTime lastUncrossed latest layer ledger "
    + "length limit limitText line longCost longMargin longRate longUnits losses lots low lowest "
    + "lowestAsk lowestBid lowestClose lowestMid lowestResult margin marginCallFloor marginCalls market "
    + "marks maximumAdverseExcursion maximumFavorableExcursion meter minute minuteRanges modify month "
    + "months mostUnits mostValue movedMoney movedPointUnits net netResult nextTime notional "
    + "offsetPoints oldest onlyHighest onlyLowest open openMid openPrice openTime openUnits order "
    + "orders ordinal otherOpenResult peak pending pendingCount portions position positions price "
    + "priceText pricedUnits protectedSince protection quantity quietFrom quietTo quoteCount quotes "
    + "reason record refusals rejected reportedTrades reportedUnits request rollTime rounds rows scale "
    + "scaledBalance schedule score seconds selectedMark selectedSymbol shortCost shortMargin shortRate "
    + "shortUnits side since slippageCost slow smallCost spreadCost stakes startTime state stop "
    + "stopLimit stopLoss stopLossText stopOutFloor stopScore strategy submit subscription swap symbol "
    + "symbolIndex takeProfit takeProfitText taken tally target ticksToWarmUp time timeInForce "
    + "timeframe timers times tradeCount tradedSymbol trades trailPoints trailedStop triggerPoints "
    + "trough units usedMargin value venue waiting wasShort watch wealths weight width window wins "
    + "working workingRevision zone"

  private static let fingerprints: [PinnedBot: String] = [
    .cross: "c8d23fb8ccb6a3d256d54f9b96e9b9988b844f115d05f1a39ea2d8a9f9a6cedd",
    .pair: "b1dc0d90ecce6fff06cba273ee283a941cf27cfacf5866c8a8ad8090f4faa739",
    .full: "b99595dd3d0432ba2cad247a86aa62b2d14bb24deadd03a4d0bb2d26126e8857",
    .scripted: "cceb39b44cc40849ab5f9262373bafe38526ee1408f4a4bc9978526390d04616",
  ]

  /// Files of checkpoints: before stakes were kept, and since.
  private static let files = ["checkpoint.hex", "checkpoint.2.hex"]

  @Test(
    "a bot that goes on from a stored checkpoint fills what it always filled", arguments: PinnedBot.allCases,
    files)
  func goesOn(_ bot: PinnedBot, file: String) throws {
    let stored = try PinnedText.bytes("\(bot).\(file)") { try bot.run().checkpoint() }
    let restored = try bot.hosted()
    try restored.restore(stored)
    restored.beginStream()
    PinnedBot.process(bot.laterTicks(), restored)
    #expect(restored.failure == nil)
    #expect(restored.runner.state.record.fingerprint.text == Self.fingerprints[bot])
  }
}
