import Notifications
import Testing

@Suite("Mail", .timeLimit(.minutes(5)))
struct MailTests {
  private func channel(
    _ server: MailServer, _ security: SMTPSettings.Security = .starttls, serverName: String = "mail.test",
    trusts: Bool = true, to: [String] = ["ops@example.org"], login: Bool = false, timeoutSeconds: Int64 = 240
  ) throws -> NotificationChannel {
    var settings = SMTPSettings(
      host: "127.0.0.1", port: server.port, security: security, from: "slipway@example.org", to: to)
    settings.serverName = serverName
    settings.caFile = trusts ? try TestAuthority.shared.get().caFile : nil
    if login { settings.login = .init(username: "slipway", password: .environment("MAIL_PASSWORD")) }
    return NotificationChannel(name: "mail", timeoutSeconds: timeoutSeconds, transport: .smtp(settings))
  }

  @Test("After STARTTLS nothing but the greeting was in clear text")
  func startTLS() async throws {
    let server = try await MailServer()
    #expect(try await Sample.deliver(over: channel(server)) == .delivered())
    #expect(
      server.commands.filter { $0.hasPrefix("clear ") } == ["clear EHLO [127.0.0.1]", "clear STARTTLS"])
    let mail = try #require(server.mails.first)
    #expect(mail.from == "slipway@example.org")
    #expect(mail.to == ["ops@example.org"])
  }

  @Test("TLS from the first byte works as well")
  func implicit() async throws {
    let server = try await MailServer(.init(isImplicit: true))
    #expect(try await Sample.deliver(over: channel(server, .implicit)) == .delivered())
    #expect(server.commands.first == "EHLO [127.0.0.1]")
    #expect(server.mails.count == 1)
  }

  @Test("Headers and body are a plain mail")
  func content() async throws {
    let server = try await MailServer()
    _ = try await Sample.deliver(over: channel(server, to: ["a@example.org", "b@example.org"]))
    let mail = try #require(server.mails.first)
    #expect(mail.header("Date") == "Wed, 10 Jan 2024 12:00:00 +0000")
    #expect(mail.header("From") == "Slipway <slipway@example.org>")
    #expect(mail.header("To") == "a@example.org, b@example.org")
    #expect(mail.header("Subject") == "[slipway] critical: alpha: Feed lost")
    #expect(mail.header("Message-ID")?.hasPrefix("<slipway.17.") == true)
    #expect(mail.header("Content-Type") == "text/plain; charset=utf-8")
    #expect(
      mail.body == [
        "Feed lost", "", "No quote for 30 s.", "", "bot: alpha", "event: feed_lost", "severity: critical",
        "time: 2024-01-10T12:00:00.000Z", "feed: fix-1",
      ])
  }

  @Test("Logging in works by the ways servers offer", arguments: ["PLAIN LOGIN", "LOGIN"])
  func login(ways: String) async throws {
    let server = try await MailServer(.init(ways: ways))
    #expect(try await Sample.deliver(over: channel(server, login: true)) == .delivered())
    #expect(server.mails.count == 1)
  }

  @Test("A wrong password is final, and is not repeated")
  func wrongPassword() async throws {
    let server = try await MailServer(.init(ways: "PLAIN", password: "other"))
    let outcome = try await Sample.deliver(over: channel(server, login: true))
    #expect(outcome == .dead(reason: "the mail server refused the login: 535 check username and password"))
  }

  @Test("No way to log in that we know is final")
  func strangeLogin() async throws {
    let server = try await MailServer(.init(ways: "GSSAPI"))
    let outcome = try await Sample.deliver(over: channel(server, login: true))
    #expect(outcome == .dead(reason: "the mail server offers neither AUTH PLAIN nor AUTH LOGIN"))
  }

  @Test("Without STARTTLS nothing is sent")
  func noSTARTTLS() async throws {
    let server = try await MailServer(.init(offersSTARTTLS: false))
    let outcome = try await Sample.deliver(over: channel(server, login: true))
    #expect(
      outcome == .dead(reason: "the mail server offers no STARTTLS, nothing is sent in clear text"))
    #expect(server.commands == ["clear EHLO [127.0.0.1]"])
  }

  @Test("Clear text behind the answer to STARTTLS is refused")
  func injectedReply() async throws {
    let server = try await MailServer(.init(injection: "\r\n250 AUTH PLAIN"))
    let outcome = try await Sample.deliver(over: channel(server))
    #expect(
      outcome == .dead(reason: "the mail server sent clear text where TLS should start, nothing was sent"))
  }

  @Test("A certificate for another name is refused", arguments: [true, false])
  func wrongName(isImplicit: Bool) async throws {
    let server = try await MailServer(.init(isImplicit: isImplicit))
    let outcome = try await Sample.deliver(
      over: channel(server, isImplicit ? .implicit : .starttls, serverName: "other.test"))
    #expect(outcome == .dead(reason: "the server's certificate is for another name, nothing was sent"))
    #expect(server.mails.isEmpty)
  }

  @Test("An authority nobody told us of is refused")
  func unknownAuthority() async throws {
    let server = try await MailServer()
    let outcome = try await Sample.deliver(over: channel(server, trusts: false))
    #expect(
      outcome
        == .dead(
          reason: "the server's certificate is from no trusted authority, or expired, nothing was sent"))
  }

  @Test("One refused recipient is reported, the others get the mail")
  func refusedRecipient() async throws {
    let server = try await MailServer(
      .init(recipient: { address, _ in address == "b@example.org" ? "550 5.1.1 unknown" : "250 ok" }))
    let outcome = try await Sample.deliver(
      over: channel(server, to: ["a@example.org", "b@example.org", "c@example.org"]))
    #expect(outcome == .delivered(refused: ["b@example.org: 550 5.1.1 unknown"]))
    #expect(server.mails.map(\.to) == [["a@example.org", "c@example.org"]])
  }

  @Test("With every recipient refused the message is dead")
  func allRefused() async throws {
    let server = try await MailServer(.init(recipient: { _, _ in "550 5.1.1 unknown" }))
    let outcome = try await Sample.deliver(over: channel(server))
    #expect(
      outcome == .dead(reason: "every recipient was refused: ops@example.org: 550 5.1.1 unknown"))
  }

  @Test("A recipient put off is tried again without the others getting the mail twice")
  func greylisting() async throws {
    let server = try await MailServer(
      .init(recipient: { address, count in
        address == "b@example.org" && count == 1 ? "451 4.7.1 later" : "250 ok"
      }))
    let channel = try channel(server, to: ["a@example.org", "b@example.org"])
    let dispatcher = try Dispatcher(Sample.configuration(channel), settings: Sample.settings())
    let first = await dispatcher.deliver(Sample.message(), over: "mail")
    #expect(first == .retry(after: nil, reason: "recipients put off: b@example.org: 451 4.7.1 later"))
    #expect(await dispatcher.deliver(Sample.message(), over: "mail") == .delivered())
    await dispatcher.shutDown()
    #expect(server.mails.map(\.to) == [["a@example.org"], ["b@example.org"]])
    #expect(Set(server.mails.map { $0.header("Message-ID") }).count == 1)
  }

  @Test("A connection dropped after the mail is tried again, under the same Message-ID")
  func dropped() async throws {
    let server = try await MailServer(.init(dropsAfterData: true))
    for _ in 1...2 {
      let outcome = try await Sample.deliver(over: channel(server))
      #expect(outcome == .retry(after: nil, reason: "the mail server closed the connection"))
    }
    #expect(server.mails.count == 2)
    #expect(server.mails.first == server.mails.last)
  }

  @Test(
    "What the server says of the mail decides",
    arguments: [
      ("451 full", DeliveryOutcome.retry(after: nil, reason: "the mail server put off the mail: 451 full")),
      ("554 spam", .dead(reason: "the mail server refused the mail: 554 spam")),
    ])
  func verdict(answer: String, outcome: DeliveryOutcome) async throws {
    let server = try await MailServer(.init(afterData: answer))
    #expect(try await Sample.deliver(over: channel(server)) == outcome)
  }

  @Test("A silent server is given up on at the time-out", arguments: ["EHLO", "MAIL", "DATA"])
  func silence(command: String) async throws {
    let server = try await MailServer(.init(silentAt: command))
    let outcome = try await Sample.deliver(over: channel(server, timeoutSeconds: 1))
    // On a busy machine the server's own end may be seen before the time-out: the mail is tried again either way.
    let ends = ["the mail server did not answer in time", "the mail server closed the connection"]
    #expect(ends.map { .retry(after: nil, reason: $0) }.contains(outcome))
  }

  @Test("A title can't add headers, an id can't either")
  func injection() async throws {
    let server = try await MailServer()
    let evil = "Hi\r\nBcc: thief@example.org\r\n\r\nbody"
    let message = Sample.message(id: "1>\r\nBcc: thief@example.org", title: evil)
    #expect(try await Sample.deliver(message, over: channel(server)) == .delivered())
    let mail = try #require(server.mails.first)
    #expect(mail.header("Bcc") == nil)
    #expect(mail.lines.prefix { !$0.isEmpty }.count { !$0.hasPrefix(" ") } == 11)
    #expect(decodedWords(try #require(mail.header("Subject"))) == "[slipway] critical: alpha: " + evil)
  }

  @Test("Lines that start with dots arrive as they were")
  func dots() async throws {
    let server = try await MailServer()
    let message = Sample.message(text: ".\n..two\n.one\nQUIT")
    #expect(try await Sample.deliver(message, over: channel(server)) == .delivered())
    let mail = try #require(server.mails.first)
    #expect(Array(mail.body[2...5]) == [".", "..two", ".one", "QUIT"])
    #expect(mail.rawLines.suffix(mail.body.count)[mail.rawLines.count - mail.body.count + 2] == "..")
  }

  @Test("Any script arrives, in short lines")
  func unicode() async throws {
    let server = try await MailServer()
    let title = "Größe überschritten, 数量超过限制, 📉📉📉 und noch ein wenig mehr Text dahinter"
    let message = Sample.message(title: title, text: String(repeating: "é=", count: 60) + " ")
    #expect(try await Sample.deliver(message, over: channel(server)) == .delivered())
    let mail = try #require(server.mails.first)
    #expect(decodedWords(try #require(mail.header("Subject"))) == "[slipway] critical: alpha: " + title)
    #expect(mail.lines.allSatisfy { $0.utf8.count <= 76 && $0.utf8.allSatisfy { $0 < 128 } })
    let body = mail.body.joined(separator: "\n").replacing("=\n", with: "")
    #expect(body.contains("\n" + String(repeating: "=C3=A9=3D", count: 60) + "=20\n"))
  }
}
