/// The rules that a home's gate goes by. A home keeps those under which it was made until a later program acts at its
/// gate; from that row on the later ones hold, and what was done before is judged by those that held then.
package enum GateRules: Int, Sendable, Hashable, Comparable, CaseIterable {
  /// What homes of before had.
  case first = 1
  /// A statement names the row of the chain that it follows; every request is signed; where there are two admins, what
  /// changes operators or criteria takes both; DEMO lasts at least two weeks by the clock.
  case second = 2
  /// What a bot loses, every bot of its identity loses, as far as evidence goes; whoever starts has the ticks that a right
  /// rests on, and in LIVE code that the identity covers.
  case third = 3

  /// Those that are in force for whatever happens now.
  package static let present = GateRules.third

  /// Whether rules came before others.
  package static func < (left: GateRules, right: GateRules) -> Bool { left.rawValue < right.rawValue }
}
