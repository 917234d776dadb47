import Crypto
package import JSONText
package import TradingCore

/// Where a chain ends: the last row's number and hash.
package struct ChainHead: Sendable, Hashable {
  /// The number of the last row, 0 when there is none.
  package let seq: Int64
  /// The 32 bytes of its hash, zeros when there is none.
  package let hash: [UInt8]

  /// A head from its parts.
  package init(seq: Int64, hash: [UInt8]) {
    self.seq = seq
    self.hash = hash
  }

  /// The head of an empty chain, which the first row names as the one before it.
  package static let genesis = ChainHead(seq: 0, hash: [UInt8](repeating: 0, count: 32))

  /// The hash as 64 lower-case hex digits.
  package var text: String { Hexadecimal.text(hash) }
}

/// A row of the chain.
package struct JournalEvent: Sendable, Hashable {
  /// Its number, from 1 without gaps.
  package let seq: Int64
  /// When it was written, by the clock of its writer.
  package let recordedAt: Timestamp
  /// What it says, as its code.
  package let code: String
  /// What it says; `nil` for a kind that only a later program knows, which is kept and passed over.
  package let kind: EventKind?
  /// Whom it is about: a bot's id, a feed's name; may be empty.
  package let subject: String
  /// JSON text, or for `bot_events` a `BotEventBatch`.
  package let payload: [UInt8]
  /// The digests of the projection rows it left behind, 41 bytes each.
  package let effects: [UInt8]
  /// The hash of the row before.
  package let previous: [UInt8]
  /// The hash of this row.
  package let hash: [UInt8]

  init(
    seq: Int64, recordedAt: Timestamp, code: String, subject: String, payload: [UInt8], effects: [UInt8],
    previous: [UInt8], hash: [UInt8]
  ) {
    self.seq = seq
    self.recordedAt = recordedAt
    self.code = code
    kind = EventKind(rawValue: code)
    self.subject = subject
    self.payload = payload
    self.effects = effects
    self.previous = previous
    self.hash = hash
  }

  /// The payload as JSON; `nil` for `bot_events` and for anything that is no JSON.
  package var json: JSONValue? { kind == .botEvents ? nil : try? JSONValue(json: payload) }

  /// Whether it is the row after that head, with the hash of its content.
  func follows(_ head: ChainHead) -> Bool {
    seq == head.seq + 1 && previous == head.hash && hasItsHash
  }

  /// Whether its hash is that of its content.
  var hasItsHash: Bool {
    hash
      == EventHash.of(
        seq: seq, recordedAt: recordedAt.nanoseconds, kind: code.utf8, subject: subject.utf8,
        payload: payload, effects: effects, previous: previous)
  }
}

/// What is to become a row of the chain.
package struct NewEvent: Sendable, Hashable {
  /// What it says.
  package var kind: EventKind
  /// Whom it is about; empty when it is about nobody in particular.
  package var subject: String
  /// The particulars.
  package var payload: JSONValue
  /// When it happened, by the clock of its writer.
  package var at: Timestamp

  /// An event from its parts.
  package init(_ kind: EventKind, subject: String = "", payload: JSONValue = [:], at: Timestamp) {
    self.kind = kind
    self.subject = subject
    self.payload = payload
    self.at = at
  }
}

/// The canonical bytes of a row, and their hash.
///
/// SHA-256 over: `slipway.event.v1` and a zero byte; seq and recorded_at (ns since the UNIX epoch); kind, subject,
/// payload and effects, each after its length in bytes; the 32 bytes of the hash before. Numbers and lengths are
/// 64 bits, little-endian.
enum EventHash {
  static func of(
    seq: Int64, recordedAt: Int64, kind: some Collection<UInt8>, subject: some Collection<UInt8>,
    payload: [UInt8], effects: [UInt8], previous: [UInt8]
  ) -> [UInt8] {
    var front: [UInt8] = []
    front.reserveCapacity(96 + kind.count + subject.count)
    front.append(contentsOf: "slipway.event.v1\0".utf8)
    front.append(number: seq)
    front.append(number: recordedAt)
    front.append(number: Int64(kind.count))
    front.append(contentsOf: kind)
    front.append(number: Int64(subject.count))
    front.append(contentsOf: subject)
    front.append(number: Int64(payload.count))
    var back: [UInt8] = []
    back.reserveCapacity(8 + effects.count + previous.count)
    back.append(number: Int64(effects.count))
    back.append(contentsOf: effects)
    back.append(contentsOf: previous)
    var hasher = SHA256()
    for part in [front, payload, back] { part.withUnsafeBytes { hasher.update(bufferPointer: $0) } }
    return Array(hasher.finalize())
  }
}

extension [UInt8] {
  /// Appends 64 bits, little-endian.
  mutating func append(number: some FixedWidthInteger) {
    let bits = UInt64(truncatingIfNeeded: number)
    for shift in stride(from: UInt64(0), to: 64, by: 8) {
      append(UInt8(truncatingIfNeeded: bits >> shift))
    }
  }

  /// The 64 bits at a place, little-endian; the caller knows that they are there.
  func number(at offset: Int) -> Int64 {
    Int64(bitPattern: self[offset..<offset + 8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
  }
}
