import BotAssembly
import Journal
import MarketClimate
import Promotion
import StrategyKit
import TickStore
import TradingCore

/// Whether the ticks that evidence was gathered on count for a promotion.
struct EvidenceSources {
  /// A feed whose ticks may be later than this is no live one.
  static let latestTick = Timestamp.minute
  /// A feed that may be silent for longer leaves holes that nobody sees.
  static let longestSilence = 10 * Timestamp.minute
  /// Strategies whose orders may know the future.
  static let clairvoyant = ["scripted"]
  /// The share of its own open time that evidence may stop before a copy did.
  static let shareLeftOut = 0.01

  let record: BotRecord
  let bot: ResolvedBot
  let ledger: PromotionLedger
  let provenance: GateCriteria.Provenance
  let now: Timestamp
  private var hours = OpenHours(.always)
  private(set) var found = GateSources()
  /// Sentences for a reader, such as how much of a dataset was left out.
  private(set) var notes: [String] = []

  init(
    of record: BotRecord, _ bot: ResolvedBot, _ ledger: PromotionLedger,
    _ provenance: GateCriteria.Provenance, now: Timestamp
  ) {
    (self.record, self.bot, self.ledger, self.provenance, self.now) = (record, bot, ledger, provenance, now)
  }

  /// Takes what decides for the bot, for a step up: what its identity does not cover may be changed at any time.
  mutating func take(step: GateStep) {
    guard !bot.entry.isPinned else { return }
    let strategy = bot.entry.descriptor.name
    let problem = "the identity does not cover what strategy '\(strategy)' is built of or loads (unpinned)"
    if step == .live { blame(problem) }
    notes.append(
      strategy.hasPrefix("exec:")
        ? "Nobody can sign for it: its strategy is a program, and none is started while a key is open."
        : "It can't go further than DEMO: \(problem).")
  }

  /// What a bot in a mode lacks for a renewal or the next step, as far as that can be told without its ticks, in a sentence
  /// each without its full stop. `recipes`: of the bot as it is, and of what it has gathered.
  mutating func shortfalls(
    of recipes: [EvidenceRecipe], _ row: EvidenceRecord?, in mode: TradingMode
  ) -> [String] {
    // Criteria that count any ticks count any settings, too; code that may be changed nobody lets into LIVE.
    if provenance.asksForDatasets { for recipe in recipes { take(recipe) } } else { found.problems = [] }
    take(step: mode == .live ? .live : .demo)
    let (own, ladder) = (bot.configuration.profile.accountCurrency, ledger.ladder.currency)
    if own != ladder { blame("its account is in \(own), and LIVE is given in \(ladder)") }
    if let since = row?.firstSeq,
      let lost = ledger.standing(of: record.id).reductionElsewhere(mode, identity: bot.identity.text),
      lost.seq > since
    {
      blame("'\(lost.bot)', which is the same bot, was taken back since: what came before does not count")
    }
    return found.problems
  }

  /// Takes what was gathered in a mode.
  ///
  /// - Throws: `JournalError`, and `DeskError` for evidence of a copy that can't be read.
  mutating func take(_ contents: EvidenceContents, _ reading: JournalReading) throws {
    if Self.clairvoyant.contains(contents.recipe.strategy) {
      blame("the orders of '\(contents.recipe.strategy)' may know what comes")
    }
    take(contents.recipe)
    takePrices(contents)
    hours = OpenHours(contents.instruments.first?.hours ?? .always)
    try takeTwins(of: contents, reading)
    let origins = try EvidenceOrigin.origins(of: contents, reading)
    let files = origins.filter { $0.kind == .files }
    takeFiles(files, of: contents.record.mode)
    takeNews(of: contents.recipe, files)
    takeFeed(origins.filter { $0.kind == .feed }, contents)
    guard contents.evidence.lastTick != nil else { return }
    let age = now.nanoseconds - contents.record.updatedAt.nanoseconds
    found.age = max(0, Double(age) / Double(Timestamp.day))
  }

  /// Takes what the ticks were traded with.
  private mutating func take(_ recipe: EvidenceRecipe) {
    takeProfile(recipe)
    takeBalance(recipe)
    takeSettings(recipe)
  }

  /// Whoever writes a profile can write one that pays, and whoever vouches for one may have left out to ask.
  private mutating func takeProfile(_ recipe: EvidenceRecipe) {
    let symbols = recipe.symbols + recipe.conversionSymbols
    let profile = ProfileIdentity(recipe.profile, trading: symbols)
    guard profile.bundled == nil else { return }
    let name = "broker profile '\(profile.name)' (\(profile.digest.prefix(16)))"
    for gift in recipe.profile.gifts(trading: recipe.symbols) { blame("\(name): \(gift)") }
    if ledger.profile(profile.digest) == nil { blame("\(name) was not admitted") }
  }

