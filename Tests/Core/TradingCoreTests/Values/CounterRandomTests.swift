import Testing

@testable import TradingCore

@Suite("Counter-based random numbers")
struct CounterRandomTests {
  @Test("The block function gives the known answers of Random123's kat_vectors")
  func knownAnswers() {
    let zero = Philox4x32.block(counter: .init(0, 0, 0, 0), key: .init(0, 0))
    #expect(zero == .init(0x6627_E8D5, 0xE169_C58D, 0xBC57_AC4C, 0x9B00_DBD8))
    let ones = Philox4x32.block(counter: .init(.max, .max, .max, .max), key: .init(.max, .max))
    #expect(ones == .init(0x408F_276D, 0x41C8_3B0E, 0xA20B_C7C6, 0x6D54_51FD))
    let digitsOfPi = Philox4x32.block(
      counter: .init(0x243F_6A88, 0x85A3_08D3, 0x1319_8A2E, 0x0370_7344),
      key: .init(0xA409_3822, 0x299F_31D0))
    #expect(digitsOfPi == .init(0xD16C_FE09, 0x94FD_CCEB, 0x5001_E420, 0x2412_6EA1))
  }

  @Test("Each part of the address changes the number, and the same address repeats it")
  func addresses() {
    let random = CounterRandom(seed: 1, stream: 2)
    let numbers = [
      random.bits(purpose: 3, ordinal: 4), random.bits(purpose: 4, ordinal: 4),
      random.bits(purpose: 3, ordinal: 5), random.bits(purpose: 3, ordinal: 4 + 1 << 32),
      CounterRandom(seed: 2, stream: 2).bits(purpose: 3, ordinal: 4),
      CounterRandom(seed: 1, stream: 3).bits(purpose: 3, ordinal: 4),
      CounterRandom(seed: 2, stream: 1).bits(purpose: 3, ordinal: 4),
    ]
    #expect(Set(numbers).count == numbers.count)
    #expect(CounterRandom(seed: 1, stream: 2).bits(purpose: 3, ordinal: 4) == numbers[0])
  }

  @Test("Integers cover the range evenly, both ends included")
  func integers() {
    let random = CounterRandom(seed: 7, stream: 0)
    var counts: [Int64: Int] = [:]
    for ordinal in 0..<6_000 as Range<UInt64> {
      counts[random.integer(in: -1...4, purpose: 0, ordinal: ordinal), default: 0] += 1
    }
    #expect(counts.keys.sorted() == [-1, 0, 1, 2, 3, 4])
    #expect(counts.values.allSatisfy { (880...1_120).contains($0) })
    #expect(random.integer(in: 9...9, purpose: 0, ordinal: 0) == 9)
    #expect(
      random.integer(in: .min ... .max, purpose: 0, ordinal: 0)
        == Int64(bitPattern: random.bits(purpose: 0, ordinal: 0)))
  }

  @Test("Uniform and normal numbers have the mean and variance they should")
  func moments() {
    let random = CounterRandom(seed: 3, stream: 0)
    let uniform = (0..<20_000).map { random.uniform(purpose: 1, ordinal: $0) }
    let normal = (0..<20_000).map { random.normal(purpose: 2, ordinal: $0) }
    #expect(uniform.allSatisfy { $0 >= 0 && $0 < 1 })
    #expect(abs(uniform.reduce(0, +) / 20_000 - 0.5) < 0.01)
    #expect(abs(normal.reduce(0, +) / 20_000) < 0.03)
    #expect(abs(normal.reduce(0) { $0 + $1 * $1 } / 20_000 - 1) < 0.04)
  }
}
