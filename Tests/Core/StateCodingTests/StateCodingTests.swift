import StateCoding
import TestSupport
import Testing

/// One of everything that a state can consist of.
private struct Sample: Codable, Equatable {
  enum Kind: Codable, Equatable {
    case plain
    case limit(Int64)
    case both(stop: Int64, limit: Int64?)
  }

  struct Inner: Codable, Equatable {
    var name: String
    var flag: Bool
    var rest: [Inner]
  }

  var small: Int8 = -128
  var int: Int = .min
  var wide: Int128 = .min
  var wideUnsigned: UInt128 = .max
  var unsigned: UInt64 = .max
  var byte: UInt8 = 255
  var ratio: Double = 0.1
  var single: Float = -1.5
  var text = "naïve ☕️ \u{0}"
  var missing: Int?
  var kinds: [Kind] = [.plain, .limit(-7), .both(stop: 1, limit: nil), .both(stop: .max, limit: .min)]
  var holes: [Double?] = [nil, 1, nil]
  var doubles: [Double] = [0, 1.5, -2]
  var bytes: [UInt8] = [0, 127, 128, 255]
  var integers: [Int64] = [.min, -1, 0, 1, .max]
  var words = ["a": 1, "b": 2]
  var set: Set<Int> = [3]
  var inner = Inner(
    name: "outer", flag: true, rest: [Inner(name: "", flag: false, rest: [])])
}

/// What has no order of its own has one in the bytes.
struct HashOrderTests {
  private struct Key: Hashable, Codable {
    var number: Int
  }

  private enum Side: String, Codable, CodingKeyRepresentable { case buy, sell, none }

  private struct Unordered: Codable, Equatable {
    var names: [String: Int]
    var numbers: [Int: [String: Bool]]
    var sides: [Side: String]
    var keys: [Key: Double]
    var set: Set<String>

    /// The same for the same count, put in from front or back into room for so many.
    init(_ count: Int, backwards: Bool, capacity: Int) {
      names = Dictionary(minimumCapacity: capacity)
      numbers = Dictionary(minimumCapacity: capacity)
      sides = [:]
      keys = Dictionary(minimumCapacity: capacity)
      set = Set(minimumCapacity: capacity)
      let all = Array(0..<count)
      for number in backwards ? all.reversed() : all {
        names["n\(number)"] = number
        numbers[number] = ["x\(number)": true, "y": false]
        keys[Key(number: number)] = Double(number)
        set.insert("s\(number)")
      }
      for side in backwards ? [Side.none, .sell, .buy] : [.buy, .sell, .none] { sides[side] = side.rawValue }
    }
  }

  @Test("dictionaries and sets have the same bytes however they came to be", arguments: [0, 1, 7, 60])
  func sameBytes(_ count: Int) throws {
    let bytes = try StateEncoder.encode(Unordered(count, backwards: false, capacity: 0))
    for capacity in [1, 90, 400] {
      let other = Unordered(count, backwards: true, capacity: capacity)
      #expect(try StateEncoder.encode(other) == bytes)
      #expect(try StateDecoder.decode(Unordered.self, from: bytes) == other)
    }
  }

  @Test("their bytes are these in every process")
  func pinned() throws {
    let bytes = try StateEncoder.encode(["b": 1, "a": 2, "ab": 3, "B": 4])
    let text = bytes.map { String($0, radix: 16) }.joined(separator: " ")
    #expect(text == "53 57 53 1 4 1 42 1 61 2 61 62 1 62 a c 0 3 8 1 3 4 2 3 6 3 3 2")
    #expect(try StateDecoder.decode([String: Int].self, from: bytes) == ["b": 1, "a": 2, "ab": 3, "B": 4])
  }
}

/// What comes out is what went in, and what is no state is an error.
struct StateCodingTests {
  @Test("everything a state can consist of is the same again")
  func sample() throws {
    let bytes = try StateEncoder.encode(Sample())
    #expect(try StateDecoder.decode(Sample.self, from: bytes) == Sample())
    #expect(bytes.count < 600)
  }

