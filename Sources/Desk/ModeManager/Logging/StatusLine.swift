package import TradingCore

/// What a running desk shows on one line of a terminal. The caller keeps the clock and the terminal.
package struct StatusLine: Sendable, Hashable {
  /// Ticks taken in a second.
  package var ticksPerSecond: Double
  /// Nanoseconds from the last quote's stamp to its arrival; `nil` before the first, and in replays.
  package var lag: Int64?
  /// Bots that run.
  package var bots: Int
  /// Equity of all accounts of a currency, by currency.
  package var equity: [Equity]
  /// Fills since the start.
  package var fills: Int
  /// The state of the feed in a word or two: `live`, `lost`, `stale`, `2026-01-05` in a replay.
  package var feed: String
  /// Quotes of the feed that were not used.
  package var dropped: Int
  /// How recorded ticks are played and how long it will take still, in a few words; `nil` on a feed.
  package var replay: Replay?

  /// How a replay goes.
  package struct Replay: Sendable, Hashable {
    /// How many times as fast as the ticks came; `nil` at full speed.
    package var speed: String?
    /// Time left, such as `1 h 12 min`; `nil` while it can't be told.
    package var left: String?
    /// The time of the last quote, to the minute; `nil` before the first.
    package var place: String?

    /// A replay of which nothing is known yet unless said.
    package init(speed: String? = nil, left: String? = nil, place: String? = nil) {
      self.speed = speed
      self.left = left
      self.place = place
    }
  }

  /// The equity of all accounts in one currency.
  package struct Equity: Sendable, Hashable {
    /// The currency.
    package var currency: Currency
    /// The sum.
    package var amount: Money

    /// A sum in a currency.
    package init(_ amount: Money, _ currency: Currency) {
      self.amount = amount
      self.currency = currency
    }
  }

  /// A status.
  package init(
    ticksPerSecond: Double, lag: Int64?, bots: Int, equity: [Equity], fills: Int, feed: String,
    dropped: Int = 0, replay: Replay? = nil
  ) {
    self.ticksPerSecond = ticksPerSecond
    self.lag = lag
    self.bots = bots
    self.equity = equity
    self.fills = fills
    self.feed = feed
    self.dropped = dropped
    self.replay = replay
  }

  /// The line without line break, at most `width` characters: where there is no room, quotes not used go first, then fills,
  /// then lag, ticks a second, bots, equity and the speed of a replay.
  package func text(width: Int = 80) -> String {
    var parts = [
      (rank: 4, text: Self.rate(ticksPerSecond) + " ticks/s"),
      (rank: 5, text: lag.map { "lag " + Self.duration($0) } ?? ""),
      (rank: 3, text: Counted.text(bots, "bot")),
      (rank: 2, text: equity.isEmpty ? "" : "equity " + equity.map(Self.money).joined(separator: " + ")),
      (rank: 6, text: Counted.text(fills, "fill")),
      (rank: 0, text: place),
      (rank: 1, text: replay?.speed.map { "at \($0)" } ?? ""),
      (rank: 0, text: replay?.left.map { "\($0) left" } ?? ""),
      (rank: 7, text: dropped > 0 ? "\(dropped) dropped" : ""),
    ].filter { !$0.text.isEmpty }
    let separator = "  "
    while parts.count > 1, parts.map(\.text).joined(separator: separator).count > width {
      let weakest = parts.indices.max { parts[$0].rank < parts[$1].rank }
      if let weakest { parts.remove(at: weakest) }
    }
    return String(parts.map(\.text).joined(separator: separator).prefix(max(width, 0)))
  }

  private var place: String {
    guard let replay else { return "feed " + feed }
    return replay.place ?? "replay"
  }

  /// `850`, `12.3k`, `4.56M`: three digits or so.
  private static func rate(_ value: Double) -> String {
    guard value.isFinite, value >= 0, value < 1e15 else { return "–" }
    for (limit, suffix) in [(1e6, "M"), (1e3, "k")] where value >= limit {
      return DecimalText.format(Int64((value / limit * 10).rounded()), digits: 1) + suffix
    }
    return String(Int64(value.rounded()))
  }

  /// `35 ms`, `12.3 s`; signed.
  private static func duration(_ nanoseconds: Int64) -> String {
    let milliseconds = nanoseconds / Timestamp.millisecond
    return milliseconds.magnitude < 10_000
      ? "\(milliseconds) ms" : DecimalText.format(milliseconds / 100, digits: 1) + " s"
  }

  /// Two decimals, cut off: `3012.40 USD`.
  private static func money(_ equity: Equity) -> String {
    let digits = equity.currency.moneyDigits
    let hundredths = equity.amount.units / WideArithmetic.powerOfTen(digits - 2)
    return DecimalText.groupingThousands(in: DecimalText.format(hundredths, digits: 2))
      + " \(equity.currency)"
  }
}

/// Says when to draw the status again, at most four times a second, and how many ticks a second there were.
package struct StatusPace: Sendable {
  /// Nanoseconds between drawings.
  package static let interval = Timestamp.second / 4

  /// Nanoseconds over which the rate is taken, at least.
  private static let window = Timestamp.second

  private var lastDrawing: Int64?
  private var windowStart: (monotonic: Int64, ticks: Int)?
  private var rate = 0.0

  /// A pace before its first drawing.
  package init() {}

  /// Whether to draw now, on the monotonic clock (nanoseconds); counts as drawn when it says so.
  package mutating func isDue(monotonic: Int64) -> Bool {
    if let lastDrawing, monotonic - lastDrawing < Self.interval { return false }
    lastDrawing = monotonic
    return true
  }

  /// Ticks a second over the last second or so, from the number of ticks since the start.
  package mutating func ticksPerSecond(ticks: Int, monotonic: Int64) -> Double {
    guard let start = windowStart else {
      windowStart = (monotonic, ticks)
      return 0
    }
    let elapsed = monotonic - start.monotonic
    if elapsed >= Self.window {
      rate = Double(ticks - start.ticks) / (Double(elapsed) / Double(Timestamp.second))
      windowStart = (monotonic, ticks)
    }
    return rate
  }
}
