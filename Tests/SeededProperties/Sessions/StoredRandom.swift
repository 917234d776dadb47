/// SplitMix64 as a stored number, so that a strategy that draws can be stored.
struct StoredRandom: Codable, Sendable {
  private var state: UInt64

  init(state: UInt64) { self.state = state }

  /// Numbers of a seed that have nothing to do with its neighbors': states that lie a step apart give the same numbers,
  /// one later.
  init(seed: UInt64, purpose: UInt64) {
    var first = StoredRandom(state: seed)
    state = first.next() ^ purpose
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  mutating func number(_ range: ClosedRange<Int64>) -> Int64 {
    range.lowerBound + Int64(next() % UInt64(range.upperBound - range.lowerBound + 1))
  }

  mutating func chance(_ percent: Int64) -> Bool { number(1...100) <= percent }
}
