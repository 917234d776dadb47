import FileSystem
import Notifications
import TestSupport
import Testing
import YAMLText

@Suite("notifications.yaml")
struct NotificationConfigurationTests {
  private func parse(_ text: String) throws(ConfigurationError) -> NotificationConfiguration {
    try NotificationConfiguration.parse(
      text: text, path: "/home/n.yaml", events: NotificationEvent.known.map(\.rawValue))
  }

  private func message(_ text: String) -> String {
    do {
      _ = try parse(text)
      return "no error"
    } catch {
      return error.description
    }
  }

  @Test("Everything that can be written is read")
  func complete() throws {
    let configuration = try parse(
      """
      channels:
        - type: webhook
          name: chat
          url: https://example.org/hook
          secret_env: HOOK_SECRET
          events: {codes: [start, stop], at_least: warning}
          timeout_seconds: 5
          headers: {X-Room: ops, Authorization: {file: token}}
        - type: smtp
          name: mail
          host: mail.example.org
          tls: implicit
          username: slipway
          password_file: /run/secrets/mail
          from: slipway@example.org
          to: [a@example.org, b@example.org]
          server_name: smtp.example.org
          ca_file: ca.pem
          events: [error]
      retry: {attempts: 3, first_seconds: 1, factor: 3, most_seconds: 60}
      """)
    var expected = NotificationConfiguration(path: "/home/n.yaml")
    var smtp = SMTPSettings(
      host: "mail.example.org", port: 465, security: .implicit, from: "slipway@example.org",
      to: ["a@example.org", "b@example.org"])
    smtp.login = .init(username: "slipway", password: .file("/run/secrets/mail"))
    smtp.serverName = "smtp.example.org"
    smtp.caFile = "/home/ca.pem"
    expected.channels = [
      NotificationChannel(
        name: "chat", events: .init(codes: ["start", "stop"], atLeast: .warning), timeoutSeconds: 5,
        transport: .webhook(
          WebhookSettings(
            url: .text("https://example.org/hook"), secret: .environment("HOOK_SECRET"),
            headers: [
              .init(name: "X-Room", value: .text("ops")),
              .init(name: "Authorization", value: .secret(.file("/home/token"))),
            ]))),
      NotificationChannel(
        name: "mail", events: .init(codes: ["error"]), timeoutSeconds: 30, transport: .smtp(smtp)),
    ]
    (expected.retry.attempts, expected.retry.firstSeconds) = (3, 1)
    (expected.retry.factor, expected.retry.mostSeconds) = (3, 60)
    #expect(configuration == expected)
  }

  @Test("Without the file there are no channels")
  func missing() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("notifications.yaml")
    #expect(try NotificationConfiguration.load(path: path, events: []).channels.isEmpty)
  }

  @Test("Messages go in clear text to this machine only")
  func clearText() throws {
    func url(_ text: String) -> String { "channels:\n  - {type: webhook, name: a, url: '\(text)'}" }
    for host in ["localhost", "127.0.0.1:8080", "[::1]:80", "127.9.9.9"] {
      #expect(try parse(url("http://\(host)/x")).channels.count == 1)
    }
    for host in ["example.org", "127.0.0.1.example.org", "localhost.example.org", "10.0.0.1", "127.1"] {
      #expect(message(url("http://\(host)/x")).contains("clear text"), "\(host)")
    }
    #expect(message(url("https://user:pass@example.org/x")).contains("user name or password"))
  }

  @Test(
    "What is wrong is named with its line and remedy",
    arguments: [
      ("name: a, url: 'https://x.org/', secret: abc", "unknown key 'secret' (/home/n.yaml:2): known here"),
      (
        "name: a, url: 'https://x.org/', host: x.org", "unknown key 'host' (/home/n.yaml:2): known here: type"
      ),
      ("name: a", "missing key 'channels[1].url' (/home/n.yaml:2): add it"),
      ("name: 'a b', url: 'https://x.org/'", "bad value of 'channels[1].name' (/home/n.yaml:2): expected at"),
      ("name: a, url: 'https://x.org/', events: [stopp]", "(did you mean 'stop'?), was 'stopp'"),
      ("name: a, url: 'https://x.org/', headers: {Authorization: x}", "a secret does not belong into this"),
      ("name: a, url: 'https://x.org/', headers: {Slipway-Event: x}", "Slipway sets the header"),
      ("name: a, url: 'https://x.org/', secret_env: 'hun ter'", "give the variable's name, not the secret"),
    ])
  func faults(keys: String, expected: String) {
    let message = message("channels:\n  - {type: webhook, \(keys)}")
    #expect(message.contains(expected), "\(message)")
    #expect(!message.contains("hun ter"))
  }

  @Test(
    "Addresses that could add commands or headers are refused",
    arguments: [
      "a@b\\r\\nRCPT TO:<c@d>", "a b@c.org", "<a@b.org>", "a@b@c", "@b.org", "a@", "ä@b.org",
      "a@b.org, c@d.org",
    ])
  func addresses(address: String) {
    let text = "channels:\n  - {type: smtp, name: a, host: x.org, from: a@b.org, to: [\"\(address)\"]}"
    #expect(message(text).contains("expected an address such as you@example.org"))
  }
}
