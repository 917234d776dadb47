import Foundation

/// What `Package.swift` says about targets, read from its text.
struct Manifest {
  struct Target {
    let kind: String
    let name: String
    let dependencies: [String]
    let line: Int
  }

  let targets: [Target]

  init(text: String) throws {
    let call = try NSRegularExpression(
      pattern: #"\.(target|executableTarget|testTarget|systemLibrary)\(\s*name: "(\w+)""#)
    let whole = text as NSString
    targets = call.matches(in: text, range: NSRange(location: 0, length: whole.length)).map { match in
      let body = Manifest.balanced(whole.substring(from: match.range.location), "(", ")")
      return Target(
        kind: whole.substring(with: match.range(at: 1)), name: whole.substring(with: match.range(at: 2)),
        dependencies: Manifest.dependencies(in: body),
        line: whole.substring(to: match.range.location).components(separatedBy: "\n").count)
    }
  }

  /// Names in `dependencies: [...]`; a product counts by its first name.
  private static func dependencies(in body: String) -> [String] {
    guard let start = body.range(of: "dependencies:") else { return [] }
    let list = balanced(String(body[start.upperBound...]), "[", "]")
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
