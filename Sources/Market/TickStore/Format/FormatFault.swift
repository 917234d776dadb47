/// Why bytes are not what the format says they should be.
enum FormatFault: Error, Hashable {
  /// They are not a tick file's.
  case foreign(String)
  /// They are a tick file's of a kind or version this program does not read.
  case unsupported(String)
  /// They were a tick file's.
  case damaged(String)

  var reason: String {
    switch self {
    case .foreign(let reason), .unsupported(let reason), .damaged(let reason): reason
    }
  }
}
