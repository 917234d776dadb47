package import FileSystem
package import TickStore

/// Why a session's input log can't be written or read.
package enum SessionLogError: Error, Sendable, Hashable {
  /// A file could not be opened, made, read or written; with a full disk most often.
  case file(FileError)
  /// A sealed segment's tick file is wrong or can't be made.
  case ticks(TickStoreError)
  /// Bytes that are not what was written, with more of the session behind them.
  case damaged(path: String, offset: Int, reason: String)
  /// A log of a later version of this program.
  case unsupported(path: String, found: String)
  /// A segment of the session is not there.
  case segmentMissing(path: String)
  /// A folder that already holds a session, or none where one is expected.
  case notASession(path: String, reason: String)
  /// A quote that the log can't keep; ordinals count the session's quotes from 1.
  case quoteRefused(ordinal: Int, reason: String)
  /// A control of a megabyte and more.
  case controlTooLong(bytes: Int)
  /// An input that this program does not know, behind so much of the session: to leave it out would be another session.
  case unknownInput(String, after: SessionPosition)
}

extension SessionLogError: CustomStringConvertible {
  /// `WHAT (WHERE): WHAT TO DO`.
  package var description: String {
    switch self {
    case .file(let error): "\(error)"
    case .ticks(let error): "\(error)"
    case .damaged(let path, let offset, let reason):
      "damaged session log (\(path), byte \(offset)): \(reason); restore it from a backup"
    case .unsupported(let path, let found):
      "can't read this session log (\(path)): it has \(found); use a later version of slipway"
    case .segmentMissing(let path):
      "a part of the session is missing (\(path)): restore it from a backup"
    case .notASession(let path, let reason): "not usable as a session (\(path)): \(reason)"
    case .quoteRefused(let ordinal, let reason):
      "a quote can't be recorded (quote \(ordinal)): \(reason); check the feed"
    case .controlTooLong(let bytes):
      "a control can't be recorded (\(bytes) bytes): expected less than \(SegmentFormat.longestPayload)"
    case .unknownInput(let input, let place):
      "the session holds what this program does not know (behind quote \(place.quotes), input \(place.controls + 1)): "
        + "\(input); use the program that made the session, or a later one"
    }
  }
}

/// Runs work on files, with its error as the log's.
func wrappingFileErrors<Result>(
  _ work: () throws(FileError) -> Result
) throws(SessionLogError) -> Result {
  do { return try work() } catch { throw .file(error) }
}

/// Runs work on tick files, with its error as the log's.
func wrappingTickErrors<Result>(
  _ work: () throws(TickStoreError) -> Result
) throws(SessionLogError) -> Result {
  do { return try work() } catch {
    if case .file(let problem) = error { throw .file(problem) }
    throw .ticks(error)
  }
}
