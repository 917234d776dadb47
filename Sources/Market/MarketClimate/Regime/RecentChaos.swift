/// The chaos of the last few readings, whose spread says how stable the reading is.
struct RecentChaos: Sendable {
  /// Readings that are kept.
  static let length = 8

  private var ring = [Double](repeating: 0, count: length)
  private var next = 0
  private var count = 0
  private var highest = 0.0
  private var lowest = 0.0

  /// Takes the next; the oldest leaves.
  mutating func append(_ chaos: Double) {
    let place = next & (Self.length - 1)
    let oldest = ring[place]
    ring[place] = chaos
    next &+= 1
    let wasFull = count == Self.length
    if !wasFull { count += 1 }
    if count == 1 || wasFull && (oldest >= highest || oldest <= lowest) {
      // Only then is there a need to go through them all.
      highest = chaos
      lowest = chaos
      for index in 0..<count { widen(ring[index]) }
    } else {
      widen(chaos)
    }
  }

  private mutating func widen(_ chaos: Double) {
    highest = chaos > highest ? chaos : highest
    lowest = chaos < lowest ? chaos : lowest
  }

  /// Begins anew, without any.
  mutating func removeAll() {
    next = 0
    count = 0
    highest = 0
    lowest = 0
  }

  /// All, oldest first.
  var values: [Double] { (0..<count).map { ring[(next &- count &+ $0) & (Self.length - 1)] } }

  /// The difference of the highest and the lowest; 0 without one.
  var spread: Double { highest - lowest }
}
