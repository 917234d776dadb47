import NIOCore
import NIOSSL
import Synchronization

/// Mails messages to a list of recipients over one server.
final class SMTPSender: Sendable {
  private let settings: SMTPSettings
  private let password: Secret?
  private let context: NIOSSLContext
  private let timeout: TimeAmount
  /// Who has a message that others still wait for: a recipient put off must not make the others get it twice.
  /// It is forgotten with the process, after which they may.
  private let served = Mutex<[String: Served]>([:])

  /// What is settled about a message.
  private struct Served {
    var took: Set<String> = []
    var refused: [String] = []
  }

  private static let mostRemembered = 1_000

  /// - Throws: `secret` or `authorities`.
  init(
    _ settings: SMTPSettings, channel: NotificationChannel, environment: (String) -> String?
  ) throws(NotificationError) {
    self.settings = settings
    var password: Secret?
    if let login = settings.login {
      password = try Secret(login.password, channel: channel.name, environment: environment)
    }
    self.password = password
    timeout = .seconds(channel.timeoutSeconds)
    var tls = TLSConfiguration.makeClientConfiguration()
    tls.minimumTLSVersion = .tlsv12
    let path = settings.caFile ?? "the system's authorities"
    do {
      if let file = settings.caFile {
        let certificates = try NIOSSLCertificate.fromPEMFile(file)
        tls.trustRoots = .certificates(certificates)
      }
      context = try NIOSSLContext(configuration: tls)
    } catch {
      throw .authorities(channel: channel.name, path: path, reason: "no certificates can be read there")
    }
  }

  /// One attempt.
  func deliver(_ message: NotificationMessage) async -> DeliveryOutcome {
    let outcome: DeliveryOutcome
    do throws(SMTPFault) {
      let connection = try await SMTPConnection.open(
        host: settings.host, port: Int(settings.port), timeout: timeout)
      outcome = await withTaskCancellationHandler {
        await dialogue(message, over: connection)
      } onCancel: {
        connection.close()
      }
    } catch {
      outcome = error.outcome
    }
    if case .retry = outcome { return outcome }
    served.withLock { $0[message.id] = nil }
    return outcome
  }

  private func dialogue(
    _ message: NotificationMessage, over connection: SMTPConnection
  ) async -> DeliveryOutcome {
    do throws(SMTPFault) {
      let abilities = try await greet(connection)
      try await logIn(over: connection, abilities: abilities)
      let outcome = try await mail(message, over: connection)
      connection.quit()
      return outcome
    } catch {
      if case .refused = error { connection.quit() } else { connection.close() }
      return error.outcome
    }
  }
}

extension SMTPSender {
  /// Up to the point where the connection is private and the server has said what it can do.
  private func greet(_ connection: SMTPConnection) async throws(SMTPFault) -> [String] {
    let name = Self.isAddress(serverName) ? nil : serverName
    if settings.security == .implicit { try await connection.startTLS(context, serverName: name) }
    try Self.expect(try await connection.reply(), 220, to: "the connection")
    let hello = "EHLO \(connection.greetingName)"
    var abilities = try Self.expect(try await connection.send(hello), 250, to: "EHLO").lines
    guard settings.security == .starttls else { return abilities }
    guard Self.ability("STARTTLS", of: abilities) != nil else {
      throw .lacking("the mail server offers no STARTTLS, nothing is sent in clear text")
    }
    try Self.expect(try await connection.send("STARTTLS"), 220, to: "STARTTLS")
    try await connection.startTLS(context, serverName: name)
    // What was said before can't be trusted and is forgotten.
    abilities = try Self.expect(try await connection.send(hello), 250, to: "EHLO").lines
    return abilities
  }

  private func logIn(over connection: SMTPConnection, abilities: [String]) async throws(SMTPFault) {
    guard let login = settings.login, let password else { return }
    let ways = Self.ability("AUTH", of: abilities) ?? []
    let reply: SMTPReply
    if ways.contains("PLAIN") {
      let token = Base64.text(Array("\0\(login.username)\0\(password.exposed)".utf8))
      reply = try await connection.send("AUTH PLAIN \(token)")
    } else if ways.contains("LOGIN") {
      try Self.expect(try await connection.send("AUTH LOGIN"), 334, to: "AUTH LOGIN")
      let name = Base64.text(Array(login.username.utf8))
      try Self.expect(try await connection.send(name), 334, to: "the user name")
      reply = try await connection.send(Base64.text(Array(password.exposed.utf8)))
    } else {
      throw .lacking("the mail server offers neither AUTH PLAIN nor AUTH LOGIN")
    }
    guard reply.code != 235 else { return }
    // The server's words stay out: some repeat what they were sent.
    throw .refused(SMTPReply(code: reply.code, lines: ["check username and password"]), to: "the login")
  }

  private func mail(
    _ message: NotificationMessage, over connection: SMTPConnection
  ) async throws(SMTPFault) -> DeliveryOutcome {
    var state = served.withLock { $0[message.id] } ?? Served()
    try Self.expect(try await connection.send("MAIL FROM:<\(settings.from)>"), 250, to: "the sender")
    var accepted: [String] = []
    var putOff: [String] = []
    let settled = state.refused
    for address in settings.to where !state.took.contains(address) {
      if settled.contains(where: { $0.hasPrefix(address + ": ") }) { continue }
      let reply = try await connection.send("RCPT TO:<\(address)>")
      switch reply.code {
      case 250, 251: accepted.append(address)
      case 421: throw .refused(reply, to: "the recipient")
      case 500...599: state.refused.append("\(address): \(reply.summary)")
      default: putOff.append("\(address): \(reply.summary)")
      }
    }
    remember(state, of: message)
    if !accepted.isEmpty {
      try Self.expect(try await connection.send("DATA"), 354, to: "DATA")
      let data = MailText.stuffed(MailComposer.data(message, from: settings.from, to: settings.to))
      try Self.expect(try await connection.send(bytes: data), 250, to: "the mail")
      state.took.formUnion(accepted)
      remember(state, of: message)
    }
    if !putOff.isEmpty {
      return .retry(after: nil, reason: "recipients put off: " + putOff.joined(separator: "; "))
    }
    if state.took.isEmpty {
      return .dead(reason: "every recipient was refused: " + state.refused.joined(separator: "; "))
    }
    return .delivered(refused: state.refused)
  }

  private func remember(_ state: Served, of message: NotificationMessage) {
    served.withLock { served in
      if served.count >= Self.mostRemembered, served[message.id] == nil { served = [:] }
      served[message.id] = state
    }
  }

  private var serverName: String { settings.serverName ?? settings.host }

  private static func isAddress(_ text: String) -> Bool {
    (try? SocketAddress(ipAddress: text, port: 0)) != nil
  }

  @discardableResult
  private static func expect(
    _ reply: SMTPReply, _ code: Int, to command: String
  ) throws(SMTPFault) -> SMTPReply {
    if reply.code == code { return reply }
    if (400...599).contains(reply.code) { throw .refused(reply, to: command) }
    throw .garbled
  }

  /// The words behind an ability's name in upper case, `nil` when it is not offered.
  private static func ability(_ name: String, of lines: [String]) -> [String]? {
    for line in lines {
      let words = line.uppercased().split(whereSeparator: { $0 == " " || $0 == "=" }).map(String.init)
      if words.first == name { return Array(words.dropFirst()) }
    }
    return nil
  }
}
