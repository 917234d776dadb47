/// Writes any `Encodable` value as compact bytes from which `StateDecoder` makes exactly the same value again.
///
/// ```swift
/// let bytes = try StateEncoder.encode(value)
/// let same = try StateDecoder.decode(Value.self, from: bytes)
/// ```
package enum StateEncoder {
  /// The bytes of a value.
  ///
  /// - Throws: `StateCodingError` when the value refuses to be saved.
  package static func encode(_ value: some Encodable) throws(StateCodingError) -> [UInt8] {
    let root = EncodedNode(.slot)
    do { try root.put(value) } catch { throw StateCodingError(error) }
    return bytes(of: root)
  }

  /// The bytes of what `body` writes to the encoder it is given, as a type's `encode(to:)` does.
  ///
  /// - Throws: `StateCodingError` for whatever it throws.
  package static func encode(with body: (any Encoder) throws -> Void) throws(StateCodingError) -> [UInt8] {
    let root = EncodedNode(.slot)
    do { try root.put(with: body) } catch { throw StateCodingError(error) }
    return bytes(of: root)
  }

  private static func bytes(of root: EncodedNode) -> [UInt8] {
    var result: [UInt8] = []
    let size = root.measure()
    result.reserveCapacity(size + 16 * root.keys.names.count + 16)
    result += StateFormat.magic
    result.append(StateFormat.version)
    StateFormat.append(UInt(root.keys.names.count), to: &result)
    for name in root.keys.names {
      StateFormat.append(UInt(name.utf8.count), to: &result)
      result.append(contentsOf: name.utf8)
    }
    root.write(to: &result)
    return result
  }
}

/// The keys of a state, each once.
final class KeyTable {
  private(set) var names: [String] = []
  private var numbers: [String: Int] = [:]
  /// The key that came after each key last: arrays of equal structures repeat their keys.
  private var followers: [Int] = []
  private var previous = 0
  /// Types that were seen, and whether they are hash-ordered: looking at a type takes longer than finding it again.
  private var hashOrdered: [ObjectIdentifier: Bool] = [:]

  func isHashOrdered<T>(_ type: T.Type) -> Bool {
    let id = ObjectIdentifier(type)
    if let known = hashOrdered[id] { return known }
    let isOrdered = type is any HashOrdered.Type
    hashOrdered[id] = isOrdered
    return isOrdered
  }

  func number(of name: String) -> Int {
    if previous < followers.count {
      let expected = followers[previous]
      if names[expected] == name {
        previous = expected
        return expected
      }
    }
    let number = numbers[name] ?? add(name)
    followers[previous] = number
    previous = number
    return number
  }

  private func add(_ name: String) -> Int {
    names.append(name)
    followers.append(0)
    numbers[name] = names.count - 1
    return names.count - 1
  }
}

/// A container being written. Containers within it are kept apart until the end: they may be written in turns.
final class EncodedNode {
  enum Shape { case keyed, unkeyed, slot }

  let shape: Shape
  let keys: KeyTable
  private let depth: Int
  private var bytes: [UInt8] = []
  private var children: [(offset: Int, node: EncodedNode)] = []
  /// Values so far.
  private(set) var count = 0
  /// The container that the value at hand has opened.
  private var opened: EncodedNode?
  /// Payload with the containers within, once measured.
  private var size = 0

  init(_ shape: Shape, keys: KeyTable = KeyTable(), depth: Int = 0) {
    self.shape = shape
    self.keys = keys
    self.depth = depth
  }

  // MARK: Values

  func put(key name: String) { StateFormat.append(UInt(keys.number(of: name)), to: &bytes) }

  func putNil() { put(.null) }
  func put(_ value: Bool) { put(value ? .yes : .no) }
  func put(_ value: String) {
    put(.string)
    StateFormat.append(UInt(value.utf8.count), to: &bytes)
    bytes.append(contentsOf: value.utf8)
  }
  func put(_ value: Double) {
    put(.double)
    Self.append(value.bitPattern, to: &bytes)
  }
  func put(_ value: Float) {
    put(.float)
    Self.append(value.bitPattern, to: &bytes)
  }
  func put(signed value: Int64) {
    put(.signed)
    StateFormat.append(StateFormat.zigzag(value), to: &bytes)
  }
  func put(unsigned value: UInt64) {
    put(.unsigned)
    StateFormat.append(value, to: &bytes)
  }
  func put(signed value: Int128) {
    put(.signed128)
    StateFormat.append(StateFormat.zigzag(value), to: &bytes)
  }
  func put(unsigned value: UInt128) {
    put(.unsigned128)
    StateFormat.append(value, to: &bytes)
  }

