/// How much work it is to try a passphrase.
///
/// Source: RFC 7914.
package struct ScryptCost: Sendable, Hashable {
  /// Rounds, a power of two.
  package let n: Int
  /// The block size in 128 bytes.
  package let r: Int
  /// How often all is done.
  package let p: Int

  /// What new key files use: 32 MiB, about a quarter of a second.
  package static let standard = ScryptCost(n: 1 << 15, r: 8, p: 3)

  /// A cost.
  package init(n: Int, r: Int, p: Int) {
    self.n = n
    self.r = r
    self.p = p
  }

  /// Why a cost is not used, or `nil`: a file must not make the program take hours or all memory.
  var objection: String? {
    guard (1 << 10...1 << 20).contains(n), n & (n - 1) == 0 else {
      return "expected n a power of two from 2^10 to 2^20, was \(n)"
    }
    guard (1...32).contains(r) else { return "expected r from 1 to 32, was \(r)" }
    guard (1...16).contains(p) else { return "expected p from 1 to 16, was \(p)" }
    guard n * r <= 1 << 22 else { return "expected at most 512 MiB, was \(n * r / 8_192)" }
    guard n * r * p <= 1 << 24 else { return "expected n * r * p at most 2^24, was \(n * r * p)" }
    return nil
  }
}
