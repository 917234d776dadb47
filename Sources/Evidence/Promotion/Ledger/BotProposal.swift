package import JSONText
import TradingCore

/// What a program or a person advises for a bot. It acts on nothing: a human has to agree first, and then it leads to
/// a bot on paper or to a request, never to an order.
package struct BotProposal: Sendable, Hashable {
  /// What is advised.
  package enum Change: Sendable, Hashable {
    /// Other values of the strategy's parameters; those not named stay.
    case parameters([String: String])
    /// A promotion, with a capital or with what the ladder allows.
    case promotion(to: GateStep, capital: String?)
  }

  /// Parameters that one proposal may name.
  package static let mostParameters = 64
  /// Bytes of a reason or a value.
  package static let longestText = 1_000

  /// What is advised.
  package var change: Change
  /// Why.
  package var reason: String

  /// A proposal.
  package init(_ change: Change, reason: String) {
    self.change = change
    self.reason = reason
  }

  /// The canonical document.
  package var json: JSONValue {
    switch change {
    case .parameters(let values):
      [
        "kind": "parameters", "reason": .string(reason),
        "params": .object(values.sorted { $0.key < $1.key }.map { JSONMember($0.key, .string($0.value)) }),
      ]
    case .promotion(let step, let capital):
      [
        "kind": "promotion", "reason": .string(reason), "to": .string(step.rawValue),
        "capital": capital.map { .string($0) } ?? .null,
      ]
    }
  }

  /// Reads a document strictly.
  ///
  /// - Throws: `malformed`.
  package init(json: JSONValue) throws(PromotionRefusal) {
    guard case .string(let kind)? = json["kind"] else {
      throw .malformed("expected 'kind', which is parameters or promotion")
    }
    switch kind {
    case "parameters":
      let fields = try DocumentFields(json, of: "the proposal", names: ["kind", "reason", "params"])
      self.init(.parameters(try Self.values(fields.value("params"))), reason: try Self.reason(fields))
    case "promotion":
      let fields = try DocumentFields(json, of: "the proposal", names: ["kind", "reason", "to", "capital"])
      guard let step = GateStep(rawValue: try fields.text("to")) else {
        throw .malformed("expected 'to' as demo or live")
      }
      self.init(
        .promotion(to: step, capital: try fields.optionalText("capital")), reason: try Self.reason(fields))
    default: throw .malformed("expected 'kind' as parameters or promotion, was '\(kind)'")
    }
  }

  private static func values(_ value: JSONValue) throws(PromotionRefusal) -> [String: String] {
    guard case .object(let members) = value, (1...mostParameters).contains(members.count) else {
      throw .malformed("expected 'params' as an object of 1 to \(mostParameters) values")
    }
    var values: [String: String] = [:]
    for member in members {
      guard case .string(let text) = member.value, text.utf8.count <= longestText else {
        throw .malformed("expected '\(member.name)' as a short text")
      }
      values[member.name] = text
    }
    return values
  }

  private static func reason(_ fields: DocumentFields) throws(PromotionRefusal) -> String {
    let text = try fields.text("reason")
    guard text.utf8.count <= longestText else {
      throw .malformed("the reason is longer than \(longestText) bytes")
    }
    return text
  }
}
