import FileSystem
package import Journal
import JSONText
import Logging
import RiskControl
import SessionRecording
package import TickStore
import TradingCore

/// A session at hand: the one loop for files and feeds, and what lives only while it runs.
///
/// Everything that comes in goes through one of its doors, which records the input with its place, then lets the crew have
/// it: `take` for quotes and reports, `pass` for the clock, `put` for controls. What the bots did with it goes into the
/// desk's next commit, before which the recording is made durable.
final class Session {
  private unowned let desk: Desk
  private let crew: Crew
  private let clock: DeskClock
  private let log: Logger
  /// What the journal has of it, with the quotes so far.
  private(set) var row: SessionRecord
  /// Inputs besides quotes so far; `nil` where that is not known.
  private var inputs: Int?
  /// Whether it was cut off, and is only brought to its end.
  let isRecovering: Bool
  /// Where its inputs are written to before they take effect; `nil` where files are their own record, and the journal
  /// that of the controls.
  private var recording: SessionLogWriter?
  /// Neighboring quotes of one symbol that are recorded and not given yet.
  private var kept = KeptQuotes()
  /// How time passes while no quote comes; files have their own.
  private var quiet: QuietClock?
  /// Whether the last commit could not be made, and is tried again.
  private var isStalled = false
  /// Where the desk shows itself to processes next door.
  private var window: SnapshotWindow
  /// The regimes of what a feed brings, which are shown.
  private var climate = ClimateWatch()

  /// How often commands of other processes are looked for, and the longest wait for an input, in nanoseconds.
  static let lookAround = 50 * Timestamp.millisecond

  /// A session that begins.
  init(_ row: SessionRecord, of desk: Desk) {
    (self.row, self.desk) = (row, desk)
    (crew, clock, log) = (desk.crew, desk.clock, desk.log)
    inputs = 0
    isRecovering = false
    window = SnapshotWindow(of: desk)
  }

  /// A session that was cut off after so many quotes, and other inputs where that is known.
  init(cutOff row: SessionRecord, after place: SessionPlace, of desk: Desk) {
    (self.row, self.desk) = (row, desk)
    (crew, clock, log) = (desk.crew, desk.clock, desk.log)
    self.row.quotes = place.quotes
    inputs = place.inputs
    isRecovering = true
    window = SnapshotWindow(of: desk)
  }

  /// Its number.
  var id: Int64 { row.id }

  /// How far it has come.
  var place: SessionPlace { SessionPlace(quotes: row.quotes, inputs: inputs) }

  /// Whether its inputs are recorded.
  var isRecorded: Bool { recording != nil }

  /// Whether the strategy of any of its bots is a program of its own.
  var hasPrograms: Bool { crew.bots.contains(where: \.isProgram) }

  /// Takes note of where bots have failed.
  private func noteFailures() {
    for bot in crew.bots where bot.failure != nil && bot.failurePlace == nil {
      bot.failurePlace = SessionPlace(quotes: row.quotes - bot.unseen, inputs: inputs)
    }
  }

  /// Has every input from now on recorded.
  func record(into writer: SessionLogWriter) {
    recording = writer
    quiet = QuietClock(lastTime: writer.session.order.engineTime)
  }

  // MARK: the loop

  /// Gives the bots what a source has, until it is over or somebody asks to stop, and ends the session.
  ///
  /// `opening`: what holds from the start.
  /// - Returns: what came of it.
  /// - Throws: `DeskError`; `file(.interrupted)` after everything has been kept. Any other fault leaves the last commit.
  func run(
    _ source: inout some InputSource, opening: [DeskControl], _ show: (DeskProgress) -> Void
  ) throws(DeskError) -> FinishedSession {
    do throws(DeskError) {
      defer {
        source.stop()
        window.close()
        climate.keep(home: desk.home, log: log)
      }
      if let recording { climate.begin(recording.session.symbols, home: desk.home, log: log) }
      // What is not known of earlier intents, before halts and close-outs lead to new ones.
      let reports = recording == nil ? [] : desk.openingReports()
      for control in opening { try put(control) }
      for (report, bot) in reports { try take(report, of: bot) }
      try loop(&source, show)
    } catch {
      if case .file(.interrupted) = error { _ = try end(dropped: source.dropped) }
      throw error
    }
    return FinishedSession(record: try end(dropped: source.dropped), dropped: source.dropped)
  }

