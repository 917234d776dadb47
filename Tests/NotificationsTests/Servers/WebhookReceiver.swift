import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// A real HTTP server on this machine that keeps what it was sent and answers as told.
final class WebhookReceiver: Sendable {
  struct Request: Sendable {
    var head: HTTPRequestHead
    var body: [UInt8]

    func header(_ name: String) -> String? { head.headers.first(name: name) }
  }

  enum Reply: Sendable {
    case status(Int, headers: [(String, String)] = [])
    /// Nothing, until the client gives up.
    case silence
    /// The connection ends without an answer.
    case close
  }

  /// Decides by how many requests came, from 1.
  typealias Script = @Sendable (_ count: Int) -> Reply

  private let channel: any Channel
  private let log: ReceiverLog

  init(_ script: @escaping Script) async throws {
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

  var url: String { "http://127.0.0.1:\(channel.localAddress?.port ?? 0)/hook" }

  var requests: [Request] { log.requests.withLock { $0 } }
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
