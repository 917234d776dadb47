package import JSONText
import Journal
import ModeManager
package import TradingCore

/// The way that an order of a bot took.
package struct ExplainedOrder: Sendable {
  /// One thing that happened to it.
  package struct Step: Sendable, Hashable {
    /// When, by the ticks.
    package let at: Timestamp
    /// `asked`, `denied`, `filled` …
    package let what: String
    /// In words.
    package let text: String
  }

  /// The bot.
  package let bot: String
  /// The order's number.
  package let order: UInt64
  /// What happened, in order.
  package let steps: [Step]
  private let path: OrderPath

  init(_ path: OrderPath, bot: String, order: UInt64) {
    (self.bot, self.order, self.path) = (bot, order, path)
    steps = path.steps.map { Step(at: $0.at, what: $0.what, text: $0.text) }
  }
}

extension ExplainedOrder: Document {
  /// The way, for programs: a denial with its whole envelope.
  package var json: JSONValue {
    [
      "bot": .string(bot), "order": .unsigned(order),
      "steps": .array(
        path.steps.map { step in
          let base: JSONValue = [
            "at": .string(step.at.iso8601), "what": .string(step.what), "text": .string(step.text),
          ]
          guard let denial = step.denial else { return base }
          return base.adding("code", .string(denial.code.rawValue)).adding("layer", .string(denial.layer))
            .adding("limit", .string(denial.limit)).adding("value", .string(denial.value))
            .adding("cycle", .unsigned(denial.cycle))
        }),
    ]
  }
}

extension RiskOperations {
  /// The way that an order took: what was asked for, who refused it and why, what became of it.
  ///
  /// - Throws: `OperationError.usage` for a bot or an order that is not there, `JournalError`, `DeskError`.
  package func explain(_ bot: String, order text: String) throws -> ExplainedOrder {
    guard let order = UInt64(text), order > 0 else {
      throw OperationError.usage(
        what: "'\(text)' is no order", place: "slipway risk explain",
        advice: "give its number, as 'slipway bot orders' or a log has it")
    }
    let journal = try home.journal.journal(of: bot)
    let evidence = try journal.read { reading in
      _ = try HomeJournal.bot(bot, reading)
      return try reading.latestEvidence(of: bot)
    }
    guard let evidence else {
      throw OperationError.usage(
        what: "\(bot) has not traded yet", place: "slipway risk explain", advice: "run it first")
    }
    let path = try OrderPath(of: order, in: evidence, journal)
    guard !path.steps.isEmpty else {
      throw OperationError.usage(
        what: "\(bot) has no order \(order)", place: "slipway risk explain",
        advice: path.lastOrder > 0 ? "its orders are 1 to \(path.lastOrder)" : "it has asked for nothing yet")
    }
    return ExplainedOrder(path, bot: bot, order: order)
  }
}