  @Test(
    "floating point is exact to the bit", arguments: [0, -0.0, .nan, .infinity, -.infinity, 0x1p-1074, 0.1])
  func doubles(_ value: Double) throws {
    let other = Double(bitPattern: 0x7FF8_0000_0000_1234)
    let bytes = try StateEncoder.encode([[value], [value, other]])
    let back = try StateDecoder.decode([[Double]].self, from: bytes)
    #expect(back.map { $0.map(\.bitPattern) } == [[value], [value, other]].map { $0.map(\.bitPattern) })
  }

  @Test("integers of every size, and read as another type where they fit")
  func integers() throws {
    for value in [Int64.min, -129, -1, 0, 1, 63, 64, 300, .max] {
      #expect(try StateDecoder.decode(Int64.self, from: StateEncoder.encode(value)) == value)
      #expect(try StateDecoder.decode(Int128.self, from: StateEncoder.encode(value)) == Int128(value))
    }
    #expect(try StateDecoder.decode(UInt8.self, from: StateEncoder.encode(Int128(200))) == 200)
    #expect(throws: StateCodingError.unexpected(path: "", expected: "an integer that fits")) {
      try StateDecoder.decode(UInt8.self, from: StateEncoder.encode(-1))
    }
  }

  @Test("each key is written once")
  func interned() throws {
    struct Pair: Codable { var aRatherLongName = 1, another = 2 }
    let one = try StateEncoder.encode([Pair()]).count
    #expect(try StateEncoder.encode(Array(repeating: Pair(), count: 11)).count == one + 10 * 8)
  }

  @Test("arrays written packed are read one by one, and the other way round")
  func packed() throws {
    struct OneByOne: Codable, Equatable {
      var values: [Double]
      init(_ values: [Double]) { self.values = values }
      init(from decoder: any Decoder) throws {
        values = []
        var container = try decoder.unkeyedContainer()
        while !container.isAtEnd { values.append(try container.decode(Double.self)) }
      }
      func encode(to encoder: any Encoder) throws {
        var container = encoder.unkeyedContainer()
        for value in values { try container.encode(value) }
      }
    }
    let packed = try StateEncoder.encode([1.5, 2.5])
    #expect(try StateDecoder.decode(OneByOne.self, from: packed) == OneByOne([1.5, 2.5]))
    #expect(try StateDecoder.decode([Double].self, from: StateEncoder.encode(OneByOne([1.5]))) == [1.5])
    #expect(
      try StateDecoder.decode(Set<UInt8>.self, from: StateEncoder.encode([1, 255] as [UInt8])) == [1, 255])
    #expect(try StateDecoder.decode([Int].self, from: StateEncoder.encode([-5, 7] as [Int64])) == [-5, 7])
  }

  @Test("containers may be written in turns, and a class's parent apart")
  func turns() throws {
    struct Turns: Codable, Equatable {
      enum Keys: String, CodingKey { case left, right, list }
      enum Inner: String, CodingKey { case a, b }
      var numbers = [1, 2, 3, 4, 5]
      init() {}
      init(from decoder: any Decoder) throws {
        let top = try decoder.container(keyedBy: Keys.self)
        let right = try top.nestedContainer(keyedBy: Inner.self, forKey: .right)
        let left = try top.nestedContainer(keyedBy: Inner.self, forKey: .left)
        var list = try top.nestedUnkeyedContainer(forKey: .list)
        let parent = try top.superDecoder().singleValueContainer().decode(Int.self)
        numbers = [
          try left.decode(Int.self, forKey: .a), try right.decode(Int.self, forKey: .a),
          try left.decode(Int.self, forKey: .b), try list.decode(Int.self), parent,
        ]
      }
      func encode(to encoder: any Encoder) throws {
        var top = encoder.container(keyedBy: Keys.self)
        var left = top.nestedContainer(keyedBy: Inner.self, forKey: .left)
        var right = top.nestedContainer(keyedBy: Inner.self, forKey: .right)
        var list = top.nestedUnkeyedContainer(forKey: .list)
        let parent = top.superEncoder()
        try left.encode(numbers[0], forKey: .a)
        try right.encode(numbers[1], forKey: .a)
        try left.encode(numbers[2], forKey: .b)
        try list.encode(numbers[3])
        var value = parent.singleValueContainer()
        try value.encode(numbers[4])
      }
    }
    #expect(try StateDecoder.decode(Turns.self, from: StateEncoder.encode(Turns())) == Turns())
  }

  @Test("a value that encodes nothing is an empty one")
  func empty() throws {
    struct Empty: Codable, Equatable {}
    #expect(try StateDecoder.decode(Empty.self, from: StateEncoder.encode(Empty())) == Empty())
    #expect(try StateDecoder.decode([Empty].self, from: StateEncoder.encode([Empty(), Empty()])).count == 2)
    #expect(try StateDecoder.decode(Int?.self, from: StateEncoder.encode(Int?.none)) == nil)
  }

  @Test("the same value gives the same bytes")
  func deterministic() throws {
    var sample = Sample()
    sample.words = ["a": 1]
    #expect(try StateEncoder.encode(sample) == StateEncoder.encode(sample))
  }
}