  private func loop(
    _ source: inout some InputSource, _ show: (DeskProgress) -> Void
  ) throws(DeskError) {
    let hasRecording = recording != nil
    var rhythm = CommitRhythm(hasRecording: hasRecording, now: clock.monotonic())
    var nextLook = Int64.min
    while try source.advance(into: self) {
      try give()
      do throws(FileError) { try desk.cancellation.check() } catch { throw .file(error) }
      let now = clock.monotonic()
      if let recording { quiet?.look(lastTime: recording.session.order.engineTime, at: now) }
      let looks = now >= nextLook
      if looks {
        nextLook = now + Self.lookAround
        try source.look(into: self, at: now)
        // Over files what is shown is the place at which a command is obeyed, on a feed what came of it.
        if !hasRecording { show(source.progress) }
        if window.isDue(at: now) {
          if let time = quiet?.reckoned(at: now) { climate.pass(to: time) }
          window.show(source.progress, climate.readings, at: now)
          climate.keepDue(at: now, home: desk.home, log: log)
        }
        try obey(&source, at: now)
      }
      // Where a bot begins anew over files does not hang on the clock.
      if looks || !hasRecording {
        try desk.retireClosed()
        try desk.rejoin()
      }
      if looks, hasRecording { show(source.progress) }
      switch rhythm.due(at: now, hasNews: desk.hasNews) {
      case .states:
        guard try commit(checkpoints: true) else { break }
        rhythm.took(from: now, to: clock.monotonic())
        try rotate()
      case .news: try commit(checkpoints: false)
      case nil: break
      }
    }
  }

  /// Commits, and tries again later where the journal, or what a program is told, can't be written for now.
  ///
  /// Until then entries stop, and those that have not left are kept back. Exits don't stop: they wait with everything else
  /// that happened, and leave with the commit that works. Over files, where time waits, the run ends instead.
  /// - Returns: whether it is made.
  @discardableResult
  private func commit(checkpoints: Bool) throws(DeskError) -> Bool {
    do throws(DeskError) {
      try desk.commit(checkpoints: checkpoints)
    } catch {
      guard error.isTransient, recording != nil else { throw error }
      guard !isStalled else { return false }
      isStalled = true
      log.error("the journal can't be written; entries stop", metadata: ["reason": "\(error)"])
      try put(DeskControl(.journalFault, isOn: true), reason: "\(error)")
      for (report, bot) in desk.holdEntries() { try take(report, of: bot) }
      return false
    }
    guard isStalled else { return true }
    isStalled = false
    log.notice("the journal is written again; entries go on")
    try put(DeskControl(.journalFault, isOn: false))
    return true
  }

  /// Commands of other processes, rights that have run out, and the clock where something waits for it.
  private func obey(_ source: inout some InputSource, at now: Int64) throws(DeskError) {
    try desk.expireRequests()
    let controls = try desk.obeyCommands(takesIn: recording != nil) + desk.lapsedGrants()
    if controls.contains(where: \.acts) { quiet?.hurry(at: now) }
    if let quiet, let time = quiet.time(at: now), quiet.isHurried(at: now) || crew.dueTime <= time {
      try pass(to: time)
      source.pass(to: time)
    }
    for control in controls {
      try put(control)
      // Without a recording, a run that goes on from here must not obey twice, nor too late.
      if recording == nil { try desk.commit(checkpoints: true) }
    }
  }

  // MARK: the doors

  /// Quotes of a file, which is their record.
  func take(
    _ quotes: UnsafeBufferPointer<Quote>, sizes: UnsafeBufferPointer<QuoteSize>?, symbolIndex: Int
  ) {
    crew.process(quotes, sizes: sizes, symbolIndex: symbolIndex)
    row.quotes += quotes.count
  }

  /// A quote of a feed: recorded, and given with its neighbors of the same symbol, at the latest before anything else.
  func take(_ quote: LoggedQuote) throws(DeskError) {
    try give(before: quote.symbolIndex)
    try recorded { (recording) throws(SessionLogError) in try recording.append(quote) }
    kept.append(quote)
  }

  /// What a broker's bridge has brought. What is of a bot that has left, or begun anew since, is nobody's any more.
  func take(_ arrival: ReportInbox.Arrival) throws(DeskError) {
    let account = arrival.account
    guard crew.bot(account.bot) != nil, desk.evidence[account.bot]?.id == account.evidence else {
      log.warning(
        "a report of an account that nobody here has",
        metadata: ["bot": "\(account.bot)", "report": "\(arrival.report.content.kind)"])
      return
    }
    try take(arrival.report, of: account.bot)
  }

  /// What a broker has reported to a bot's account. What the bot asks for in answer is committed with what it did, then
  /// sent.
  func take(_ report: VenueReport, of bot: String) throws(DeskError) { try enter(.report(report, bot: bot)) }

  /// Time has passed without a quote, up to this engine time.
  func pass(to time: Timestamp) throws(DeskError) {
    try enter(.clock(time))
    quiet?.pass(to: time)
  }

