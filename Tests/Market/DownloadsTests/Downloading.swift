import Downloads
import FileSystem
import Synchronization
import TestSupport
import TickStore
import TradingCore

/// A clock that moves only when somebody sleeps, and remembers for how long.
final class ManualPacing: Sendable {
  private let state = Mutex<(elapsed: Duration, sleeps: [Duration])>((.zero, []))
  private let wall: Timestamp

  init(wall: Timestamp) { self.wall = wall }

  var sleeps: [Duration] { state.withLock { $0.sleeps } }

  var pacing: Pacing {
    Pacing(
      elapsed: { self.state.withLock { $0.elapsed } }, wallClock: { self.wall },
      sleep: { duration in
        try Task.checkCancellation()
        self.state.withLock {
          $0.elapsed += duration
          $0.sleeps.append(duration)
        }
      }, random: { 1 })
  }
}

/// One download of EURUSD from a server, into a folder of its own.
struct Downloading {
  let folder: TemporaryFolder
  let clock: ManualPacing
  var settings = DownloadSettings()
  var from = "2019-02-04T00:00Z"
  var to = "2019-02-04T06:00Z"

  init(_ server: FeedServer, now: String = "2020-01-01T00:00Z") throws {
    folder = try TemporaryFolder()
    clock = ManualPacing(wall: try Timestamp(iso8601: now))
    settings.base = try BaseURL(server.baseURL)
    settings.pacing = clock.pacing
    settings.requestsPerSecond = 1_000
    settings.parallelRequests = 1
  }

  func plan() throws -> DownloadPlan {
    try DownloadPlan(
      instrument: "EURUSD", market: .fxWeek, from: Timestamp(iso8601: from), to: Timestamp(iso8601: to),
      now: settings.pacing.wallClock())
  }

  var cache: HourCache { HourCache(folder: folder.file("cache")) }

  @discardableResult
  func run(_ progress: DownloadProgress = DownloadProgress()) async throws -> DownloadReport {
    try await HourDownload(plan: plan(), cache: cache, settings: settings, progress: progress).run()
  }

  /// The error of a run that fails.
  func failure() async -> String {
    do {
      return "downloaded \(try await run().files.count) files"
    } catch {
      return "\(error)"
    }
  }

  /// The hours of the day that are in the cache.
  func cachedHours() throws -> [Int] {
    try plan().hours.enumerated().filter { try cache.state(of: $1) != .missing }.map(\.offset)
  }
}

/// The hour of the day in a path like `EURUSD/2019/01/04/07h_ticks.bi5`.
func hour(of path: String) -> Int { Int(path.suffix(13).prefix(2)) ?? -1 }

/// A server that has an hour of generated ticks for every path.
func sound(_ path: String) -> FeedServer.Reply { .bytes(HourBytes.hour(hour(of: path))) }