  /// What a night or a slip pays in points is much or little beside a price.
  private mutating func takePrices(_ contents: EvidenceContents) {
    let recipe = contents.recipe
    let profile = ProfileIdentity(recipe.profile, trading: recipe.symbols + recipe.conversionSymbols)
    guard profile.bundled == nil else { return }
    for (instrument, price) in zip(contents.instruments, contents.prices) {
      guard let price else { continue }
      let terms = recipe.profile.terms(for: instrument)
      if terms.slippage.isGift(at: price, on: instrument) {
        blame("broker profile '\(profile.name)': the slippage of \(instrument.symbol) pays the trader")
      }
      guard terms.swap.isGift(at: price, on: instrument) else { continue }
      blame(
        "broker profile '\(profile.name)': the swap of \(instrument.symbol) pays more than "
          + "\(SwapModel.mostAnnualCredit) a year")
    }
  }

  /// The profile says what the broker does; who is faster than that, or may borrow more, shows something else.
  private mutating func takeSettings(_ recipe: EvidenceRecipe) {
    let profile = recipe.profile
    if recipe.latencyNanoseconds < profile.latencyNanoseconds {
      blame(
        "a latency of \(Self.milliseconds(recipe.latencyNanoseconds)) is below the profile's "
          + Self.milliseconds(profile.latencyNanoseconds))
    }
    if recipe.leverage > profile.leverage {
      blame("a leverage of 1:\(recipe.leverage) is above the profile's 1:\(profile.leverage)")
    }
  }

  private static func milliseconds(_ nanoseconds: Int64) -> String {
    "\(DecimalText.format(nanoseconds, digits: 6, minimumFraction: 0)) ms"
  }

  /// What was shown on one balance says nothing of another one.
  private mutating func takeBalance(_ recipe: EvidenceRecipe) {
    let (then, now) = (recipe.startBalance, bot.configuration.startBalance)
    guard then != now else { return }
    let currency = recipe.profile.accountCurrency
    blame(
      "it began with \(then.shownText(in: currency)) \(currency), and the bot is registered with "
        + "\(now.shownText(in: currency)) \(currency)")
  }

  /// A copy that leaves out what the bot has come through already would choose its ticks, and one that stops where the bot
  /// went on would, too. Only ticks that count are looked at: what a copy was played for a try is nothing.
  private mutating func takeTwins(of contents: EvidenceContents, _ reading: JournalReading) throws {
    let own = contents.record
    let symbols = contents.recipe.symbols + contents.recipe.conversionSymbols
    guard let first = contents.evidence.firstTick, let last = contents.evidence.lastTick,
      let begun = try EvidenceOrigin.origins(of: contents, reading).map(\.session).min()
    else { return }
    let since = ledger.standing(of: own.bot).evidenceSince(
      own.mode, identity: Hexadecimal.text(own.identity))
    let rows = try reading.evidence(ofIdentity: own.identity)
    // What came after it in a later mode was not left out.
    let seen = rows.filter { $0.bot == own.bot }.compactMap { EvidenceSummary(json: $0.summary)?.lastTick }
    let end = seen.max() ?? last
    let left = Self.shareLeftOut * Double(open(first, last))
    for other in rows where other.bot != own.bot && other.mode == own.mode && other.firstSeq > since {
      let origins = try EvidenceOrigin.origins(
        of: other, symbols: symbols, firstTick: EvidenceSummary(json: other.summary)?.firstTick, reading
      ).filter(counts)
      guard let from = origins.compactMap(\.first).min(), let until = origins.compactMap(\.last).max(),
        let theirs = origins.map(\.session).min(), first <= until, from <= last
      else { continue }
      // By who saw ticks first, whichever was registered first.
      let leavesOutBeginning = (theirs, other.id) < (begun, own.id) && from < first
      // Nobody sees ticks of the future; who made some up for a copy must not stop the bot by it.
      let leavesOutEnd = until > end && until <= now && Double(open(end, until)) > left
      guard leavesOutBeginning || leavesOutEnd,
        try isOfBalance(contents.recipe.startBalance, other, reading)
      else { continue }
      blame("'\(other.bot)' is the same bot and saw more of these ticks, which are left out here")
    }
  }

  /// Whether ticks of an origin may count for the family.
  private func counts(_ origin: EvidenceOrigin) -> Bool {
    switch origin.kind {
    case .files: origin.digest.flatMap { ledger.dataset($0, family: record.family) } != nil
    case .feed: origin.limits.map { !Self.isLoose($0) } ?? true
    }
  }

