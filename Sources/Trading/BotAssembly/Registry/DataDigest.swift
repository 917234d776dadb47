import Crypto
package import TradingCore

/// What tells the ticks of one trial from those of another.
package enum DataDigest {
  /// SHA-256 over the content digests of the tick files, whatever their order, and the stretch of time.
  ///
  /// `from` is included, `to` is not.
  package static func bytes(
    contentDigests: [String], from: Timestamp, to: Timestamp
  ) -> [UInt8] {
    let lines =
      ["format=1", "from_ns=\(from.nanoseconds)", "to_ns=\(to.nanoseconds)"]
      + contentDigests.sorted().map { "content=\($0)" }
    return Array(SHA256.hash(data: Array(lines.joined(separator: "\n").utf8)))
  }
}
