package import Journal
package import Promotion
package import TradingCore

/// Which of a bot's evidence is of what it is now: of its mode and identity, and not taken back.
///
/// Evidence of one mode never stands for another one's.
package struct PresentEvidence: Sendable {
  /// Why there is none.
  package enum Absence: Sendable, Hashable {
    /// It has not run yet.
    case nothingYet
    /// It was changed since.
    case changed
    /// It is in another mode than where it ran last.
    case otherMode(last: TradingMode)
    /// A step or mode was taken from it since, for this reason.
    case takenBack(reason: String)
  }

  /// The evidence of what it is now; `nil` while there is none.
  package let row: EvidenceRecord?
  /// Why there is none; `nil` where there is one.
  package let absence: Absence?

  /// The choice among a bot's evidence, the oldest first.
  ///
  /// `identity`: the 32 bytes of the bot as it is put together now; `nil` where that can't be told, so that any
  /// identity will do. `standing`: the bot's by the ledger.
  package init(
    of record: BotRecord, identity: [UInt8]?, among evidence: [EvidenceRecord], standing: BotStanding
  ) {
    self.init(of: BotHistory(of: record, evidence: evidence, standing: standing), identity: identity)
  }

  init(of bot: BotHistory, identity: [UInt8]?) {
    let (record, evidence, standing) = (bot.record, bot.evidence, bot.standing)
    let ofIdentity = evidence.filter { identity == nil || $0.identity == identity }
    let found = bot.current(in: record.mode, identity: identity)
    row = found
    if found != nil {
      absence = nil
    } else if evidence.isEmpty {
      absence = .nothingYet
    } else if let last = ofIdentity.last {
      // Whatever began before a reduction is old, and the reader has to know why.
      let reduction = standing.reductions.last {
        $0.seq > last.firstSeq && standing.mode == record.mode
      }
      absence = reduction.map { .takenBack(reason: $0.reason) } ?? .otherMode(last: last.mode)
    } else {
      absence = .changed
    }
  }

  /// What a reader should know where there is none, in a sentence without its full stop; `nil` where nothing is to be
  /// said.
  package func note(on record: BotRecord) -> String? {
    let now = record.mode.rawValue
    switch absence {
    case nil, .nothingYet?: return nil
    case .changed?:
      return "'\(record.id)' was changed since it last ran, so that none of its evidence counts any more; "
        + "it is listed below"
    case .otherMode(let last)?:
      return "'\(record.id)' is in \(now) and has no evidence there yet; what it showed on "
        + "\(last.rawValue) is listed below"
    case .takenBack(let reason)?:
      return
        "'\(record.id)' was taken back (\(reason)): its evidence in \(now) begins anew with the next run; "
        + "what it showed before is listed below"
    }
  }
}
