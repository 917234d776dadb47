package import BotAssembly
package import FileSystem
package import Journal
import JSONText
import StateCoding
import StrategyKit
import TickStore
package import TradingCore
import TradingEngine
import SessionRecording

/// Runs a recorded session again and compares every event and the fingerprint with what the journal has.
package struct SessionReplay {
  /// What came out for one bot.
  package struct Outcome: Sendable, Hashable {
    /// The bot's id.
    package var bot: String
    /// The identity its evidence is bound to, in hex.
    package var identity: String
    /// The mode that the evidence is of: a bot that was taken back in the session is there twice.
    package var mode: TradingMode
    /// Events of the session by the journal.
    package var events = 0
    /// Fills among them.
    package var fills = 0
    /// The fingerprint at the session's end, by the journal.
    package var journaled: String
    /// The same, by the replay.
    package var replayed = ""
    /// The first event of the evidence that differs.
    package var firstDifference: Int?
    /// Why the bot could not be run again.
    package var problem: String?

    /// Whether everything came out the same.
    package var isSame: Bool { problem == nil && firstDifference == nil && journaled == replayed }
  }

  private let journal: Journal
  private let home: String
  private let cancellation: Cancellation
  private let strategies: (String) throws -> StrategyEntry
  /// The session.
  package let session: SessionRecord
  /// Where the tick files of a session over files lie now; `nil` where they were then. Their ticks must be the session's.
  package var files: [String]?
  /// The symbols of its ticks.
  package private(set) var symbols: [Symbol] = []

  /// A session that is over.
  ///
  /// `strategies` gives the strategy of a name; `cancellation` is asked between stretches of the session. `mayBeOpen`:
  /// one on a feed may still go on; it is compared as far as the journal has come.
  /// - Throws: `unknownSession`, `openSession`, `journal`.
  package init(
    _ id: Int64, journal: Journal, home: String, mayBeOpen: Bool = false, cancellation: Cancellation = .never,
    strategies: @escaping (String) throws -> StrategyEntry
  ) throws(DeskError) {
    let (found, last) = try DeskError.journaling {
      try journal.read { (try $0.session(id), try $0.sessions().last?.id ?? 0) }
    }
    guard let found else { throw .unknownSession(id, last: last) }
    guard found.status != .open || (mayBeOpen && found.kind == .feed) else { throw .openSession(id) }
    (self.journal, self.home, self.strategies, session) = (journal, home, strategies, found)
    self.cancellation = cancellation
  }

  /// One bot of the session, put together again.
  private struct Participant {
    var outcome: Outcome
    let part: SessionBotRecord
    let evidence: EvidenceRecord
    /// How it failed in the session, where it did.
    var failure: JournaledFailure?
    var bot: HostedBot?
    var place = SessionPlace.start
  }

  /// Runs it.
  ///
  /// `progress` is told of quotes done, and of how many there are.
  /// - Throws: `DeskError`; `sessionTicks` when its ticks are gone or changed.
  package mutating func run(progress: (Int, Int) -> Void = { _, _ in }) throws(DeskError) -> [Outcome] {
    var participants = try participants()
    let bots = participants.compactMap { item in item.bot.map { (place: item.place, bot: $0) } }
    switch session.kind {
    case .files: try playFiles(bots, try ends(participants), progress)
    case .feed: try playLog(bots, try ends(participants), progress)
    }
    for index in participants.indices { try compare(&participants[index]) }
    return participants.map(\.outcome)
  }

  /// Where in the session bots left it, because they failed, were retired or began anew.
  private func ends(_ participants: [Participant]) throws(DeskError) -> [SessionFeeder.Placed] {
    let rows = try DeskError.journaling {
      try journal.read { reading in try reading.bots().filter { $0.status == .retired }.map(\.id) }
    }
    let retired = Set(rows)
    return participants.compactMap { item in
      let evidence = item.evidence
      let isLast = !participants.contains {
        $0.evidence.bot == evidence.bot && $0.evidence.number > evidence.number
      }
      if let bot = item.bot, let place = item.failure?.place { return (place, bot) }
      guard let bot = item.bot, retired.contains(evidence.bot) || !isLast,
        let place = SessionPlace(cursor: evidence.cursor, session: session.id)
      else { return nil }
      return (place, bot)
    }
  }

  private func participants() throws(DeskError) -> [Participant] {
    let parts = try DeskError.journaling { try journal.read { try $0.bots(ofSession: session.id) } }
    var participants: [Participant] = []
    for part in parts {
      let found = try DeskError.journaling { try journal.read { try $0.evidence(part.evidence) } }
      guard let evidence = found else { continue }
      var item = Participant(
        outcome: Outcome(
          bot: evidence.bot, identity: Hexadecimal.text(evidence.identity), mode: evidence.mode,
          journaled: part.endFingerprint ?? evidence.fingerprint),
        part: part, evidence: evidence)
      do throws(DeskError) {
        item.bot = try makeBot(part, evidence)
      } catch {
        item.outcome.problem = "\(error)"
      }
      item.failure = try DeskError.journaling {
        try journal.read { try $0.failure(ofEvidence: evidence.id, of: evidence.bot, in: session.id) }
      }
      if let place = SessionPlace(cursor: part.startCursor, session: session.id) { item.place = place }
      participants.append(item)
    }
    return participants
  }

  /// The bot as it was when the session began, with the values it had then.
  private func makeBot(_ part: SessionBotRecord, _ evidence: EvidenceRecord) throws(DeskError) -> HostedBot {
    let recipe = try EvidenceRecipe.load(of: evidence, journal)
    do {
      let entry = try strategies(recipe.strategy)
      guard entry.descriptor.version == recipe.version else {
        throw DeskError.recipe(
          bot: evidence.bot,
          problem:
            "strategy '\(recipe.strategy)' was version \(recipe.version), is \(entry.descriptor.version)")
      }
      let configuration = try recipe.configuration(for: entry.descriptor)
      let bot = HostedBot(
        id: evidence.bot,
        runner: try BotAssembler.bot(
          entry, configuration, curvePoints: Desk.curvePoints, broker: recipe.broker),
        instruments: configuration.streamSymbols.compactMap { configuration.profile.instrument($0) },
        currency: configuration.profile.accountCurrency, isProgram: entry.isProgram)
      if let state = part.startState { try bot.restore(state) }
      return bot
    } catch let error as DeskError {
      throw error
    } catch {
      throw .recipe(bot: evidence.bot, problem: "\(error)")
    }
  }

  private func compare(_ item: inout Participant) throws(DeskError) {
    guard let bot = item.bot else { return }
    if let failure = bot.failure, item.failure == nil { item.outcome.problem = failure }
    let events = bot.takeEvents()
    let first = item.part.startEvents
    let last = item.part.endEvents ?? item.evidence.eventCount
    var known: [BotEvent] = []
    let evidence = item.evidence
    try DeskError.journaling {
      try journal.read { reading in
        try reading.botEvents(of: evidence, after: first) { number, event in
          if number <= last { known.append(event) }
        }
      }
    }
    item.outcome.events = known.count
    item.outcome.fills = known.reduce(0) { if case .filled = $1 { $0 + 1 } else { $0 } }
    // Of a session that goes on the recording is ahead of the journal, and of a bot that failed under an earlier program,
    // which did not say where, the replay may be: what was journaled must have come out.
    let isOver = session.status != .open && (item.failure == nil || item.failure?.place != nil)
    item.outcome.replayed = isOver ? bot.runner.state.record.fingerprint.text : item.outcome.journaled
    for index in 0..<(isOver ? max(events.count, known.count) : known.count)
    where index >= events.count || index >= known.count || events[index] != known[index] {
      item.outcome.firstDifference = first + index + 1
      return
    }
  }
}

