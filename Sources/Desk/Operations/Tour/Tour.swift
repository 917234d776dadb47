import FileSystem
package import JSONText
package import Reports
import TickStore
package import TradingCore

/// The tour for newcomers: ticks, backtests, bots on paper of which one desk is killed, replay, the gate, a page.
///
/// It works in a folder of its own, with homes of its own, and fetches nothing.
package struct Tour: Sendable {
  /// Makes a listener for what is about to be done, by its name and what is counted.
  package typealias Listening = (_ label: String, _ unit: String) -> Progress

  /// Where the page goes, under the current folder.
  package static let reportPath = "reports/quickstart.html"
  private static let reportFolder = "reports"

  /// What was found, as the page shows it.
  package let page: TourPage
  /// The last tick that the killed desk had in its journal when it was killed.
  package let killedAt: Timestamp?
  /// Trades that its bots had closed by then.
  package let tradesWhenKilled: Int
  /// The sessions of that desk, run again.
  package let replays: [ReplayedSession]
  /// The folder that was kept; `nil` when all but the page is gone.
  package let folder: String?
  private let ticks: [TickFileDocument]

  /// Takes the tour and writes its page.
  ///
  /// `keep`: a folder to make, in which ticks, homes and pages stay; `program`: this program, to be started as a process
  /// that is killed.
  /// - Throws: `TourError`, and what the steps throw; `uncreatable` for a folder. Nothing is left then.
  package init(_ home: Home, keep: String?, program: String = ChildProgram.own, listening: Listening) throws {
    let isNewFolder = try Self.makeReportFolder()
    // A tour that is broken off leaves nothing; a folder with something in it stays.
    defer { if isNewFolder { try? Paths.removeFolder(Self.reportFolder) } }
    let output = try AtomicFile(path: Self.reportPath)
    let folder = try TourFolder(keeping: keep)
    var isDone = false
    defer { if !isDone || !folder.isKept { folder.discard() } }
    let work = TourWork(home, folder, program)
    ticks = try work.makeTicks(listening("Making ticks", "days"))
    let runs = try work.backtest { listening("Backtesting", "ticks") }
    let (stories, killed) = try work.runBots(runs, ticks: ticks)
    replays = try work.replay(listening("Replaying", "ticks"))
    let reviews = try work.review()
    page = TourPage(
      markets: zip(TourMarket.all, ticks).map { $0.shown($1) }, runs: runs,
      stories: try work.told(stories, by: replays), reviews: reviews, generator: ProgramVersion.generator)
    try Self.check(page)
    (killedAt, tradesWhenKilled) = (killed.lastTick, killed.trades)
    self.folder = folder.isKept ? folder.path : nil
    try output.write(try page.htmlPage())
    try home.cancellation.check()
    try output.commit()
    isDone = true
  }

  /// - Returns: whether it was not there before.
  private static func makeReportFolder() throws(FileError) -> Bool {
    do { return try Paths.makeFolder(reportFolder) } catch {
      throw .uncreatable(path: reportFolder, reason: error.reason)
    }
  }

  /// What the page says has to be so.
  private static func check(_ page: TourPage) throws(TourError) {
    for story in page.stories {
      guard Set(story.fingerprints.map(\.text)).count == 1 else {
        throw .different(what: "a fingerprint of '\(story.bot)'")
      }
      guard story.unbroken == story.killed else { throw .different(what: "the account of '\(story.bot)'") }
    }
    guard page.reviews.map(\.isEligible) == [false, true] else {
      throw .different(what: "what the gate says")
    }
  }
}

extension TourMarket {
  /// What the page shows of its ticks.
  fileprivate func shown(_ ticks: TickFileDocument) -> TourPage.Market {
    let info = ticks.info
    return TourPage.Market(
      name: name, isPlanted: plant != nil, command: command, ticks: info.statistics.ticks,
      first: info.statistics.first, last: info.statistics.last,
      medianSpread: Price(points: info.statistics.spreadMedian).text(digits: info.metadata.digits),
      bytes: info.bytes, contentDigest: info.contentDigest)
  }
}

extension Tour: Document {
  /// The document of `quickstart --json`.
  package var json: JSONValue {
    [
      "ticks": ticks.first?.json ?? .null, "planted_ticks": ticks.last?.json ?? .null,
      "backtests": .array(page.runs.map { $0.report.json() }),
      "paper": [
        "killed_at": .time(killedAt), "trades_when_killed": .count(tradesWhenKilled),
        "bots": .array(page.stories.map(\.json)),
      ],
      "replays": .array(replays.map(\.json)), "reviews": .array(page.reviews.map { $0.json() }),
      "report": .string(Self.reportPath), "folder": folder.map { .string($0) } ?? .null,
    ]
  }
}

extension TourPage.Story {
  fileprivate var json: JSONValue {
    [
      "id": .string(bot), "trades": .count(killed.trades), "balance": .string(killed.balance),
      "equity": .string(killed.equity), "as_if_never_killed": .boolean(unbroken == killed),
      "fingerprints": .array(
        fingerprints.map { ["way": .string($0.way), "fingerprint": .string($0.text)] }),
    ]
  }
}
