import JSONText
import Promotion
import Testing
import TradingCore

@Suite("Events edited in the chain")
struct ChainEditTests {
  /// Every document that differs from a given one in one value.
  private func edits(of value: JSONValue) -> [JSONValue] {
    switch value {
    case .string(let text): [.string(text + "0"), .null]
    case .integer(let number): [.integer(number + 1)]
    case .null: [.string("x")]
    case .array(let values):
      values.indices.flatMap { index in
        edits(of: values[index]).map { edit in
          var copy = values
          copy[index] = edit
          return .array(copy)
        }
      } + [.array(values + values)]
    case .object(let members):
      members.indices.flatMap { index in
        edits(of: members[index].value).map { edit in
          var copy = members
          copy[index].value = edit
          return .object(copy)
        } + [.object(Array(members[..<index] + members[(index + 1)...]))]
      }
    default: []
    }
  }

  @Test("any value edited or taken out of any event on the way to live leaves a fault and no grant")
  func anyEdit() throws {
    let home = try GateHome.live()
    var before = PromotionLedger(home: GateHome.id, criteria: GateHome.criteria)
    var count = 0
    for (place, event) in home.events.enumerated() {
      for payload in edits(of: event.payload) {
        var ledger = before
        var edited = event
        edited.payload = payload
        ledger.fold(edited)
        for later in home.events[(place + 1)...] where ledger.fault == nil { ledger.fold(later) }
        if ledger.fault == nil {
          Issue.record("event \(event.seq) was edited unseen: \(payload.compactText)")
        }
        count += 1
      }
      before.fold(event)
    }
    #expect(count > 400)
  }

  @Test("any event taken out leaves a fault; without the last the bot is merely not promoted")
  func anyOmission() throws {
    let home = try GateHome.live()
    for place in home.events.indices {
      var rest = home.events
      rest.remove(at: place)
      let ledger = PromotionLedger(folding: rest, home: GateHome.id, criteria: GateHome.criteria)
      let isLast = place == home.events.indices.last
      // The journal's hashes show a chain that was cut off; here it only ever means less.
      #expect(isLast ? ledger.standing(of: GateHome.bot).mode == .demo : ledger.fault != nil)
    }
  }

  @Test("events written to text and read again fold to the same grant")
  func text() throws {
    let home = try GateHome.live()
    let read = try home.events.map { event in
      var copy = event
      copy.payload = try JSONValue(json: Array(event.payload.compactText.utf8))
      return copy
    }
    let ledger = PromotionLedger(folding: read, home: GateHome.id, criteria: GateHome.criteria)
    let grant = try ledger.grant(
      bot: GateHome.bot, identity: GateHome.identity, account: "broker-1", at: home.now)
    #expect(try grant == home.grant())
  }
}
