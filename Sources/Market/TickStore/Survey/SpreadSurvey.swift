package import TradingCore

/// Spreads of quotes over all and by trading session.
package struct SpreadFigures: Sendable, Hashable {
  /// What is shown of the distribution, in per cent.
  package static let percentages = [1, 5, 25, 50, 75, 95, 99]
  /// For each of `percentages`, the smallest spread in points that at least so many per cent of the quotes are not
  /// above; negative when crossed.
  package var percentiles: [Int64]
  /// Sessions in the order of `TradingSession.allCases`; a quote counts in each session that is open.
  package var sessions: [SessionFigures]
  /// Quotes while no session was open.
  package var quotesOutsideSessions: Int
}

/// The quotes of one trading session.
package struct SessionFigures: Sendable, Hashable {
  /// The session.
  package var session: TradingSession
  /// How many quotes there are.
  package var quotes: Int
  /// The mean spread in hundredths of a point, rounded half to even; `nil` without quotes.
  package var meanHundredths: Int64?
  /// The median spread in points, the lower one of two; `nil` without quotes.
  package var median: Int64?
}

/// Counts spreads by session while quotes go by, in bounded memory.
package struct SpreadSurvey {
  /// One for each set of sessions that are open together, made when first needed.
  private var groups: [Group?]

  fileprivate struct Group {
    var histogram = SpreadHistogram()
    var sum: Int128 = 0
    var quotes = 0
  }

  /// A survey without quotes.
  package init() { groups = Array(repeating: nil, count: 1 << TradingSession.allCases.count) }

  /// Takes the next quotes, in order of time.
  package mutating func add(_ quotes: UnsafeBufferPointer<Quote>) {
    var rest = quotes[...]
    while let first = rest.first {
      let end = first.eventTime.slotStart.advanced(by: OpenHours.slot)
      let hour = rest.prefix { $0.eventTime < end }
      rest = rest[hour.endIndex...]
      let place = Self.openSessions(at: first.eventTime)
      var group = groups[place].take() ?? Group()
      group.add(UnsafeBufferPointer(rebasing: hour))
      groups[place] = group
    }
  }

  private static func openSessions(at time: Timestamp) -> Int {
    TradingSession.allCases.enumerated().reduce(0) { set, session in
      session.element.isOpen(at: time) ? set | 1 << session.offset : set
    }
  }

  /// The figures over what went by; `nil` before the first quote.
  package func result() -> SpreadFigures? {
    let all = merged { _ in true }
    guard all.quotes > 0 else { return nil }
    let sessions = TradingSession.allCases.enumerated().map { offset, session in
      figures(session, merged { $0 & 1 << offset != 0 })
    }
    return SpreadFigures(
      percentiles: all.histogram.percentiles(SpreadFigures.percentages), sessions: sessions,
      quotesOutsideSessions: groups[0]?.quotes ?? 0)
  }

  private func merged(_ isWanted: (Int) -> Bool) -> Group {
    var result = Group()
    for (place, group) in groups.enumerated() where isWanted(place) {
      if let group { result.merge(group) }
    }
    return result
  }

  private func figures(_ session: TradingSession, _ group: Group) -> SessionFigures {
    var figures = SessionFigures(session: session, quotes: group.quotes)
    do throws(ArithmeticError) {
      figures.meanHundredths = try WideArithmetic.narrow(
        WideArithmetic.divideHalfEven(group.sum * 100, by: Int128(group.quotes)))
      figures.median = group.histogram.lowerMedian
    } catch {
      // Without quotes there is neither.
    }
    return figures
  }
}

extension SpreadSurvey.Group {
  fileprivate mutating func add(_ quotes: UnsafeBufferPointer<Quote>) {
    // Spreads are below 2^41 and a block holds 2^15 of them at most, so 64 bits are enough here.
    var sum: Int64 = 0
    for quote in quotes {
      histogram.add(quote.spreadPoints)
      sum &+= quote.spreadPoints
    }
    self.sum += Int128(sum)
    self.quotes += quotes.count
  }

  fileprivate mutating func merge(_ other: Self) {
    histogram.merge(other.histogram)
    sum += other.sum
    quotes += other.quotes
  }
}
