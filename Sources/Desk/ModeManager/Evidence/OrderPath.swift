package import Journal
package import TradingCore

/// The way that one order took, by the journal: what was asked for, who let it pass or refused it and why, and what became
/// of it.
package struct OrderPath: Sendable {
  /// One thing that happened to it.
  package struct Step: Sendable, Hashable {
    /// When, by the ticks.
    package let at: Timestamp
    /// `asked`, `denied`, `accepted`, `delayed`, `rejected`, `filled`, `canceled`, `expired`, `closed`.
    package let what: String
    /// In words, with what it rests on.
    package let text: String
    /// The denial, where it is one.
    package let denial: Denial?
  }

  /// The evidence that it is in.
  package let evidence: EvidenceRecord
  /// What happened, in order; none for an order that is not there.
  package let steps: [Step]
  /// The largest number of an order there.
  package let lastOrder: UInt64

  /// The way of an order of an evidence.
  ///
  /// - Throws: `DeskError`.
  package init(of order: UInt64, in evidence: EvidenceRecord, _ journal: Journal) throws(DeskError) {
    let recipe = try EvidenceRecipe.load(of: evidence, journal)
    let account = try EvidenceReader.account(of: recipe, bot: evidence.bot)
    var steps: [Step] = []
    var last: UInt64 = 0
    let id = ClientOrderID(ordinal: order)
    try DeskError.journaling {
      try journal.read { reading in
        try reading.botEvents(of: evidence) { _, event in
          if case .asked(let intent, _) = event { last = max(last, intent.id.ordinal) }
          if case .denied(let denial, _) = event { last = max(last, denial.order.ordinal) }
          if let step = Step(event, of: id, account) { steps.append(step) }
        }
      }
    }
    (self.evidence, self.steps, lastOrder) = (evidence, steps, last)
  }
}

extension Intent {
  /// Our number of what is asked for; of a cancel that of the order.
  fileprivate var id: ClientOrderID {
    switch self {
    case .submit(let order): order.id
    case .close(let close): close.id
    case .cancel(let id): id
    case .modify(let change): change.id
    }
  }
}

extension OrderPath.Step {
  fileprivate init?(_ event: BotEvent, of id: ClientOrderID, _ account: Account) {
    func lots(_ units: Int64, _ symbolIndex: Int) -> String {
      guard (0..<account.symbolCount).contains(symbolIndex) else { return "\(units) units" }
      let instrument = account.instrument(symbolIndex: symbolIndex)
      return "\(instrument.lotsText(units: units)) lots \(instrument.symbol)"
    }
    func price(_ price: Price, _ symbolIndex: Int) -> String {
      (0..<account.symbolCount).contains(symbolIndex)
        ? account.instrument(symbolIndex: symbolIndex).text(price) : "\(price.points) points"
    }
    switch event {
    case .asked(let intent, let at) where intent.id == id:
      let text =
        switch intent {
        case .submit(let order):
          "\(order.side.rawValue) \(lots(order.quantity.units, order.symbolIndex)), approved by risk"
        case .close(let close): "closing position \(close.position.ordinal), approved by risk"
        case .cancel: "a cancel"
        case .modify: "other prices or levels, approved by risk"
        }
      self.init(at: at, what: "asked", text: text, denial: nil)
    case .denied(let denial, let at) where denial.order == id:
      self.init(
        at: at, what: "denied",
        text: "\(denial.code.rawValue) by \(denial.layer) in cycle \(denial.cycle): limit \(denial.limit), "
          + "value \(denial.value)", denial: denial)
    case .accepted(id, let at): self.init(at: at, what: "accepted", text: "works at the venue", denial: nil)
    case .delayed(id, let at): self.init(at: at, what: "delayed", text: "waits for a quote", denial: nil)
    case .canceled(id, let at): self.init(at: at, what: "canceled", text: "at the venue", denial: nil)
    case .expired(id, let at): self.init(at: at, what: "expired", text: "its time was over", denial: nil)
    case .filled(let fill) where fill.order == id || fill.position == id:
      let side = fill.side.rawValue
      self.init(
        at: fill.eventTime, what: "filled",
        text:
          "\(side) \(lots(fill.quantity.units, fill.symbolIndex)) at \(price(fill.price, fill.symbolIndex)) "
          + "(\(fill.reason.code))", denial: nil)
    case .rejected(let rejection) where rejection.order == id:
      self.init(
        at: rejection.eventTime, what: "rejected", text: "\(rejection.code.rawValue) by the venue",
        denial: nil)
    case .closed(let trade) where trade.position == id:
      self.init(
        at: trade.closeTime, what: "closed",
        text: "\(lots(trade.quantity.units, trade.symbolIndex)), "
          + "\(trade.netResult.text(in: account.currency)) \(account.currency) net (\(trade.exitReason.code))",
        denial: nil)
    default: return nil
    }
  }
}
