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
    /// A body, taken.
    case body([UInt8])
    /// Nothing, until the client gives up.
    case silence
    /// The connection ends without an answer.
    case close
  }

  /// Decides by how many requests came, from 1.
  package typealias Script = @Sendable (_ count: Int) -> Reply
  /// Decides by the request.
  package typealias Answers = @Sendable (Request) -> Reply

  private let channel: any Channel
  private let log: ReceiverLog

  /// A server on a port of its own, until it is gone.
  package convenience init(_ script: @escaping Script) async throws {
    let count = Mutex(0)
    try await self.init(answers: { _ in
      script(
        count.withLock { count in
          count += 1
          return count
        })
    })
  }

  /// A server that looks at what it is sent.
  package static func answering(_ answers: @escaping Answers) async throws -> WebhookReceiver {
    try await WebhookReceiver(answers: answers)
  }

  private init(answers: @escaping Answers) async throws {
    let log = ReceiverLog(answers)
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
  private let answers: WebhookReceiver.Answers

  init(_ answers: @escaping WebhookReceiver.Answers) { self.answers = answers }

  func reply(to request: WebhookReceiver.Request) -> WebhookReceiver.Reply {
    requests.withLock { $0.append(request) }
    return answers(request)
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
      case .body(let bytes):
        let headers = HTTPHeaders([("Content-Length", "\(bytes.count)")])
        let head = HTTPResponseHead(version: .http1_1, status: .ok, headers: headers)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: bytes)))), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
      case .status(let code, let extra):
        let headers = HTTPHeaders([("Content-Length", "0")] + extra)
        let head = HTTPResponseHead(version: .http1_1, status: .init(statusCode: code), headers: headers)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
      }
    }
  }
}
