import AsyncHTTPClient
package import FileSystem
import NIOCore
import TradingCore

/// What a download found: every hour of the plan is in one of the counts.
package struct DownloadReport: Sendable, Hashable {
  /// The cached files that have ticks, in order of time.
  package var files: [String] = []
  /// Hours that were in the cache already.
  package var hoursCached = 0
  /// Hours asked for.
  package var hoursAsked = 0
  /// Hours without ticks, cached or asked for.
  package var hoursWithoutTicks = 0
}

/// Brings the hours of a plan into a cache.
///
/// A missing hour is done when its bytes were decoded and checked and its file was renamed into place, so a run
/// that is stopped leaves whole hours only, and the next one asks for what is missing. An hour that the server does
/// not know (404) or has as an empty file becomes an empty file, except within a day after its end, when its ticks
/// may not have been published yet. Hours the server does not know are noted only once it gave some other hour of
/// the run: a mistyped base URL must not fill the cache with silence.
package struct HourDownload: Sendable {
  private let plan: DownloadPlan
  private let cache: HourCache
  private let settings: DownloadSettings
  private let progress: DownloadProgress

  /// Ticks may be published this much after the end of their hour.
  private static let settling = Timestamp.day

  /// A download that has not begun.
  package init(
    plan: DownloadPlan, cache: HourCache, settings: DownloadSettings, progress: DownloadProgress
  ) {
    self.plan = plan
    self.cache = cache
    self.settings = settings
    self.progress = progress
  }

  /// The hours that have to be asked for.
  ///
  /// - Throws: `unreadable`.
  package func missing() throws(FileError) -> [HourFile] {
    var missing: [HourFile] = []
    for file in plan.hours where try cache.state(of: file) == .missing { missing.append(file) }
    return missing
  }

  /// Downloads what is missing.
  ///
  /// - Throws: `DownloadError`, `FileError`, or `CancellationError`; finished hours stay in the cache.
  package func run() async throws -> DownloadReport {
    let missing = try missing()
    if !missing.isEmpty {
      let http = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
      do {
        try await download(missing, over: http)
      } catch {
        try? await http.shutdown()
        throw error
      }
      try? await http.shutdown()
    }
    return try report(asked: missing)
  }

  private var configuration: HTTPClient.Configuration {
    var configuration = HTTPClient.Configuration(
      redirectConfiguration: .disallow,
      timeout: .init(
        connect: .nanoseconds(settings.connectTimeout.inNanoseconds),
        read: .nanoseconds(settings.readTimeout.inNanoseconds)))
    configuration.httpVersion = .http1Only
    // Our schedule does the retrying, and counts it.
    configuration.connectionPool.retryConnectionEstablishment = false
    return configuration
  }

  private func download(_ files: [HourFile], over http: HTTPClient) async throws {
    let client = HourClient(
      http: http, settings: settings,
      pacer: RequestPacer(requestsPerSecond: settings.requestsPerSecond, pacing: settings.pacing),
      progress: progress)
    var absent: [HourFile] = []
    var isKnownGood = false
    try await withThrowingTaskGroup(of: (HourFile, HourAnswer).self) { group in
      var rest = files[...]
      for file in rest.prefix(settings.parallelRequests) {
        group.addTask { (file, try await client.fetch(file)) }
      }
      rest = rest.dropFirst(settings.parallelRequests)
      while let (file, answer) = try await group.next() {
        if let next = rest.popFirst() { group.addTask { (next, try await client.fetch(next)) } }
        switch answer {
        case .ticks(let bytes):
          try cache.store(bytes, for: file)
          isKnownGood = true
        case .empty: try storeEmpty(file)
        case .absent: absent.append(file)
        }
        progress.countHour()
        if isKnownGood {
          for file in absent { try storeEmpty(file) }
          absent = []
        }
      }
    }
  }

  private func storeEmpty(_ file: HourFile) throws(FileError) {
    guard file.end.advanced(by: Self.settling) <= settings.pacing.wallClock() else { return }
    try cache.store([], for: file)
  }

  private func report(asked: [HourFile]) throws -> DownloadReport {
    var report = DownloadReport()
    for file in plan.hours where try cache.state(of: file) == .ticks {
      report.files.append(cache.path(of: file))
    }
    report.hoursAsked = asked.count
    report.hoursCached = plan.hours.count - asked.count
    report.hoursWithoutTicks = plan.hours.count - report.files.count
    guard !report.files.isEmpty else {
      throw DownloadError.noTicks(url: settings.base.url(of: plan.hours[0]))
    }
    return report
  }
}