extension SessionReplay {
  private mutating func playLog(
    _ bots: [SessionFeeder.Placed], _ ends: [SessionFeeder.Placed],
    _ progress: (Int, Int) -> Void
  ) throws(DeskError) {
    let folder = Desk.folder(ofSession: session.id, home: home)
    let total = session.quotes
    symbols = try DeskError.reading {
      // A session that was cut off before its first quote may have no recording.
      guard try session.quotes > 0 || SessionLogReader.isRecorded(folder: folder) else { return [] }
      var reader = try SessionLogReader(folder: folder)
      var feeder = SessionFeeder(
        bots, symbols: reader.symbols.map(\.symbol), from: SessionPosition(), ends: ends)
      try feeder.begin(under: try DeskRisk(of: session))
      while try reader.next({ item in try feeder.take(item) }) {
        progress(feeder.position.quotes, total)
        try cancellation.check()
      }
      return reader.symbols.map(\.symbol)
    }
  }

  private mutating func playFiles(
    _ bots: [SessionFeeder.Placed], _ ends: [SessionFeeder.Placed],
    _ progress: (Int, Int) -> Void
  ) throws(DeskError) {
    let ticks = try openFiles(bots)
    symbols = ticks.symbols
    var controls = try controls()[...]
    var feeder = SessionFeeder(bots, symbols: ticks.symbols, from: SessionPosition(), ends: ends)
    try feeder.begin(under: try DeskRisk(of: session))
    try DeskError.reading {
      while feeder.position.quotes < session.quotes, let run = try ticks.next() {
        var start = 0
        while start < run.quotes.count, feeder.position.quotes < session.quotes {
          while let next = controls.first, next.position <= feeder.position.quotes {
            feeder.take(.control(next.control))
            controls.removeFirst()
          }
          let limit = min(controls.first?.position ?? session.quotes, session.quotes) - feeder.position.quotes
          let range = start..<min(run.quotes.count, start + limit)
          feeder.take(
            UnsafeBufferPointer(rebasing: run.quotes[range]),
            sizes: run.sizes.map { UnsafeBufferPointer(rebasing: $0[range]) }, symbolIndex: run.symbolIndex)
          start = range.upperBound
        }
        progress(feeder.position.quotes, session.quotes)
        try cancellation.check()
      }
      // What was put into force behind the last quote.
      for next in controls { feeder.take(.control(next.control)) }
    }
  }

