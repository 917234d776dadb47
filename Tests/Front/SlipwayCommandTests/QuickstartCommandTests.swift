import Foundation
import TestSupport
import Testing

@Suite("slipway quickstart")
struct QuickstartCommandTests {
  /// A tour that was taken once for all that is asked of it, in an empty folder.
  private struct Taken {
    let folder: TemporaryFolder
    let temporary: TemporaryFolder
    let outcome: Program.Outcome
    let page: String

    init() throws {
      folder = try TemporaryFolder()
      temporary = try TemporaryFolder()
      outcome = try Program.run("quickstart", in: folder, environment: ["TMPDIR": temporary.path])
      page = try String(contentsOfFile: folder.file("reports/quickstart.html"), encoding: .utf8)
    }
  }

  private static let taken = Result { try Taken() }

  @Test("It tells its five steps in lines of at most 80 columns")
  func text() throws {
    let outcome = try Self.taken.get().outcome
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.errors.isEmpty)
    #expect(!outcome.output.contains("\u{1B}"))
    for line in outcome.output.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
    for part in [
      "All ticks are synthetic", "no market is like that", "1. Ticks", "2. Backtests", "3. Paper", "SIGKILL",
      "4. Replay", "5. The gate", "trend: not eligible", "win_rate: ", "revert: eligible, 9 of 9",
      "reports/quickstart.html", "slipway strategy new my_idea",
    ] {
      #expect(outcome.output.contains(part), "\(part)")
    }
  }

  @Test("Nothing but the page is left")
  func leaves() throws {
    let taken = try Self.taken.get()
    #expect(try taken.folder.names() == ["reports"])
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: taken.folder.file("reports")) == ["quickstart.html"]
    )
    #expect(try taken.temporary.names().isEmpty)
  }

  @Test(
    "The page says what is planted wherever such figures are, why a bot is refused, and needs nothing else")
  func page() throws {
    let taken = try Self.taken.get()
    expectSelfContained(taken.page)
    let warning = "Planted: these ticks were made so that bollinger_reversion earns; no market is like that."
    #expect(taken.page.components(separatedBy: warning).count - 1 == 3)
    for part in [
      "Everything here is synthetic", "Not eligible for DEMO", "Eligible for DEMO", "<code>win_rate</code>",
      "it loses too often", "Net, USD", "killed, going on", "the same",
    ] {
      #expect(taken.page.contains(part), "\(part)")
    }
    #expect(!taken.page.contains(taken.temporary.path))
    #expect(!taken.page.contains(">different<"))
  }

  @Test("The sample in reports/ is the page of today: make reports makes it anew")
  func sample() throws {
    let sample = try Data(contentsOf: URL(fileURLWithPath: PackageRoot.path(of: "reports/quickstart.html")))
    #expect(try Data(Self.taken.get().page.utf8) == sample)
    #expect(sample.count < 300_000)
  }

  @Test("A folder that is kept has a home to look around in; one that is there is left as it is")
  func kept() throws {
    let folder = try TemporaryFolder()
    let document = try Program.run("quickstart", "--keep", "tour", "--json", in: folder).json()
    #expect(document["folder"] as? String == "tour")
    let paper = try #require(document["paper"] as? [String: Any])
    #expect((paper["killed_at"] as? String)?.hasPrefix("2024-01-") == true)
    let bots = try #require(paper["bots"] as? [[String: Any]])
    #expect(bots.compactMap { $0["as_if_never_killed"] as? Bool } == [true, true])
    let replays = try #require(document["replays"] as? [[String: Any]])
    #expect(replays.compactMap { $0["same"] as? Bool } == [true, true])
    let reviews = try #require(document["reviews"] as? [[String: Any]])
    #expect(reviews.compactMap { $0["eligible"] as? Bool } == [false, true])
    #expect((document["backtests"] as? [Any])?.count == 4)

    let names = try FileManager.default.contentsOfDirectory(atPath: folder.file("tour")).sorted()
    #expect(
      names == [
        "backtest-revert-planted.html", "backtest-revert-random.html", "backtest-trend-planted.html",
        "backtest-trend-random.html", "home", "home-never-killed", "planted.ticks", "random.ticks",
        "review-revert.html", "review-trend.html", "run.log",
      ])
    let sessions = try Program.run("session", "list", "--home", "tour/home", "--json", in: folder).json()
    let rows = try #require(sessions["sessions"] as? [[String: Any]])
    #expect(rows.compactMap { $0["status"] as? String } == ["recovered", "ended"])
    #expect(try Program.run("replay", "1", "--home", "tour/home", in: folder).status == 0)
    #expect(try Program.run("audit", "verify", "--home", "tour/home", in: folder).status == 0)

    expectError(
      try Program.run("quickstart", "--keep", "tour", in: folder), status: 73, naming: "tour", "left as it is"
    )
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.file("tour")).sorted() == names)
  }

  @Test("A page that can't be made")
  func uncreatable() throws {
    let folder = try TemporaryFolder()
    try "".write(toFile: folder.file("reports"), atomically: true, encoding: .utf8)
    expectError(try Program.run("quickstart", in: folder), status: 73, naming: "reports")
    let full = try TemporaryFolder()
    let outcome = try Program.onDisk(of: 16, "quickstart", in: full)
    expectError(outcome, status: 74, naming: "random.ticks")
    #expect(try full.names().isEmpty)
  }

  @Test(
    "Stopped while it makes ticks or runs its bots, it leaves nothing", arguments: ["", "home/desk.json"])
  func stopped(amid place: String) throws {
    let (empty, temporary) = (try TemporaryFolder(), try TemporaryFolder())
    let running = try Program.Running(
      Program.path, ["quickstart"], in: empty, environment: ["TMPDIR": temporary.path])
    let work = "slipway-quickstart-\(running.process.processIdentifier)"
    let sign = temporary.file(place.isEmpty ? work : "\(work)/\(place)")
    while running.process.isRunning, !FileManager.default.fileExists(atPath: sign) { usleep(1_000) }
    running.send(SIGINT)
    expectStopped(try running.wait(), by: SIGINT)
    #expect(try empty.names().isEmpty)
    #expect(try temporary.names().isEmpty)
  }
}
