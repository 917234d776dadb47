package import FileSystem
package import YAMLText

/// Why a feed can't be set up. What goes wrong later, with the connection or the quotes, are events.
package enum FeedError: Error, Sendable, Hashable {
  /// Not the address of a feed.
  case badAddress(text: String, problem: String)
  /// No feed of that name in the home.
  case unknownFeed(name: String, nearest: String?, known: [String])
  /// The feed's file can't be read.
  case file(FileError)
  /// Something is wrong in the feed's file.
  case configuration(ConfigurationError)
  /// The environment variable that should hold the feed's token is not set, or empty.
  case tokenMissing(feed: String, variable: String)
  /// The certificates to trust can't be used.
  case certificates(path: String?, problem: String)
}

extension FeedError: CustomStringConvertible {
  /// `WHAT (WHERE): WHAT TO DO`.
  package var description: String {
    switch self {
    case .badAddress(let text, let problem):
      "not a feed's address ('\(text.prefix(80))'): \(problem); write for instance tcp://127.0.0.1:7001"
    case .unknownFeed(let name, let nearest, let known):
      "no feed '\(name)' (known: \(known.isEmpty ? "none" : known.joined(separator: ", "))): "
        + (nearest.map { "did you mean '\($0)'?" }
          ?? "write feeds/\(name).yaml in the home, or give an address")
    case .file(let error): error.description
    case .configuration(let error): error.description
    case .tokenMissing(let feed, let variable):
      "no token (feed '\(feed)'): set the environment variable \(variable)"
    case .certificates(let path, let problem):
      "can't use the certificates to trust (\(path ?? "the system's")): \(problem); check tls.ca_file"
    }
  }
}

extension FeedError: ClassifiedError {
  /// What kind of failure it is.
  package var failureKind: FailureKind {
    switch self {
    case .badAddress, .unknownFeed: .usage
    case .file(let error): error.failureKind
    case .configuration, .tokenMissing, .certificates: .configuration
    }
  }
}
