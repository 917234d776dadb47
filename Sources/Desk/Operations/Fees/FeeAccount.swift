import BotAssembly
import Journal
import ModeManager
import TradingCore

/// One evidence as an account that pays fees.
struct FeeAccount {
  /// The bot whose account it is.
  let bot: BotRecord
  /// The evidence's row.
  let record: EvidenceRecord
  /// What it was made with.
  let recipe: EvidenceRecipe
  /// The broker profile's name for readers.
  let broker: String
  /// What was paid.
  let book: FeeBook
  /// The trading day on which it saw its first tick; `nil` before it.
  let firstDay: CivilDate?
  /// What of its balance counts as capital on the day that is looked at.
  var capital = Money.zero
  /// Whether it trades on that day, so that its markets' hours count.
  var counts = false
  /// The first trading day that a later account of the bot has played anew, over ticks that this one had seen, so that from
  /// then on it is the later one's; `nil` where their days follow each other, as on a feed.
  var replayedFrom: CivilDate?

  /// The account of an evidence.
  ///
  /// `until`: what is later is not looked at; `tracing`: the day whose single fills are kept.
  /// - Throws: `DeskError`, `JournalError`.
  init(
    _ record: EvidenceRecord, of bot: BotRecord, _ reading: JournalReading, until time: Timestamp,
    tracing day: CivilDate
  ) throws {
    let recipe = try EvidenceRecipe.load(of: record, reading)
    let account = try EvidenceReader.account(of: recipe, bot: bot.id)
    let instruments = recipe.symbols.indices.map { account.instrument(symbolIndex: $0) }
    var book = FeeBook(
      account,
      countsNotional: instruments.contains {
        recipe.profile.terms(for: $0).commission.measure == .notional
      },
      until: time, tracing: day)
    var fault: ArithmeticError?
    try reading.botEvents(of: record) { _, event in
      guard fault == nil else { return }
      do throws(ArithmeticError) { try book.take(event) } catch { fault = error }
    }
    if let fault { throw DeskError.state(bot: bot.id, problem: "its fees can't be added up: \(fault)") }
    (self.bot, self.record, self.recipe, self.book) = (bot, record, recipe, book)
    broker =
      ProfileIdentity(recipe.profile, trading: recipe.symbols + recipe.conversionSymbols).name
    firstDay = EvidenceSummary(json: record.summary)?.firstTick.map { NewYorkCalendar.tradingDay(at: $0) }
  }

  var currency: Currency { book.currency }

  /// What was paid by trading day.
  var days: [CivilDate: FeeTotals] {
    guard let replayedFrom else { return book.days }
    return book.days.filter { $0.key < replayedFrom }
  }

  /// The fills of the day that is looked at.
  var trace: [FeeBook.Step] {
    guard let replayedFrom else { return book.trace }
    return book.trace.filter { NewYorkCalendar.tradingDay(at: $0.time) < replayedFrom }
  }

  /// What was traded in the month of an instant.
  func volume(inMonthOf time: Timestamp) -> FeeBook.Volume {
    let month = NewYorkCalendar.tradingDay(at: time).components
    if let first = replayedFrom?.components, (first.year, first.month) <= (month.year, month.month) {
      return FeeBook.Volume()
    }
    return book.volume(inMonthOf: time)
  }
}
