import FileSystem
import ModeManager
import TradingCore

/// The tour's bots on paper: once to the end, and once killed in the midst and started again.
struct TourDesk {
  /// The desk that is killed.
  let home: Home
  /// The one that is left alone.
  let unbroken: Home
  /// The ticks, by their path.
  let ticks: String
  /// How many there are.
  let total: Int
  /// The program whose process is killed.
  let program: String
  /// A file for what it says.
  let log: String

  /// Five seconds for thirty days, so that there is a midst.
  private static let speed = "500000"
  /// It is killed once so many hundredths of the ticks are in.
  private static let share = 30
  private static let look: Int64 = 10 * Timestamp.millisecond

  /// How a desk that was killed stood then.
  struct Killed {
    /// The last tick that is in its journal.
    let lastTick: Timestamp?
    /// Closed trades there, of all bots.
    let trades: Int
  }

  /// Registers the bots in both homes.
  func register() throws {
    for home in [unbroken, home] {
      for bot in TourBot.all { _ = try home.bots.register(bot.id, bot.typed) }
    }
  }

  /// Plays the ticks to the desk that is left alone.
  func runUnbroken() throws {
    var run = TypedRun()
    (run.replay, run.speed) = ([ticks], "max")
    // Nothing is kept of a tour that is broken off.
    do { _ = try unbroken.sessions.run(run) } catch OperationError.stopped(let signal) {
      throw FileError.interrupted(signal: signal)
    }
  }

  /// Starts the other one as a process of its own and kills that.
  ///
  /// - Throws: `TourError`, `FileError.interrupted`.
  func runAndKill() throws -> Killed {
    let child = try start(speed: Self.speed)
    while try !isInTheMidst() {
      if let end = child.ended() { throw try failure(end) }
      try wait()
    }
    let end = child.kill()
    guard case .signal = end else { throw try failure(end) }
    let bots = try home.bots.list().bots
    return Killed(
      lastTick: bots.compactMap(\.lastTick).max(), trades: bots.reduce(0) { $0 + $1.trades })
  }

  /// Starts it again, and lets it come to the end of the ticks.
  ///
  /// - Throws: `TourError`, `FileError.interrupted`.
  func goOn() throws {
    let child = try start(speed: "max")
    while true {
      guard let end = child.ended() else {
        try wait()
        continue
      }
      guard end == .code(0) else { throw try failure(end) }
      return
    }
  }

  private func start(speed: String) throws -> ChildProgram {
    let words = ["run", "--replay", ticks, "--speed", speed, "--home", home.folder, "--quiet"]
    do { return try ChildProgram(program, words, output: log) } catch {
      throw TourError.notStarted(reason: error.reason)
    }
  }

  private func wait() throws {
    try home.cancellation.check()
    DeskClock.system.sleep(Self.look)
  }

  /// What the run shows of itself is as old as half a second.
  private func isInTheMidst() throws -> Bool {
    guard let desk = try home.sessions.desk() else { return false }
    return Int(desk.snapshot.progress.quotes) * 100 >= total * Self.share
  }

  /// - Throws: `FileError.interrupted` where somebody asked both processes to stop.
  private func failure(_ end: ChildProgram.End) throws(FileError) -> TourError {
    try home.cancellation.check()
    guard end != .code(0) else { return .tooFast }
    let said = (try? InputFile.contents(of: log)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    let line = said.split(separator: "\n").last.map(String.init) ?? "it said nothing"
    return switch end {
    case .code(let code): .failed(code: code, said: line)
    case .signal(let number): .failed(code: 128 + number, said: line)
    }
  }
}
