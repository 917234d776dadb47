/// The rules that orders are filled by, as they have changed: what was made under earlier ones may come out differently
/// under these.
///
/// A revision is added where a rule is mended so that the same bot over the same ticks can fill otherwise. Sessions
/// record the one that they were run under; what has none is of the first.
package enum FillRules {
  /// One revision.
  package struct Revision: Sendable, Hashable {
    /// Its number, from 1.
    package let number: Int
    /// What became different with it, in sentences.
    package let changes: [String]
  }

  /// All of them, the first one first.
  package static let revisions: [Revision] = [
    Revision(number: 1, changes: []),
    Revision(
      number: 2,
      changes: [
        "A limit, a take profit or a changed price that the market had already passed before it worked (an entry that "
          + "gapped beyond its own target) fills at the quote and no longer at its price.",
        "What arrived first goes first: under first_after an order that waits goes before one that has just arrived.",
        "A market order on a crossed first quote waits and is no longer denied.",
        "A netting reversal without the margin for it still closes.",
        "With several symbols a change or cancel meets the quotes of the symbol it is meant for.",
        "Of positions that have lost the same, the one placed first is stopped out first.",
      ]),
  ]

  /// The number of the rules that this program fills by.
  package static var current: Int { revisions.count }

  /// What has changed since a revision, in order; empty for the present one and for later ones.
  package static func changes(since revision: Int) -> [String] {
    revisions.filter { $0.number > revision }.flatMap(\.changes)
  }
}
