import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// A small SMTP server on this machine, with TLS, logins and the faults of real ones.
final class MailServer: Sendable {
  /// How it behaves.
  struct Manner: Sendable {
    /// TLS from the first byte.
    var isImplicit = false
    var offersSTARTTLS = true
    /// Says this instead of going private, in clear text behind its reply.
    var injection = ""
    /// The ways to log in it offers once private; none without.
    var ways = ""
    var username = "slipway"
    var password = "right"
    /// Answers to recipients by address and how often it was named, from 1.
    var recipient: @Sendable (_ address: String, _ count: Int) -> String = { _, _ in "250 2.1.5 ok" }
    /// Ends the connection when the mail is complete, without an answer.
    var dropsAfterData = false
    var afterData = "250 2.0.0 queued"
    /// Never answers this command.
    var silentAt: String?
  }

  struct Mail: Sendable, Equatable {
    var from: String
    var to: [String]
    /// With dots taken away again.
    var lines: [String]
    /// As they came over the wire.
    var rawLines: [String]

    func header(_ name: String) -> String? {
      let head = lines.prefix { !$0.isEmpty }
      guard let start = head.firstIndex(where: { $0.hasPrefix(name + ": ") }) else { return nil }
      let folded = head[(start + 1)...].prefix { $0.hasPrefix(" ") }
      return String(head[start].dropFirst(name.count + 2)) + folded.joined()
    }

    var body: [String] { Array(lines.drop { !$0.isEmpty }.dropFirst()) }
  }

  /// What was seen; commands that came in clear text start with `clear `.
  struct Log: Sendable {
    var commands: [String] = []
    var mails: [Mail] = []
    var asked: [String: Int] = [:]
  }

  private let channel: any Channel
  private let desk: MailDesk

  init(_ manner: Manner = Manner()) async throws {
    let desk = MailDesk(manner, try TestAuthority.shared.get().serverContext())
    self.desk = desk
    channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          if manner.isImplicit {
            try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: desk.context))
          }
          try channel.pipeline.syncOperations.addHandler(MailHandler(desk))
        }
      }.bind(host: "127.0.0.1", port: 0).get()
  }

  deinit { channel.close(promise: nil) }

  var port: Int64 { Int64(channel.localAddress?.port ?? 0) }
  var commands: [String] { desk.log.withLock { $0.commands } }
  var mails: [Mail] { desk.log.withLock { $0.mails } }
}

private final class MailDesk: Sendable {
  let manner: MailServer.Manner
  let context: NIOSSLContext
  let log = Mutex(MailServer.Log())

  init(_ manner: MailServer.Manner, _ context: NIOSSLContext) {
    self.manner = manner
    self.context = context
  }

  func answer(toRecipient address: String) -> String {
    let count = log.withLock { log in
      log.asked[address, default: 0] += 1
      return log.asked[address] ?? 0
    }
    return manner.recipient(address, count)
  }
}

private final class MailHandler: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private enum Stage { case commands, userName, password, data }

  private let desk: MailDesk
  private var line: [UInt8] = []
  private var stage = Stage.commands
  private var isPrivate: Bool
  private var isKnown = false
  private var userName = ""
  private var mail = MailServer.Mail(from: "", to: [], lines: [], rawLines: [])

  private var manner: MailServer.Manner { desk.manner }

  init(_ desk: MailDesk) {
    self.desk = desk
    isPrivate = desk.manner.isImplicit
  }

  func channelActive(context: ChannelHandlerContext) { say("220-mail.test\r\n220 ready", context) }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    for byte in unwrapInboundIn(data).readableBytesView {
      line.append(byte)
      guard line.suffix(2) == [13, 10] else { continue }
      let text = String(decoding: line.dropLast(2), as: UTF8.self)
      line = []
      take(text, context)
    }
  }

  // A client that does not trust us says so by ending the handshake.
  func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

  private func say(_ text: String, _ context: ChannelHandlerContext) {
    context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text + "\r\n")), promise: nil)
  }

  private func take(_ text: String, _ context: ChannelHandlerContext) {
    switch stage {
    case .commands: command(text, context)
    case .userName:
      userName = text
      stage = .password
      say("334 UGFzc3dvcmQ6", context)
    case .password:
      stage = .commands
      logIn(userName == base64(manner.username) && text == base64(manner.password), context)
    case .data: dataLine(text, context)
    }
  }

  private func command(_ text: String, _ context: ChannelHandlerContext) {
    desk.log.withLock { $0.commands.append((isPrivate ? "" : "clear ") + text) }
    let verb = String(text.prefix { $0 != " " })
    if verb == manner.silentAt { return }
    switch verb {
    case "EHLO":
      var lines = ["mail.test greets", "SIZE 1000000"]
      if !isPrivate, manner.offersSTARTTLS { lines.append("STARTTLS") }
      if isPrivate, !manner.ways.isEmpty { lines.append("AUTH " + manner.ways) }
      let last = lines.removeLast()
      say((lines.map { "250-" + $0 } + ["250 " + last]).joined(separator: "\r\n"), context)
    case "STARTTLS": startTLS(context)
    case "AUTH": authenticate(text, context)
    case "MAIL":
      guard manner.ways.isEmpty || isKnown else { return say("530 5.7.0 log in first", context) }
      mail = .init(from: argument(text), to: [], lines: [], rawLines: [])
      say("250 2.1.0 ok", context)
    case "RCPT":
      let answer = desk.answer(toRecipient: argument(text))
      if answer.hasPrefix("250") { mail.to.append(argument(text)) }
      say(answer, context)
    case "DATA":
      stage = .data
      say("354 go on", context)
    case "QUIT":
      say("221 bye", context)
      context.close(promise: nil)
    default: say("500 what", context)
    }
  }

  private func startTLS(_ context: ChannelHandlerContext) {
    say("220 go ahead" + manner.injection, context)
    guard manner.injection.isEmpty else { return }
    try? context.pipeline.syncOperations.addHandler(
      NIOSSLServerHandler(context: desk.context), position: .first)
    isPrivate = true
  }

  private func authenticate(_ text: String, _ context: ChannelHandlerContext) {
    if text == "AUTH LOGIN" {
      stage = .userName
      say("334 VXNlcm5hbWU6", context)
    } else {
      logIn(text == "AUTH PLAIN " + base64("\0\(manner.username)\0\(manner.password)"), context)
    }
  }

  private func logIn(_ isRight: Bool, _ context: ChannelHandlerContext) {
    isKnown = isRight
    say(isRight ? "235 2.7.0 welcome" : "535 5.7.8 no such user or password", context)
  }

  private func dataLine(_ text: String, _ context: ChannelHandlerContext) {
    guard text == "." else {
      mail.rawLines.append(text)
      mail.lines.append(text.hasPrefix(".") ? String(text.dropFirst()) : text)
      return
    }
    stage = .commands
    let mail = mail
    desk.log.withLock { $0.mails.append(mail) }
    if manner.dropsAfterData { context.close(promise: nil) } else { say(manner.afterData, context) }
  }

  private func argument(_ text: String) -> String {
    String(text.drop { $0 != "<" }.dropFirst().prefix { $0 != ">" })
  }
}
