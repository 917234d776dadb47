/// Why a download stopped, besides a `FileError` of the cache. Hours finished before stay in the cache.
package enum DownloadError: Error, Sendable, Hashable {
  /// The range can't be asked for.
  case range(option: String, problem: String)
  /// The base URL is none.
  case baseURL(String, problem: String)
  /// The service does not give an hour, however often it is asked.
  case unavailable(url: String, reason: String)
  /// The service has no ticks in the whole range.
  case noTicks(url: String)
}

extension DownloadError: CustomStringConvertible {
  /// `WHAT (WHERE): WHAT TO DO`.
  package var description: String {
    switch self {
    case .range(let option, let problem): "\(problem) (\(option)): give full hours that are over"
    case .baseURL(let text, let problem):
      "'\(text)' is no base URL, \(problem) (--base-url): give one as in https://example.org/datafeed"
    case .unavailable(let url, let reason):
      "the feed is unavailable (\(url)): \(reason); run the same command again later, finished hours are kept"
    case .noTicks(let url):
      "the feed has no ticks in the range (\(url)): check the symbol, the times and the base URL"
    }
  }
}