/// Damage is told, never trapped on.
struct StateDamageTests {
  @Test("every truncation is an error")
  func truncations() throws {
    let bytes = try StateEncoder.encode(Sample())
    for count in bytes.indices {
      #expect(throws: StateCodingError.self) {
        try StateDecoder.decode(Sample.self, from: Array(bytes[..<count]))
      }
    }
    #expect(throws: StateCodingError.damaged(byte: bytes.count)) {
      try StateDecoder.decode(Sample.self, from: bytes + [0])
    }
  }

  @Test("bytes changed at random are an error or another value")
  func flips() throws {
    let bytes = try StateEncoder.encode(Sample())
    var random = SeededGenerator(seed: 5)
    var errors = 0
    for _ in 0..<3_000 {
      var changed = bytes
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        changed[Int.random(in: 0..<changed.count, using: &random)] = UInt8.random(
          in: 0...255, using: &random)
      }
      do throws(StateCodingError) { _ = try StateDecoder.decode(Sample.self, from: changed) } catch {
        errors += 1
      }
    }
    #expect(errors > 1_000)
  }

  @Test("errors name the value")
  func paths() throws {
    struct Old: Codable { var inner = ["a": ["x": 1]] }
    struct New: Codable { var inner: [String: [String: String]] }
    struct More: Codable { var other: Int }
    let bytes = try StateEncoder.encode(Old())
    #expect(throws: StateCodingError.unexpected(path: "inner.a.x", expected: "a text")) {
      try StateDecoder.decode(New.self, from: bytes)
    }
    #expect(throws: StateCodingError.missing(path: "other")) {
      try StateDecoder.decode(More.self, from: bytes)
    }
  }

  @Test("a value's own refusal is told with its path")
  func refusal() throws {
    struct Refusal: Error, CustomStringConvertible { var description: String { "never" } }
    struct Never: Encodable { func encode(to encoder: any Encoder) throws { throw Refusal() } }
    #expect(throws: StateCodingError.refused(path: "list.1", reason: "never")) {
      struct List: Encodable {
        enum Keys: String, CodingKey { case list }
        func encode(to encoder: any Encoder) throws {
          var container = encoder.container(keyedBy: Keys.self)
          var list = container.nestedUnkeyedContainer(forKey: .list)
          try list.encode(1)
          do { try list.encode(Never()) } catch let error as StateCodingError {
            #expect(error == .refused(path: "1", reason: "never"))
            throw StateCodingError.refused(path: "list.1", reason: "never")
          }
        }
      }
      _ = try StateEncoder.encode(List())
    }
  }

  @Test("values too deep, other formats and other files are told apart")
  func others() throws {
    indirect enum Tree: Codable { case leaf, branch(Tree) }
    var tree = Tree.leaf
    for _ in 0..<50 { tree = .branch(tree) }
    #expect(throws: Never.self) {
      try StateDecoder.decode(Tree.self, from: StateEncoder.encode(tree))
    }
    for _ in 0..<500 { tree = .branch(tree) }
    #expect(throws: StateCodingError.tooDeep) { _ = try StateEncoder.encode(tree) }
    var bytes = try StateEncoder.encode(1)
    bytes[3] = 9
    #expect(throws: StateCodingError.unknownVersion(9)) { try StateDecoder.decode(Int.self, from: bytes) }
    #expect(throws: StateCodingError.notAState) { try StateDecoder.decode(Int.self, from: [1, 2, 3, 4]) }
  }
}
