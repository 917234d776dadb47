/// How a download treats its server.
package struct DownloadSettings: Sendable {
  /// Where the hours are.
  package var base = BaseURL.dukascopy
  /// Requests started a second, at most.
  package var requestsPerSecond = 4.0
  /// Requests under way at a time, at most.
  package var parallelRequests = 4
  /// When to ask again.
  package var retries = RetrySchedule()
  /// How long a connection may take to come about.
  package var connectTimeout = Duration.seconds(10)
  /// How long nothing may arrive.
  package var readTimeout = Duration.seconds(30)
  /// How long a request may take in all.
  package var requestTimeout = Duration.seconds(120)
  /// How we introduce ourselves.
  package var userAgent = "slipway"
  /// Time and chance.
  package var pacing = Pacing.system

  /// What Dukascopy's server bears without complaint.
  package init() {}
}
