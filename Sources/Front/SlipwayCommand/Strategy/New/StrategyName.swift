/// The name of a new strategy, in the forms its package needs.
struct StrategyName: Sendable, Hashable {
  /// On the command line: `my_strategy`.
  let snake: String
  /// Of the type, its target and its package: `MyStrategy`.
  let type: String

  /// Names that the package's own imports or Swift itself have taken.
  private static let taken: Set<String> = [
    "Any", "Bool", "Character", "Double", "Float", "Int", "Self", "Slipway", "SlipwayCommand", "Strategy",
    "StrategyEntry", "StrategyKit", "String", "Testing", "TradingCore", "Type",
  ]

  /// A name of lower-case letters, digits and underscores.
  ///
  /// `existing`: names that strategies have already.
  /// - Throws: `usage`.
  init(_ text: String, existing: [String]) throws(CommandError) {
    func refused(_ what: String, _ advice: String) -> CommandError {
      .usage(what: what, option: "slipway strategy new", advice: advice)
    }
    let isPlain = text.utf8.allSatisfy {
      (48...57).contains($0) || (97...122).contains($0) || $0 == UInt8(ascii: "_")
    }
    let words = text.split(separator: "_", omittingEmptySubsequences: false)
    let startsWithLetters = words.allSatisfy { $0.utf8.first.map { (97...122).contains($0) } ?? false }
    guard isPlain, startsWithLetters, (2...40).contains(text.utf8.count) else {
      throw refused(
        "'\(text)' is no name for a strategy",
        "give 2 to 40 lower-case letters and digits as words joined by underscores, as in trend_follower")
    }
    guard !existing.contains(text) else {
      throw refused("there is a strategy '\(text)' already", "choose another name")
    }
    snake = text
    type = words.map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    guard !Self.taken.contains(type) else {
      throw refused("the name '\(text)' would hide a type of Slipway's or Swift's", "choose another name")
    }
  }
}
