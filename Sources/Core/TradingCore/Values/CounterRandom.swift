/// Random numbers addressed by (seed, stream, purpose, ordinal) instead of drawn from a state: a number depends
/// on nothing else, so neither the count of bots or threads nor the order of the draws can change it.
///
/// Source: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3" (2011), Philox4x32-10.
public struct CounterRandom: Sendable, Hashable {
  private let key: Philox4x32.Key
  private let domain: UInt32

  /// The numbers of one stream of a seed; a stream is an identity digest's first 64 bits, a bot or a symbol.
  ///
  /// Philox's key has 64 bits; seed and stream together have 128, so one application of the generator mixes
  /// them into the key and the counter's last word.
  public init(seed: UInt64, stream: UInt64) {
    let mixed = Philox4x32.block(
      counter: Philox4x32.Block(
        UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32),
        UInt32(truncatingIfNeeded: stream), UInt32(truncatingIfNeeded: stream >> 32)),
      key: Philox4x32.Key(0x736C_6970, 0x7761_7921))
    key = Philox4x32.Key(mixed.first, mixed.second)
    domain = mixed.third
  }

  /// 64 random bits.
  public func bits(purpose: UInt32, ordinal: UInt64) -> UInt64 {
    let block = Philox4x32.block(
      counter: Philox4x32.Block(
        UInt32(truncatingIfNeeded: ordinal), UInt32(truncatingIfNeeded: ordinal >> 32), purpose, domain),
      key: key)
    return UInt64(block.second) << 32 | UInt64(block.first)
  }

  /// A number in [0, 1), a multiple of 2^-53.
  public func uniform(purpose: UInt32, ordinal: UInt64) -> Double {
    Double(bits(purpose: purpose, ordinal: ordinal) >> 11) * 0x1p-53
  }

  /// An integer of the range, both ends included.
  ///
  /// 64 bits times the width, the upper half taken: for a width w the chances of two integers differ by at most
  /// 2^-64, which no simulation here can tell from equal ones.
  public func integer(in range: ClosedRange<Int64>, purpose: UInt32, ordinal: UInt64) -> Int64 {
    let random = bits(purpose: purpose, ordinal: ordinal)
    let width = UInt64(bitPattern: range.upperBound &- range.lowerBound) &+ 1
    // A width of zero stands for all 2^64 integers.
    guard width != 0 else { return Int64(bitPattern: random) }
    return range.lowerBound &+ Int64(bitPattern: random.multipliedFullWidth(by: width).high)
  }

  /// A number from the standard normal distribution, by its quantile function; magnitudes stay under 8.3.
  public func normal(purpose: UInt32, ordinal: UInt64) -> Double {
    let middle = (Double(bits(purpose: purpose, ordinal: ordinal) >> 12) + 0.5) * 0x1p-52
    return DeterministicMath.normalQuantile(middle)
  }
}

/// The block function behind `CounterRandom`: ten rounds over four 32-bit words.
enum Philox4x32 {
  struct Block: Sendable, Hashable {
    var first: UInt32
    var second: UInt32
    var third: UInt32
    var fourth: UInt32

    init(_ first: UInt32, _ second: UInt32, _ third: UInt32, _ fourth: UInt32) {
      self.first = first
      self.second = second
      self.third = third
      self.fourth = fourth
    }
  }

  struct Key: Sendable, Hashable {
    var first: UInt32
    var second: UInt32

    init(_ first: UInt32, _ second: UInt32) {
      self.first = first
      self.second = second
    }
  }

  static func block(counter: Block, key: Key) -> Block {
    var block = counter
    var key = key
    for _ in 0..<10 {
      let left = block.first.multipliedFullWidth(by: 0xD251_1F53)
      let right = block.third.multipliedFullWidth(by: 0xCD9E_8D57)
      block = Block(
        right.high ^ block.second ^ key.first, right.low, left.high ^ block.fourth ^ key.second, left.low)
      key = Key(key.first &+ 0x9E37_79B9, key.second &+ 0xBB67_AE85)
    }
    return block
  }
}
