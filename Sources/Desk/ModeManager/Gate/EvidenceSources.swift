import BotAssembly
import Journal
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
    let problem =
      "the identity does not cover what strategy '\(bot.entry.descriptor.name)' is built of or loads (unpinned)"
    if step == .live { blame(problem) }
    notes.append("It can't go further than DEMO: \(problem).")
  }

  /// Takes what was gathered in a mode.
  ///
  /// - Throws: `JournalError`.
  mutating func take(_ contents: EvidenceContents, _ reading: JournalReading) throws(JournalError) {
    if Self.clairvoyant.contains(contents.recipe.strategy) {
      blame("the orders of '\(contents.recipe.strategy)' may know what comes")
    }
    takeProfile(contents.recipe)
    takeBalance(contents.recipe)
    try takeTwins(of: contents, reading)
    hours = OpenHours(contents.instruments.first?.hours ?? .always)
    let origins = try EvidenceOrigin.origins(of: contents, reading)
    for origin in origins where origin.kind == .files { takeFile(origin) }
    takeFeed(origins.filter { $0.kind == .feed }, contents)
    guard contents.evidence.lastTick != nil else { return }
    let age = now.nanoseconds - contents.record.updatedAt.nanoseconds
    found.age = max(0, Double(age) / Double(Timestamp.day))
  }

  /// Whoever writes a profile can write one that pays.
  private mutating func takeProfile(_ recipe: EvidenceRecipe) {
    let profile = ProfileIdentity(recipe.profile, trading: recipe.symbols + recipe.conversionSymbols)
    guard profile.bundled == nil, ledger.profile(profile.digest) == nil else { return }
    blame("broker profile '\(profile.name)' (\(profile.digest.prefix(16))) was not admitted")
  }

  /// What was shown on one balance says nothing of another one.
  private mutating func takeBalance(_ recipe: EvidenceRecipe) {
    let (then, now) = (recipe.startBalance, bot.configuration.startBalance)
    guard then != now else { return }
    let currency = recipe.profile.accountCurrency
    blame(
      "it began with \(then.text(in: currency)) \(currency), and the bot is registered with "
        + now.text(in: currency))
  }

  /// A copy that leaves out what the bot has come through already would choose its ticks.
  private mutating func takeTwins(
    of contents: EvidenceContents, _ reading: JournalReading
  ) throws(JournalError) {
    let own = contents.record
    guard let first = contents.evidence.firstTick else { return }
    let since = ledger.standing(of: own.bot).evidenceSince(
      own.mode, identity: Hexadecimal.text(own.identity))
    for other in try reading.evidence(ofIdentity: own.identity)
    where other.bot != own.bot && other.mode == own.mode && other.id < own.id && other.firstSeq > since {
      guard let seen = EvidenceSummary(json: other.summary), let begun = seen.firstTick,
        let last = seen.lastTick, begun < first, first <= last
      else { continue }
      blame("'\(other.bot)' is the same bot and saw more of these ticks, which are left out here")
    }
  }

  private mutating func takeFile(_ origin: EvidenceOrigin) {
    guard let digest = origin.digest, let known = ledger.dataset(digest, family: record.family) else {
      return blame("\(origin.name) was not admitted as a dataset of '\(record.family)'")
    }
    let dataset = known.dataset
    // Admitted under criteria of a tour, perhaps, and asked about under stricter ones.
    if dataset.source == SyntheticMarket.source, !provenance.countsGenerated {
      blame("\(known.id) (\(dataset.symbol)) is generated")
    }
    see(dataset.coverage)
    guard let first = origin.first, let last = origin.last else { return }
    let (whole, part) = (open(dataset.first, dataset.last), open(first, last))
    // The first bars of a run may be spent on indicators; what matters is what was cut away.
    let left = whole > 0 ? 1 - Double(part) / Double(whole) : 0
    guard left > 0.01 else { return }
    notes.append(
      "\(known.id) (\(dataset.symbol)) has more ticks than session \(origin.session) took: "
        + "\(Int((left * 100).rounded())) % of its open time is left out.")
  }

  /// Whoever stops a run after its best trade each day leaves the rest of the day out.
  private mutating func takeFeed(_ origins: [EvidenceOrigin], _ contents: EvidenceContents) {
    for origin in origins {
      guard let limits = origin.limits else { continue }
      if limits.late > Self.latestTick || limits.stale > Self.longestSilence {
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

  private mutating func blame(_ problem: String) {
    if !found.problems.contains(problem) { found.problems.append(problem) }
  }

  private mutating func see(_ share: Double) { found.openMinutes = min(found.openMinutes ?? 1, share) }
}
