/// A Huffman code with a longest length, built anew from counts of symbols in the same memory.
///
/// Equal counts give equal codes on every machine. Lengths are Huffman's; where one exceeds the limit, it is cut and
/// others grow for it, which costs next to nothing at the limits of deflate.
struct HuffmanCode {
  /// The length of each symbol's code in bits, 0 for those that don't occur.
  private(set) var lengths: [UInt8]
  /// The codes, lowest bit first as deflate packs them.
  private(set) var codes: [UInt16]

  private let limit: Int
  // Leaves by count, then the nodes above them.
  private var order: [UInt64] = []
  private var weights: [Int]
  private var parents: [Int]
  private var depths: [UInt8]
  private var perLength: [Int]

  /// A code for so many symbols, of at most 15 bits each.
  init(symbols: Int, limit: Int) {
    precondition((1...15).contains(limit) && symbols <= 1 << limit, "every symbol can have a code")
    self.limit = limit
    lengths = Array(repeating: 0, count: symbols)
    codes = Array(repeating: 0, count: symbols)
    weights = Array(repeating: 0, count: 2 * symbols)
    parents = Array(repeating: 0, count: 2 * symbols)
    depths = Array(repeating: 0, count: 2 * symbols)
    perLength = Array(repeating: 0, count: max(symbols, 16) + 1)
    order.reserveCapacity(symbols)
  }

  /// Makes the code for symbols that occur so often.
  ///
  /// - Precondition: as many counts as symbols, at least two of them above 0, each below 2^48.
  mutating func build(_ counts: UnsafeBufferPointer<Int>) {
    order.removeAll(keepingCapacity: true)
    for symbol in counts.indices {
      lengths[symbol] = 0
      if counts[symbol] > 0 { order.append(UInt64(counts[symbol]) << 16 | UInt64(symbol)) }
    }
    precondition(order.count >= 2, "a code has two symbols or more")
    order.sort()
    countLengths()
    limitLengths()
    assign()
  }

  /// Joins the two lightest nodes until one is left. Leaves and nodes both come in order of weight.
  private mutating func countLengths() {
    let leaves = order.count
    for index in 0..<leaves { weights[index] = Int(order[index] >> 16) }
    var (leaf, node) = (0, leaves)
    func lightest(_ end: Int) -> Int {
      if leaf < leaves, node == end || weights[leaf] <= weights[node] {
        leaf += 1
        return leaf - 1
      }
      node += 1
      return node - 1
    }
    let root = 2 * leaves - 2
    for next in leaves...root {
      let (first, second) = (lightest(next), lightest(next))
      weights[next] = weights[first] + weights[second]
      parents[first] = next
      parents[second] = next
    }
    for length in perLength.indices { perLength[length] = 0 }
    depths[root] = 0
    for index in stride(from: root - 1, through: 0, by: -1) {
      depths[index] = depths[parents[index]] + 1
      if index < leaves { perLength[Int(depths[index])] += 1 }
    }
  }

  /// Cuts what is too long, and lengthens others until all codes have room again.
  private mutating func limitLengths() {
    for length in stride(from: perLength.count - 1, to: limit, by: -1) {
      perLength[limit] += perLength[length]
      perLength[length] = 0
    }
    var taken = (1...limit).reduce(0) { $0 + perLength[$1] << (limit - $1) }
    while taken > 1 << limit {
      guard let length = (1..<limit).last(where: { perLength[$0] > 0 }) else {
        preconditionFailure("there is room for every symbol")
      }
      perLength[length] -= 1
      perLength[length + 1] += 2
      perLength[limit] -= 1
      taken -= 1
    }
  }

  /// Gives the rarest symbols the longest codes; codes of one length ascend with their symbols.
  private mutating func assign() {
    var place = 0
    for length in stride(from: limit, through: 1, by: -1) {
      for _ in 0..<perLength[length] {
        lengths[Int(order[place] & 0xFFFF)] = UInt8(length)
        place += 1
      }
    }
    var code = 0
    var next = [Int](repeating: 0, count: limit + 1)
    for length in 1...limit {
      code = (code + (length > 1 ? perLength[length - 1] : 0)) << 1
      next[length] = code
    }
    for symbol in lengths.indices where lengths[symbol] > 0 {
      let length = Int(lengths[symbol])
      codes[symbol] = UInt16(truncatingIfNeeded: Self.reversed(next[length], bits: length))
      next[length] += 1
    }
  }

  private static func reversed(_ code: Int, bits: Int) -> Int {
    var (left, result) = (code, 0)
    for _ in 0..<bits {
      result = result << 1 | left & 1
      left >>= 1
    }
    return result
  }
}
