package import JSONText
package import TradingCore

extension JSONValue {
  /// Money as a decimal string with two decimals at least, null for none.
  package static func money(_ value: Money?, in currency: Currency) -> JSONValue {
    value.map { .string($0.text(in: currency)) } ?? .null
  }

  /// A price as a decimal string with all its digits.
  package static func price(_ value: Price, digits: Int) -> JSONValue { .string(value.text(digits: digits)) }

  /// An instant as ISO 8601 UTC with milliseconds, null for none.
  package static func time(_ value: Timestamp?) -> JSONValue { value.map { .string($0.iso8601) } ?? .null }
}
