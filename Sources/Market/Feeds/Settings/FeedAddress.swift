/// Where quotes come from.
package enum FeedAddress: Sendable, Hashable {
  /// A server, in plain text.
  case tcp(host: String, port: Int)
  /// A server whose certificate is verified.
  case tls(host: String, port: Int)
  /// A FIFO, which may have many writers one after another, or a file, read once to its end.
  case pipe(path: String)
  /// The program's own standard input.
  case standardInput

  /// The address in a text: `tcp://HOST:PORT`, `tls://HOST:PORT`, `pipe:PATH`, `stdin` or `-`. An IPv6 host
  /// stands in brackets: `tcp://[::1]:7001`.
  ///
  /// - Throws: `badAddress`.
  package init(_ text: String) throws(FeedError) {
    if text == "-" || text == "stdin" {
      self = .standardInput
    } else if text.hasPrefix("pipe:") {
      let path = text.dropFirst("pipe:".count)
      guard !path.isEmpty, !path.utf8.contains(0) else {
        throw .badAddress(text: text, problem: "no path after 'pipe:'")
      }
      self = .pipe(path: String(path))
    } else if text.hasPrefix("tcp://") {
      let (host, port) = try Self.endpoint(text.dropFirst(6), of: text)
      self = .tcp(host: host, port: port)
    } else if text.hasPrefix("tls://") {
      let (host, port) = try Self.endpoint(text.dropFirst(6), of: text)
      self = .tls(host: host, port: port)
    } else {
      throw .badAddress(text: text, problem: "none of tcp://HOST:PORT, tls://HOST:PORT, pipe:PATH, stdin")
    }
  }

  /// Whether a text is meant as an address rather than the name of a feed.
  package static func isAddress(_ text: String) -> Bool {
    text == "-" || text == "stdin" || text.hasPrefix("pipe:") || text.contains("://")
  }

  private static func endpoint(
    _ rest: Substring, of text: String
  ) throws(FeedError) -> (host: String, port: Int) {
    guard let colon = rest.lastIndex(of: ":") else {
      throw .badAddress(text: text, problem: "no port: expected HOST:PORT")
    }
    let digits = rest[rest.index(after: colon)...]
    guard digits.utf8.allSatisfy({ (48...57).contains($0) }), let port = Int(digits),
      (1...65_535).contains(port)
    else { throw .badAddress(text: text, problem: "the port must be a number from 1 to 65535") }
    var host = rest[..<colon]
    let isBracketed = host.hasPrefix("[") && host.hasSuffix("]")
    if isBracketed { host = host.dropFirst().dropLast() }
    let allowed = host.utf8.allSatisfy {
      (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0)
        || (isBracketed ? ":.%" : ".-_").utf8.contains($0)
    }
    guard !host.isEmpty, allowed else {
      throw .badAddress(text: text, problem: "the host must be a name or an address (IPv6 in brackets)")
    }
    return (String(host), port)
  }

  /// Whether what is sent stays on this machine or is encrypted.
  var keepsSecrets: Bool {
    switch self {
    case .tls: true
    case .tcp(let host, _): host == "localhost" || host == "::1" || host.hasPrefix("127.")
    case .pipe, .standardInput: false
    }
  }
}

extension FeedAddress: CustomStringConvertible {
  /// The text it can be parsed from.
  package var description: String {
    func endpoint(_ host: String, _ port: Int) -> String {
      host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }
    switch self {
    case .tcp(let host, let port): return "tcp://" + endpoint(host, port)
    case .tls(let host, let port): return "tls://" + endpoint(host, port)
    case .pipe(let path): return "pipe:" + path
    case .standardInput: return "stdin"
    }
  }
}
