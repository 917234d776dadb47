import AsyncHTTPClient
import FileSystem
import NIOCore
import NIOHTTP1
import TickStore
import TradingCore

/// What the feed says about an hour in the end.
enum HourAnswer: Sendable, Hashable {
  /// Its bytes, checked.
  case ticks([UInt8])
  /// There is a file, and it is empty.
  case empty
  /// There is no file.
  case absent
}

/// Asks a server for hours, one at a time and again when that may help.
struct HourClient: Sendable {
  let http: HTTPClient
  let settings: DownloadSettings
  let pacer: RequestPacer
  let progress: DownloadProgress

  /// One attempt.
  private enum Attempt {
    case answer(HourAnswer)
    /// Asking again may help.
    case failure(reason: String, retryAfter: Duration?)
    /// Asking again can't help.
    case refusal(reason: String)
  }

  /// No hour comes near it.
  private static let longestBody = 32 << 20

  /// The hour, asked for as often as the schedule allows.
  ///
  /// - Throws: `DownloadError.unavailable`, or `CancellationError`.
  func fetch(_ file: HourFile) async throws -> HourAnswer {
    let url = settings.base.url(of: file)
    var attempt = 1
    while true {
      try await pacer.waitForTurn()
      progress.countRequest()
      switch try await ask(url) {
      case .answer(let answer): return answer
      case .refusal(let reason): throw DownloadError.unavailable(url: url, reason: reason)
      case .failure(let reason, let retryAfter):
        let delay = settings.retries.delay(
          afterAttempt: attempt, jitter: settings.pacing.random(), retryAfter: retryAfter)
        guard let delay else {
          throw DownloadError.unavailable(url: url, reason: "\(reason), asked \(Self.times(attempt))")
        }
        if retryAfter != nil { await pacer.pause(for: delay) }
        try await settings.pacing.sleep(delay)
        attempt += 1
      }
    }
  }

  private func ask(_ url: String) async throws -> Attempt {
    var request = HTTPClientRequest(url: url)
    request.headers.add(name: "User-Agent", value: settings.userAgent)
    request.headers.add(name: "Accept", value: "*/*")
    do {
      let response = try await http.execute(
        request, timeout: .nanoseconds(settings.requestTimeout.inNanoseconds))
      guard response.status == .ok else { return classify(response) }
      let body = try await response.body.collect(upTo: Self.longestBody)
      return accept(Array(body.readableBytesView), length: response.headers.first(name: "Content-Length"))
    } catch {
      try Task.checkCancellation()
      return .failure(reason: Self.reason(for: error), retryAfter: nil)
    }
  }

  private func accept(_ bytes: [UInt8], length: String?) -> Attempt {
    if let length, Int(length) != bytes.count {
      return .failure(reason: "expected \(length) bytes, got \(bytes.count)", retryAfter: nil)
    }
    if bytes.isEmpty { return .answer(.empty) }
    do {
      progress.countBytes(bytes.count)
      return .answer(try DukascopyHourCheck.countTicks(bytes) == 0 ? .empty : .ticks(bytes))
    } catch {
      return .failure(reason: "the bytes are damaged, \(error.reason)", retryAfter: nil)
    }
  }

  private func classify(_ response: HTTPClientResponse) -> Attempt {
    let status = response.status
    let reason = "status \(status.code) \(status.reasonPhrase)"
    switch status.code {
    case 404, 410: return .answer(.absent)
    case 408, 425, 429, 500...599:
      let wait = response.headers.first(name: "Retry-After").flatMap {
        RetryAfter.wait($0, now: settings.pacing.wallClock())
      }
      return .failure(reason: reason, retryAfter: wait)
    case 300...399:
      let target = response.headers.first(name: "Location") ?? "nowhere"
      return .refusal(reason: "\(reason), a redirection to \(target), which is not followed")
    default: return .refusal(reason: reason)
    }
  }

  private static func reason(for error: any Error) -> String {
    switch error as? HTTPClientError {
    case .readTimeout, .deadlineExceeded: return "no answer in time"
    case .connectTimeout, .tlsHandshakeTimeout: return "no connection in time"
    case .remoteConnectionClosed: return "the connection was lost"
    default:
      if error is HTTPParserError { return "the answer was cut off or is not HTTP" }
      return "the connection failed, \(error)"
    }
  }

  private static func times(_ count: Int) -> String { count == 1 ? "once" : "\(count) times" }
}

extension Duration {
  /// Whole nanoseconds, for durations below 292 years.
  var inNanoseconds: Int64 {
    components.seconds * 1_000_000_000 + components.attoseconds / 1_000_000_000
  }
}
