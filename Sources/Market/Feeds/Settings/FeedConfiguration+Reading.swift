import FileSystem
import TradingCore
import YAMLText

// `docs/feeds.md` lists the keys.
extension FeedConfiguration {
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

  /// What becomes of a quote that is sent twice.
  private enum Repeats: String, CaseIterable { case drop, keep }

  /// The configuration in a YAML file.
  ///
  /// - Throws: `file` or `configuration`.
  package static func load(path: String) throws(FeedError) -> FeedConfiguration {
    let text: String
    do { text = try TextFile.yaml(path) } catch { throw .file(error) }
    return try parse(text: text, path: path)
  }

  /// The configuration in a YAML text that stands at the path.
  ///
  /// - Throws: `configuration`.
  package static func parse(text: String, path: String) throws(FeedError) -> FeedConfiguration {
    do { return try read(text: text, path: path) } catch { throw .configuration(error) }
  }

  private static func read(text: String, path: String) throws(ConfigurationError) -> FeedConfiguration {
    let root = try YAMLValue(text: text, path: path) { try? DecimalText.parse($0, digits: $1) }
    let map = try YAMLMap(root, keys: Key.self)
    let address = try map.required(.address, example: "tcp://127.0.0.1:7001").feedAddress()
    var feed = FeedConfiguration(name: root.place.fileName, address: address)
    if let value = map.optional(.format) {
      _ = try value.text("ndjson or csv")
      feed.format = try value.choice()
    }
    if let value = map.optional(.repeats) {
      _ = try value.text("drop or keep")
      feed.keepsRepeats = try value.choice(Repeats.self) == .keep
    }
    if let names = map.optional(.symbols) { feed.symbols = try readSymbols(names) }
    try feed.readTimes(map)
    if let limit = map.optional(.faultsInARow) {
      feed.faultsInARow = Int(try limit.integer(in: 1...1_000_000))
    }
    if let tls = map.optional(.tls) { try feed.readTLS(tls) }
    if let token = map.optional(.token) { try feed.readToken(token) }
    return feed
  }

  private mutating func readTimes(_ map: YAMLMap<Key>) throws(ConfigurationError) {
    let first = try map.optional(.reconnectFirst)?.seconds()
    if let value = map.optional(.reconnectMost) {
      let most = try value.seconds()
      if let first, most < first { throw value.mismatch("at least reconnect_first_seconds") }
      reconnect.mostNanoseconds = most
    }
    reconnect.firstNanoseconds = first ?? min(reconnect.firstNanoseconds, reconnect.mostNanoseconds)
    reconnect.mostNanoseconds = max(reconnect.mostNanoseconds, reconnect.firstNanoseconds)
    if let factor = map.optional(.reconnectFactor) {
      reconnect.factorThousandths = try factor.decimal(
        digits: 3, in: 1_000...100_000, "a number from 1 to 100")
    }
    if let limit = map.optional(.connectTimeout) { connectTimeoutNanoseconds = try limit.seconds() }
    if let value = map.optional(.idleTimeout) {
      let limit = try value.seconds(from: 0)
      idleTimeoutNanoseconds = limit > 0 ? limit : nil
    }
    if let limit = map.optional(.staleAfter) { staleAfterNanoseconds = try limit.seconds() }
    if let limit = map.optional(.lateAfter) { lateAfterNanoseconds = try limit.seconds(to: 1_000_000_000) }
  }

  private static func readSymbols(_ value: YAMLValue) throws(ConfigurationError) -> [String: Symbol] {
    var names: [String: Symbol] = [:]
    for entry in try value.entries() {
      let text = try entry.value.text("one of our symbols such as EURUSD")
      guard let symbol = Symbol(text) else { throw entry.value.mismatch("a symbol such as EURUSD") }
      if let other = names.first(where: { $0.value == symbol }) {
        throw entry.value.mismatch("a symbol not given to '\(other.key)' already")
      }
      names[entry.name] = symbol
    }
    return names
  }

  private mutating func readTLS(_ value: YAMLValue) throws(ConfigurationError) {
    let keys = try YAMLMap(value, keys: TLSKey.self)
    let path = try keys.optional(.caFile)?.text("the path of a PEM file")
    let name = try keys.optional(.serverName)?.text("a host name")
    guard case .tls = address else {
      throw .fault(
        value.place, field: "tls", problem: "the address \(address) is not encrypted",
        remedy: "write tls://HOST:PORT or leave 'tls' out")
    }
    caFile = path.map { value.place.resolve($0) }
    guard let name else { return }
    let isName = name.utf8.allSatisfy { $0 > 32 && $0 < 127 } && name.contains { $0.isLetter }
    guard isName, !name.contains(":") else {
      throw .badValue(
        value.place, field: "tls.server_name", expected: "a host name, no address",
        was: "'\(name.prefix(60))'")
    }
    serverName = name
  }

  private mutating func readToken(_ value: YAMLValue) throws(ConfigurationError) {
    let variable = try value.text("an environment variable's name")
    guard address.keepsSecrets else {
      throw .fault(
        value.place, field: "token_env",
        problem: "a token would be sent to \(address) for all to read, or not at all",
        remedy: "use tls://HOST:PORT")
    }
    tokenEnvironment = variable
  }
}

extension YAMLValue {
  /// Seconds of at most three decimals as nanoseconds; at most a day unless said.
  fileprivate func seconds(from least: Int64 = 1, to most: Int64 = 86_400) throws(ConfigurationError) -> Int64
  {
    let expected = "a number of seconds from \(least == 0 ? "0" : "0.001") to \(most)"
    return try decimal(digits: 3, in: least...most * 1_000, expected) * Timestamp.millisecond
  }

  fileprivate func feedAddress() throws(ConfigurationError) -> FeedAddress {
    let text = try text("an address such as tcp://127.0.0.1:7001")
    do { return try FeedAddress(text) } catch {
      throw .badValue(
        place, field: "address", expected: "tcp://HOST:PORT, tls://HOST:PORT, pipe:PATH or stdin",
        was: "'\(text)'")
    }
  }
}
