import TradingCore

/// Decimal sizes to units of 10^-digits.
struct SizeReader {
  let digits: Int

  /// The size in units; numbers may have an exponent, as in `1e-05`.
  @inline(__always)
  func units(_ field: ByteField) throws(ImportFault) -> Int64 {
    let units: Int64
    do { units = try DecimalText.parse(field, digits: digits) } catch {
      units = try slowUnits(field, error)
    }
    guard units >= 0, units < SizeColumns.limit else { throw .sizeOutOfRange(excerpt(field)) }
    return units
  }

  private func slowUnits(_ field: ByteField, _ fault: DecimalText.Fault) throws(ImportFault) -> Int64 {
    switch fault {
    case .overflow: throw .sizeOutOfRange(excerpt(field))
    case .excessDigits: throw .excessSizeDigits(excerpt(field), digits: digits)
    case .malformed: break
    }
    let parts = field.split(maxSplits: 1, omittingEmptySubsequences: false) { $0 | 32 == UInt8(ascii: "e") }
    guard parts.count == 2, let exponent = Int(String(decoding: parts[1], as: UTF8.self)),
      (-18...18).contains(exponent)
    else { throw .malformedSize(excerpt(field)) }
    do throws(DecimalText.Fault) {
      let scale = digits + exponent
      let mantissa = try DecimalText.parse(Array(parts[0]), digits: max(0, scale))
      if scale < 0, mantissa != 0 { throw DecimalText.Fault.excessDigits }
      return mantissa
    } catch {
      switch error {
      case .overflow: throw .sizeOutOfRange(excerpt(field))
      case .excessDigits: throw .excessSizeDigits(excerpt(field), digits: digits)
      case .malformed: throw .malformedSize(excerpt(field))
      }
    }
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

/// Tells the rows of the symbol asked for from those of others in the same file.
struct SymbolFilter {
  let symbol: Symbol
  private var sawSymbol = false
  private var other: String?
  /// Rows of other symbols.
  private(set) var others = 0

  init(_ symbol: Symbol) { self.symbol = symbol }

  /// Whether the row is of the symbol; case and `/` make no difference.
  mutating func admits(_ name: some Collection<UInt8>) -> Bool {
    if name.elementsEqual(symbol.name.utf8) || Self.plain(name) == symbol.name {
      sawSymbol = true
      return true
    }
    if other == nil { other = String(decoding: name.prefix(40), as: UTF8.self) }
    others += 1
    return false
  }

  static func plain(_ name: some Collection<UInt8>) -> String {
    String(decoding: name.filter { $0 != UInt8(ascii: "/") }, as: UTF8.self).uppercased()
  }

  /// - Throws: `symbolMismatch` when every row was of other symbols.
  func finish() throws(ImportFault) {
    if !sawSymbol, let other { throw .symbolMismatch(found: other, expected: symbol) }
  }
}