  private static func isLoose(_ limits: EvidenceOrigin.FeedLimits) -> Bool {
    limits.late > latestTick || limits.stale > longestSilence
  }

  /// Whether evidence began with a balance, as what began with another one is another thing; what does not say counts as
  /// such.
  private func isOfBalance(
    _ balance: Money, _ row: EvidenceRecord, _ reading: JournalReading
  ) throws -> Bool {
    do { return try EvidenceRecipe.load(of: row, reading).startBalance == balance } catch DeskError.recipe {
      return true
    }
  }

  private mutating func takeFiles(_ origins: [EvidenceOrigin], of mode: TradingMode) {
    var datasets: [(known: DatasetRecord, file: String)] = []
    for origin in origins {
      guard let digest = origin.digest, let known = ledger.dataset(digest, family: record.family) else {
        blame("\(origin.name) was not admitted as a dataset of '\(record.family)'")
        continue
      }
      // Admitted under criteria of a tour, perhaps, and asked about under stricter ones.
      if known.dataset.source == SyntheticMarket.source, !provenance.countsGenerated {
        blame("\(known.id) (\(known.dataset.symbol)) is generated")
      }
      see(known.dataset.coverage)
      if !datasets.contains(where: { $0.known.id == known.id }) { datasets.append((known, origin.fileName)) }
    }
    for (known, file) in datasets {
      let spans = origins.filter { $0.digest == known.dataset.digest }
      noteWhatIsLeftOut(of: known, file, spans, of: mode)
    }
  }

  /// Says what of a dataset no session took; what one leaves to the next is not left out.
  private mutating func noteWhatIsLeftOut(
    of known: DatasetRecord, _ file: String, _ origins: [EvidenceOrigin], of mode: TradingMode
  ) {
    let dataset = known.dataset
    var taken: Int64 = 0
    var end = dataset.first
    let spans = origins.compactMap { origin in
      origin.first.flatMap { first in origin.last.map { (first, $0) } }
    }
    for (first, last) in spans.sorted(by: { $0.0 < $1.0 }) {
      // A session may have had other files as well, before this one or after it.
      let (from, to) = (max(first, end), min(last, dataset.last))
      if from < to { taken += open(from, to) }
      end = max(end, to)
    }
    let whole = open(dataset.first, dataset.last)
    // The first bars of a run may be spent on indicators; what matters is what was cut away.
    let left = whole > 0 ? 1 - Double(taken) / Double(whole) : 0
    guard !spans.isEmpty, left > 0.01 else { return }
    notes.append(
      "\(file) (\(known.id), \(dataset.symbol)) has more ticks than the bot took on \(mode.rawValue): "
        + "\(Int((left * 100).rounded())) % of its open time is left out.")
  }

  /// Whoever knows the ticks can make up news for whatever went wrong in them. Of what a feed brings nobody knew anything
  /// when the news was registered.
  private mutating func takeNews(of recipe: EvidenceRecipe, _ files: [EvidenceOrigin]) {
    guard let news = recipe.news, !files.isEmpty else { return }
    blame(
      "its \(Counted.text(news.events.count, "event")) of news may know the recorded ticks: with news, only a feed counts"
    )
  }

  /// Whoever stops a run after its best trade each day leaves the rest of the day out.
  private mutating func takeFeed(_ origins: [EvidenceOrigin], _ contents: EvidenceContents) {
    for origin in origins {
      guard let limits = origin.limits else { continue }
      if Self.isLoose(limits) {
        blame("feed '\(origin.name)' of session \(origin.session) took ticks that were late or far between")
      }
    }
    guard let first = origins.compactMap(\.first).min(), let last = origins.compactMap(\.last).max() else {
      return
    }
    var seen: Int64 = 0
    var end = Timestamp.distantPast
    for span in origins.map(\.span).sorted(by: { $0.lowerBound < $1.lowerBound }) {
      let (from, to) = (max(span.lowerBound, end, first), min(span.upperBound, last))
      if from < to { seen += open(from, to) }
      end = max(end, span.upperBound)
    }
    let whole = open(first, last)
    if whole > 0 { see(Double(seen) / Double(whole)) }
  }

  private func open(_ from: Timestamp, _ to: Timestamp) -> Int64 { hours.openNanoseconds(from: from, to: to) }

  mutating func blame(_ problem: String) {
    if !found.problems.contains(problem) { found.problems.append(problem) }
  }

  private mutating func see(_ share: Double) { found.openMinutes = min(found.openMinutes ?? 1, share) }
}
