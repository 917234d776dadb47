import RiskControl
import StateCoding
import TradingCore
import YAMLText

/// A rule as a file of risk settings has it.
enum RuleText {
  /// The rules of a file that says this of each account.
  static func policy(_ rules: String) throws -> RiskPolicy {
    try RiskFile.parse(text: "version: 1\nrules:\n  \(rules)\n", path: "risk.yaml").policy
  }

  /// Whether a file says the same as settings do.
  static func says(_ rules: String, _ rule: any RiskRule) throws -> Bool {
    var expected = RiskPolicy()
    expected.add(rule, toEach: .account)
    return try StateEncoder.encode(policy(rules)) == StateEncoder.encode(expected)
  }

  /// What is wrong with a file that says this; empty where nothing is.
  static func fault(_ rules: String) -> String {
    do {
      _ = try policy(rules)
      return ""
    } catch { return "\(error)" }
  }
}
