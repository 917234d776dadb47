import Foundation
import Testing

/// One thing every source file must keep to.
struct Rule: Sendable, CustomTestStringConvertible {
  let name: String
  let offenses: @Sendable (SourceFile) throws -> [Offense]
  /// Files that break it, to show that the rule can fail.
  let planted: [Sample]
  /// Files that look as if they did and don't.
  let innocent: [Sample]

  struct Sample: Sendable {
    let path: String
    let text: String

    init(_ path: String, _ text: String) {
      self.path = path
      self.text = text
    }
  }

  var testDescription: String { name }

  static let all: [Rule] = [
    imports, pureCalls, crashes, forceUnwraps, fileSize, functionSize, documentation, mainFile,
    storedNames, platform,
  ]
}

extension Rule {
  static let imports = Rule(
    name: "a target imports lower layers only, and other packages through their owner",
    offenses: { file in
      let found = try file.matches(#"^[ \t]*(@\w+\s+)*(\w+ )?import\s+[\w ]+"#, "import")
      return found.compactMap { offense in
        let words = offense.message.components(separatedBy: "import ").last?.split(separator: " ") ?? []
        guard let module = words.last.map(String.init) else { return nil }
        return Layers.objection(to: module, in: file.target).map {
          Offense(path: file.path, line: offense.line, message: $0)
        }
      }
    },
    planted: [
      Sample("Sources/Market/TickStore/A.swift", "package import StrategyKit"),
      Sample("Sources/Core/TradingCore/A.swift", "@preconcurrency public import struct Backtesting.Run"),
      Sample("Sources/Strategy/StrategyKit/A.swift", "internal import Yams"),
      Sample("Sources/Core/Unheard/A.swift", "import TradingCore"),
      Sample("Sources/Front/SlipwayCommand/A.swift", "import Journal"),
      Sample("Sources/Front/SlipwayCommand/A.swift", "import ModeManager"),
      Sample("Sources/Front/SlipwayCommand/A.swift", "import Promotion"),
      Sample("Sources/Front/SlipwayCommand/A.swift", "import struct Promotion.GateCriteria"),
      Sample("Sources/Front/slipway/A.swift", "import Operations"),
    ],
    innocent: [
      Sample("Sources/Market/TickStore/A.swift", "public import TradingCore\nimport CZlib\nimport Crypto"),
      Sample("Sources/Market/TickStore/A.swift", "// import StrategyKit\nlet text = \"import Yams\""),
      Sample(
        "Sources/Front/SlipwayCommand/A.swift", "import ArgumentParser\nimport Operations\nimport Reports"),
    ])

  static let pureCalls = Rule(
    name: "pure layers have no clock, randomness, environment or platform logarithm",
    offenses: { file in
      // Recorded local times need the zone data, in one place.
      guard Layers.pure.contains(file.target), !file.name.contains("Zone") else { return [] }
      let banned = [
        #"\bDate\(\)"#, #"\bDate\.now\b"#, #"\bUUID\(\)"#, #"\bTask\.sleep\b"#,
        #"\b(Continuous|Suspending)Clock\b"#, #"\b(clock_gettime|gettimeofday|getenv)\b"#,
        #"\bMachine\.(wallClock|variable)\b"#,
        #"\bSystemRandomNumberGenerator\b"#, #"\.random\((?![^)\n]*using:)"#,
        #"\.(shuffled|shuffle|randomElement)\(\)"#, #"\bProcessInfo\b"#,
        #"\b(Foundation|Glibc|Musl|Darwin)\.(log|log2|log10|log1p|exp|exp2|expm1|pow)\b"#,
      ]
      // Where the platform's are not imported, these names are our own.
      let platform = try file.matches(#"\bimport (Foundation|FoundationEssentials|Glibc|Musl|Darwin)\b"#, "")
      let bare = #"(?<![\w.]|func )(log|log2|log10|log1p|exp|exp2|expm1|pow)\("#
      let patterns = platform.isEmpty ? banned : banned + [bare]
      return try patterns.flatMap { try file.matches($0, "banned in a pure layer") }
    },
    planted: [
      "Date()", "Date.now", "UUID()", "Task.sleep(for: .seconds(1))", "ContinuousClock().now",
      "SystemRandomNumberGenerator()", "Int.random(in: 0..<9)", "Bool.random()", "[1].shuffled()",
      "ProcessInfo.processInfo", "Foundation.log(2)", "exp(2.0)", "pow(2, 3)", "\"\\(UUID())\"",
      "getenv(name)", "Machine.wallClock", "Machine.variable(name)",
    ].map { Sample("Sources/Trading/FillSimulator/A.swift", "import Foundation\nlet value = \($0)") },
    innocent: [
      Sample("Sources/Trading/FillSimulator/A.swift", "let a = Int.random(in: 0..<9, using: &generator)"),
      Sample("Sources/Trading/FillSimulator/A.swift", "// Date()\nlet a = \"exp(2)\"\nlet b = curve.log(2)"),
      Sample("Sources/Core/TradingCore/A.swift", "func log(_ x: Double) -> Double { x }\nlet a = log(2)"),
      Sample("Sources/Market/TickStore/Import/TimeZoneTable.swift", "let now = Date()"),
      Sample("Sources/Evidence/Statistics/A.swift", "let a = exp(2.0)"),
    ])

  static let crashes = Rule(
    name: "no try!, as! or fatalError",
    offenses: { file in try file.matches(#"\b(try!|as!|fatalError\()"#, "crashes instead of failing") },
    planted: ["try! run()", "x as! Int", "fatalError(\"no\")"].map {
      Sample("Sources/Evidence/Reports/A.swift", $0)
    },
    innocent: [Sample("Sources/Evidence/Reports/A.swift", "try? run() // try! run()\nlet a = x as? Int")])

  static let forceUnwraps = Rule(
    name: "no force unwrap",
    offenses: { file in
      try file.matches(#"(?<!\btry)(?<!\bas)(?<=[\w)\]}>"])!(?!=)"#, "force unwrap")
    },
    planted: ["let a = b!", "first()!.name", "list[0]!", "var c: Int!", "dictionary[\"key\"]!"].map {
      Sample("Sources/Evidence/Reports/A.swift", $0)
    },
    innocent: [
      Sample("Sources/Evidence/Reports/A.swift", "if !a, a != b, a !== b, (!c) { print(\"stop!\") } // stop!")
    ])

  static let mainFile = Rule(
    name: "no library has a file that makes it an executable",
    offenses: { file in
      guard file.name.lowercased() == "main.swift", file.target != "slipway" else { return [] }
      return [Offense(path: file.path, line: 1, message: "this name turns a library into an executable")]
    },
    planted: [Sample("Sources/Front/SlipwayCommand/Main.swift", "")],
    innocent: [
      Sample("Sources/Front/slipway/main.swift", ""),
      Sample("Sources/Front/SlipwayCommand/MainMenu.swift", ""),
    ])
}
