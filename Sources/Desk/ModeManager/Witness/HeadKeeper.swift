package import Journal
import Promotion
package import TradingCore

/// What a witness last kept for a home.
package struct KeptHead: Sendable, Hashable {
  /// Where the home's chain had come to.
  package let head: ChainHead
  /// When the witness was told, by the home's clock.
  package let at: Timestamp

  /// What a witness keeps.
  package init(head: ChainHead, at: Timestamp) { (self.head, self.at) = (head, at) }
}

/// Why a witness says nothing that counts, in words.
enum WitnessFault: Error, Sendable, Hashable {
  /// It can't be asked now.
  case unreachable(String)
  /// What it says can't be what it was told.
  case faulty(String)
}

/// Keeps heads outside of a home.
protocol HeadKeeper {
  /// What it has kept for a home, in the order it was told; none where it knows nothing of it. A server says the last.
  func heads(of home: String) throws(WitnessFault) -> [KeptHead]

  /// Keeps a head in the place of the last one, if that is still `last`.
  ///
  /// `isFork`: whether an admin has signed that what it knew is given up.
  /// - Returns: what it keeps then: `head`, or what somebody else has told it meanwhile.
  func keep(
    _ head: KeptHead, of home: String, after last: KeptHead?, isFork: Bool
  ) throws(WitnessFault) -> KeptHead?
}

extension KeptHead {
  /// A head that was read; `nil` for what is none.
  init?(seq: Int64, hash: String, at: String) {
    guard seq > 0, let hash = Hexadecimal.bytes(hash), hash.count == 32,
      let time = try? Timestamp(iso8601: at)
    else { return nil }
    self.init(head: ChainHead(seq: seq, hash: hash), at: time)
  }

  /// The head as an admin gives it up.
  var lost: LostHead { LostHead(seq: head.seq, hash: head.text) }

  /// The time as it is written: nine decimals and `Z`.
  var timeText: String { at.canonicalText }
}
