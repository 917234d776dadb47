import Crypto
package import JSONText
import TradingCore

/// The one text of a document that is signed or digested: members in order of name, no spaces.
///
/// Names are ordered by their UTF-8 bytes. Documents to be signed hold no fractions (amounts are decimal
/// text), so that no reader's number formatting matters.
package enum CanonicalJSON {
  /// The text.
  package static func text(_ value: JSONValue) -> String { sorted(value).compactText }

  /// SHA-256 of the text, in hexadecimal.
  package static func digest(_ value: JSONValue) -> String {
    var hash = SHA256()
    var bytes = Array(text(value).utf8)
    bytes.withUnsafeMutableBytes { hash.update(bufferPointer: UnsafeRawBufferPointer($0)) }
    return Hexadecimal.text(hash.finalize())
  }

  /// Whether the document means the same to every reader: no name twice in an object, no fractions.
  package static func isUnambiguous(_ value: JSONValue) -> Bool {
    switch value {
    case .null, .boolean, .integer, .unsigned, .string: true
    case .number: false
    case .array(let values): values.allSatisfy(isUnambiguous)
    case .object(let members):
      Set(members.map(\.name)).count == members.count && members.allSatisfy { isUnambiguous($0.value) }
    }
  }

  private static func sorted(_ value: JSONValue) -> JSONValue {
    switch value {
    case .array(let values): return .array(values.map(sorted))
    case .object(let members):
      let ordered = members.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
      return .object(ordered.map { JSONMember($0.name, sorted($0.value)) })
    default: return value
    }
  }
}
