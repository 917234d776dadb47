import Foundation

/// What `Package.swift` says about targets, read from its text.
struct Manifest {
  struct Target {
    let kind: String
    let name: String
    let dependencies: [String]
    /// Its folder, where that is not the one of its name in a district of `Sources` or in `Tests`.
    let path: String?
    let line: Int

    /// Whether a file is in its folder.
    func holds(_ file: String) -> Bool {
      if let path { return file.hasPrefix(path + "/") }
      return file.split(separator: "/").prefix(3).contains { $0 == name }
    }
  }

  let targets: [Target]

  init(text: String) throws {
    let call = try NSRegularExpression(
      pattern: #"\.(target|executableTarget|testTarget|systemLibrary)\(\s*name: "([\w-]+)""#)
    let whole = text as NSString
    let named = try Self.namedDependencies(in: text)
    targets = call.matches(in: text, range: NSRange(location: 0, length: whole.length)).map { match in
      let body = Manifest.balanced(whole.substring(from: match.range.location), "(", ")")
      return Target(
        kind: whole.substring(with: match.range(at: 1)), name: whole.substring(with: match.range(at: 2)),
        dependencies: Manifest.dependencies(in: body, named),
        path: body.firstMatch(of: /\bpath: "([^"]*)"/).map { String($0.1) },
        line: whole.substring(to: match.range.location).components(separatedBy: "\n").count)
    }
  }

  /// What `Package.swift` has given a name to depend on it by: `let crypto: Target.Dependency = ...`.
  private static func namedDependencies(in text: String) throws -> [String: String] {
    var named: [String: String] = [:]
    for match in text.matches(of: #/let (\w+): (\[?)Target\.Dependency\]? = /#) {
      let rest = String(text[match.range.upperBound...])
      named[String(match.1)] = match.2.isEmpty ? balanced(rest, "(", ")") : balanced(rest, "[", "]")
    }
    return named
  }

  /// Names in `dependencies: [...]`; a product counts by its first name.
  private static func dependencies(in body: String, _ named: [String: String]) -> [String] {
    guard let start = body.range(of: "dependencies: ") else { return [] }
    let rest = String(body[start.upperBound...])
    var list = rest.hasPrefix("[") ? balanced(rest, "[", "]") : String(rest.prefix { $0.isLetter })
    for (name, text) in named {
      list = list.replacingOccurrences(
        of: #"(?<!["\w])\#(name)(?!["\w])"#, with: text, options: .regularExpression)
    }
    let withoutPackages = list.replacingOccurrences(
      of: #",\s*(package: "[^"]*"|moduleAliases: \[[^\]]*\])"#, with: "", options: .regularExpression)
    let names = withoutPackages.components(separatedBy: "\"")
    return stride(from: 1, to: names.count, by: 2).map { names[$0] }
  }

  /// The text up to the bracket that closes the first one.
  private static func balanced(_ text: String, _ open: Character, _ close: Character) -> String {
    var depth = 0
    var result = ""
    for character in text {
      result.append(character)
      if character == open { depth += 1 }
      if character == close {
        depth -= 1
        if depth == 0 { break }
      }
    }
    return result
  }
}
