/// How much a message matters, least first.
package enum NotificationSeverity: String, Sendable, Hashable, CaseIterable, Comparable {
  /// Something happened as it should.
  case info
  /// Somebody should look when convenient.
  case warning
  /// Somebody should look now.
  case critical

  /// Orders from least to most severe.
  package static func < (left: NotificationSeverity, right: NotificationSeverity) -> Bool {
    left.rank < right.rank
  }

  private var rank: Int {
    switch self {
    case .info: 0
    case .warning: 1
    case .critical: 2
    }
  }
}

/// Where messages go and how often it is tried: the file `notifications.yaml` of a home.
package struct NotificationConfiguration: Sendable, Hashable {
  /// The file it came from.
  package var path: String
  /// Where messages go, in file order, names distinct; empty without a file.
  package var channels: [NotificationChannel] = []
  /// When a failed delivery is tried again.
  package var retry = NotificationRetry()

  /// No channels.
  package init(path: String) { self.path = path }
}

/// One place messages are sent to.
package struct NotificationChannel: Sendable, Hashable {
  /// Its name, 1 to 64 letters, digits, `_` and `-`.
  package var name: String
  /// The messages it wants.
  package var events: NotificationFilter
  /// Seconds a whole delivery may take.
  package var timeoutSeconds: Int64
  /// How it is reached.
  package var transport: NotificationTransport

  /// A channel as it stands in a file.
  package init(
    name: String, events: NotificationFilter = .init(), timeoutSeconds: Int64 = 10,
    transport: NotificationTransport
  ) {
    self.name = name
    self.events = events
    self.timeoutSeconds = timeoutSeconds
    self.transport = transport
  }
}

/// How a channel is reached.
package enum NotificationTransport: Sendable, Hashable {
  /// An HTTP request.
  case webhook(WebhookSettings)
  /// A mail.
  case smtp(SMTPSettings)
}

/// The messages a channel wants: those with one of the codes, and those at least so severe.
package struct NotificationFilter: Sendable, Hashable {
  /// Codes that pass whatever their severity; empty for none.
  package var codes: [String] = []
  /// The least severity that passes whatever the code; `nil` for none.
  package var atLeast: NotificationSeverity?

  /// Everything passes unless codes or a severity are given.
  package init(codes: [String] = [], atLeast: NotificationSeverity? = nil) {
    self.codes = codes
    self.atLeast = atLeast
  }

  /// Whether a message passes.
  package func passes(code: String, severity: NotificationSeverity) -> Bool {
    if codes.isEmpty, atLeast == nil { return true }
    return codes.contains(code) || atLeast.map { severity >= $0 } ?? false
  }
}

/// When a failed delivery is tried again.
package struct NotificationRetry: Sendable, Hashable {
  /// How often a message is sent at most, the first time included.
  package var attempts: Int64 = 8
  /// Seconds between the first two attempts, before jitter.
  package var firstSeconds: Int64 = 2
  /// How much longer each further wait is.
  package var factor: Int64 = 2
  /// Seconds of the longest wait of our own making.
  package var mostSeconds: Int64 = 300

  /// The defaults.
  package init() {}
}

/// Where a secret is found; it never stands in the file itself.
package enum SecretSource: Sendable, Hashable, CustomStringConvertible {
  /// An environment variable.
  case environment(String)
  /// A file, resolved against the configuration's folder; a line break at its end does not count.
  case file(String)

  /// Where it is, not what it is.
  package var description: String {
    switch self {
    case .environment(let name): "environment variable \(name)"
    case .file(let path): path
    }
  }
}

/// A value that may stand in the file or elsewhere.
package enum PublicOrSecret: Sendable, Hashable {
  /// Stands in the file.
  case text(String)
  /// Stands elsewhere.
  case secret(SecretSource)
}

/// A URL that takes messages.
package struct WebhookSettings: Sendable, Hashable {
  /// A header sent with every request.
  package struct Header: Sendable, Hashable {
    /// Its name.
    package var name: String
    /// Its value.
    package var value: PublicOrSecret

    /// A header.
    package init(name: String, value: PublicOrSecret) {
      self.name = name
      self.value = value
    }
  }

  /// HTTPS, or HTTP to this machine.
  package var url: PublicOrSecret
  /// The key that requests are signed with; `nil` sends them unsigned.
  package var secret: SecretSource?
  /// Further headers in file order.
  package var headers: [Header]

  /// A webhook.
  package init(url: PublicOrSecret, secret: SecretSource? = nil, headers: [Header] = []) {
    self.url = url
    self.secret = secret
    self.headers = headers
  }
}

/// A mail server that takes messages, never in clear text.
package struct SMTPSettings: Sendable, Hashable {
  /// How the connection becomes a private one.
  package enum Security: String, Sendable, Hashable, CaseIterable {
    /// By the command STARTTLS, without which nothing is sent.
    case starttls
    /// From the first byte.
    case implicit
  }

  /// Who logs in.
  package struct Login: Sendable, Hashable {
    /// The account's name.
    package var username: String
    /// Where its password is.
    package var password: SecretSource

    /// A login.
    package init(username: String, password: SecretSource) {
      self.username = username
      self.password = password
    }
  }

  /// The server's name or address.
  package var host: String
  /// Its port.
  package var port: Int64
  /// How the connection becomes a private one.
  package var security: Security
  /// Who logs in; `nil` for a server that asks nobody.
  package var login: Login?
  /// The sender's address.
  package var from: String
  /// The recipients' addresses, at least one.
  package var to: [String]
  /// The name the server's certificate must bear; `nil` for the host.
  package var serverName: String?
  /// The path of a PEM file with the authorities trusted instead of the system's.
  package var caFile: String?

  /// A mail server.
  package init(host: String, port: Int64, security: Security, from: String, to: [String]) {
    self.host = host
    self.port = port
    self.security = security
    self.from = from
    self.to = to
  }
}
