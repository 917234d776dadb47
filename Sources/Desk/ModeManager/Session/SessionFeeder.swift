import TradingCore
import SessionRecording

/// Gives a crew a session's inputs again, each bot from its place in the session on.
struct SessionFeeder {
  /// A bot and where in the session it begins, or leaves.
  typealias Placed = (place: SessionPlace, bot: HostedBot)

  private let crew: Crew
  /// Bots that come in later, the next one last.
  private var waiting: [Placed]
  /// Bots that leave before the end, the next one last.
  private var leaving: [Placed]
  /// What of the session has been given.
  private(set) var position: SessionPosition

  /// Bots with their places in the session; the inputs begin at `position`. `ends`: where bots left it.
  init(_ bots: [Placed], symbols: [Symbol], from position: SessionPosition, ends: [Placed] = []) {
    crew = Crew([])
    crew.listen(to: symbols)
    waiting = bots.sorted { $1.place.precedes($0.place) }
    leaving = ends.sorted { $1.place.precedes($0.place) }
    self.position = position
    admit()
  }

  /// Puts the bots under what held in the session; to be called once, before anything is given.
  ///
  /// - Throws: `DeskError.risk`.
  func begin(under risk: DeskRisk) throws(DeskError) {
    try crew.beginRisk(under: risk, resumes: position != SessionPosition())
  }

  /// All has been given: what the bots' next checkpoints keep of risk is of now.
  ///
  /// - Throws: `DeskError.risk`.
  func end() throws(DeskError) { try crew.stampRisk() }

  /// What risk has decided.
  func takeDecisions() -> [RiskDecision] { crew.takeDecisions() }

  private mutating func admit() {
    // A bot that begins anew comes when the one of its name has gone, as in the session.
    var gone: [HostedBot] = []
    while let next = leaving.last, next.place.isReached(at: position) {
      leaving.removeLast()
      crew.remove(next.bot)
      gone.append(next.bot)
    }
    while let next = waiting.last, next.place.isReached(at: position) {
      waiting.removeLast()
      if !gone.contains(where: { $0 === next.bot }) { crew.add(next.bot) }
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
      for next in [waiting.last?.place, leaving.last?.place] {
        if let next, next.quotes > position.quotes { end = min(end, start + next.quotes - position.quotes) }
      }
      let range = start..<end
      crew.process(
        UnsafeBufferPointer(rebasing: quotes[range]),
        sizes: sizes.map { UnsafeBufferPointer(rebasing: $0[range]) }, symbolIndex: symbolIndex)
      position.quotes += range.count
      start = end
    }
    admit()
  }

  /// What else came in at this place.
  mutating func take(_ input: SessionInput) {
    admit()
    crew.take(input)
    position.controls += 1
  }

  /// The next of what the session's log holds.
  ///
  /// - Throws: `unknownInput`: a session that is run again without one of its inputs is another one.
  mutating func take(_ item: SessionItem) throws(SessionLogError) {
    switch item {
    case .quotes(let index, let quotes, let sizes): take(quotes, sizes: sizes, symbolIndex: index)
    case .event(let event): take(try SessionInput(event, at: position))
    }
  }
}
