import BotAssembly
import TestSupport
import Testing
import TradingCore
import TradingEngine

@testable import SeededProperties

/// What must hold of any session, over random traders that ask for everything.
///
/// Some in a debug build; `make sim` runs thousands.
struct SessionInvariantTests {
  @Test(
    "money adds up, fills are at prices there were, and stretches do not matter",
    arguments: SeededBatch.all(SessionCount.seeds(100), 50))
  func invariants(_ batch: SeededBatch) { batch.expect(.invariants) }

  @Test(
    "alone and beside seven other bots on 1, 2 and 8 threads a bot does the same",
    arguments: SeededBatch.all(SessionCount.seeds(100), 50))
  func company(_ batch: SeededBatch) { batch.expect(.company) }

  /// Forty sessions' quotes one after the other.
  private static let long: TraderSession = {
    var time = Timestamp(milliseconds: 1_704_888_000_000)
    let quotes = (0..<40 as Range<UInt64>).flatMap { TraderSession(seed: 4 * $0).quotes }
    let joined = quotes.enumerated().map { index, quote in
      time = time.advanced(by: Int64(index % 977) * Timestamp.millisecond)
      return Quote(eventTime: time, bid: quote.bid, ask: quote.ask)
    }
    return TraderSession(seed: 4_000, quotes: joined)
  }()

  @Test("a longer session does the same in stretches of 1, 7, 4,096 and all")
  func long() throws {
    let whole = try Self.long.run(stretch: .max)
    #expect(Self.long.quotes.count > 5_000 && whole.trades.count > 100)
    for stretch in [1, 7, 4_096] { #expect(try Self.long.run(stretch: stretch) == whole, "\(stretch)") }
    #expect(try SessionAudit(Self.long).faults.isEmpty)
  }

  @Test("the sessions see every exit, every kind of refusal and both account modes")
  func coverage() throws {
    var reasons: Set<FillReason> = []
    var denied: Set<DenialCode> = []
    var rejected: Set<RejectionCode> = []
    for seed in 0..<100 as Range<UInt64> {
      let session = TraderSession(seed: seed)
      let bot = try session.bot()
      try session.quotes.withUnsafeBufferPointer { try bot.process($0, symbolIndex: 0) }
      try bot.finish(closesPositions: true)
      reasons.formUnion(bot.takeFills().map(\.reason))
      denied.formUnion(bot.state.record.denied.keys)
      rejected.formUnion(bot.state.record.rejected.keys)
    }
    #expect(reasons == [.entry, .strategy, .stopLoss, .takeProfit, .trailingStop, .stopOut, .endOfData])
    #expect(
      denied.isSuperset(of: [
        .volumeNotPositive, .volumeOffStep, .openPositionsLimit, .priceTooNear, .marginInsufficient,
        .marketClosed, .unknownOrder, .unknownPosition, .volumeAboveLimit,
      ]), "\(denied)")
    #expect(
      rejected.isSuperset(of: [
        .closedMarket, .oldPrice, .insideStopsLevel, .stopLossWrongSide, .takeProfitWrongSide,
        .stopAlreadyPassed, .expiredOnArrival, .noMargin, .crossedQuote, .positionGone, .orderGone,
      ]), "\(rejected)")
  }

  /// Made by a debug build; a release build, another machine or another order of the tests must agree. The second
  /// moved once, when levels that the market was past before they work began to fill at the quote.
  @Test("the fingerprints of two sessions are what they have always been")
  func fingerprint() throws {
    let short = try TraderSession(seed: 2_026).run(stretch: .max)
    #expect(short.fingerprint == "f450bf018d0f936dda0a8d83b75a15a4229fc1f3d989dd395c263725d358f90c")
    #expect(short.trades.count == 16)
    let long = try Self.long.run(stretch: .max)
    #expect(long.fingerprint == "e954b121aeaceb50c77250c5fa86bd99ffcc71aa2881db5ff17603a19dac401c")
    #expect(long.trades.count == 140)
  }
}
