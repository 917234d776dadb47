package import JSONText
import Journal
import ModeManager
import Promotion
package import TradingCore

/// A promotion that was asked for just now.
package struct RequestedPromotion: Sendable {
  /// The request's id, as in `R1`.
  package let id: String
  /// The bot.
  package let bot: String
  /// The mode it is in.
  package let from: String
  /// The mode it is to be in.
  package let to: String
  /// The most that may be at stake, a decimal.
  package let capital: String
  /// What that is in.
  package let currency: String
  /// Until when it can be decided.
  package let expiresAt: Timestamp
  private let document: JSONValue

  init(_ request: PromotionRequest) {
    (id, bot) = (request.id, request.bot)
    (from, to) = (request.from.rawValue, request.to.rawValue)
    (capital, currency) = (request.capital, request.currency.code)
    expiresAt = request.expiresAt
    document = request.json.adding("digest", .string(request.digest))
  }
}

extension RequestedPromotion: Document {
  /// The request with its digest, for programs.
  package var json: JSONValue { document }
}

/// A request after somebody has decided.
package struct DecidedRequest: Sendable {
  /// The request's id.
  package let id: String
  /// The bot.
  package let bot: String
  /// Whether the bot was promoted by it.
  package let isPromoted: Bool
  /// Signatures for it so far.
  package let approvals: Int
  /// Signatures that it needs.
  package let approvalsNeeded: Int
  /// The mode that the bot is in.
  package let mode: String
  private let state: String

  init(_ id: String, _ record: RequestRecord, _ ledger: PromotionLedger, at time: Timestamp) {
    (self.id, bot) = (id, record.request.bot)
    isPromoted = record.state == .promoted
    (approvals, approvalsNeeded) = (record.approvals.count, record.approvalsNeeded)
    mode = ledger.standing(of: bot).mode.rawValue
    state = ledger.state(of: record, at: time).rawValue
  }
}

extension DecidedRequest: Document {
  /// The request, for programs.
  package var json: JSONValue {
    [
      "request": .string(id), "bot": .string(bot), "state": .string(state), "approvals": .count(approvals),
      "approvals_needed": .count(approvalsNeeded), "mode": .string(mode),
    ]
  }
}

/// Criteria that an admin made count.
package struct AdoptedCriteria: Sendable {
  /// Their file.
  package let path: String
  /// Their digest in hexadecimal.
  package let digest: String
  /// The act that waits for a second admin; `nil` when it is done.
  package let pending: String?
}

extension AdoptedCriteria: Document {
  /// The criteria, for programs.
  package var json: JSONValue {
    [
      "path": .string(path), "criteria": .string(digest),
      "pending": pending.map { .string($0) } ?? .null,
    ]
  }
}

/// What happened to a bot at the gate.
package struct GateHistory: Sendable {
  /// One thing that happened.
  package struct Event: Sendable {
    /// Its row in the journal.
    package let row: Int64
    /// When.
    package let time: Timestamp
    /// What, by its stable code.
    package let kind: String
    /// Who signed it; `nil` for the program.
    package let signer: String?
    /// The request it is about, and why.
    package let detail: String
    /// What it rests on, by its stable code.
    package let proof: String
    /// Whether somebody's word stands behind it, or none is needed.
    package let isProven: Bool
    private let payload: JSONValue

    init(_ event: LedgerEvent, _ proof: GateProof) {
      (self.proof, isProven) = (proof.rawValue, proof.isProven)
      let body = event.payload["statement"]?["body"]
      (row, time, kind, payload) = (event.seq, event.at, event.kind.rawValue, event.payload)
      signer = if case .string(let name)? = body?["operator"] { name } else { nil }
      detail = Self.detail(body?["about"] ?? event.payload)
    }

    private static func detail(_ about: JSONValue) -> String {
      var parts: [String] = []
      let request = about["request"]
      for value in [request?["id"] ?? request, about["code"], about["to"], about["step"], about["reason"]] {
        switch value {
        case .string(let text)? where !text.isEmpty: parts.append(text)
        case .integer(let number)?: parts.append("step \(number)")
        default: break
        }
      }
      return parts.joined(separator: ", ")
    }

    fileprivate var json: JSONValue {
      [
        "row": .integer(row), "time": .string(time.iso8601), "event": .string(kind),
        "operator": signer.map { .string($0) } ?? .null, "detail": .string(detail), "proof": .string(proof),
        "proven": .boolean(isProven), "payload": payload,
      ]
    }
  }

  /// The bot.
  package let id: String
  /// The mode it is in.
  package let mode: String
  /// In order.
  package let events: [Event]
}

extension GateHistory: Document {
  /// The events, for programs.
  package var json: JSONValue {
    ["id": .string(id), "mode": .string(mode), "events": .array(events.map(\.json))]
  }
}

/// What was asked for at the gate.
package struct RequestListing: Sendable {
  /// A request, and what became of it.
  package struct Row: Sendable {
    /// Its id.
    package let id: String
    /// The bot.
    package let bot: String
    /// The mode it starts from.
    package let from: String
    /// The mode it leads to, with the ladder's step in LIVE.
    package let step: String
    /// The most that may be at stake, a decimal.
    package let capital: String
    /// What that is in.
    package let currency: String
    /// Where it stands.
    package let state: String
    /// Who asked; `nil` where nobody signed.
    package let requester: String?
    /// Who has signed for it, in order.
    package let signers: [String]
    /// Signatures that it needs.
    package let approvalsNeeded: Int
    /// Until when it can be decided.
    package let expiresAt: Timestamp
    /// Why it was made, or why it ended.
    package let reason: String
    fileprivate let json: JSONValue

    init(_ record: RequestRecord, state: RequestState) {
      let request = record.request
      (id, bot, from) = (request.id, request.bot, request.from.rawValue)
      step = request.to == .live ? "live \(request.step)" : request.to.rawValue
      (capital, currency, self.state) = (request.capital, request.currency.code, state.rawValue)
      (requester, signers) = (request.requester?.name, record.approvals.map(\.signer))
      (approvalsNeeded, expiresAt) = (record.approvalsNeeded, request.expiresAt)
      reason = record.ending?.reason ?? request.reason
      json = Self.json(record, state)
    }

    private static func json(_ record: RequestRecord, _ state: RequestState) -> JSONValue {
      let request = record.request
      return [
        "request": request.json, "digest": .string(request.digest), "state": .string(state.rawValue),
        "approvals": .array(
          record.approvals.map {
            ["operator": .string($0.signer), "person": .string($0.person), "at": .string($0.at.iso8601)]
          }),
        "approvals_needed": .count(record.approvalsNeeded),
        "ended_by": record.ending?.by.map { .string($0) } ?? .null,
        "ended_because": record.ending.map { .string($0.reason) } ?? .null,
      ]
    }
  }

  /// In the order they were made.
  package let requests: [Row]
  /// What the reader should know besides.
  package let notes: [String]
}

extension RequestListing: Document {
  /// The requests, for programs.
  package var json: JSONValue { ["requests": .array(requests.map(\.json))] }
}
