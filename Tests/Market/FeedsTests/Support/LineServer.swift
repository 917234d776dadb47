import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// A real server on this machine: it answers the first line of each connection as a script says.
final class LineServer: Sendable {
  /// What it does, one after another.
  enum Step: Sendable {
    /// Sends text.
    case send(String)
    /// Sends bytes.
    case sendBytes([UInt8])
    /// Closes the connection.
    case close
  }

  /// Decides by the number of the connection, from 1, and the hello.
  typealias Script = @Sendable (_ connection: Int, _ hello: String) -> [Step]

  private let channel: any Channel
  private let desk: Desk

  fileprivate final class Desk: Sendable {
    let hellos = Mutex<[String]>([])
    let script: Script
    init(_ script: @escaping Script) { self.script = script }
  }

  init(encryption: NIOSSLContext? = nil, port: Int = 0, _ script: @escaping Script) async throws {
    let desk = Desk(script)
    self.desk = desk
    channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          if let encryption {
            try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: encryption))
          }
          try channel.pipeline.syncOperations.addHandler(Handler(desk))
        }
      }.bind(host: "127.0.0.1", port: port).get()
  }

  deinit { channel.close(promise: nil) }

  var port: Int { channel.localAddress?.port ?? 0 }

  /// The first line of every connection so far.
  var hellos: [String] { desk.hellos.withLock { $0 } }

  func close() async throws { try await channel.close() }

  private final class Handler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let desk: Desk
    private var received = ""
    private var isGreeted = false

    init(_ desk: Desk) { self.desk = desk }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      received += String(buffer: unwrapInboundIn(data))
      guard !isGreeted, let end = received.firstIndex(of: "\n") else { return }
      isGreeted = true
      let hello = String(received[..<end])
      let connection = desk.hellos.withLock { hellos in
        hellos.append(hello)
        return hellos.count
      }
      for step in desk.script(connection, hello) {
        switch step {
        case .send(let text): context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text)), promise: nil)
        case .sendBytes(let bytes):
          context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: bytes)), promise: nil)
        case .close: context.close(promise: nil)
        }
      }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
  }
}
