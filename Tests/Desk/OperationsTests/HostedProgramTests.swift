import FileSystem
import Foundation
import JSONText
import Operations
import Synchronization
import TestSupport
import Testing
import TradingCore

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Bots whose strategies are programs, run on paper beside one whose strategy is not.
@Suite("Strategy programs that a run hosts", .serialized)
struct HostedProgramTests {
  private static let python: String? = ["/usr/local/bin/python3", "/usr/bin/python3"].first {
    FileManager.default.isExecutableFile(atPath: $0)
  }
  private static let havePython: ConditionTrait = .enabled(if: python != nil, "no python3 here")

  private let fixture: HomeFixture

  init() throws { fixture = try HomeFixture() }

  /// Turns round every so many quotes. `DIE`, `LIE` and the like are what the tests put in.
  private static let program = """
    import json, os, sys, time
    saves, state = "saves" in sys.argv, {"quotes": 0, "id": 0, "open": []}
    def answer(event):
        kind, reply = event["type"], {"seq": event.get("seq")}
        if kind == "hello":
            return {"type": "strategy", "protocol": 1, "name": "rounder", "version": 1, "saves": saves}
        if kind == "prepare":
            return {"type": "ready"}
        if kind == "save":
            reply["state"] = json.dumps(state)
            SAVE
            return reply
        if kind == "restore":
            state.update(json.loads(event["state"]))
            RESTORE
            return reply
        if "account" in event:
            state["open"] = [position["id"] for position in event["account"]["positions"]]
        if kind == "quote":
            state["quotes"] += 1
            QUOTE
            if state["quotes"] % 7 == 0:
                requests = []
                for position in state["open"]:
                    state["id"] += 1
                    requests.append({"do": "close", "id": state["id"], "position": position})
                state["id"] += 1
                side = "buy" if state["quotes"] % 2 else "sell"
                requests.append({"do": "order", "id": state["id"], "side": side, "lots": "0.01"})
                reply["requests"] = requests
        return reply
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line))), flush=True)
    """

  private func write(save: String = "pass", restore: String = "pass", quote: String = "pass") throws {
    try fixture.write(
      "rounder.py",
      Self.program.replacingOccurrences(of: "SAVE", with: save).replacingOccurrences(
        of: "RESTORE", with: restore
      )
      .replacingOccurrences(of: "QUOTE", with: quote))
  }

  private func typed(_ arguments: String = "saves", timeout: String? = nil) -> TypedBot {
    var typed = HomeFixture.crossing
    typed.strategy = "exec:\(Self.python ?? "") '\(fixture.folder.file("rounder.py"))' \(arguments)"
    typed.params = []
    typed.execTimeout = timeout
    return typed
  }

  /// Plays the ticks, the first half of them or all, at full speed.
  @discardableResult
  private func run(_ ticks: String, until: String? = nil) async throws -> RunDocument {
    try await Self.offPool { [home = fixture.home] in
      var run = TypedRun()
      (run.replay, run.speed, run.until) = ([ticks], "max", until)
      return try home.sessions.run(run)
    }
  }

  /// Does what blocks its thread on one that tests don't share: a run waits for tasks that need theirs.
  private static func offPool<T: Sendable>(_ work: @escaping @Sendable () throws -> T) async throws -> T {
    try await withCheckedThrowingContinuation { continuation in
      Thread { continuation.resume(with: Result { try work() }) }.start()
    }
  }

  private func fingerprints() throws -> [String: String] {
    var found: [String: String] = [:]
    for bot in try fixture.home.bots.list().bots {
      found[bot.id] = try fixture.home.bots.show(bot.id).json["fingerprint"]?.compactText
    }
    return found
  }

  private func problems(_ session: Int64) throws -> [String] {
    let replayed = try fixture.home.sessions.replay(session) { _, _ in }
    return replayed.outcomes.filter { !$0.isSame }.map { "\($0)" }
  }

  @Test(
    "In two runs or in one they end alike, whether they save their state or are told all again", havePython)
  func goesOn() async throws {
    try write()
    let ticks = try fixture.ticks()
    for (name, arguments) in [("saver", "saves"), ("plain", "")] {
      _ = try fixture.home.bots.register(name, typed(arguments))
    }
    try await run(ticks, until: "2026-01-05T12:34:00Z")
    try await run(ticks)
    let halves = try fingerprints()
    #expect(try problems(1) == [] && problems(2) == [])

    let whole = try HostedProgramTests()
    try whole.write()
    for (name, arguments) in [("saver", "saves"), ("plain", "")] {
      _ = try whole.fixture.home.bots.register(name, whole.typed(arguments))
    }
    try await whole.run(ticks)
    #expect(try whole.fingerprints() == halves)
    #expect(try fixture.home.bots.list().bots.allSatisfy { $0.trades > 300 })
  }

