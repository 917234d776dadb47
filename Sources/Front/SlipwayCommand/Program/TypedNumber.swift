import ArgumentParser
import FileSystem

/// A number as it was typed.
///
/// The parser takes any text for one, `-3` and `x` too: the error about it is then ours, and says what would be right.
struct TypedNumber: ExpressibleByArgument, ExpressibleByStringLiteral, CustomStringConvertible {
  private let text: String

  init(stringLiteral text: String) { self.text = text }

  init?(argument: String) { text = argument }

  var description: String { text }

  /// The whole number within a range; `place` is what the error names, such as `--days`, `advice` what it says to do.
  ///
  /// - Throws: `usage`.
  func whole<Number: FixedWidthInteger & Sendable>(
    _ range: ClosedRange<Number>, _ place: String, advice: String? = nil
  ) throws(CommandError) -> Number {
    guard let number = Number(text), range.contains(number) else {
      throw .usage(
        what: "expected a whole number from \(range.lowerBound) to \(range.upperBound), was '\(text)'",
        option: place,
        advice: advice ?? "give a number in that range")
    }
    return number
  }

  /// The number, neither infinite nor written in another way than with decimals.
  ///
  /// - Throws: `usage`.
  func real(_ place: String) throws(CommandError) -> Double {
    guard let number = finite else {
      throw .usage(
        what: "expected a number, was '\(text)'", option: place, advice: "give one such as 0.5 or -2e-3")
    }
    return number
  }

  /// The number within a range.
  ///
  /// - Throws: `usage`.
  func real(_ range: ClosedRange<Double>, _ place: String) throws(CommandError) -> Double {
    guard let number = finite, range.contains(number) else {
      throw .usage(
        what: "expected a number from \(range.words), was '\(text)'", option: place,
        advice: "give one in that range")
    }
    return number
  }

  private var finite: Double? {
    // `Double` reads hexadecimals, too, which nobody means.
    guard text.utf8.allSatisfy({ (48...57).contains($0) || "+-.eE".utf8.contains($0) }) else { return nil }
    return Double(text).flatMap { $0.isFinite ? $0 : nil }
  }
}

extension ClosedRange where Bound: FixedWidthInteger {
  /// The range in help: `1 to 20`, or `2 or more`.
  var words: String {
    upperBound == .max && Bound.isSigned ? "\(lowerBound) or more" : "\(lowerBound) to \(upperBound)"
  }
}

extension ClosedRange where Bound == Double {
  /// The range in help: `0.1 to 50`.
  var words: String { "\(Self.text(lowerBound)) to \(Self.text(upperBound))" }

  private static func text(_ bound: Double) -> String {
    Int(exactly: bound).map { "\($0)" } ?? "\(bound)"
  }
}

/// The numbers that several commands take alike.
enum NumberRange {
  /// What random draws begin with.
  static let seeds: ClosedRange<UInt64> = 0...UInt64.max
  /// Decimals of prices and sizes.
  static let digits = 0...9
  /// Descriptors of a process.
  static let descriptors: ClosedRange<Int32> = 0...Int32.max
}
