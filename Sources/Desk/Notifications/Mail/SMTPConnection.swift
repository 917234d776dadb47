import NIOCore
import NIOPosix
import NIOSSL

/// A connection to a mail server: commands out, replies in.
struct SMTPConnection: Sendable {
  private let channel: any Channel
  private let replies: NIOLoopBound<SMTPReplyHandler>

  /// Connects; the timer that ends the whole dialogue starts here.
  ///
  /// - Throws: `unreachable`, `timeout`.
  static func open(host: String, port: Int, timeout: TimeAmount) async throws(SMTPFault) -> SMTPConnection {
    let deadline = NIODeadline.now() + timeout
    do {
      let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
        .connectTimeout(timeout)
        .channelInitializer { channel in
          channel.eventLoop.makeCompletedFuture {
            try channel.pipeline.syncOperations.addHandler(SMTPReplyHandler(deadline: deadline))
          }
        }.connect(host: host, port: port).get()
      let replies = try await channel.eventLoop.submit {
        NIOLoopBound(
          try channel.pipeline.syncOperations.handler(type: SMTPReplyHandler.self),
          eventLoop: channel.eventLoop)
      }.get()
      return SMTPConnection(channel: channel, replies: replies)
    } catch {
      throw NIODeadline.now() >= deadline ? .timeout : .unreachable
    }
  }

  /// How this side names itself to the server: its address, as it may have no name.
  ///
  /// Source: RFC 5321, 4.1.3.
  var greetingName: String {
    guard let address = channel.localAddress, let ip = address.ipAddress else { return "[127.0.0.1]" }
    return address.protocol == .inet6 ? "[IPv6:\(ip.prefix { $0 != "%" })]" : "[\(ip)]"
  }

  /// The next reply.
  func reply() async throws(SMTPFault) -> SMTPReply {
    try await faults { try await channel.eventLoop.flatSubmit { replies.value.next() }.get() }
  }

  /// Sends a command and waits for its reply.
  func send(_ command: String) async throws(SMTPFault) -> SMTPReply {
    try await send(bytes: Array((command + "\r\n").utf8))
  }

  /// Sends bytes and waits for the reply.
  func send(bytes: [UInt8]) async throws(SMTPFault) -> SMTPReply {
    let buffer = ByteBuffer(bytes: bytes)
    return try await faults {
      try await channel.eventLoop.flatSubmit {
        // A failed write closes the connection, which ends the wait for the reply.
        channel.writeAndFlush(buffer, promise: nil)
        return replies.value.next()
      }.get()
    }
  }

  /// Makes the connection a private one; what follows waits for the handshake, whose failure ends it.
  ///
  /// - Throws: `injected` when bytes came that nobody asked for.
  func startTLS(_ context: NIOSSLContext, serverName: String?) async throws(SMTPFault) {
    try await faults {
      try await channel.eventLoop.submit {
        guard !replies.value.hasMore else { throw SMTPFault.injected }
        let handler = try NIOSSLClientHandler(context: context, serverHostname: serverName)
        try channel.pipeline.syncOperations.addHandler(handler, position: .first)
        replies.value.isPrivate = true
      }.get()
    }
  }

  /// Says goodbye without waiting, and closes.
  func quit() {
    channel.writeAndFlush(ByteBuffer(string: "QUIT\r\n")).whenComplete { _ in channel.close(promise: nil) }
  }

  /// Closes at once.
  func close() { channel.close(promise: nil) }

  private func faults<Value: Sendable>(
    _ body: () async throws -> Value
  ) async throws(SMTPFault) -> Value {
    do { return try await body() } catch { throw error as? SMTPFault ?? .closed }
  }
}

/// Hands replies to whoever waits for one, in order.
private final class SMTPReplyHandler: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer

  private let deadline: NIODeadline
  private var parser = SMTPReplyParser()
  private var unread: [SMTPReply] = []
  private var waiting: [EventLoopPromise<SMTPReply>] = []
  private var fault: SMTPFault?
  private var loop: (any EventLoop)?
  private var timer: Scheduled<Void>?
  /// Whether TLS is on or being made.
  var isPrivate = false

  init(deadline: NIODeadline) { self.deadline = deadline }

  /// Whether more came than was asked for.
  var hasMore: Bool { parser.isInReply || !unread.isEmpty }

  func next() -> EventLoopFuture<SMTPReply> {
    guard let loop else { preconditionFailure("replies are asked for after the channel was made") }
    let promise = loop.makePromise(of: SMTPReply.self)
    if !unread.isEmpty {
      promise.succeed(unread.removeFirst())
    } else if let fault {
      promise.fail(fault)
    } else {
      waiting.append(promise)
    }
    return promise.futureResult
  }

  func handlerAdded(context: ChannelHandlerContext) {
    loop = context.eventLoop
    let this = NIOLoopBound(self, eventLoop: context.eventLoop)
    let channel = context.channel
    timer = context.eventLoop.scheduleTask(deadline: deadline) {
      this.value.end(.timeout)
      channel.close(promise: nil)
    }
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    timer?.cancel()
    end(NIODeadline.now() >= deadline ? .timeout : .closed)
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard fault == nil else { return }
    for byte in unwrapInboundIn(data).readableBytesView {
      do throws(SMTPFault) {
        guard let reply = try parser.take(byte) else { continue }
        if waiting.isEmpty { unread.append(reply) } else { waiting.removeFirst().succeed(reply) }
        // Nobody sends many replies ahead of their commands.
        if unread.count > 16 { throw .garbled }
      } catch {
        end(error)
        context.close(promise: nil)
        return
      }
    }
  }

  func channelInactive(context: ChannelHandlerContext) {
    end(NIODeadline.now() >= deadline ? .timeout : .closed)
    context.fireChannelInactive()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    if let reason = TLSFault.refusal(error) {
      end(.untrusted(reason: reason))
    } else if isPrivate, case .handshakeFailed? = error as? NIOSSLError {
      end(.handshake)
    } else {
      end(NIODeadline.now() >= deadline ? .timeout : .closed)
    }
    context.close(promise: nil)
  }

  private func end(_ fault: SMTPFault) {
    if self.fault == nil { self.fault = fault }
    let promises = waiting
    waiting = []
    for promise in promises { promise.fail(self.fault ?? fault) }
  }
}
