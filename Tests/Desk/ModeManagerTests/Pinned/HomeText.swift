import Journal
import JSONText
import Testing
import TickStore
import TradingCore

/// What a home's journal says, a line a row.
enum HomeText {
  /// Every row of the chain and of the tables that follow from it; bytes by their digests.
  static func lines(of journal: Journal) throws -> [String] {
    var lines: [String] = []
    try journal.read { reading in
      try reading.eachEvent { event in
        let head = "\(event.seq) \(event.code) '\(event.subject)'"
        guard event.kind != .botEvents else { return lines.append("\(head) \(digest(event.payload))") }
        // Recipes are pinned by themselves.
        var json = try #require(event.json)
        if json["recipe"] != nil, case .object(let members) = json {
          json = .object(members.map { $0.name == "recipe" ? JSONMember("recipe", "…") : $0 })
        }
        lines.append("\(head) \(json.compactText)")
      }
      for bot in try reading.bots() {
        lines.append("bot \(bot.id) \(bot.status) \(bot.mode) \(bot.family) \(bot.spec.compactText)")
        for row in try reading.evidence(of: bot.id) {
          let state = try reading.checkpoint(ofEvidence: row.id) ?? []
          lines.append(
            "evidence \(row.id) \(row.mode) \(Hexadecimal.text(row.identity)) \(row.eventCount) \(row.fillCount)"
              + " \(row.fingerprint) \(row.cursor.compactText) \(row.summary.compactText) \(digest(state))")
        }
      }
      for session in try reading.sessions() {
        lines.append(
          "session \(session.id) \(session.kind.rawValue) \(session.status) \(session.quotes) \(session.source.compactText)"
        )
        for part in try reading.bots(ofSession: session.id) {
          lines.append(
            "part \(part.evidence) \(part.startCursor.compactText) \(part.startEvents) \(part.startFills)"
              + " \(part.endEvents ?? -1) \(part.endFingerprint ?? "")")
        }
      }
    }
    return lines
  }

  /// SHA-256 in hex.
  static func digest(_ bytes: [UInt8]) -> String {
    var digest = StreamingDigest()
    digest.update(bytes)
    return Hexadecimal.text(digest.finalize())
  }
}
