// Coding paths are not kept: errors get theirs on the way out.

/// The encoder of the next value of a container.
struct SlotEncoder: Encoder {
  let node: EncodedNode
  var codingPath: [any CodingKey] { [] }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    KeyedEncodingContainer(KeyedWriter(node: node.open(.keyed)))
  }
  func unkeyedContainer() -> any UnkeyedEncodingContainer { UnkeyedWriter(node: node.open(.unkeyed)) }
  func singleValueContainer() -> any SingleValueEncodingContainer { SingleValueWriter(node: node) }
}

struct KeyedWriter<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let node: EncodedNode
  var codingPath: [any CodingKey] { [] }

  private func at(_ key: any CodingKey) -> EncodedNode {
    node.put(key: key.stringValue)
    return node
  }

  func encodeNil(forKey key: Key) { at(key).putNil() }
  func encode(_ value: Bool, forKey key: Key) { at(key).put(value) }
  func encode(_ value: String, forKey key: Key) { at(key).put(value) }
  func encode(_ value: Double, forKey key: Key) { at(key).put(value) }
  func encode(_ value: Float, forKey key: Key) { at(key).put(value) }
  func encode(_ value: Int, forKey key: Key) { at(key).put(signed: Int64(value)) }
  func encode(_ value: Int8, forKey key: Key) { at(key).put(signed: Int64(value)) }
  func encode(_ value: Int16, forKey key: Key) { at(key).put(signed: Int64(value)) }
  func encode(_ value: Int32, forKey key: Key) { at(key).put(signed: Int64(value)) }
  func encode(_ value: Int64, forKey key: Key) { at(key).put(signed: value) }
  func encode(_ value: Int128, forKey key: Key) { at(key).put(signed: value) }
  func encode(_ value: UInt, forKey key: Key) { at(key).put(unsigned: UInt64(value)) }
  func encode(_ value: UInt8, forKey key: Key) { at(key).put(unsigned: UInt64(value)) }
  func encode(_ value: UInt16, forKey key: Key) { at(key).put(unsigned: UInt64(value)) }
  func encode(_ value: UInt32, forKey key: Key) { at(key).put(unsigned: UInt64(value)) }
  func encode(_ value: UInt64, forKey key: Key) { at(key).put(unsigned: value) }
  func encode(_ value: UInt128, forKey key: Key) { at(key).put(unsigned: value) }

  func encode<T: Encodable>(_ value: T, forKey key: Key) throws {
    do { try at(key).put(value) } catch { throw StateCodingError(error).inside(key.stringValue) }
  }

  func nestedContainer<NestedKey: CodingKey>(
    keyedBy keyType: NestedKey.Type, forKey key: Key
  ) -> KeyedEncodingContainer<NestedKey> {
    KeyedEncodingContainer(KeyedWriter<NestedKey>(node: at(key).add(.keyed)))
  }
  func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
    UnkeyedWriter(node: at(key).add(.unkeyed))
  }
  func superEncoder() -> any Encoder {
    node.put(key: "super")
    return SlotEncoder(node: node.add(.slot))
  }
  func superEncoder(forKey key: Key) -> any Encoder { SlotEncoder(node: at(key).add(.slot)) }
}

/// Values that go into a node as they come; what containers without keys have in common.
protocol NodeWriter {
  var node: EncodedNode { get }
}

extension NodeWriter {
  func encodeNil() { node.putNil() }
  func encode(_ value: Bool) { node.put(value) }
  func encode(_ value: String) { node.put(value) }
  func encode(_ value: Double) { node.put(value) }
  func encode(_ value: Float) { node.put(value) }
  func encode(_ value: Int) { node.put(signed: Int64(value)) }
  func encode(_ value: Int8) { node.put(signed: Int64(value)) }
  func encode(_ value: Int16) { node.put(signed: Int64(value)) }
  func encode(_ value: Int32) { node.put(signed: Int64(value)) }
  func encode(_ value: Int64) { node.put(signed: value) }
  func encode(_ value: UInt) { node.put(unsigned: UInt64(value)) }
  func encode(_ value: UInt8) { node.put(unsigned: UInt64(value)) }
  func encode(_ value: UInt16) { node.put(unsigned: UInt64(value)) }
  func encode(_ value: UInt32) { node.put(unsigned: UInt64(value)) }
  func encode(_ value: UInt64) { node.put(unsigned: value) }
}

struct UnkeyedWriter: UnkeyedEncodingContainer, NodeWriter {
  let node: EncodedNode
  var codingPath: [any CodingKey] { [] }

  // Here and not in the extension: the standard library has defaults for these two that refuse.
  func encode(_ value: Int128) { node.put(signed: value) }
  func encode(_ value: UInt128) { node.put(unsigned: value) }
  var count: Int { node.count }

  func encode<T: Encodable>(_ value: T) throws {
    let index = node.count
    do { try node.put(value) } catch { throw StateCodingError(error).inside("\(index)") }
  }

  func nestedContainer<NestedKey: CodingKey>(
    keyedBy keyType: NestedKey.Type
  ) -> KeyedEncodingContainer<NestedKey> {
    KeyedEncodingContainer(KeyedWriter<NestedKey>(node: node.add(.keyed)))
  }
  func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { UnkeyedWriter(node: node.add(.unkeyed)) }
  func superEncoder() -> any Encoder { SlotEncoder(node: node.add(.slot)) }
}

struct SingleValueWriter: SingleValueEncodingContainer, NodeWriter {
  let node: EncodedNode
  var codingPath: [any CodingKey] { [] }

  // Here and not in the extension: the standard library has defaults for these two that refuse.
  func encode(_ value: Int128) { node.put(signed: value) }
  func encode(_ value: UInt128) { node.put(unsigned: value) }
  func encode<T: Encodable>(_ value: T) throws { try node.put(value) }
}
