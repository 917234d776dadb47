import FillSimulator
import JSONText
package import Journal
import TradingCore

extension SessionRecord {
  /// The member of a session's source that says which rules it was filled by.
  static let fillRulesKey = "fill_rules"

  /// The revision of the fill rules that it was run under; 1 where it does not say.
  package var fillRules: Int {
    guard case .integer(let number)? = source[Self.fillRulesKey], let revision = Int(exactly: number) else {
      return 1
    }
    return revision
  }

  /// What has changed in the fill rules since, in sentences; empty when nothing has, and when it was run under later
  /// ones than this program's.
  package var changedFillRules: [String] { FillRules.changes(since: fillRules) }

  /// That it was run under earlier rules than this program's, which may be why it comes out otherwise; `nil` where it was
  /// not.
  var olderFillRules: String? {
    guard !changedFillRules.isEmpty else { return nil }
    return
      "it was filled by rules \(fillRules), and this program fills by \(FillRules.current): evidence of before has "
      + "to be gathered anew to be run again"
  }
}

extension EvidenceRecord {
  /// Which sessions an evidence was gathered in under earlier fill rules than this program's, in a sentence; `nil` for
  /// none.
  ///
  /// - Throws: `JournalError`.
  package func fillRulesNote(_ reading: JournalReading) throws(JournalError) -> String? {
    let sessions = try reading.sessions(ofEvidence: id).map(\.session)
    let older = sessions.filter { $0.fillRules < FillRules.current }
    guard let first = older.map(\.fillRules).min() else { return nil }
    let numbers = older.map { "\($0.id)" }
    let list =
      switch numbers.count {
      case 1: "session \(numbers[0])"
      case 2...6: "sessions \(numbers.joined(separator: ", "))"
      default: "\(numbers.count) sessions"
      }
    return
      "Evidence \(number) (\(mode.rawValue)) was made under fill rules \(first) in \(list); this program fills by "
      + "\(FillRules.current), under which it may come out differently ('slipway replay' tells)."
  }
}
