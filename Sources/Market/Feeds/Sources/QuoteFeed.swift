package import TradingCore

/// Live quotes from somewhere, put into a queue as events until they end or somebody stops them.
package protocol QuoteFeed: Sendable {
  /// Starts the feed on a thread of its own; once.
  ///
  /// - Parameters:
  ///   - queue: gets the events.
  ///   - resumeCursors: how far the owner has come, asked before each connection, on the feed's thread.
  ///     Quotes that still wait in the queue need not be counted: the feed knows them.
  func start(into queue: FeedQueue, resumeCursors: @escaping @Sendable () -> [FeedCursor])

  /// Ends the feed; when it returns, nothing more is put into the queue. It may be called more than once.
  ///
  /// - Precondition: not called on the feed's own thread.
  func stop()
}

/// What a feed is made from.
package struct FeedSetup: Sendable {
  /// Its settings.
  package var configuration: FeedConfiguration
  /// The wanted instruments; quotes name them by their place here.
  package var instruments: [Instrument]
  /// What identifies us to the server.
  package var token: FeedToken?
  /// The time of day.
  package var clock: @Sendable () -> Timestamp
  /// Chance, uniform between 0 and 1, which spreads the waits before connecting again.
  package var jitter: @Sendable () -> Double

  /// A setup.
  package init(
    configuration: FeedConfiguration, instruments: [Instrument], token: FeedToken? = nil,
    clock: @escaping @Sendable () -> Timestamp, jitter: @escaping @Sendable () -> Double
  ) {
    self.configuration = configuration
    self.instruments = instruments
    self.token = token
    self.clock = clock
    self.jitter = jitter
  }

  /// The feed for the configuration's address, not started.
  ///
  /// - Throws: `certificates` when those to trust can't be used.
  package func makeFeed() throws(FeedError) -> any QuoteFeed {
    switch configuration.address {
    case .tcp(let host, let port): return try SocketFeed(self, host: host, port: port, isEncrypted: false)
    case .tls(let host, let port): return try SocketFeed(self, host: host, port: port, isEncrypted: true)
    case .pipe(let path): return PipeFeed(self, path: path)
    case .standardInput: return PipeFeed(self, path: nil)
    }
  }

  var symbols: FeedSymbols { FeedSymbols(instruments, names: configuration.symbols) }

  var reception: FeedReception {
    FeedReception(symbols: symbols, configuration: configuration, token: token)
  }
}
