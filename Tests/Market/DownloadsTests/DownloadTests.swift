import Downloads
import FileSystem
import TestSupport
import Testing
import TickStore
import TradingCore

@Suite("Downloading from a server that behaves")
struct DownloadTests {
  @Test("Every hour is asked for once, checked and cached; a second run asks for nothing")
  func plain() async throws {
    let server = try await FeedServer { path, _ in sound(path) }
    let download = try Downloading(server)
    let progress = DownloadProgress()
    let report = try await download.run(progress)
    #expect(server.requests == (0..<6).map { "EURUSD/2019/01/04/0\($0)h_ticks.bi5" })
    #expect(report.files == server.requests.map { download.folder.file("cache/\($0)") })
    #expect(try InputFile.contents(of: report.files[3]) == HourBytes.hour(3))
    #expect(progress.counts.hoursDone == 6)
    #expect(progress.counts.requests == 6)
    let again = try await download.run()
    #expect(again.files == report.files)
    #expect(again.hoursCached == 6)
    #expect(server.requests.count == 6)
  }

  @Test("Several requests under way give the same files in the same order")
  func parallel() async throws {
    let server = try await FeedServer { path, _ in sound(path) }
    var download = try Downloading(server)
    download.settings.parallelRequests = 4
    let report = try await download.run()
    #expect(report.files.map(hour) == Array(0..<6))
    #expect(server.requests.sorted() == (0..<6).map { "EURUSD/2019/01/04/0\($0)h_ticks.bi5" })
  }

  @Test("Requests start at the rate that was asked for")
  func rate() async throws {
    let server = try await FeedServer { path, _ in sound(path) }
    var download = try Downloading(server)
    download.settings.requestsPerSecond = 4
    try await download.run()
    #expect(download.clock.sleeps == Array(repeating: .milliseconds(250), count: 5))
  }

  @Test("404 and an empty file are hours without ticks, and are not asked for again")
  func withoutTicks() async throws {
    let server = try await FeedServer { path, _ in
      switch hour(of: path) {
      case 1: .status(404)
      case 2: .bytes([])
      case 3: .bytes(HourBytes.bi5([]))
      default: sound(path)
      }
    }
    let download = try Downloading(server)
    let report = try await download.run()
    #expect(report.files.map(hour) == [0, 4, 5])
    #expect(report.hoursWithoutTicks == 3)
    #expect(try download.cachedHours() == Array(0..<6))
    try await download.run()
    #expect(server.requests.count == 6)
  }

  @Test("Within a day after its end an hour without ticks is asked for again the next time")
  func recent() async throws {
    let server = try await FeedServer { path, _ in hour(of: path) == 0 ? sound(path) : .status(404) }
    let download = try Downloading(server, now: "2019-02-05T03:00:00Z")
    try await download.run()
    #expect(try download.cachedHours() == [0, 1, 2])
    try await download.run()
    #expect(server.requests.suffix(3).map(hour) == [3, 4, 5])
  }

  @Test("A server that knows no hour at all is a mistake somewhere, and leaves no trace in the cache")
  func nothingThere() async throws {
    let server = try await FeedServer { _, _ in .status(404) }
    let download = try Downloading(server)
    #expect(
      await download.failure()
        == "the feed has no ticks in the range (\(server.baseURL)/EURUSD/2019/01/04/00h_ticks.bi5): "
        + "check the symbol, the times and the base URL")
    #expect(try download.cachedHours().isEmpty)
  }

  @Test("Stopped in the middle, it leaves whole hours, and the next run asks for the others only")
  func resumed() async throws {
    let server = try await FeedServer { path, attempt in
      hour(of: path) == 3 && attempt == 1 ? .silence : sound(path)
    }
    let download = try Downloading(server)
    let work = Task { try await download.run() }
    while server.requests.count < 4 { try await Task.sleep(for: .milliseconds(5)) }
    work.cancel()
    await #expect(throws: (any Error).self) { try await work.value }
    #expect(try download.cachedHours() == [0, 1, 2])
    let report = try await download.run()
    #expect(server.requests.dropFirst(4).map(hour) == [3, 4, 5])
    #expect(report.files.count == 6)
    let names = try TemporaryFolderTree(download.folder.path).files
    #expect(!names.contains { $0.contains("partial") })
  }

  @Test(
    "What was downloaded imports to the ticks of the folder it came from",
    .enabled(if: RealTicks.areAvailable, "\(RealTicks.skipMessage)"))
  func realHours() async throws {
    let folder = RealTicks.path("dukascopy_bi5")
    let server = try await FeedServer { path, _ in
      do { return .bytes(try InputFile.contents(of: "\(folder)/\(path)")) } catch { return .status(404) }
    }
    var download = try Downloading(server)
    download.to = "2019-02-05T00:00Z"
    let report = try await download.run()
    let symbol = try #require(Symbol("EURUSD"))
    let options = ImportOptions(symbol: symbol, format: .dukascopy)
    let (mine, theirs) = (download.folder.file("mine.ticks"), download.folder.file("theirs.ticks"))
    let fetched = try TickImport.run(inputs: report.files, options: options, output: mine)
    let direct = try TickImport.run(
      inputs: ["\(folder)/EURUSD/2019/01/04"], options: options, output: theirs)
    #expect(fetched.info.statistics.ticks > 10_000)
    #expect(fetched.info.contentDigest == direct.info.contentDigest)
  }
}
