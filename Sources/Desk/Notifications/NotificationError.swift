/// Why messages can't be sent at all, or one can't be read back. No case holds a secret.
package enum NotificationError: Error, Sendable, Hashable {
  /// A secret is not where the configuration says; `source` is a variable or path.
  case secret(channel: String, source: String, problem: String)
  /// What a secret place holds can't be used, a URL for instance.
  case badSecret(channel: String, source: String, problem: String)
  /// The authorities of a mail server can't be read.
  case authorities(channel: String, path: String, reason: String)
  /// Stored text that is no message.
  case malformed(String)
}

extension NotificationError: CustomStringConvertible {
  /// `WHAT (WHERE): WHAT TO DO`.
  package var description: String {
    switch self {
    case .secret(let channel, let source, let problem):
      "no secret for channel '\(channel)', \(problem) (\(source)): put the secret there"
    case .badSecret(let channel, let source, let problem):
      "channel '\(channel)' can't use its secret, \(problem) (\(source)): correct what is there"
    case .authorities(let channel, let path, let reason):
      "channel '\(channel)' has no authorities to trust (\(path)): \(reason); give a PEM file"
    case .malformed(let problem): "a stored notification is damaged: \(problem); restore it from a backup"
    }
  }
}
