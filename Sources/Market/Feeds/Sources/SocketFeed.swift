import NIOCore
import NIOPosix
import NIOSSL
import TradingCore

/// A feed over TCP, with TLS or without.
package final class SocketFeed: QuoteFeed {
  private let loop: any EventLoop
  private let session: SocketSession

  /// A feed that is not connected yet.
  ///
  /// - Throws: `certificates` when those to trust can't be used.
  init(_ setup: FeedSetup, host: String, port: Int, isEncrypted: Bool) throws(FeedError) {
    let encryption = isEncrypted ? try FeedEncryption(setup.configuration, host: host) : nil
    loop = MultiThreadedEventLoopGroup.singleton.next()
    session = SocketSession(setup, loop: loop, host: host, port: port, encryption: encryption)
  }

  deinit { loop.execute { [session] in session.stop() } }

  /// Starts connecting.
  package func start(into queue: FeedQueue, resumeCursors: @escaping @Sendable () -> [FeedCursor]) {
    loop.execute { [session] in session.start(queue, resumeCursors) }
  }

  /// Closes the connection, and waits until the loop has seen to it.
  package func stop() {
    let stopped = loop.submit { [session] in session.stop() }
    try? stopped.wait()
  }
}

/// Which certificates are accepted from whom. Verification can't be switched off.
struct FeedEncryption: Sendable {
  private let context: NIOSSLContext
  private let serverName: String?

  init(_ configuration: FeedConfiguration, host: String) throws(FeedError) {
    var settings = TLSConfiguration.makeClientConfiguration()
    settings.certificateVerification = .fullVerification
    settings.minimumTLSVersion = .tlsv12
    do {
      if let path = configuration.caFile {
        settings.trustRoots = .certificates(try NIOSSLCertificate.fromPEMFile(path))
      }
      context = try NIOSSLContext(configuration: settings)
    } catch {
      throw .certificates(path: configuration.caFile, problem: ConnectionProblem.text(of: error))
    }
    // An address is compared with those in the certificate, and is no name to ask for.
    let isAddress = (try? SocketAddress(ipAddress: host, port: 0)) != nil
    serverName = configuration.serverName ?? (isAddress ? nil : host)
  }

  func makeHandler() throws -> NIOSSLClientHandler {
    try NIOSSLClientHandler(context: context, serverHostname: serverName)
  }
}

extension FeedEncryption {
  /// Whether the server's certificate is for the name that was asked for.
  ///
  /// NIOSSL has verified it for the name or for the address that was connected to. Whoever can redirect a
  /// name to an address of his own may well have a certificate for that address, so where a name is known it
  /// must match.
  func accepts(_ channel: any Channel) -> Bool {
    guard let serverName else { return true }
    guard let certificate = try? channel.pipeline.syncOperations.nioSSL_peerCertificate() else {
      return false
    }
    let names = certificate._subjectAlternativeNames()
    // Without addresses in it, it was the name that NIOSSL found.
    guard names.contains(where: { $0.nameType == .ipAddress }) else { return true }
    let wanted = serverName.lowercased()
    return names.contains { name in
      guard name.nameType == .dnsName else { return false }
      let pattern = String(decoding: name.contents, as: UTF8.self).lowercased()
      if pattern.hasPrefix("*."), let dot = wanted.firstIndex(of: ".") {
        return wanted[dot...] == pattern.dropFirst()
      }
      return wanted == pattern
    }
  }
}

/// Hands what a channel brings to the session; the attempt tells old channels from the present one.
final class SocketHandler: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer

  private let session: SocketSession
  private let attempt: Int

  init(_ session: SocketSession, attempt: Int) {
    self.session = session
    self.attempt = attempt
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    unwrapInboundIn(data).withUnsafeReadableBytes { session.received($0, attempt: attempt) }
  }

  func channelInactive(context: ChannelHandlerContext) {
    session.closed(attempt: attempt)
    context.fireChannelInactive()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    session.failed(error, attempt: attempt)
    context.close(promise: nil)
  }
}