  private func openFiles(_ bots: [SessionFeeder.Placed]) throws(DeskError) -> MergedTicks {
    let crew = Crew(bots.map(\.bot))
    var paths: [String] = []
    var digests: [String] = []
    if case .array(let files)? = session.source["files"] {
      for file in files {
        guard case .string(let path)? = file["path"], case .string(let digest)? = file["content_digest"]
        else {
          continue
        }
        paths.append(path)
        digests.append(digest)
      }
    }
    paths = self.files ?? paths
    do throws(TickStoreError) {
      let ticks = try MergedTicks(
        paths: paths, from: time("from_ns") ?? .distantPast, to: time("until_ns") ?? .distantFuture,
        cancellation: cancellation,
        sizeDigits: { crew.needsSizes(of: $0) ? crew.instrument($0)?.quantityDigits : nil },
        digits: { crew.instrument($0)?.digits ?? InstrumentCatalog.standard[$0]?.digits ?? 9 })
      guard ticks.contentDigests.sorted() == digests.sorted() else {
        throw TickStoreError.mismatch(
          path: paths.joined(separator: ", "), reason: "its ticks are not those of the session")
      }
      return ticks
    } catch {
      throw .sessionTicks(session.id, problem: "\(error)")
    }
  }

  private func time(_ name: String) -> Timestamp? {
    guard case .integer(let value)? = session.source[name] else { return nil }
    return Timestamp(nanoseconds: value)
  }

  /// The halts of a session over files, with their places, from the journal.
  private func controls() throws(DeskError) -> [(position: Int, control: DeskControl)] {
    var controls: [(position: Int, control: DeskControl)] = []
    var after: Int64 = 0
    while true {
      let events = try DeskError.journaling {
        try journal.read {
          try $0.events(
            of: "\(session.id)", kinds: [.entriesHalted, .entriesResumed, .commandObeyed], after: after)
        }
      }
      guard let last = events.last else { return controls }
      for event in events {
        guard let json = event.json, let control = DeskControl(json: json),
          case .integer(let position)? = json["after_quotes"]
        else {
          let place = SessionPosition(quotes: controls.last?.position ?? 0, controls: controls.count)
          throw .log(.unknownInput("the control '\(event.json?.compactText ?? "")'", after: place))
        }
        controls.append((Int(position), control))
      }
      after = last.seq
    }
  }
}
