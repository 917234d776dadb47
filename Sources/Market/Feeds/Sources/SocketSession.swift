import NIOCore
import NIOPosix
import TradingCore

/// The connections of a socket feed, one after another.
///
/// Everything here happens on one event loop, which is what makes it safe to share.
final class SocketSession: @unchecked Sendable {
  private let setup: FeedSetup
  private let loop: any EventLoop
  private let host: String
  private let port: Int
  private let encryption: FeedEncryption?

  private var queue: FeedQueue?
  private var resumeCursors: @Sendable () -> [FeedCursor] = { [] }
  private var reception: FeedReception
  private var channel: (any Channel)?
  /// Counts connections; what an older one still brings is ignored.
  private var attempt = 0
  private var failures = 0
  private var isConnected = false
  private var isPaused = false
  private var isOver = false
  private var problem: String?
  private var lastLine = NIODeadline.now()
  /// Of the connection's opening or of the wait for the next one.
  private var timer: Scheduled<Void>?
  private var silenceTimer: Scheduled<Void>?
  /// What to do once every event is in the queue.
  private var afterFlush: (() -> Void)?

  init(_ setup: FeedSetup, loop: any EventLoop, host: String, port: Int, encryption: FeedEncryption?) {
    self.setup = setup
    self.loop = loop
    self.host = host
    self.port = port
    self.encryption = encryption
    reception = setup.reception
  }

  private var configuration: FeedConfiguration { setup.configuration }

  func start(_ queue: FeedQueue, _ resumeCursors: @escaping @Sendable () -> [FeedCursor]) {
    loop.preconditionInEventLoop()
    precondition(self.queue == nil, "a feed is started once")
    self.queue = queue
    self.resumeCursors = resumeCursors
    connect()
  }

  func stop() {
    loop.preconditionInEventLoop()
    isOver = true
    afterFlush = nil
    leaveChannel()
  }

  private func connect() {
    guard !isOver else { return }
    attempt += 1
    let attempt = attempt
    reception.beginConnection()
    isConnected = false
    problem = nil
    ClientBootstrap(group: loop)
      .connectTimeout(.nanoseconds(configuration.connectTimeoutNanoseconds))
      .channelOption(.socketOption(.so_keepalive), value: 1)
      .channelOption(.tcpOption(.tcp_nodelay), value: 1)
      // One read at a time of at most so much, so that a full queue stops the next one. Reading starts when
      // the connection is ours.
      .channelOption(.autoRead, value: false)
      .channelOption(.maxMessagesPerRead, value: 1)
      .channelOption(.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: 64 * 1_024))
      .channelInitializer { [self] channel in
        channel.eventLoop.makeCompletedFuture {
          if let encryption {
            try channel.pipeline.syncOperations.addHandler(try encryption.makeHandler())
          }
          try channel.pipeline.syncOperations.addHandler(SocketHandler(self, attempt: attempt))
        }
      }
      .connect(host: host, port: port)
      .whenComplete { [self] result in
        switch result {
        case .success(let channel): opened(channel, attempt: attempt)
        case .failure(let error):
          guard attempt == self.attempt else { return }
          lost(ConnectionProblem.connecting(to: host, port: port, error))
        }
      }
  }

  private func opened(_ channel: any Channel, attempt: Int) {
    guard attempt == self.attempt, !isOver else { return channel.close(promise: nil) }
    guard channel.isActive else { return lost(problem ?? "the server closed the connection at once") }
    self.channel = channel
    isPaused = false
    lastLine = .now()
    if encryption == nil {
      guard accept() else { return }
      flush()
    } else {
      // Nothing is written before the handshake is over, not even nothing: its end is the handshake's.
      channel.writeAndFlush(ByteBuffer()).whenSuccess { [self] in
        guard attempt == self.attempt, !isOver, accept() else { return }
        flush()
      }
    }
    guard attempt == self.attempt else { return }
    timer = after(configuration.connectTimeoutNanoseconds) { [self] in
      guard !isConnected else { return }
      let limit = ConnectionProblem.seconds(configuration.connectTimeoutNanoseconds)
      lost("can't connect to \(host) port \(port): the TLS handshake was not done within \(limit)")
    }
    watchSilence()
    try? channel.syncOptions?.setOption(.autoRead, value: true)
  }

  /// The first thing on a connection that stands: the hello, unless the server is somebody else.
  private func accept() -> Bool {
    guard !isConnected else { return true }
    guard let channel else { return false }
    if let encryption, !encryption.accepts(channel) {
      lost("can't connect to \(host) port \(port): \(ConnectionProblem.otherName)")
      return false
    }
    isConnected = true
    reception.add(.connected, at: setup.clock())
    let hello = Hello.line(
      symbols: setup.symbols, resume: reception.cursors(ownedBy: resumeCursors()), token: setup.token)
    channel.writeAndFlush(ByteBuffer(string: hello), promise: nil)
    return true
  }

  private func after(
    _ nanoseconds: Int64, _ action: @escaping @Sendable () -> Void
  ) -> Scheduled<Void> {
    let attempt = attempt
    return loop.scheduleTask(in: .nanoseconds(nanoseconds)) { [self] in
      guard attempt == self.attempt, !isOver else { return }
      action()
    }
  }

  /// Drops a connection that brings no line, unless it is us who don't read.
  private func watchSilence() {
    guard let limit = configuration.idleTimeoutNanoseconds else { return }
    if isPaused { lastLine = .now() }
    let left = limit - (.now() - lastLine).nanoseconds
    guard left > 0 else { return lost("no line came for \(ConnectionProblem.seconds(limit))") }
    silenceTimer = after(left) { [self] in watchSilence() }
  }
}

