/// A row that was left out because something is wrong with it.
package struct SkippedRow: Sendable, Hashable {
  /// The file, the member of a zip and the line.
  package var place: ImportPlace
  /// What is wrong.
  package var problem: String
}

/// The rows that an import leaves out because something is wrong with them, over all its files.
final class BadRows {
  /// How many of them are shown.
  private static let mostShown = 5

  private let limit: Int
  private var total = 0
  /// Rows by what is wrong with them.
  private(set) var counts: [String: Int] = [:]
  /// The first ones.
  private(set) var first: [SkippedRow] = []

  init(limit: Int) { self.limit = limit }

  /// Takes note of a row.
  ///
  /// - Throws: `data` when it is one too many.
  func skip(_ place: ImportPlace, _ fault: ImportFault, reason: String) throws(ImportError) {
    total += 1
    guard total <= limit else { throw .data(place, .tooManyBadRows(limit: limit, last: fault.problem)) }
    counts[reason, default: 0] += 1
    if first.count < Self.mostShown { first.append(SkippedRow(place: place, problem: fault.problem)) }
  }
}
