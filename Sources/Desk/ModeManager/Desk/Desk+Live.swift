import Logging
package import Feeds
import FileSystem
import Journal
import JSONText
import Synchronization
package import TradingCore
import SessionRecording

extension Desk {
  /// Gives the bots what a feed sends, until it is over, `until` is reached or somebody asks to stop.
  ///
  /// Every quote is in the session's input log before a bot sees it, and the log is durable before anything that it
  /// caused is committed.
  /// - Throws: `DeskError`; `file(.interrupted)` after everything has been kept.
  package func live(
    _ setup: FeedSetup, until: Timestamp = .distantFuture, progress: (DeskProgress) -> Void = { _ in }
  ) throws(DeskError) {
    try recover()
    try startAnew()
    let instruments = feedInstruments()
    let symbols = instruments.map(\.symbol)
    crew.listen(to: symbols)
    var setup = setup
    setup.instruments = instruments
    let feed: any QuoteFeed
    do throws(FeedError) { feed = try setup.makeFeed() } catch { throw .feed(error) }
    let order = try lastOrder(of: symbols)
    try startSession(.live, source: ["feed": .string(setup.configuration.name)])
    let writer = try startLog(instruments, order)
    syncInputs = { () throws(DeskError) in
      do throws(SessionLogError) { try writer.sync() } catch { throw .log(error) }
    }
    logControl = { control throws(DeskError) in
      do throws(SessionLogError) {
        try writer.append(.control(Array(control.json.compactText.utf8)))
      } catch { throw .log(error) }
    }
    var stream = LiveStream(
      instruments: instruments, configuration: setup.configuration, writer: writer)
    let queue = FeedQueue()
    let cursors = Mutex(stream.cursors)
    feed.start(into: queue) { cursors.withLock { $0 } }
    do throws(DeskError) {
      defer { feed.stop() }
      try record(openingControls() + stream.initialControls())
      try listen(&stream, queue, until: until, feed: setup.configuration.name) { stream in
        cursors.withLock { $0 = stream.cursors }
        progress(
          DeskProgress(
            quotes: UInt64(stream.writer.position.quotes), lagNanoseconds: stream.lag, feed: stream.state,
            dropped: stream.dropped.total))
      }
    } catch {
      if case .file(.interrupted) = error { try endLive(stream) }
      throw error
    }
    try endLive(stream)
  }

  private func listen(
    _ stream: inout LiveStream, _ queue: FeedQueue, until: Timestamp, feed: String,
    _ look: (LiveStream) -> Void
  ) throws(DeskError) {
    let writer = stream.writer
    var rhythm = CommitRhythm(shortest: Self.liveCheckpoint, share: 100, now: clock.monotonic())
    var nextLook: Int64 = .min
    var nextDropped = 1
    while true {
      let events = queue.take(upTo: Self.batch, waitingNanoseconds: Self.lookAround)
      var isOver = false
      for event in events { try take(event, &stream, feed, &isOver) }
      try give(&stream)
      do throws(FileError) { try Interruption.check() } catch { throw .file(error) }
      let now = clock.monotonic()
      stream.heard(at: now)
      if now >= nextLook {
        nextLook = now + Self.lookAround
        try tell(stream.clock(now: clock.now(), monotonic: now), &stream, feed)
        try expireRequests()
        let controls = try obeyCommands(takesIn: true) + lapsedGrants()
        if controls.contains(where: \.acts) { stream.hurry(at: now) }
        try passTime(&stream, at: now)
        try record(controls)
        try rejoin()
        look(stream)
        logDropped(stream, &nextDropped)
      }
      if rhythm.isDue(now) {
        try commit(checkpoints: true)
        rhythm.took(from: now, to: clock.monotonic())
        try rotate(writer)
      } else if crew.hasNews || !notes.isEmpty || !notices.isEmpty {
        try commit(checkpoints: false)
      }
      if isOver || clock.now() >= until { return }
    }
  }

  private func take(
    _ event: FeedEvent, _ stream: inout LiveStream, _ feed: String, _ isOver: inout Bool
  ) throws(DeskError) {
    switch event.kind {
    case .quote(let quote):
      if stream.breaks(with: quote.symbolIndex) { try give(&stream) }
      let (time, news) = stream.place(quote, receivedAt: event.receivedAt)
      guard let time else { return }
      if !news.isEmpty { try tell(news, &stream, feed) }
      do throws(SessionLogError) {
        try stream.take(quote, at: time, receivedAt: event.receivedAt)
      } catch { throw .log(error) }
    case .heartbeat: return
    case .connected: try tell(stream.connected(clock.monotonic()), &stream, feed)
    case .disconnected(let reason, let retry):
      try tell(stream.disconnected(reason, clock.monotonic()), &stream, feed)
      log.warning("the feed is gone", metadata: ["feed": "\(feed)", "reason": "\(reason)"])
      if retry == nil { isOver = true }
    case .fault(let fault):
      stream.fault(fault.count)
      log.warning(
        "the feed sends what can't be used",
        metadata: ["feed": "\(feed)", "problem": "\(fault.problem)", "line": "\(fault.excerpt)"])
      guard !fault.isHarmless else { return }
      notes.append(
        NewEvent(
          .feedFault, subject: feed,
          payload: [
            "problem": .string(fault.problem), "line": .string(fault.excerpt), "count": .count(fault.count),
          ], at: event.receivedAt))
    case .ended: isOver = true
    }
  }

