import TradingCore
import YAMLConfiguration

extension FeedConfiguration {
  /// The configuration that a file states.
  init(_ file: FeedFile) throws(ConfigurationError) {
    let address: FeedAddress
    do { address = try FeedAddress(file.address) } catch {
      throw .badValue(
        file.addressPlace, field: "address",
        expected: "tcp://HOST:PORT, tls://HOST:PORT, pipe:PATH or stdin", was: "'\(file.address)'")
    }
    self.init(name: file.name, address: address)
    if let text = file.format {
      guard let format = FeedFormat(rawValue: text) else {
        throw .badValue(
          file.formatPlace ?? file.addressPlace, field: "format", expected: "one of ndjson, csv",
          was: "'\(text)'")
      }
      self.format = format
    }
    if let text = file.repeats {
      guard let keeps = ["drop": false, "keep": true][text] else {
        throw .badValue(
          file.repeatsPlace ?? file.addressPlace, field: "repeats", expected: "one of drop, keep",
          was: "'\(text)'")
      }
      keepsRepeats = keeps
    }
    symbols = Dictionary(file.symbols.map { ($0.theirs, $0.ours) }) { first, _ in first }
    readTimes(file)
    try readTLS(file)
    try readToken(file)
  }

  private mutating func readTimes(_ file: FeedFile) {
    if let most = file.reconnectMostNanoseconds { reconnect.mostNanoseconds = most }
    reconnect.firstNanoseconds =
      file.reconnectFirstNanoseconds ?? min(reconnect.firstNanoseconds, reconnect.mostNanoseconds)
    reconnect.mostNanoseconds = max(reconnect.mostNanoseconds, reconnect.firstNanoseconds)
    if let factor = file.reconnectFactorThousandths { reconnect.factorThousandths = factor }
    if let limit = file.connectTimeoutNanoseconds { connectTimeoutNanoseconds = limit }
    if let limit = file.idleTimeoutNanoseconds { idleTimeoutNanoseconds = limit > 0 ? limit : nil }
    if let limit = file.staleAfterNanoseconds { staleAfterNanoseconds = limit }
    if let limit = file.lateAfterNanoseconds { lateAfterNanoseconds = limit }
    if let limit = file.faultsInARow { faultsInARow = Int(limit) }
  }

  private mutating func readTLS(_ file: FeedFile) throws(ConfigurationError) {
    guard let place = file.tlsPlace else { return }
    guard case .tls = address else {
      throw .fault(
        place, field: "tls", problem: "the address \(address) is not encrypted",
        remedy: "write tls://HOST:PORT or leave 'tls' out")
    }
    if let path = file.caFile { caFile = Self.resolve(path, besides: place.path) }
    if let name = file.serverName {
      let isName = name.utf8.allSatisfy { $0 > 32 && $0 < 127 } && name.contains { $0.isLetter }
      guard isName, !name.contains(":") else {
        throw .badValue(
          place, field: "tls.server_name", expected: "a host name, no address", was: "'\(name.prefix(60))'")
      }
      serverName = name
    }
  }

  private mutating func readToken(_ file: FeedFile) throws(ConfigurationError) {
    guard let variable = file.tokenEnvironment, let place = file.tokenPlace else { return }
    guard address.keepsSecrets else {
      throw .fault(
        place, field: "token_env",
        problem: "a token would be sent to \(address) for all to read, or not at all",
        remedy: "use tls://HOST:PORT")
    }
    tokenEnvironment = variable
  }

  /// A path as it is meant from the folder of a file.
  private static func resolve(_ path: String, besides file: String) -> String {
    guard !path.hasPrefix("/"), let slash = file.lastIndex(of: "/") else { return path }
    return file[...slash] + path
  }
}
