import TradingCore

/// Texts of options as values; what can't be read is an error that names the option.
enum OptionValues {
  /// An instrument's name.
  ///
  /// - Throws: `usage`.
  static func symbol(_ text: String, option: String = "--symbol") throws(CommandError) -> Symbol {
    guard let symbol = Symbol(text) else {
      throw .usage(
        what: "'\(text)' is not a symbol", option: option,
        advice: "give an instrument's name such as EURUSD, 1 to 32 letters, digits or . _ - #")
    }
    return symbol
  }

  /// An instrument that every program knows.
  ///
  /// - Throws: `usage`.
  static func instrument(_ text: String, option: String = "--symbol") throws(CommandError) -> Instrument {
    let symbol = try symbol(text, option: option)
    guard let instrument = InstrumentCatalog.standard[symbol] else {
      throw .usage(
        what: "there is no instrument \(symbol)", option: option,
        advice: "choose one of " + InstrumentCatalog.standard.all.map(\.symbol.name).joined(separator: ", "))
    }
    return instrument
  }

  /// An instant from ISO 8601 with a zone.
  ///
  /// - Throws: `usage`.
  static func time(_ text: String, option: String) throws(CommandError) -> Timestamp {
    do throws(Timestamp.ParseFault) {
      return try Timestamp(iso8601: text)
    } catch {
      let what =
        switch error {
        case .malformed: "'\(text)' is not a time"
        case .zoneMissing: "the time '\(text)' has no zone"
        case .outOfRange: "there is no such time as '\(text)'"
        }
      throw .usage(
        what: what, option: option, advice: "give ISO 8601 with a zone, as in 2019-02-04T13:00:00Z")
    }
  }

  /// A day as `2014-05-02` or `20140502`.
  ///
  /// - Throws: `usage`.
  static func date(_ text: String, option: String) throws(CommandError) -> CivilDate {
    for separator in [UInt8(ascii: "-"), nil] {
      var scanner = TimeScanner(Array(text.utf8))
      if let date = try? scanner.date(separator: separator), scanner.isAtEnd { return date }
    }
    throw .usage(what: "'\(text)' is not a date", option: option, advice: "give one as in 2014-05-02")
  }

  /// One of a type's raw values.
  ///
  /// - Throws: `usage`.
  static func choice<Value: RawRepresentable<String> & CaseIterable>(
    _ text: String, option: String, of type: Value.Type = Value.self
  ) throws(CommandError) -> Value {
    guard let value = Value(rawValue: text) else {
      let known = type.allCases.map(\.rawValue).joined(separator: ", ")
      throw .usage(what: "unknown value '\(text)'", option: option, advice: "choose one of \(known)")
    }
    return value
  }
}
