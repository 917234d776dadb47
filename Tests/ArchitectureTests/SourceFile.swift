import Foundation
import TestSupport

/// A Swift file of one of the package's targets.
struct SourceFile: Sendable {
  /// From the package's root: `Sources/Core/TradingCore/Values/Price.swift`.
  let path: String
  /// The folder under its district of `Sources`, which is the target's name.
  let target: String
  /// As written.
  let lines: [String]
  /// Without comments and string contents, ASCII, same lines.
  let code: String

  init(path: String, text: String) {
    self.path = path
    target = path.split(separator: "/").dropFirst(2).first.map(String.init) ?? ""
    lines = text.components(separatedBy: "\n")
    code = CodeMask.code(of: text)
  }

  var name: String { path.split(separator: "/").last.map(String.init) ?? path }

  /// An offense for each match of a regular expression in the code.
  func matches(_ pattern: String, _ message: String) throws -> [Offense] {
    let expression = try NSRegularExpression(pattern: pattern, options: [.anchorsMatchLines])
    let text = code as NSString
    return expression.matches(in: code, range: NSRange(location: 0, length: text.length)).map { match in
      let found = text.substring(with: match.range).trimmingCharacters(in: .whitespacesAndNewlines)
      return Offense(path: path, line: line(at: match.range.location), message: "\(message): \(found)")
    }
  }

  /// The 1-based line of a byte offset into the code.
  func line(at offset: Int) -> Int {
    1 + code.utf8.prefix(offset).reduce(0) { $0 + ($1 == UInt8(ascii: "\n") ? 1 : 0) }
  }
}

/// Where a rule is broken.
struct Offense: Sendable, CustomStringConvertible {
  let path: String
  let line: Int
  let message: String

  var description: String { "\(path):\(line): \(message)" }
}

/// The checkout the tests were built from.
enum Checkout {
  static let root = PackageRoot.path

  /// Every Swift file under `Sources`, by path; read once.
  static func sources() throws -> [SourceFile] { try found.get() }

  private static let found = Result {
    let folder = root + "/Sources"
    let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
    return try names.filter { $0.hasSuffix(".swift") }.sorted().map { name in
      SourceFile(
        path: "Sources/" + name, text: try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8))
    }
  }

  /// What each Swift file of the package imports, by path; tests, benchmarks, fuzzing and plugins included.
  static func imports() throws -> [String: Set<String>] {
    var imports: [String: Set<String>] = [:]
    for folder in ["Sources", "Tests", "Benchmarks", "Fuzzing", "Plugins"] {
      let names =
        FileManager.default.enumerator(atPath: root + "/" + folder)?.compactMap { $0 as? String } ?? []
      for name in names where name.hasSuffix(".swift") {
        let text = try String(contentsOfFile: "\(root)/\(folder)/\(name)", encoding: .utf8)
        let modules = text.matches(of: /(?m)^ *(?:@\w+ +)?(?:\w+ +)?import +(?:\w+ +)?(\w+)/).map {
          String($0.1)
        }
        imports["\(folder)/\(name)"] = Set(modules)
      }
    }
    return imports
  }

  static func manifest() throws -> String {
    try String(contentsOfFile: root + "/Package.swift", encoding: .utf8)
  }
}
