import ArgumentParser
import TradingCore

/// How many rows may be left out: the number behind an option that can do without one.
struct RowLimit: ExpressibleByArgument, CustomStringConvertible {
  private let text: String

  /// So many rows.
  init(_ count: Int) { text = String(count) }

  /// Takes anything but what looks like a path, which is an input behind the option and no number.
  init?(argument: String) {
    let isNumber = argument.first.map { $0.isNumber || "+-".contains($0) } ?? true
    if argument == "-" || argument.contains("/") || argument.contains(".") && !isNumber { return nil }
    text = argument
  }

  var description: String { text }

  /// The number.
  ///
  /// - Throws: `usage` for anything but a whole number from 0 on.
  func count() throws(CommandError) -> Int {
    guard let number = try? DecimalText.parse(text, digits: 0), number >= 0 else {
      throw .usage(
        what: "expected a number of rows, was '\(text)'", option: "--skip-bad-rows",
        advice: "give 0 or more, or leave it out for 100")
    }
    return Int(number)
  }
}
