package import TradingCore

/// What goes out to the host.
extension ScriptedBroker {
  mutating func delay() -> Int { script.reportDelay > 0 ? Int(number(0...script.reportDelay)) : 0 }

  /// Tells something that happened, as far as the script lets it come through.
  mutating func tell(_ content: VenueReport.Content, answers: UInt64? = nil) {
    guard !chance(script.losesReport) else { return }
    let answers = script.numbersAnswers ? answers : nil
    post(content, after: delay(), answers: answers)
    if chance(script.duplicates) {
      post(content, after: delay() + 1, isReplayed: chance(500), answers: answers)
    }
  }

  mutating func post(
    _ content: VenueReport.Content, after delay: Int, isReplayed: Bool = false, at time: Timestamp? = nil,
    answers: UInt64? = nil
  ) {
    letters.append(
      Letter(due: step + delay, content: content, time: time ?? now, isReplayed: isReplayed, answers: answers)
    )
  }

  /// The reports that are delivered now, in the order in which they are.
  package mutating func takeReports(at time: Timestamp) -> [VenueReport] {
    let due = letters.filter { $0.due <= step && (outageEnds == nil || $0.isOfTheHouse) }
    guard !due.isEmpty else { return [] }
    letters.removeAll { $0.due <= step && (outageEnds == nil || $0.isOfTheHouse) }
    return due.map {
      VenueReport(
        $0.content, eventTime: $0.time, receiveTime: time, isReplayed: $0.isReplayed, answers: $0.answers)
    }
  }

  // MARK: The line

  mutating func hangUp() {
    outageEnds = step + Int(number(3...30))
    post(.connectionLost("the line broke"), after: 0)
  }

  mutating func comeBack() {
    outageEnds = nil
    if !script.resumes { letters.removeAll { !$0.isOfTheHouse } }
    let restored = Letter(
      due: step, content: .connectionRestored(isGapless: script.resumes), time: now, isReplayed: false)
    letters.insert(restored, at: 0)
  }

  /// Ends all misbehaviour: what is on its way comes, and from now on everything is answered at once and truly.
  package mutating func calmDown() {
    let (labels, balance, cumulative) = (script.labels, script.tellsBalance, script.tellsCumulative)
    let (history, numbers) = (script.hasHistory, script.numbersAnswers)
    script = .prompt
    (script.hasHistory, script.numbersAnswers) = (history, numbers)
    (script.labels, script.tellsBalance, script.tellsCumulative) = (labels, balance, cumulative)
    if outageEnds != nil { comeBack() }
  }

  /// The line broke once more, so that the host asks for everything.
  package mutating func breakLine() {
    post(.connectionLost("the line broke"), after: 0)
    post(.connectionRestored(isGapless: false), after: 0)
  }

  // MARK: Lies

  /// Reports something that never happened and that the books must not believe.
  mutating func lie() {
    let symbol = Int(number(0...Int64(instruments.count) - 1))
    guard let quote = quotes[symbol] else { return }
    let foreign = OrderKey(ClientOrderID(ordinal: 1 << 40))
    guard let order = orders.last(where: { !$0.state.isEnded }) ?? orders.last, chance(700) else {
      let execution = VenueExecution(
        trade: trade(), order: chance(500) ? foreign : nil, venuePosition: VenuePositionID("X9"),
        symbolIndex: symbol, side: .buy, quantity: Quantity(units: 1_000), price: quote.ask, effect: .opening)
      return post(chance(500) ? .executed(execution) : .working(OrderNotice(foreign)), after: 0)
    }
    var execution = VenueExecution(
      trade: trade(), order: order.key, symbolIndex: order.symbol, side: order.side,
      quantity: Quantity(units: min(1_000, order.units)), price: quote.ask)
    var time: Timestamp? = now
    switch number(0...6) {
    case 0: execution.quantity = Quantity(units: -execution.quantity.units)
    case 1: execution.quantity = .zero
    case 2: execution.quantity = Quantity(units: order.units + 1_000_000)
    case 3: execution.symbolIndex = instruments.count
    case 4: execution.side = order.side.opposite
    case 5: execution.price = Price(points: 0)
    default: time = Known.time(-3_600_000)
    }
    letters.append(Letter(due: step, content: .executed(execution), time: time, isReplayed: false))
  }
}

extension ScriptedBroker.Letter {
  /// Whether the host itself knows it, whatever the line does.
  fileprivate var isOfTheHouse: Bool {
    switch content {
    case .notSent, .unknown, .connectionLost, .connectionRestored: true
    default: false
    }
  }
}
