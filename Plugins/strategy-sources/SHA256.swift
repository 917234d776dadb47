/// SHA-256, as FIPS 180-4 has it. The program has it from swift-crypto; a tool of the build that depended on that would
/// have all of it compiled once more, for the tool alone.
struct SHA256 {
  private static let primes: [UInt32] = {
    var found: [UInt32] = []
    var number: UInt32 = 2
    while found.count < 64 {
      if found.allSatisfy({ number % $0 != 0 }) { found.append(number) }
      number += 1
    }
    return found
  }()
  /// The first 32 bits of the fractional parts of the cube roots of the first 64 primes.
  private static let rounds = primes.map { fraction(of: $0, power: 3) }

  /// The first 32 bits of the fractional parts of the square roots of the first 8 primes.
  private var state = primes.prefix(8).map { SHA256.fraction(of: $0, power: 2) }
  private var waiting: [UInt8] = []
  private var length: UInt64 = 0

  /// The first 32 bits of the fractional part of a root, exactly: the largest whole number whose power is not above the
  /// prime times 2 to the 32 times the power.
  private static func fraction(of prime: UInt32, power: Int) -> UInt32 {
    func isWithin(_ root: UInt64) -> Bool {
      // A root has at most 36 bits: its cube fits into 128.
      let square = UInt128(root) * UInt128(root)
      guard power == 3 else { return square <= UInt128(prime) << 64 }
      return square * UInt128(root) <= UInt128(prime) << 96
    }
    var root: UInt64 = 0
    for bit in (0..<36).reversed() where isWithin(root | 1 << UInt64(bit)) { root |= 1 << UInt64(bit) }
    return UInt32(truncatingIfNeeded: root)
  }

  /// Takes more bytes.
  mutating func add(_ bytes: [UInt8]) {
    length &+= UInt64(bytes.count)
    waiting += bytes
    var start = 0
    while waiting.count - start >= 64 {
      take(waiting[start..<start + 64])
      start += 64
    }
    waiting.removeFirst(start)
  }

  /// The digest of all of them, 64 lower-case hex digits.
  mutating func finish() -> String {
    let bits = length &* 8
    let zeros = (119 - waiting.count % 64) % 64
    add(
      [0x80] + Array(repeating: 0, count: zeros)
        + (0..<8).map { UInt8(truncatingIfNeeded: bits >> (56 - 8 * $0)) })
    return state.map { word in
      let text = String(word, radix: 16)
      return String(repeating: "0", count: 8 - text.count) + text
    }.joined()
  }

  private mutating func take(_ block: ArraySlice<UInt8>) {
    func rotated(_ word: UInt32, _ count: UInt32) -> UInt32 { word >> count | word << (32 - count) }
    var words: [UInt32] = stride(from: block.startIndex, to: block.endIndex, by: 4).map { place in
      block[place..<place + 4].reduce(0) { $0 << 8 | UInt32($1) }
    }
    for place in 16..<64 {
      let (early, late) = (words[place - 15], words[place - 2])
      let first = rotated(early, 7) ^ rotated(early, 18) ^ early >> 3
      let second = rotated(late, 17) ^ rotated(late, 19) ^ late >> 10
      words.append(words[place - 16] &+ first &+ words[place - 7] &+ second)
    }
    var work = state
    for place in 0..<64 {
      let (a, e) = (work[0], work[4])
      let choice = (e & work[5]) ^ (~e & work[6])
      let majority = (a & work[1]) ^ (a & work[2]) ^ (work[1] & work[2])
      let first =
        work[7] &+ (rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)) &+ choice &+ Self.rounds[place]
        &+ words[place]
      let second = (rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)) &+ majority
      work = [first &+ second, a, work[1], work[2], work[3] &+ first, e, work[5], work[6]]
    }
    state = zip(state, work).map { $0 &+ $1 }
  }
}
