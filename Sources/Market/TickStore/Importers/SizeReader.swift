import TradingCore

/// Decimal sizes to units of 10^-digits.
struct SizeReader {
  let digits: Int
  /// The power of ten that sizes are counted in: 6 where they are millions.
  var power = 0
  /// The decimal mark; a comma in files that write numbers so.
  var point = UInt8(ascii: ".")

  init(digits: Int) { self.digits = digits }

  /// The size in units.
  @inline(__always)
  func units(_ field: ByteField) throws(ImportFault) -> Int64 {
    let units: Int64
    do throws(DecimalText.Fault) {
      units =
        point == UInt8(ascii: ".")
        ? try DecimalText.parse(field, digits: digits + power)
        : try DecimalParts(field, point: point).units(digits: digits + power)
    } catch {
      switch error {
      case .overflow: throw .sizeOutOfRange(excerpt(field))
      case .excessDigits: throw .excessSizeDigits(excerpt(field), digits: digits)
      case .malformed: throw .malformedSize(excerpt(field))
      }
    }
    guard units >= 0, units < SizeColumns.limit else { throw .sizeOutOfRange(excerpt(field)) }
    return units
  }
}

extension AggressorSide {
  /// The side a word names; unknown for none and for `unknown`.
  init(_ field: ByteField) throws(ImportFault) {
    switch String(decoding: field, as: UTF8.self).lowercased() {
    case "buy", "b": self = .buy
    case "sell", "s": self = .sell
    case "", "unknown": self = .unknown
    default: throw .malformedSide(excerpt(field))
    }
  }
}
