package import FileSystem
package import TradingCore

/// What went wrong with ticks or a file of them, and where.
package enum TickStoreError: Error, Sendable, Hashable {
  /// A file could not be opened, made, read or written, or somebody asked to stop.
  case file(FileError)
  /// The bytes are not a tick file's.
  case notTickFile(path: String, reason: String)
  /// A tick file this program can't read: a later format version, or a kind it does not know.
  case unsupported(path: String, found: String)
  /// A tick file that was truncated or changed after it was written.
  case damaged(path: String, fault: TickFileFault)
  /// A tick earlier than the one before it; ordinals count from 1.
  case outOfOrder(path: String, ordinal: Int, time: Timestamp, previous: Timestamp)
  /// A tick that the format can't hold; ordinals count from 1.
  case tickOutOfRange(path: String, ordinal: Int, reason: String)
  /// There are no ticks to write or to read.
  case noTicks(path: String)
  /// The symbol, digits or texts of a new tick file are not usable.
  case invalidMetadata(path: String, reason: String)
  /// Trades where bids and asks are needed.
  case noQuotes(path: String)
  /// A tick file has more digits than the instrument, or files that belong together don't fit.
  case mismatch(path: String, reason: String)
  /// Two sources of one symbol hold the same stretch of time.
  case overlap(TickOverlap)
}

extension TickStoreError {
  /// What kind of failure it is; the command line maps each to an exit code.
  package enum Kind: Sendable, Hashable {
    /// The data is wrong (65).
    case wrongData
    /// An input file is missing (66).
    case missingInput
    /// An output can't be made (73).
    case uncreatableOutput
    /// Reading or writing failed (74).
    case inputOutput
    /// Stopped by a signal (128 + its number).
    case interrupted(signal: Int32)
  }

  /// The kind of the failure.
  package var kind: Kind {
    guard case .file(let error) = self else { return .wrongData }
    return switch error {
    case .missing: .missingInput
    case .unreadable, .writeFailed: .inputOutput
    case .uncreatable: .uncreatableOutput
    case .interrupted(let signal): .interrupted(signal: signal)
    }
  }
}

extension TickStoreError: CustomStringConvertible {
  /// `WHAT (WHERE): WHAT TO DO`.
  package var description: String {
    switch self {
    case .file(let error): error.description
    case .notTickFile(let path, let reason):
      "not a tick file (\(path)): \(reason); make one with 'slipway data import'"
    case .unsupported(let path, let found):
      "can't read this tick file (\(path)): it holds \(found); use a later version of slipway"
    case .damaged(let path, let fault):
      "damaged tick file (\(path), \(fault)): restore it from a copy or import it again"
    case .outOfOrder(let path, let ordinal, let time, let previous):
      "ticks out of order (\(path), tick \(ordinal)): \(time.iso8601(fractionDigits: 9)) comes after "
        + "\(previous.iso8601(fractionDigits: 9)); sort the input by time"
    case .tickOutOfRange(let path, let ordinal, let reason):
      "a tick can't be stored (\(path), tick \(ordinal)): \(reason); check the digits and the input"
    case .noTicks(let path): "no ticks (\(path)): choose an input or a time range that has some"
    case .invalidMetadata(let path, let reason): "can't describe the ticks (\(path)): \(reason)"
    case .noQuotes(let path):
      "the ticks are trades, which show neither bid nor ask (\(path)): give a tick file of quotes"
    case .mismatch(let path, let reason): "the tick file doesn't fit (\(path)): \(reason)"
    case .overlap(let overlap): Self.words(overlap)
    }
  }

  private static func words(_ overlap: TickOverlap) -> String {
    let place = "(\(overlap.first) and \(overlap.second))"
    return overlap.isSame
      ? "the same ticks of \(overlap.symbol) twice \(place): both hold \(overlap.stretch); leave one out, or "
        + "cut it where the other begins or ends, with 'slipway data slice'"
      : "two sources of \(overlap.symbol) for the same time \(place): both hold \(overlap.stretch); leave one "
        + "out, cut it with 'slipway data slice', or mix them on purpose with --merge-sources"
  }
}

/// The first thing wrong with a tick file: which part, where it starts, and what was expected there.
package struct TickFileFault: Error, Sendable, Hashable, CustomStringConvertible {
  /// A part of a tick file.
  package enum Part: Sendable, Hashable {
    /// The file's header.
    case header
    /// A block of ticks, counted from 0.
    case block(Int)
    /// The statistics and the index after the blocks.
    case index
    /// The fixed-size end of the file.
    case trailer
    /// The digest over the decoded ticks.
    case contentDigest
    /// The digest over the file's bytes.
    case fileDigest
  }

  /// The part at fault.
  package var part: Part
  /// Where the part starts, in bytes from the start of the file.
  package var offset: Int
  /// What was expected and what was found.
  package var reason: String

  /// A fault of a part.
  package init(_ part: Part, at offset: Int, _ reason: String) {
    self.part = part
    self.offset = offset
    self.reason = reason
  }

  /// `PART at byte OFFSET: REASON`.
  package var description: String { "\(name) at byte \(offset): \(reason)" }

  /// The part in words.
  package var name: String {
    switch part {
    case .header: "header"
    case .block(let number): "block \(number)"
    case .index: "index"
    case .trailer: "trailer"
    case .contentDigest: "content digest"
    case .fileDigest: "file digest"
    }
  }
}
