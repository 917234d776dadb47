import FileSystem
import NIOCore
import NIOPosix
import NIOSSL

/// What went wrong with a connection, in words.
enum ConnectionProblem {
  /// `can't connect to feed.example.com port 7001: Connection refused`.
  static func connecting(to host: String, port: Int, _ error: any Error) -> String {
    "can't connect to \(host) port \(port): \(text(of: error))"
  }

  static let otherName = "the server's certificate is refused: it is for another host name"

  static func text(of error: any Error) -> String {
    switch error {
    case let error as NIOConnectionError: return text(of: error)
    case ChannelError.connectTimeout(let limit): return "no answer within \(seconds(limit.nanoseconds))"
    case let error as IOError: return system(error.errnoCode)
    case NIOSSLError.uncleanShutdown: return "the connection was cut off without TLS's goodbye"
    default: return certificate("\(error)")
    }
  }

  /// `2.5 s`.
  static func seconds(_ nanoseconds: Int64) -> String {
    let milliseconds = nanoseconds / 1_000_000
    let rest = milliseconds % 1_000
    guard rest > 0 else { return "\(milliseconds / 1_000) s" }
    var decimals = String(rest + 1_000).dropFirst()
    while decimals.last == "0" { decimals.removeLast() }
    return "\(milliseconds / 1_000).\(decimals) s"
  }

  static func system(_ code: CInt) -> String { SystemError(code: code).reason }

  private static func text(of error: NIOConnectionError) -> String {
    if let last = error.connectionErrors.last { return text(of: last.error) }
    if error.dnsAError != nil || error.dnsAAAAError != nil { return "the host name is not known" }
    return "no address to try"
  }

  private static func certificate(_ text: String) -> String {
    if text.contains("CERTIFICATE_VERIFY_FAILED") {
      return "the server's certificate is refused: nobody trusted has signed it, or it is out of date"
    }
    if text.contains("failedToValidateHostname") {
      return otherName
    }
    return text
  }
}
