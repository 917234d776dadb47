import NIOCore
package import NIOHTTP1
import NIOPosix
import Synchronization

/// A real HTTP server on this machine that keeps what it was sent and answers as told.
package final class WebhookReceiver: Sendable {
  /// What came.
  package struct Request: Sendable {
    /// Method, path and headers.
    package var head: HTTPRequestHead
    /// The body, whole.
    package var body: [UInt8]

    /// The first value of a header.
    package func header(_ name: String) -> String? { head.headers.first(name: name) }
  }

  /// What it does with a request.
  package enum Reply: Sendable {
    /// A status without a body.
    case status(Int, headers: [(String, String)] = [])
    /// Nothing, until the client gives up.
    case silence
    /// The connection ends without an answer.
    case close
  }

  /// Decides by how many requests came, from 1.
  package typealias Script = @Sendable (_ count: Int) -> Reply

  private let channel: any Channel
  private let log: ReceiverLog

  /// A server on a port of its own, until it is gone.
  package init(_ script: @escaping Script) async throws {
    let log = ReceiverLog(script)
    self.log = log
    channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.configureHTTPServerPipeline()
          try channel.pipeline.syncOperations.addHandler(ReceiverHandler(log))
        }
      }.bind(host: "127.0.0.1", port: 0).get()
  }

  deinit { channel.close(promise: nil) }

  /// Where it listens.
  package var url: String { "http://127.0.0.1:\(channel.localAddress?.port ?? 0)/hook" }

  /// What came so far.
  package var requests: [Request] { log.requests.withLock { $0 } }
}

private final class ReceiverLog: Sendable {
  let requests = Mutex<[WebhookReceiver.Request]>([])
  private let script: WebhookReceiver.Script

  init(_ script: @escaping WebhookReceiver.Script) { self.script = script }

  func reply(to request: WebhookReceiver.Request) -> WebhookReceiver.Reply {
    script(
      requests.withLock { requests in
        requests.append(request)
        return requests.count
      })
  }
}

private final class ReceiverHandler: ChannelInboundHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  private let log: ReceiverLog
  private var head: HTTPRequestHead?
  private var body: [UInt8] = []

  init(_ log: ReceiverLog) { self.log = log }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head):
      self.head = head
      body = []
    case .body(let buffer): body += Array(buffer.readableBytesView)
    case .end:
      guard let head else { return }
      switch log.reply(to: .init(head: head, body: body)) {
      case .silence: break
      case .close: context.close(promise: nil)
      case .status(let code, let extra):
        let headers = HTTPHeaders([("Content-Length", "0")] + extra)
        let head = HTTPResponseHead(version: .http1_1, status: .init(statusCode: code), headers: headers)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
      }
    }
  }
}