  func put<T: Encodable>(_ value: T) throws {
    if T.self == [Double].self, let values = value as? [Double] { return put(values) }
    if T.self == [UInt8].self, let values = value as? [UInt8] { return put(values) }
    if T.self == [Int64].self, let values = value as? [Int64] { return put(values) }
    if keys.isHashOrdered(T.self), let value = value as? any HashOrdered {
      return try put(with: value.encodeInOrder)
    }
    try put(with: value.encode)
  }

  /// Writes the one value that `body` encodes; nothing at all is an empty keyed container.
  func put(with body: (any Encoder) throws -> Void) throws {
    guard depth < StateFormat.depthLimit else { throw StateCodingError.tooDeep }
    let before = count
    opened = nil
    try body(SlotEncoder(node: self))
    opened = nil
    if count == before { _ = add(.keyed) }
    guard count == before + 1 else {
      throw StateCodingError.refused(path: "", reason: "a value encodes itself more than once")
    }
  }

  private func put(_ values: [Double]) {
    put(.doubles)
    StateFormat.append(UInt(values.count * 8), to: &bytes)
    bytes.reserveCapacity(bytes.count + values.count * 8)
    for value in values { Self.append(value.bitPattern, to: &bytes) }
  }

  private func put(_ values: [UInt8]) {
    put(.bytes)
    StateFormat.append(UInt(values.count), to: &bytes)
    bytes += values
  }

  private func put(_ values: [Int64]) {
    var packed: [UInt8] = []
    packed.reserveCapacity(values.count * 4 + 10)
    StateFormat.append(UInt(values.count), to: &packed)
    for value in values { StateFormat.append(StateFormat.zigzag(value), to: &packed) }
    put(.integers)
    StateFormat.append(UInt(packed.count), to: &bytes)
    bytes += packed
  }

  private func put(_ tag: StateFormat.Tag) {
    count += 1
    bytes.append(tag.rawValue)
  }

  private static func append<Number: FixedWidthInteger>(_ number: Number, to bytes: inout [UInt8]) {
    withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
  }

  // MARK: Containers

  /// A container within this one, as its next value.
  func add(_ shape: Shape) -> EncodedNode {
    let node = EncodedNode(shape, keys: keys, depth: depth + 1)
    children.append((bytes.count, node))
    count += 1
    return node
  }

  /// The container of the value at hand: asked for twice, it is the same one.
  func open(_ shape: Shape) -> EncodedNode {
    if let opened, opened.shape == shape { return opened }
    let node = add(shape)
    opened = node
    return node
  }

  // MARK: Bytes

  private var header: Int {
    switch shape {
    case .slot: 0
    case .keyed: 1 + StateFormat.size(of: size)
    case .unkeyed: 1 + StateFormat.size(of: size)
    }
  }

  /// Measures the container and those within.
  ///
  /// - Returns: the number of its bytes.
  @discardableResult
  func measure() -> Int {
    if shape == .slot, count == 0 { _ = add(.keyed) }
    size = bytes.count
    if shape == .unkeyed { size += StateFormat.size(of: count) }
    for child in children { size += child.node.measure() }
    return size + header
  }

  func write(to result: inout [UInt8]) {
    if shape != .slot {
      result.append((shape == .keyed ? StateFormat.Tag.keyed : .unkeyed).rawValue)
      StateFormat.append(UInt(size), to: &result)
    }
    if shape == .unkeyed { StateFormat.append(UInt(count), to: &result) }
    var written = 0
    for child in children {
      result += bytes[written..<child.offset]
      written = child.offset
      child.node.write(to: &result)
    }
    result += bytes[written...]
  }
}