  /// Puts a control into force, and into the next commit with its place.
  ///
  /// `reason`: why, for the journal.
  func put(_ control: DeskControl, reason: String? = nil) throws(DeskError) {
    try give()
    // Risk goes by engine time, whenever the control was thought of.
    let control = control.at(crew.time)
    try enter(.control(control))
    var payload = control.json.adding("session", .integer(id)).adding("after_quotes", .count(row.quotes))
    if let reason { payload = payload.adding("reason", .string(reason)) }
    let kind: EventKind =
      !control.isAboutEntries ? .commandObeyed : control.isResume ? .entriesResumed : .entriesHalted
    desk.note(NewEvent(kind, subject: "\(id)", payload: payload, at: clock.now()))
  }

  /// Records an input behind the quotes so far, then lets the crew have it.
  private func enter(_ input: SessionInput) throws(DeskError) {
    try give()
    try recorded { (recording) throws(SessionLogError) in try recording.append(try input.event()) }
    inputs = inputs.map { $0 + 1 }
    crew.take(input)
    noteFailures()
  }

  private func recorded(
    _ work: (SessionLogWriter) throws(SessionLogError) -> Void
  ) throws(DeskError) {
    guard let recording else { return }
    do throws(SessionLogError) { try work(recording) } catch { throw .log(error) }
  }

  /// Gives the kept quotes where one of this symbol would not be their neighbor.
  func give(before symbolIndex: Int) throws(DeskError) {
    if kept.symbolIndex != symbolIndex { try give() }
  }

  /// Hands the recording to the system and the kept quotes to the crew: the session has come that much further.
  func give() throws(DeskError) {
    guard !kept.isEmpty else { return }
    try recorded { (recording) throws(SessionLogError) in try recording.flush() }
    kept.withQuotes { climate.add($0, symbolIndex: $1) }
    row.quotes += kept.give(to: crew)
    noteFailures()
  }

  // MARK: the recording

  /// Makes the recording durable: nothing that an input caused is committed before.
  func sync() throws(DeskError) {
    try recorded { (recording) throws(SessionLogError) in try recording.sync() }
  }

  /// Closes a segment that is large or old enough, and seals it.
  private func rotate() throws(DeskError) {
    try recorded { (recording) throws(SessionLogError) in
      guard recording.isRotationDue(at: clock.now()) else { return }
      // On another thread: trading never waits on it, and a segment that stays unsealed is read all the same.
      let (closed, kept, now) = (
        try recording.rotate(at: clock.now()), Recording(id, desk.journal, home: desk.home), clock.now
      )
      Background.seal(closed, log) { try kept.keep(closed.number, at: now()) }
    }
  }

  private func end(dropped: DroppedQuotes?) throws(DeskError) -> SessionRecord {
    if let dropped, dropped.total > 0 {
      let payload = dropped.json.adding("session", .integer(id))
      desk.note(NewEvent(.feedFault, subject: "refused", payload: payload, at: clock.now()))
      log.notice("quotes that were not used", metadata: ["counts": "\(dropped.json.compactText)"])
    }
    let row = try desk.endSession(self, dropped: dropped)
    // Sealing is housekeeping, which nobody waits for who wants the process to end: the log can be read either way.
    guard let recording, desk.cancellation.signal == nil else { return row }
    do throws(SessionLogError) { _ = try recording.close().seal(desk.cancellation) } catch {
      log.warning("the session's log was not sealed", metadata: ["reason": "\(error)"])
    }
    return row
  }

  // MARK: news

  /// Has something journaled with the next commit.
  func note(_ event: NewEvent) { desk.note(event) }

  /// Has the operator told of something with the next commit.
  func notify(_ notice: DeskNotice) { desk.notify(notice) }
}

/// What came of a session.
package struct FinishedSession: Sendable, Hashable {
  /// What the journal has of it.
  package var record: SessionRecord
  /// What its feed sent and nobody was given; `nil` for one over files.
  package var dropped: DroppedQuotes?
  /// Sources of one symbol that overlap in time and were merged, of one over files.
  package var mergedSources: [TickOverlap] = []
}

/// Neighboring quotes of one symbol on their way to the crew.
private struct KeptQuotes {
  private(set) var symbolIndex = 0
  private var quotes: [Quote] = []
  private var sizes: [QuoteSize] = []

  var isEmpty: Bool { quotes.isEmpty }

  mutating func append(_ quote: LoggedQuote) {
    symbolIndex = quote.symbolIndex
    quotes.append(quote.quote)
    sizes.append(quote.size)
  }

  func withQuotes(_ body: (UnsafeBufferPointer<Quote>, Int) -> Void) {
    quotes.withUnsafeBufferPointer { body($0, symbolIndex) }
  }

  /// - Returns: how many there were.
  mutating func give(to crew: Crew) -> Int {
    quotes.withUnsafeBufferPointer { quotes in
      sizes.withUnsafeBufferPointer { sizes in
        crew.process(quotes, sizes: sizes, symbolIndex: symbolIndex)
      }
    }
    defer {
      quotes.removeAll(keepingCapacity: true)
      sizes.removeAll(keepingCapacity: true)
    }
    return quotes.count
  }
}