extension SocketSession {
  /// Bytes of a connection.
  func received(_ bytes: UnsafeRawBufferPointer, attempt: Int) {
    guard attempt == self.attempt, !isOver, accept() else { return }
    let linesBefore = reception.lines
    let verdict = reception.receive(bytes, at: setup.clock())
    if reception.lines > linesBefore { lastLine = .now() }
    switch verdict {
    case .goOn: flush()
    case .drop(let reason): lost(reason)
    case .ended: end()
    }
  }

  /// An error of a connection, which is closed for it.
  func failed(_ error: any Error, attempt: Int) {
    guard attempt == self.attempt, problem == nil else { return }
    let text = ConnectionProblem.text(of: error)
    problem = isConnected ? text : "can't connect to \(host) port \(port): \(text)"
  }

  /// The end of a connection.
  func closed(attempt: Int) {
    // One that is not ours yet is reported by the attempt to connect.
    guard attempt == self.attempt, !isOver, channel != nil else { return }
    lost(problem ?? "the server closed the connection")
  }

  private func end() {
    leaveChannel()
    let now = setup.clock()
    reception.endConnection(at: now)
    reception.add(.ended, at: now)
    afterFlush = { [self] in isOver = true }
    flush()
  }

  /// Tells why the connection is gone, and connects again after a while.
  private func lost(_ reason: String) {
    guard !isOver else { return }
    leaveChannel()
    if reception.goodLines > 0 { failures = 0 }
    failures += 1
    let delay = configuration.reconnect.delay(afterFailures: failures, jitter: setup.jitter())
    let now = setup.clock()
    reception.endConnection(at: now)
    reception.add(.disconnected(reason: reason, retryNanoseconds: delay), at: now)
    afterFlush = { [self] in timer = after(delay) { [self] in connect() } }
    flush()
  }

  private func leaveChannel() {
    attempt += 1
    timer?.cancel()
    silenceTimer?.cancel()
    channel?.close(promise: nil)
    channel = nil
  }

  /// Puts the events into the queue; while they don't fit, nothing is read.
  private func flush() {
    guard !isOver, let queue else { return }
    let putsAll = queue.put(&reception.outbox) { [self] in loop.execute { [self] in flush() } }
    if putsAll == isPaused {
      isPaused = !putsAll
      if putsAll { lastLine = .now() }
      try? channel?.syncOptions?.setOption(.autoRead, value: putsAll)
    }
    guard putsAll, let action = afterFlush else { return }
    afterFlush = nil
    action()
  }
}
