import JSONText
import TradingCore

/// Gives a crew a session's inputs again, each bot from its place in the session on.
struct SessionFeeder {
  private let crew: Crew
  /// Bots that come in later, the next one last.
  private var waiting: [(position: Int, bot: HostedBot)]
  /// Bots that leave before the end, the next one last.
  private var leaving: [(position: Int, bot: HostedBot)]
  /// Quotes of the session so far.
  private(set) var position: Int

  /// Bots with their places in the session; the inputs begin at `position`. `ends`: where bots left it.
  init(
    _ bots: [(position: Int, bot: HostedBot)], symbols: [Symbol], from position: Int,
    ends: [(position: Int, bot: HostedBot)] = []
  ) {
    crew = Crew([])
    crew.listen(to: symbols)
    waiting = bots.sorted { $0.position > $1.position }
    leaving = ends.sorted { $0.position > $1.position }
    self.position = position
    admit()
  }

  private mutating func admit() {
    while let next = waiting.last, next.position <= position {
      waiting.removeLast()
      crew.add(next.bot)
    }
    while let next = leaving.last, next.position <= position {
      leaving.removeLast()
      crew.remove(next.bot)
    }
  }

  /// The next quotes.
  mutating func take(
    _ quotes: UnsafeBufferPointer<Quote>, sizes: UnsafeBufferPointer<QuoteSize>?, symbolIndex: Int
  ) {
    var start = 0
    while start < quotes.count {
      admit()
      var end = quotes.count
      for next in [waiting.last?.position, leaving.last?.position] {
        if let next { end = min(end, start + next - position) }
      }
      let range = start..<end
      crew.process(
        UnsafeBufferPointer(rebasing: quotes[range]),
        sizes: sizes.map { UnsafeBufferPointer(rebasing: $0[range]) }, symbolIndex: symbolIndex)
      position += range.count
      start = end
    }
    admit()
  }

  /// A control at this place.
  mutating func take(_ control: DeskControl) {
    admit()
    crew.apply(control)
  }

  /// The next of what the session's log holds.
  mutating func take(_ item: SessionItem) {
    switch item {
    case .quotes(let index, let quotes, let sizes): take(quotes, sizes: sizes, symbolIndex: index)
    case .control(let bytes):
      guard let json = try? JSONValue(json: bytes), let control = DeskControl(json: json) else { return }
      take(control)
    }
  }
}
