import BotAssembly
package import TradingCore
import YAMLText

/// Texts that people typed as values; what can't be read is an error that names what was typed.
package enum TypedValues {
  /// An instrument's name.
  ///
  /// - Throws: `usage`.
  package static func symbol(_ text: String, place: String = "--symbol") throws(OperationError) -> Symbol {
    guard let symbol = Symbol(text) else {
      throw .usage(
        what: "'\(text)' is not a symbol", place: place,
        advice: "give an instrument's name such as EURUSD, 1 to 32 letters, digits or . _ - #")
    }
    return symbol
  }

  /// An instrument that every program knows.
  ///
  /// - Throws: `usage`.
  package static func instrument(_ text: String, place: String = "--symbol") throws(OperationError)
    -> Instrument
  {
    let symbol = try symbol(text, place: place)
    guard let instrument = InstrumentCatalog.standard[symbol] else {
      throw .usage(
        what: "there is no instrument \(symbol)", place: place,
        advice: "choose one of " + InstrumentCatalog.standard.all.map(\.symbol.name).joined(separator: ", "))
    }
    return instrument
  }

  /// An instrument as a profile trades it.
  ///
  /// - Throws: `usage`.
  static func instrument(
    _ text: String, of profile: BrokerProfile, place: String = "--symbol"
  ) throws(OperationError) -> Instrument {
    let symbol = try symbol(text, place: place)
    guard let instrument = profile.instrument(symbol) else {
      throw .usage(
        what: "'\(profile.name)' has no instrument \(symbol)", place: place,
        advice: "choose one of " + profile.catalog.all.map(\.symbol.name).joined(separator: ", "))
    }
    return instrument
  }

  /// An instrument that orders at this broker can be filled for: what a backtest refuses is refused alike.
  ///
  /// - Throws: `usage`, or `AssemblyError.profile`.
  static func tradable(_ text: String, of profile: BrokerProfile) throws -> Instrument {
    let instrument = try instrument(text, of: profile)
    if let fault = profile.fault(trading: instrument) {
      throw AssemblyError.profile(fault, profile: profile.name)
    }
    return instrument
  }

  /// An instant from ISO 8601 with a zone.
  ///
  /// - Throws: `usage`.
  package static func time(_ text: String, place: String) throws(OperationError) -> Timestamp {
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
        what: what, place: place, advice: "give ISO 8601 with a zone, as in 2019-02-04T13:00:00Z")
    }
  }

  /// A day as `2014-05-02` or `20140502`.
  ///
  /// - Throws: `usage`.
  package static func date(_ text: String, place: String) throws(OperationError) -> CivilDate {
    for separator in [UInt8(ascii: "-"), nil] {
      var scanner = TimeScanner(Array(text.utf8))
      if let date = try? scanner.date(separator: separator), scanner.isAtEnd { return date }
    }
    throw .usage(what: "'\(text)' is not a date", place: place, advice: "give one as in 2014-05-02")
  }

  /// What a misspelled word most likely meant; `nil` when nothing is near.
  package static func nearest(to word: String, among known: [String]) -> String? {
    nearestMatch(to: word, among: known)
  }

  /// One of a type's raw values, in letters of any case.
  ///
  /// - Throws: `usage`.
  package static func choice<Value: RawRepresentable<String> & CaseIterable>(
    _ text: String, place: String, of type: Value.Type = Value.self
  ) throws(OperationError) -> Value {
    guard let value = Value(rawValue: text) ?? Value(rawValue: text.lowercased()) else {
      let known = type.allCases.map(\.rawValue).joined(separator: ", ")
      throw .usage(what: "unknown value '\(text)'", place: place, advice: "choose one of \(known)")
    }
    return value
  }
}
