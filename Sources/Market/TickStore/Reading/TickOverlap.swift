package import TradingCore

/// What is done about sources of one symbol that hold the same stretch of time.
package enum OverlapPolicy: Sendable, Hashable {
  /// They are merged and nobody asks: for what was recorded, and checked, before.
  case keep
  /// They are refused.
  case refuse
  /// Different sources are merged and told of; the same ticks twice are refused all the same.
  case merge
}

/// A stretch of time of which two sources of one symbol both have ticks.
package struct TickOverlap: Sendable, Hashable {
  /// What the ticks are of.
  package var symbol: Symbol
  /// The source that begins first.
  package var first: String
  /// The other one.
  package var second: String
  /// The first time that both reach.
  package var from: Timestamp
  /// The last time that both reach; it belongs to the stretch.
  package var to: Timestamp
  /// Ticks of the first source in the stretch.
  package var firstTicks = 0
  /// Ticks of the second source in the stretch.
  package var secondTicks = 0
  /// Ticks that both have: equal in time, bid and ask.
  package var sameTicks = 0

  /// Whether the two hold the same ticks, which would count twice: at least half of those that the smaller one has
  /// in the stretch. Two vendors agree in time, bid and ask on a few.
  package var isSame: Bool {
    let smaller = min(firstTicks, secondTicks)
    return smaller > 0 && sameTicks >= smaller - sameTicks
  }

  /// The stretch and what each source has of it, for people.
  package var stretch: String {
    let times = "\(from.iso8601(fractionDigits: digits)) to \(to.iso8601(fractionDigits: digits))"
    let same = sameTicks > 0 ? ", \(sameTicks) of them the same" : ""
    return
      "\(times), \(Self.count(firstTicks)) of the first and \(Self.count(secondTicks)) of the second\(same)"
  }

  private static func count(_ ticks: Int) -> String { Counted.text(ticks, "tick") }

  /// Milliseconds, and more where the times need them.
  private var digits: Int {
    [from, to].allSatisfy { $0.nanoseconds % Timestamp.millisecond == 0 } ? 3 : 9
  }
}

/// Counts what two sources of ticks have in common; the ticks of each come in order of time.
struct CommonTicks {
  /// A source: the next tick, or `nil` at its end.
  typealias Next<Failure: Error> = () throws(Failure) -> Quote?

  private(set) var first = 0
  private(set) var second = 0
  private(set) var same = 0
  /// The time of the last tick counted.
  private(set) var last = Timestamp.distantPast

  /// Goes through both to their ends.
  mutating func count<Failure: Error>(
    _ nextFirst: Next<Failure>, _ nextSecond: Next<Failure>
  ) throws(Failure) {
    try count(nextFirst, nextSecond) { $0 || $1 }
  }

  /// Goes through both to the last tick of the one that ends first.
  mutating func countUntilOneEnds<Failure: Error>(
    _ nextFirst: Next<Failure>, _ nextSecond: Next<Failure>
  ) throws(Failure) {
    try count(nextFirst, nextSecond) { $0 && $1 }
  }

  private mutating func count<Failure: Error>(
    _ nextFirst: Next<Failure>, _ nextSecond: Next<Failure>, while goesOn: (Bool, Bool) -> Bool
  ) throws(Failure) {
    var (left, right) = (try nextFirst(), try nextSecond())
    while goesOn(left != nil, right != nil) {
      if let quote = left, right.map({ quote.eventTime < $0.eventTime }) ?? true {
        (first, last) = (first + 1, quote.eventTime)
        left = try nextFirst()
      } else if let quote = right, left.map({ quote.eventTime < $0.eventTime }) ?? true {
        (second, last) = (second + 1, quote.eventTime)
        right = try nextSecond()
      } else if let time = left?.eventTime {
        var instant: [Quote] = []
        last = time
        while let quote = left, quote.eventTime == time {
          instant.append(quote)
          first += 1
          left = try nextFirst()
        }
        while let quote = right, quote.eventTime == time {
          if let place = instant.firstIndex(of: quote) {
            instant.remove(at: place)
            same += 1
          }
          second += 1
          right = try nextSecond()
        }
      }
    }
  }
}
