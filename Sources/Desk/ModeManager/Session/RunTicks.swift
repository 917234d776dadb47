package import FileSystem
package import Journal
import JSONText
import SessionRecording
import TickStore
package import TradingCore

/// The ticks that a home's runs have taken, for whoever looks at them next door: neither a run nor its lock is asked.
///
/// Of a run over files these are the files', from their beginning to where the run has come. Of one on a feed they are what
/// was recorded of it, and of the feeds of earlier runs before it began. Where a feed has been given earlier ticks than
/// before, as from a file, what earlier runs had from then on is left out: nothing is later than the last run's last tick.
package struct RunTicks {
  /// The last session that has taken a tick.
  package let session: SessionRecord
  /// Its symbols, with the digits of the prices given.
  package let symbols: [(symbol: Symbol, digits: Int)]
  /// The first tick at hand.
  package let first: Timestamp
  /// The last one that the run has taken.
  package let last: Timestamp
  /// How many there are about, for whoever shows how far it has come; `nil` where nobody has counted them.
  package let count: Int?

  private enum Source {
    case files([String])
    /// Oldest first.
    case recordings([Part])
  }

  /// The recording of a session on a feed, up to where a later one began.
  private struct Part {
    let folder: String
    var end = Timestamp.distantFuture
  }

  private let source: Source
  private let cancellation: Cancellation

  /// The ticks of the last session that has any; `nil` where there is none.
  ///
  /// `shown`: what a run shows of itself now; `reach`: so long before the last tick recordings of earlier sessions are taken
  /// in, in nanoseconds.
  /// - Throws: `DeskError`; `sessionTicks` where the files of a session are gone or have changed.
  package static func last(
    _ journal: Journal, home: String, shown: DeskSnapshot?, reach: Int64, cancellation: Cancellation = .never
  ) throws(DeskError) -> RunTicks? {
    let sessions = try DeskError.journaling { try journal.read { try $0.sessions() } }
    for (index, session) in sessions.enumerated().reversed() {
      try DeskError.reading { try cancellation.check() }
      let lastTime = shown.flatMap { $0.session == session.id ? $0.progress.lastTime : nil }
      let found =
        switch session.kind {
        case .files: try ofFiles(session, lastTime, cancellation)
        case .feed:
          try ofFeed(session, after: sessions[..<index], home: home, lastTime, reach, cancellation)
        }
      if let found { return found }
    }
    return nil
  }

  private init(
    _ session: SessionRecord, _ symbols: [(symbol: Symbol, digits: Int)], _ source: Source,
    _ span: (first: Timestamp, last: Timestamp), count: Int?, _ cancellation: Cancellation
  ) {
    (self.session, self.symbols, self.source, self.count) = (session, symbols, source, count)
    (first, last, self.cancellation) = (span.first, span.last, cancellation)
  }

  // MARK: - Files

  private static func ofFiles(
    _ session: SessionRecord, _ lastTime: Timestamp?, _ cancellation: Cancellation
  ) throws(DeskError) -> RunTicks? {
    guard session.quotes > 0 || lastTime != nil else { return nil }
    var (paths, digests): ([String], [String]) = ([], [])
    if case .array(let files)? = session.source["files"] {
      for file in files {
        guard case .string(let path)? = file["path"], case .string(let digest)? = file["content_digest"]
        else { continue }
        paths.append(path)
        digests.append(digest)
      }
    }
    do throws(TickStoreError) {
      var digits: [Symbol: Int] = [:]
      for path in paths {
        let metadata = try TickFileReader(path: path, cancellation: cancellation).metadata
        digits[metadata.symbol] = max(digits[metadata.symbol] ?? 0, metadata.digits)
      }
      let ticks = try MergedTicks(paths: paths) { digits[$0] }
      guard ticks.contentDigests.sorted() == digests.sorted() else {
        throw TickStoreError.mismatch(
          path: paths.joined(separator: ", "), reason: "its ticks are not those of the session")
      }
      var last = lastTime
      if last == nil { last = try timeOfLast(session, paths, digits, cancellation) }
      guard let first = ticks.span?.first, let last else { return nil }
      return RunTicks(
        session, ticks.symbols.map { ($0, digits[$0] ?? 5) }, .files(paths),
        (first, last), count: ticks.totalTicks, cancellation)
    } catch {
      if case .file(.interrupted) = error { throw .ticks(error) }
      throw .sessionTicks(session.id, problem: "\(error)")
    }
  }

  /// The time of the tick that a session over files has come to, by how many it has taken.
  private static func timeOfLast(
    _ session: SessionRecord, _ paths: [String], _ digits: [Symbol: Int], _ cancellation: Cancellation
  ) throws(TickStoreError) -> Timestamp? {
    func time(_ name: String) -> Timestamp? {
      guard case .integer(let value)? = session.source[name] else { return nil }
      return Timestamp(nanoseconds: value)
    }
    let ticks = try MergedTicks(
      paths: paths, from: time("from_ns") ?? .distantPast, to: time("until_ns") ?? .distantFuture
    ) { digits[$0] }
    var (left, last): (Int, Timestamp?) = (session.quotes, nil)
    while left > 0, let run = try ticks.next() {
      do throws(FileError) { try cancellation.check() } catch { throw .file(error) }
      let taken = min(left, run.quotes.count)
      last = run.quotes[taken - 1].eventTime
      left -= taken
    }
    return last
  }

  // MARK: - Recordings

  private static func ofFeed(
    _ session: SessionRecord, after earlier: ArraySlice<SessionRecord>, home: String,
    _ lastTime: Timestamp?, _ reach: Int64, _ cancellation: Cancellation
  ) throws(DeskError) -> RunTicks? {
    func folder(_ session: SessionRecord) -> String { Desk.folder(ofSession: session.id, home: home) }
    let own = folder(session)
    let opened = try DeskError.reading { () throws -> (symbols: [SessionSymbol], first: Timestamp)? in
      guard try SessionLogReader.isRecorded(folder: own), let first = try firstTime(own) else { return nil }
      return (try SessionLogReader(folder: own).symbols, first)
    }
    guard let opened else { return nil }
    var last = Timestamp.distantPast
    if let lastTime { last = lastTime } else { last = try timeOfLast(own) }
    var parts = [Part(folder: own)]
    var first = opened.first
    for other in earlier.reversed() where other.kind == .feed {
      guard last.nanoseconds - first.nanoseconds < reach else { break }
      guard let begin = firstTimeIfThere(folder(other)), begin < first else { continue }
      parts.append(Part(folder: folder(other), end: first))
      first = begin
    }
    return RunTicks(
      session, opened.symbols.map { ($0.symbol, $0.digits) }, .recordings(parts.reversed()), (first, last),
      count: nil, cancellation)
  }

  private static func firstTime(_ folder: String) throws -> Timestamp? {
    var found: Timestamp?
    try read(folder) { _, quotes in
      found = quotes.first?.eventTime
      return found == nil
    }
    return found
  }

  /// The same of an earlier session, which is history: what can't be read of it is left out, and nothing rests on it.
  private static func firstTimeIfThere(_ folder: String) -> Timestamp? {
    do { return try firstTime(folder) } catch { return nil }
  }

  private static func timeOfLast(_ folder: String) throws(DeskError) -> Timestamp {
    try DeskError.reading {
      let order = try SessionLogReader.closingOrder(folder: folder)
      if let last = order.cursors.compactMap(\.engineTime).max() { return last }
      var last = Timestamp.distantPast
      try read(folder) { _, quotes in
        last = max(last, quotes.last?.eventTime ?? last)
        return true
      }
      return last
    }
  }

  /// Gives the quotes of a recording, until `body` has enough.
  private static func read(
    _ folder: String, _ body: (SessionSymbol, UnsafeBufferPointer<Quote>) throws -> Bool
  ) throws {
    var reader = try SessionLogReader(folder: folder)
    let symbols = reader.symbols
    var wantsMore = true
    var retries = 0
    while wantsMore {
      do {
        let isThere = try reader.next { item in
          guard case .quotes(let index, let quotes, _) = item else { return }
          wantsMore = try body(symbols[index], quotes)
        }
        guard isThere else { return }
      } catch SessionLogError.file(.missing) where retries < 3 {
        // A segment that the run has sealed meanwhile, which takes the raw one away.
        retries += 1
        let place = reader.position
        reader = try SessionLogReader(folder: folder)
        try reader.skip(to: place)
      }
    }
  }

  // MARK: - Walking

  /// Gives the ticks up to and with an instant, those of each symbol in order of time, with the place of their symbol in
  /// `symbols`. Earlier sessions' of other symbols, or in prices of other digits, are left out.
  ///
  /// - Throws: `DeskError`, or what `body` throws.
  package func walk(
    to time: Timestamp, _ body: (UnsafeBufferPointer<Quote>, Int) throws -> Void
  ) throws {
    switch source {
    case .files(let paths):
      let digits = Dictionary(symbols.map { ($0.symbol, $0.digits) }) { first, _ in first }
      try DeskError.reading {
        let ticks = try MergedTicks(paths: paths, to: min(time, last).advanced(by: 1)) { digits[$0] }
        while let run = try ticks.next() {
          try cancellation.check()
          try body(run.quotes, run.symbolIndex)
        }
      }
    case .recordings(let parts):
      for part in parts {
        let end = min(time.advanced(by: 1), part.end)
        try DeskError.reading {
          try Self.read(part.folder) { symbol, quotes in
            try cancellation.check()
            let count = quotes.partitioningIndex { $0.eventTime >= end }
            let index = symbols.firstIndex { $0.symbol == symbol.symbol && $0.digits == symbol.digits }
            if count > 0, let index { try body(UnsafeBufferPointer(rebasing: quotes[..<count]), index) }
            return count == quotes.count
          }
        }
      }
    }
  }
}
