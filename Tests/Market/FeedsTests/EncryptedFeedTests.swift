import Feeds
import Foundation
import NIOSSL
import TestSupport
import Testing
import TradingCore

/// Feeds over TLS, with an authority made for the test.
@Suite(.enabled(if: Authority.canBeMade, "needs the openssl command"), .timeLimit(.minutes(5)))
struct EncryptedFeedTests {
  private func server(_ authority: Authority) async throws -> LineServer {
    try await LineServer(encryption: authority.serverContext()) { _, _ in [.send(Fixture.line(0))] }
  }

  private func firstLoss(_ setup: FeedSetup) async throws -> String? {
    try await RunningFeed(setup).events { $0.lossReason != nil }.compactMap(\.lossReason).last
  }

  @Test("a server with a certificate of a trusted authority is read", arguments: ["localhost", "127.0.0.1"])
  func trusted(host: String) async throws {
    let authority = try await Authority()
    let server = try await server(authority)
    let feed = try RunningFeed(
      try Fixture.setup(.tls(host: host, port: server.port)) { $0.caFile = authority.path })
    #expect(
      try await feed.events(quotes: 1) == [
        .connected, .quote(try Fixture.quote("10:00:00Z", 108_123, 108_125)),
      ])
  }

  @Test("a stated server name is what the certificate must be for")
  func serverName() async throws {
    let authority = try await Authority()
    let server = try await server(authority)
    let feed = try RunningFeed(
      try Fixture.setup(.tls(host: "127.0.0.1", port: server.port)) {
        $0.caFile = authority.path
        $0.serverName = "localhost"
      })
    #expect(try await feed.events(quotes: 1).first == .connected)
  }

  @Test("a certificate for another name is refused, though it is for the address")
  func wrongName() async throws {
    let authority = try await Authority()
    let server = try await server(authority)
    let loss = try await firstLoss(
      try Fixture.setup(.tls(host: "127.0.0.1", port: server.port)) {
        $0.caFile = authority.path
        $0.serverName = "quotes.example.com"
      })
    #expect(
      loss
        == "can't connect to 127.0.0.1 port \(server.port): the server's certificate is refused: it is for "
        + "another host name")
    #expect(server.hellos.isEmpty)
  }

  @Test("a certificate of an unknown authority is refused, and gets no token")
  func unknownAuthority() async throws {
    let server = try await server(try await Authority())
    let loss = try await firstLoss(
      try Fixture.setup(.tls(host: "localhost", port: server.port), token: FeedToken("secret")))
    #expect(loss?.contains("the server's certificate is refused: nobody trusted has signed it") == true)
    #expect(server.hellos.isEmpty)
  }

  @Test("a server that does not speak TLS is left")
  func plainServer() async throws {
    let authority = try await Authority()
    let server = try await LineServer { _, _ in [] }
    let loss = try await firstLoss(
      try Fixture.setup(.tls(host: "127.0.0.1", port: server.port)) {
        $0.caFile = authority.path
        $0.connectTimeoutNanoseconds = 200 * Timestamp.millisecond
      })
    #expect(
      loss == "can't connect to 127.0.0.1 port \(server.port): the TLS handshake was not done within 0.2 s")
  }

  @Test("certificates that can't be read are refused at once, by path")
  func badCertificates() async throws {
    let error = #expect(throws: FeedError.self) {
      try Fixture.setup(.tls(host: "localhost", port: 1)) { $0.caFile = "/nowhere/ca.pem" }.makeFeed()
    }
    guard case .certificates(path: "/nowhere/ca.pem", _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }
}

/// A certificate for this machine that is its own authority, made by the openssl command.
final class Authority: Sendable {
  static var canBeMade: Bool { program != nil }

  private static let program = ["/usr/bin/openssl", "/opt/homebrew/bin/openssl", "/usr/local/bin/openssl"]
    .first { FileManager.default.isExecutableFile(atPath: $0) }

  private let folder: TemporaryFolder

  init() async throws {
    folder = try TemporaryFolder()
    let code = try await run(
      try #require(Self.program),
      [
        "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
        "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1",
        "-keyout", folder.file("key.pem"), "-out", folder.file("ca.pem"),
      ])
    try #require(code == 0, "openssl made no certificate")
  }

  var path: String { folder.file("ca.pem") }

  func serverContext() throws -> NIOSSLContext {
    let chain = try NIOSSLCertificate.fromPEMFile(path).map { NIOSSLCertificateSource.certificate($0) }
    let key = try NIOSSLPrivateKey(file: folder.file("key.pem"), format: .pem)
    return try NIOSSLContext(
      configuration: .makeServerConfiguration(certificateChain: chain, privateKey: .privateKey(key)))
  }
}