  /// Gives the crew what is kept; the session has come that much further.
  private func give(_ stream: inout LiveStream) throws(DeskError) {
    do throws(SessionLogError) { session?.quotes += try stream.give(to: crew) } catch { throw .log(error) }
  }

  /// Puts news of the feed into force, the log, the journal and the ears of the operator.
  private func tell(
    _ news: [LiveStream.News], _ stream: inout LiveStream, _ feed: String
  ) throws(DeskError) {
    guard !news.isEmpty else { return }
    try give(&stream)
    for item in news {
      let transition = item.transition
      let symbol = transition.symbolIndex.map { crew.symbols[$0].name }
      if let kind = EventKind(rawValue: transition.code.rawValue), !transition.code.isAboutEntries {
        notes.append(
          NewEvent(
            kind, subject: symbol ?? feed,
            payload: [
              "feed": .string(feed), "on": .boolean(transition.isOn), "text": .string(transition.text),
              "session": .integer(session?.id ?? 0), "after_quotes": .count(session?.quotes ?? 0),
            ], at: clock.now()))
      }
      log.notice(
        "\(transition.code.rawValue)",
        metadata: ["subject": "\(symbol ?? feed)", "on": "\(transition.isOn)", "text": "\(transition.text)"])
      if let kind = DeskNotice.Kind(transition) {
        notify(DeskNotice(kind, subject: symbol ?? feed, text: transition.text))
      }
      try record(item.controls)
    }
  }

  /// Lets time pass for the bots where the feed is quiet and something rests on the clock.
  private func passTime(_ stream: inout LiveStream, at now: Int64) throws(DeskError) {
    guard let time = stream.timeInQuiet(at: now), stream.isHurried(at: now) || crew.dueTime <= time else {
      return
    }
    try give(&stream)
    do throws(SessionLogError) { try stream.writer.append(.clock(time)) } catch { throw .log(error) }
    inputs = inputs.map { $0 + 1 }
    stream.pass(to: time)
    crew.pass(to: time)
  }

  /// Puts controls into force and into the log, behind the quotes so far.
  private func record(_ controls: [DeskControl]) throws(DeskError) {
    for control in controls {
      try logControl(control)
      enforce(control)
    }
  }

  /// Logs at the first quote that is not used, and whenever there are ten times as many.
  private func logDropped(_ stream: LiveStream, _ next: inout Int) {
    let counts = stream.dropped
    guard counts.total >= next else { return }
    while counts.total >= next { next *= 10 }
    log.notice("the feed sends quotes that are not used", metadata: ["counts": "\(counts.json.compactText)"])
  }

  private func endLive(_ stream: LiveStream) throws(DeskError) {
    let counts = stream.dropped
    dropped = counts
    if counts.total > 0 {
      let payload = counts.json.adding("session", .integer(session?.id ?? 0))
      notes.append(NewEvent(.feedFault, subject: "refused", payload: payload, at: clock.now()))
      log.notice("quotes that were not used", metadata: ["counts": "\(counts.json.compactText)"])
    }
    try endSession(sessionEnd: [JSONMember("dropped", counts.json)])
    syncInputs = {}
    logControl = { _ in }
    // Sealing is housekeeping, which nobody waits for who wants the process to end: the log can be read either way.
    guard Interruption.requested == nil else { return }
    do throws(SessionLogError) {
      _ = try stream.writer.close().seal()
    } catch {
      log.warning("the session's log was not sealed", metadata: ["reason": "\(error)"])
    }
  }
}

extension FeedTransition.Code {
  /// Whether it only says what other codes led to.
  fileprivate var isAboutEntries: Bool { self == .entriesHalted || self == .entriesResumed }
}

extension DeskNotice.Kind {
  fileprivate init?(_ transition: FeedTransition) {
    switch (transition.code, transition.isOn) {
    case (.lost, _): self = .feedLost
    case (.connected, _): self = .feedBack
    case (.stale, true): self = .feedStale
    case (.clockJump, true): self = .clockJump
    default: return nil
    }
  }
}