  @Test(
    "One that dies stays at its last checkpoint, others go on, and it goes on in the next run", havePython)
  func dies() async throws {
    let isMended = "os.path.exists(os.path.dirname(__file__) + '/mended')"
    try write(quote: "if state['quotes'] == 900 and not \(isMended): sys.exit('out of memory')")
    let ticks = try fixture.ticks()
    _ = try fixture.home.bots.register("mortal", typed())
    _ = try fixture.home.bots.register("other", HomeFixture.crossing)
    let document = try await run(ticks)
    #expect(document.bots.contains { $0.id == "other" && $0.trades > 10 })
    let failure = try fixture.log().first { $0.contains("a bot has failed") }
    #expect(failure?.contains("ended with exit code 1") == true)
    #expect(failure?.contains("out of memory") == true)
    try fixture.write("mended", "")
    // What it did before comes out again, though it does not fail any more.
    #expect(try problems(1) == [])
    try await run(ticks)
    #expect(
      try fixture.home.bots.list().bots.first { $0.id == "mortal" }?.lastTick?.iso8601
        == "2026-01-07T01:59:00.000Z")
    #expect(try problems(2) == [])
  }

  private static func line(_ row: String) -> String {
    let fields = row.split(separator: ",")
    return
      "{\"symbol\":\"EURUSD\",\"time\":\"\(fields[0])\",\"bid\":\"\(fields[1])\",\"ask\":\"\(fields[2])\"}\n"
  }

  /// Listens to a feed that has these ticks, the second part of which comes when something of the first is journaled.
  private func listen(to first: ArraySlice<String>, _ second: ArraySlice<String> = []) async throws {
    let path = fixture.folder.file("quotes.pipe")
    try? FileManager.default.removeItem(atPath: path)
    #expect(mkfifo(path, 0o600) == 0)
    let fixture = fixture
    let writer = Thread {
      guard let pipe = FileHandle(forWritingAtPath: path) else { return }
      for rows in [first, second] {
        pipe.write(Data(rows.map(Self.line).joined().utf8))
        for _ in 0..<500 where !second.isEmpty && rows.startIndex == first.startIndex {
          if (try? fixture.home.bots.list().bots.allSatisfy { $0.trades > 90 }) == true { break }
          Thread.sleep(forTimeInterval: 0.02)
        }
      }
      pipe.write(Data("{\"type\":\"end\"}\n".utf8))
      try? pipe.close()
    }
    writer.start()
    _ = try await Self.offPool { [home = fixture.home] in
      var run = TypedRun()
      run.feed = "old"
      return try home.sessions.run(run)
    }
  }

  @Test("One that dies on a feed goes on behind the last that it did, by the recording", havePython)
  func diesOnFeed() async throws {
    let isMended = "os.path.exists(os.path.dirname(__file__) + '/mended')"
    try write(quote: "if state['quotes'] == 900 and not \(isMended): sys.exit('out of memory')")
    // The quotes are old, and no clock is looked at.
    try fixture.write(
      "home/feeds/old.yaml",
      "address: pipe:\(fixture.folder.file("quotes.pipe"))\nlate_after_seconds: 1000000000\n")
    _ = try fixture.home.bots.register("mortal", typed())
    _ = try fixture.home.bots.register("plain", typed(""))
    try await listen(to: HomeFixture.rows[..<800], HomeFixture.rows[800..<1_500])
    #expect(try fixture.log().count { $0.contains("ended with exit code 1") } == 2)
    let before = try fixture.home.bots.list().bots.map(\.trades)
    // What the nine hundredth quote had closed is in it: 899 of them, every seventh.
    #expect(before == [127, 127])
    try fixture.write("mended", "")
    try await listen(to: HomeFixture.rows[1_500...])
    #expect(try fixture.log().count { $0.contains("goes on behind the last of what it did") } == 2)
    #expect(try fixture.home.bots.list().bots.allSatisfy { $0.trades > 300 })
    #expect(try problems(1) == [] && problems(2) == [])
    #expect(try fixture.home.audit.verify { _, _ in }.isIntact)
  }

  @Test("One that ends rather than hear of a loss has lost all the same, and does not go on", havePython)
  func diesOfLoss() async throws {
    try write(quote: "pass")
    try fixture.write(
      "rounder.py",
      try String(contentsOfFile: fixture.folder.file("rounder.py"), encoding: .utf8)
        .replacingOccurrences(of: "state[\"quotes\"] % 7 == 0:", with: "state[\"quotes\"] == 7:")
        .replacingOccurrences(
          of: "\"lots\": \"0.01\"}", with: "\"lots\": \"0.01\", \"stop_loss\": event[\"bid\"] - 50}"
        )
        .replacingOccurrences(
          of: "    if kind == \"quote\":",
          with:
            "    if event.get(\"reason\") == \"stop_loss\":\n        sys.exit(1)\n    if kind == \"quote\":"))
    try fixture.write(
      "home/feeds/old.yaml",
      "address: pipe:\(fixture.folder.file("quotes.pipe"))\nlate_after_seconds: 1000000000\n")
    _ = try fixture.home.bots.register("mortal", typed())
    try await listen(to: HomeFixture.rows[..<1_500])
    let row = try #require(try fixture.home.bots.list().bots.first)
    #expect(row.trades == 1 && row.openPositions == 0 && row.equity.hasPrefix("99"))
    await #expect(throws: (any Error).self) { try await listen(to: HomeFixture.rows[1_500...]) }
    #expect(try fixture.home.bots.list().bots.first?.equity == row.equity)
    #expect(try problems(1) == [])
  }

  @Test(
    "A run that is asked to stop keeps all that its programs did, and goes on as if it had not", havePython,
    arguments: ["saves", ""])
  func stopped(arguments: String) async throws {
    try write()
    let ticks = try fixture.ticks()
    _ = try fixture.home.bots.register("one", typed(arguments))
    var stops = 0
    for patience in [1, 2, 1] {
      let asked = Mutex(0)
      let impatient = Home(
        folder: fixture.folder.file("home"), strategies: StrategyCatalog(),
        cancellation: Cancellation {
          asked.withLock { count in
            count += 1
            return count > patience ? 15 : nil
          }
        }
      ) { TestClock.now }
      do {
        _ = try await Self.offPool {
          var run = TypedRun()
          (run.replay, run.speed) = ([ticks], "max")
          return try impatient.sessions.run(run)
        }
      } catch OperationError.stopped(signal: 15) { stops += 1 }
    }
    #expect(stops >= 1)
    try await run(ticks)
    #expect(try fixture.home.sessions.list().sessions.allSatisfy { $0.status == "ended" })
    for session in try fixture.home.sessions.list().sessions { #expect(try problems(session.id) == []) }

    let whole = try HostedProgramTests()
    try whole.write()
    _ = try whole.fixture.home.bots.register("one", whole.typed(arguments))
    try await whole.run(ticks)
    #expect(try whole.fingerprints() == fingerprints())
  }

  @Test("One that hangs is ended after its time, and others go on", havePython)
  func hangs() async throws {
    try write(quote: "if state['quotes'] == 900: time.sleep(60)")
    let ticks = try fixture.ticks()
    _ = try fixture.home.bots.register("sleeper", typed(timeout: "0.3"))
    _ = try fixture.home.bots.register("other", HomeFixture.crossing)
    let document = try await run(ticks)
    #expect(document.bots.contains { $0.id == "other" && $0.trades > 10 })
    #expect(try fixture.log().contains { $0.contains("did not answer within 0.3 s") })
  }

  @Test("One that does not come to where it was is left out, and others go on", havePython)
  func forgets() async throws {
    try write(restore: "if state['quotes'] > 0: state['quotes'] += 1")
    let ticks = try fixture.ticks()
    _ = try fixture.home.bots.register("liar", typed())
    _ = try fixture.home.bots.register("other", HomeFixture.crossing)
    try await run(ticks, until: "2026-01-05T12:34:00Z")
    let before = try fingerprints()
    let document = try await run(ticks)
    #expect(document.bots.map(\.id) == ["other"])
    #expect(try fixture.log().contains { $0.contains("restored another state than it had saved") })
    #expect(try fingerprints()["liar"] == before["liar"])
  }

  @Test("One that can't say what it remembers is refused when it is registered, with the reason", havePython)
  func refused() throws {
    try write(save: "sys.exit('TypeError: a socket can not be saved')")
    let error = try #require(throws: (any Error).self) { try fixture.home.bots.register("mute", typed()) }
    #expect(
      "\(error)".hasPrefix(
        "a bot of this strategy can't be hosted: the strategy program ended with exit code 1"))
    #expect("\(error)".hasSuffix("TypeError: a socket can not be saved"))
    try write(restore: "state['quotes'] = 7")
    let other = try #require(throws: (any Error).self) { try fixture.home.bots.register("liar", typed()) }
    #expect("\(other)".contains("restored another state than it had saved"))
    #expect(try fixture.folder.names().contains("home") == false)
  }

  @Test("What a program was told goes into a backup, and comes back from it", havePython)
  func backup() async throws {
    try write()
    let ticks = try fixture.ticks()
    _ = try fixture.home.bots.register("plain", typed(""))
    try fixture.write("home/programs.yaml", "sandbox: where_possible\n")
    try await run(ticks, until: "2026-01-05T12:34:00Z")
    _ = try fixture.home.audit.backup(to: fixture.folder.file("kept"))
    try FileManager.default.removeItem(atPath: fixture.folder.file("home"))
    _ = try fixture.home.audit.restore(from: fixture.folder.file("kept"), force: false)
    #expect(
      try String(contentsOfFile: fixture.folder.file("home/programs.yaml"), encoding: .utf8).contains("where")
    )
    try await run(ticks)
    #expect(try problems(2) == [])
  }
}

extension HomeFixture {
  /// The lines of the home's log.
  fileprivate func log() throws -> [String] {
    let folder = self.folder.file("home/logs")
    return try FileManager.default.contentsOfDirectory(atPath: folder).sorted().flatMap {
      try String(contentsOfFile: "\(folder)/\($0)", encoding: .utf8).split(separator: "\n").map(String.init)
    }
  }
}
