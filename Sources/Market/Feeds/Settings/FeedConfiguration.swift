import FileSystem
package import TradingCore
import YAMLText

/// How lines are written.
package enum FeedFormat: String, Sendable, Hashable, CaseIterable {
  /// A JSON object a line.
  case ndjson
  /// Comma-separated values.
  case csv
}

/// Everything that can be set about a feed.
package struct FeedConfiguration: Sendable, Hashable {
  /// What it is called; the address when none gave it a name.
  package var name: String
  /// Where the quotes come from.
  package var address: FeedAddress
  /// How they are written.
  package var format = FeedFormat.ndjson
  /// Our symbols by the feed's names; a symbol that is not here has our name there too.
  package var symbols: [String: Symbol] = [:]
  /// How long to wait before connecting again.
  package var reconnect = ReconnectSchedule()
  /// How long making a connection may take, TLS included, in nanoseconds.
  package var connectTimeoutNanoseconds = 10 * Timestamp.second
  /// A connection without a line for this long is dropped, in nanoseconds; `nil` keeps it. Not for pipes.
  package var idleTimeoutNanoseconds: Int64? = 60 * Timestamp.second
  /// A symbol without a quote for this long is stale, in nanoseconds. For the reader of the events.
  package var staleAfterNanoseconds = 10 * Timestamp.second
  /// A quote this far behind or ahead of the clock is late, in nanoseconds. For the reader of the events.
  package var lateAfterNanoseconds = 5 * Timestamp.second
  /// One bad line more than these in a row drops the connection.
  package var faultsInARow = 100
  /// Whether an exact duplicate within one connection is a quote like any other. For the reader of the events.
  package var keepsRepeats = false
  /// Certificates to trust in place of the system's, a PEM file.
  package var caFile: String?
  /// The name the server's certificate must be for; `nil` for the address's host.
  package var serverName: String?
  /// The environment variable that holds the token which is sent on connecting.
  package var tokenEnvironment: String?

  /// A feed with default settings; a pipe whose path ends in `.csv` is read as such.
  package init(name: String? = nil, address: FeedAddress) {
    self.name = name ?? address.description
    self.address = address
    if case .pipe(let path) = address, path.hasSuffix(".csv") { format = .csv }
  }

  /// What `--feed` means: an address, a YAML file (a text with a slash or its ending), or a name in the
  /// home's `feeds/`.
  ///
  /// - Throws: `badAddress`, `unknownFeed`, `file` or `configuration`.
  package static func find(_ text: String, home: String?) throws(FeedError) -> FeedConfiguration {
    if FeedAddress.isAddress(text) { return FeedConfiguration(address: try FeedAddress(text)) }
    if text.contains("/") || text.hasSuffix(".yaml") || text.hasSuffix(".yml") { return try load(path: text) }
    let files = home.map { Folders.names(in: $0 + "/feeds") } ?? []
    let known = files.filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }
    guard let home, known.contains(text) else {
      throw .unknownFeed(name: text, nearest: nearestMatch(to: text, among: known), known: known)
    }
    return try load(path: "\(home)/feeds/\(text).yaml")
  }

  /// The token to send on connecting, or `nil` when none is wanted; the closure gives the value of an
  /// environment variable.
  ///
  /// - Throws: `tokenMissing`.
  package func token(environment: (String) -> String?) throws(FeedError) -> FeedToken? {
    guard let tokenEnvironment else { return nil }
    guard let value = environment(tokenEnvironment), !value.isEmpty else {
      throw .tokenMissing(feed: name, variable: tokenEnvironment)
    }
    return FeedToken(value)
  }
}

/// A secret that identifies us to a feed; it prints as stars.
package struct FeedToken: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  let value: String

  /// A token of that text.
  package init(_ value: String) { self.value = value }

  /// Stars.
  package var description: String { "***" }
  /// Stars.
  package var debugDescription: String { "***" }
  /// Nothing to see.
  package var customMirror: Mirror { Mirror(self, children: [:]) }
}
