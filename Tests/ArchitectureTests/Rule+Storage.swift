import Foundation

extension Rule {
  /// Targets whose values lie in checkpoints, recipes, batches and rows. The bundled strategies' own state is bound to
  /// their version, which is part of a bot's identity.
  private static let stored = [
    "TradingCore", "MarketClimate", "RiskControl", "StrategyKit", "Statistics", "FillSimulator",
    "TradingEngine",
    "Promotion", "BotAssembly", "Journal", "SessionRecording", "ModeManager",
  ]

  /// The compiler's own keys are the names of properties, cases and labels: renaming one would make every home
  /// unreadable. Enums of texts and numbers state theirs where a test pins them.
  static let storedNames = Rule(
    name: "what is stored names its keys",
    offenses: { file in
      guard stored.contains(file.target), !file.path.contains("/Strategies/") else { return [] }
      let type =
        #"^[ \t]*(?:@\w+ )*(?:\w+ )*(?:struct|enum|extension) [\w.]+[^{\n]*:[^{\n]*\b(?:Codable|Encodable|Decodable)\b[^{\n]*\{"#
      let unnamed = try file.matches(type, "stored under names of the compiler").filter { offense in
        let isCode =
          try NSRegularExpression(pattern: #":\s*(String|U?Int\d*)\b"#).firstMatch(
            in: offense.message, range: NSRange(offense.message.startIndex..., in: offense.message)) != nil
        return !isCode && !namesKeys(file.lines, at: offense.line)
      }
      return unnamed + (try unstated(file))
    },
    planted: [
      Sample("Sources/Core/TradingCore/A.swift", "public struct A: Sendable, Codable {\n  var b = 1\n}"),
      Sample("Sources/Trading/FillSimulator/A.swift", "enum A: Hashable, Codable {\n  case b(Int)\n}"),
      Sample(
        "Sources/Desk/ModeManager/A.swift",
        "struct A: Codable {\n  var b = 1\n}\nstruct B: Codable {\n  enum CodingKeys: String, CodingKey {}\n}"
      ),
      Sample(
        "Sources/Core/TradingCore/A.swift",
        "struct A: Codable {\n  private enum CodingKeys: String, CodingKey {\n    case b\n  }\n  var b = 1\n}"
      ),
      Sample(
        "Sources/Core/TradingCore/A.swift", "struct A: Sendable {\n  var b = 1\n}\nextension A: Codable {}"),
      Sample("Sources/Evidence/Promotion/A.swift", "private enum CodingKeys: CodingKey { case a, b }"),
    ],
    innocent: [
      Sample(
        "Sources/Core/TradingCore/A.swift",
        "struct A: Codable {\n  private enum CodingKeys: String, CodingKey {\n    case b = \"b\"\n  }\n  var b = 1\n}"
      ),
      Sample("Sources/Core/TradingCore/A.swift", "public enum A: String, Sendable, Codable {\n  case b\n}"),
      Sample(
        "Sources/Core/TradingCore/A.swift",
        "struct A: Sendable {\n  enum CodingKeys: String, CodingKey {}\n}\nextension A: Codable {}"),
      Sample("Sources/Strategy/StrategyKit/Strategies/A.swift", "struct A: Codable {\n  var b = 1\n}"),
      Sample("Sources/Evidence/Reports/A.swift", "struct A: Codable {\n  var b = 1\n}"),
      Sample(
        "Sources/Desk/ModeManager/A.swift",
        "struct A: Codable {\n  init(from decoder: any Decoder) throws {}\n}"),
    ])

  /// Whether the type that opens on a line says what it is stored under, or reads itself.
  private static func namesKeys(_ lines: [String], at line: Int) -> Bool {
    let names = "enum CodingKeys: String, CodingKey"
    // An extension may have them from the type beside it.
    if lines[line - 1].contains("extension "), lines.contains(where: { $0.contains(names) }) { return true }
    let indent = lines[line - 1].prefix { $0 == " " } + "}"
    let body = lines[line...].prefix { !$0.hasPrefix(indent) }
    return body.contains {
      $0.contains(names) || $0.contains("init(from decoder")
    }
  }

  /// Keys that have no text of their own.
  private static func unstated(_ file: SourceFile) throws -> [Offense] {
    var offenses: [Offense] = []
    var closing: String?
    for (index, line) in file.code.components(separatedBy: "\n").enumerated() {
      if let end = closing, line.hasPrefix(end) { closing = nil }
      let opens = line.contains("CodingKey {")
      if closing != nil || opens, line.contains("case "), !line.contains("=") {
        offenses.append(Offense(path: file.path, line: index + 1, message: "a key without a text: \(line)"))
      }
      if opens, !line.contains("}") { closing = line.prefix { $0 == " " } + "}" }
    }
    return offenses
  }
}
