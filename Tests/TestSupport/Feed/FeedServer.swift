import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A real HTTP server on this machine with the layout and the faults of a public feed of ticks.
package final class FeedServer: Sendable {
  /// What it does with a request.
  package enum Reply: Sendable {
    /// The bytes, with their length.
    case bytes([UInt8])
    /// The bytes under a length that is not theirs; the connection closes behind them.
    case bytesCalled(length: Int, [UInt8])
    /// A status without a body.
    case status(Int, headers: [String: String] = [:])
    /// Nothing, until the client gives up.
    case silence
    /// The connection is torn down.
    case reset
  }

  /// Decides by path below the base URL and by how often the path was asked for, from 1.
  package typealias Script = @Sendable (_ path: String, _ attempt: Int) -> Reply

  private let channel: any Channel
  private let desk: FeedDesk

  /// Starts a server on a free port.
  package init(_ script: @escaping Script) async throws {
    let desk = FeedDesk(script)
    self.desk = desk
    channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.configureHTTPServerPipeline()
          try channel.pipeline.syncOperations.addHandler(FeedHandler(desk))
        }
      }.bind(host: "127.0.0.1", port: 0).get()
  }

  deinit { channel.close(promise: nil) }

  /// Where the hours lie.
  package var baseURL: String { "http://127.0.0.1:\(channel.localAddress?.port ?? 0)/datafeed" }

  /// The paths below the base URL that were asked for, in order, repeated ones too.
  package var requests: [String] { desk.log.withLock { $0 } }
}

/// What all the connections share.
private final class FeedDesk: Sendable {
  let log = Mutex<[String]>([])
  private let script: FeedServer.Script

  init(_ script: @escaping FeedServer.Script) { self.script = script }

  func reply(to uri: String) -> FeedServer.Reply {
    guard uri.hasPrefix("/datafeed/") else { return .status(400) }
    let path = String(uri.dropFirst("/datafeed/".count))
    let attempt = log.withLock { log in
      log.append(path)
      return log.count { $0 == path }
    }
    return script(path, attempt)
  }
}

private final class FeedHandler: ChannelInboundHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  private let desk: FeedDesk

  init(_ desk: FeedDesk) { self.desk = desk }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard case .head(let head) = unwrapInboundIn(data) else { return }
    switch desk.reply(to: head.uri) {
    case .bytes(let bytes): write(bytes, length: bytes.count, to: context)
    case .bytesCalled(let length, let bytes): write(bytes, length: length, to: context)
    case .status(let code, let headers): write(code, headers, to: context)
    case .silence: break
    case .reset: reset(context)
    }
  }

  private func write(_ code: Int, _ extra: [String: String], to context: ChannelHandlerContext) {
    var headers = HTTPHeaders([("Content-Length", "0")])
    for (name, value) in extra { headers.add(name: name, value: value) }
    let head = HTTPResponseHead(version: .http1_1, status: .init(statusCode: code), headers: headers)
    context.write(wrapOutboundOut(.head(head)), promise: nil)
    context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
  }

  private func write(_ bytes: [UInt8], length: Int, to context: ChannelHandlerContext) {
    let headers = HTTPHeaders([("Content-Length", String(length))])
    let head = HTTPResponseHead(version: .http1_1, status: .ok, headers: headers)
    context.write(wrapOutboundOut(.head(head)), promise: nil)
    context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: bytes)))), promise: nil)
    let written = context.writeAndFlush(wrapOutboundOut(.end(nil)))
    guard length != bytes.count else { return }
    let channel = context.channel
    written.whenComplete { _ in channel.close(promise: nil) }
  }

  /// Closing with nothing left to wait for makes the kernel send RST instead of FIN.
  private func reset(_ context: ChannelHandlerContext) {
    let channel = context.channel
    guard let options = channel as? any SocketOptionProvider else { return channel.close(promise: nil) }
    options.setSoLinger(linger(l_onoff: 1, l_linger: 0)).whenComplete { _ in channel.close(promise: nil) }
  }
}
