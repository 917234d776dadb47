import FillSimulator
package import Journal
import StateCoding
package import TradingCore
import TradingEngine

/// What a bot has open, and what of it waits at its venue.
package struct OpenBook: Sendable, Hashable {
  /// As of which of its ticks; `nil` before the first.
  package var lastTick: Timestamp?
  /// What its amounts are in.
  package var currency: String
  /// What is open, the oldest first.
  package var positions: [DeskSnapshot.Position] = []
  /// What waits, in order of placement; `nil` where the journal does not say, as a broker has them.
  package var orders: [DeskSnapshot.Order]? = []
  /// Whether the journal has events behind it that the next run takes in.
  package var isBehind = false

  /// What a run shows of a bot.
  package init(_ bot: DeskSnapshot.Bot) {
    (lastTick, currency, positions, orders) = (bot.lastTick, bot.currency, bot.positions, bot.orders)
  }

  /// What an evidence's last checkpoint has, read without the bot's strategy.
  ///
  /// - Throws: `DeskError`: `journal`, `recipe`, or `state` for a checkpoint that can't be read.
  package init(of record: EvidenceRecord, _ journal: Journal) throws(DeskError) {
    let recipe = try EvidenceRecipe.load(of: record, journal)
    var account = try EvidenceReader.account(of: recipe, bot: record.bot)
    currency = account.currency.code
    let bytes = try DeskError.journaling { try journal.read { try $0.checkpoint(ofEvidence: record.id) } }
    isBehind = record.eventCount > record.checkpointEvents
    guard let bytes else { return }
    do {
      let engine = try StateDecoder.decode(BotCheckpoint.self, from: bytes).engine
      let view = try StateDecoder.decode(EngineStateView.self, from: engine)
      try account.restore(view.account)
      lastTick = view.record.lastTime
      orders = nil
      if record.mode == .paper {
        let state = try StateDecoder.decode(EngineVenueView<SimulatedVenue.State>.self, from: engine).venue
        orders = state.workingOrders.map {
          DeskSnapshot.Order($0, of: account.instrument(symbolIndex: $0.symbolIndex))
        }
      }
    } catch {
      throw .state(bot: record.bot, problem: "the checkpoint can't be read: \(error)")
    }
    positions = account.positions.map {
      DeskSnapshot.Position($0, in: account, of: account.instrument(symbolIndex: $0.symbolIndex))
    }
  }
}
