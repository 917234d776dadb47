package import TradingCore

/// The settings of a live feed as a YAML file states them; what it leaves out is `nil`. `docs/feeds.md` lists
/// the keys.
package struct FeedFile: Sendable, Hashable {
  /// The feed's name: the file's without folders and ending.
  package var name: String
  /// Where the quotes come from, as written.
  package var address: String
  /// Where the address stands.
  package var addressPlace: ConfigurationPlace
  /// `ndjson` or `csv`, as written, and where.
  package var format: String?
  /// Where the format stands.
  package var formatPlace: ConfigurationPlace?
  /// Their names of symbols and ours, in file order.
  package var symbols: [SymbolName] = []
  /// The first wait before connecting again, in nanoseconds.
  package var reconnectFirstNanoseconds: Int64?
  /// The longest wait before connecting again, in nanoseconds.
  package var reconnectMostNanoseconds: Int64?
  /// By how many thousandths the wait grows with each failure: 2000 doubles it.
  package var reconnectFactorThousandths: Int64?
  /// How long making a connection may take, in nanoseconds.
  package var connectTimeoutNanoseconds: Int64?
  /// A connection without a line for this long is dropped, in nanoseconds; 0 keeps it.
  package var idleTimeoutNanoseconds: Int64?
  /// A symbol without a quote for this long is stale, in nanoseconds.
  package var staleAfterNanoseconds: Int64?
  /// A quote this far behind or ahead of the clock is late, in nanoseconds.
  package var lateAfterNanoseconds: Int64?
  /// So many bad lines in a row drop the connection.
  package var faultsInARow: Int64?
  /// `drop` or `keep`, as written: what becomes of a quote that is sent twice.
  package var repeats: String?
  /// Where that stands.
  package var repeatsPlace: ConfigurationPlace?
  /// A file of certificates to trust in place of the system's, in PEM; relative to the file's folder as
  /// written.
  package var caFile: String?
  /// The name the server's certificate must be for, in place of the address's host.
  package var serverName: String?
  /// The environment variable that holds the token.
  package var tokenEnvironment: String?
  /// Where `tls` stands.
  package var tlsPlace: ConfigurationPlace?
  /// Where `token_env` stands.
  package var tokenPlace: ConfigurationPlace?

  /// A symbol under two names.
  package struct SymbolName: Sendable, Hashable {
    /// The feed's name of it.
    package var theirs: String
    /// Our name of it.
    package var ours: Symbol
  }
}

extension FeedFile {
  private enum Key: String, YAMLKey {
    case address, format, symbols, repeats, tls
    case reconnectFirst = "reconnect_first_seconds"
    case reconnectMost = "reconnect_most_seconds"
    case reconnectFactor = "reconnect_factor"
    case connectTimeout = "connect_timeout_seconds"
    case idleTimeout = "idle_timeout_seconds"
    case staleAfter = "stale_after_seconds"
    case lateAfter = "late_after_seconds"
    case faultsInARow = "faults_in_a_row"
    case token = "token_env"
  }

  private enum TLSKey: String, YAMLKey {
    case caFile = "ca_file"
    case serverName = "server_name"
  }

  /// The settings in a file.
  ///
  /// - Throws: `file` when it can't be read, else what `parse` throws.
  package static func load(path: String) throws(ConfigurationError) -> FeedFile {
    try parse(text: try YAMLParser.text(path: path), path: path)
  }

  /// The settings in a text that stands at the path.
  ///
  /// - Throws: every case of `ConfigurationError` but `file` and `unknownProfile`.
  package static func parse(text: String, path: String) throws(ConfigurationError) -> FeedFile {
    let root = YAMLValue(root: try YAMLParser.parse(text, path: path), path: path)
    let map = try YAMLMap(root, keys: Key.self)
    let address = try map.required(.address, example: "tcp://127.0.0.1:7001")
    var file = FeedFile(
      name: name(of: path), address: try address.text("an address such as tcp://127.0.0.1:7001"),
      addressPlace: address.place)
    file.format = try map.optional(.format)?.text("ndjson or csv")
    file.formatPlace = map.optional(.format)?.place
    file.repeats = try map.optional(.repeats)?.text("drop or keep")
    file.repeatsPlace = map.optional(.repeats)?.place
    if let names = map.optional(.symbols) { file.symbols = try readSymbols(names) }
    try file.readTimes(map)
    file.faultsInARow = try map.optional(.faultsInARow)?.integer(in: 1...1_000_000)
    if let tls = map.optional(.tls) {
      file.tlsPlace = tls.place
      let keys = try YAMLMap(tls, keys: TLSKey.self)
      file.caFile = try keys.optional(.caFile)?.text("the path of a PEM file")
      file.serverName = try keys.optional(.serverName)?.text("a host name")
    }
    file.tokenEnvironment = try map.optional(.token)?.text("an environment variable's name")
    file.tokenPlace = map.optional(.token)?.place
    return file
  }

  private mutating func readTimes(_ map: YAMLMap<Key>) throws(ConfigurationError) {
    reconnectFirstNanoseconds = try map.optional(.reconnectFirst)?.seconds()
    reconnectMostNanoseconds = try map.optional(.reconnectMost)?.seconds()
    let first = reconnectFirstNanoseconds
    if let most = map.optional(.reconnectMost), let first, try most.seconds() < first {
      throw most.mismatch("at least reconnect_first_seconds")
    }
    reconnectFactorThousandths = try map.optional(.reconnectFactor)?.decimal(
      digits: 3, in: 1_000...100_000, "a number from 1 to 100")
    connectTimeoutNanoseconds = try map.optional(.connectTimeout)?.seconds()
    idleTimeoutNanoseconds = try map.optional(.idleTimeout)?.seconds(from: 0)
    staleAfterNanoseconds = try map.optional(.staleAfter)?.seconds()
    lateAfterNanoseconds = try map.optional(.lateAfter)?.seconds(to: 1_000_000_000)
  }

  private static func readSymbols(_ value: YAMLValue) throws(ConfigurationError) -> [SymbolName] {
    var names: [SymbolName] = []
    for entry in try value.entries() {
      let text = try entry.value.text("one of our symbols such as EURUSD")
      guard let symbol = Symbol(text) else { throw entry.value.mismatch("a symbol such as EURUSD") }
      if let other = names.first(where: { $0.ours == symbol }) {
        throw entry.value.mismatch("a symbol not given to '\(other.theirs)' already")
      }
      names.append(SymbolName(theirs: entry.name, ours: symbol))
    }
    return names
  }

  /// `gold` for `feeds/gold.yaml`.
  private static func name(of path: String) -> String {
    let file = path.split(separator: "/").last ?? ""
    for ending in [".yaml", ".yml"] where file.hasSuffix(ending) {
      return String(file.dropLast(ending.count))
    }
    return String(file)
  }

  /// The names of the feeds in a home's `feeds/`, sorted.
  package static func names(home: String) -> [String] {
    FolderListing.names(in: home + "/feeds").filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }
  }

  /// The known name a misspelled one most likely meant.
  package static func nearest(to name: String, among names: [String]) -> String? {
    nearestMatch(to: name, among: names)
  }
}

extension YAMLValue {
  /// Seconds of at most three decimals as nanoseconds; at most a day unless said.
  fileprivate func seconds(from least: Int64 = 1, to most: Int64 = 86_400) throws(ConfigurationError) -> Int64
  {
    let expected = "a number of seconds from \(least == 0 ? "0" : "0.001") to \(most)"
    return try decimal(digits: 3, in: least...most * 1_000, expected) * Timestamp.millisecond
  }
}
