/// Something stored is of a version that this program does not know: a later program wrote it.
package struct LaterVersion: Error, Sendable, Hashable, CustomStringConvertible {
  /// What was read, with its article: `the saved state`.
  package let what: String
  /// The version it says it is of.
  package let found: Int
  /// The latest version that this program reads.
  package let known: Int

  /// What it is and what to do about it.
  package var description: String {
    "\(what) is of version \(found), and this program knows \(known): use a later version of slipway"
  }

  /// Makes sure that a version can be read; one that is not stated is the first.
  ///
  /// - Throws: `LaterVersion` for any but 1 to `known`.
  package static func check(_ found: Int?, known: Int, of what: String) throws(LaterVersion) {
    let found = found ?? 1
    guard (1...known).contains(found) else { throw LaterVersion(what: what, found: found, known: known) }
  }
}
