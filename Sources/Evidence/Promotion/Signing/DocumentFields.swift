import JSONText
import TradingCore

/// Reads a document's members strictly: all of those named, and no others.
struct DocumentFields {
  private let value: JSONValue

  /// The members of an object.
  ///
  /// - Throws: `malformed` unless it is an object of exactly these members.
  init(_ value: JSONValue, of what: String, names: [String]) throws(PromotionRefusal) {
    guard case .object(let members) = value, CanonicalJSON.isUnambiguous(value) else {
      throw .malformed("expected \(what), an object without fractions and double names")
    }
    let unknown = members.map(\.name).filter { !names.contains($0) }
    guard unknown.isEmpty else { throw .malformed("\(what) has an unknown '\(unknown[0])'") }
    for name in names where value[name] == nil { throw .malformed("\(what) lacks '\(name)'") }
    self.value = value
  }

  func value(_ name: String) -> JSONValue { value[name] ?? .null }

  func text(_ name: String) throws(PromotionRefusal) -> String {
    guard case .string(let text)? = value[name] else { throw .malformed("expected text for '\(name)'") }
    return text
  }

  func optionalText(_ name: String) throws(PromotionRefusal) -> String? {
    value(name) == .null ? nil : try text(name)
  }

  func whole(_ name: String) throws(PromotionRefusal) -> Int64 {
    guard case .integer(let number)? = value[name] else {
      throw .malformed("expected a whole number for '\(name)'")
    }
    return number
  }

  func count(_ name: String, in range: ClosedRange<Int64>) throws(PromotionRefusal) -> Int {
    let number = try whole(name)
    guard range.contains(number) else {
      throw .malformed("expected '\(name)' from \(range.lowerBound) to \(range.upperBound), was \(number)")
    }
    return Int(number)
  }

  func list(_ name: String) throws(PromotionRefusal) -> [JSONValue] {
    guard case .array(let values)? = value[name] else { throw .malformed("expected a list for '\(name)'") }
    return values
  }

  func time(_ name: String) throws(PromotionRefusal) -> Timestamp {
    let text = try text(name)
    guard let time = try? Timestamp(iso8601: text), time.canonicalText == text else {
      throw .malformed("expected an instant with nanoseconds and Z for '\(name)', was \(text)")
    }
    return time
  }

  func mode(_ name: String) throws(PromotionRefusal) -> TradingMode {
    guard let mode = TradingMode(rawValue: try text(name)) else {
      throw .malformed("expected a mode for '\(name)'")
    }
    return mode
  }

  func digest(_ name: String) throws(PromotionRefusal) -> String {
    let text = try text(name)
    guard Hexadecimal.bytes(text)?.count == 32 else {
      throw .malformed("expected 64 hexadecimal digits for '\(name)'")
    }
    return text
  }
}

extension Timestamp {
  /// The one text of an instant in documents: nine decimals and `Z`.
  package var canonicalText: String { iso8601(fractionDigits: 9) }
}
