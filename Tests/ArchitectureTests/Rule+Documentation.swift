import Foundation

extension Rule {
  /// The formatter's rule sees only `public`; this one sees `package` too.
  static let documentation = Rule(
    name: "every package or public declaration has a doc comment",
    offenses: { file in
      let modifiers = #"(?:@\w+(?:\([^)\n]*\))?\s+)*(?:final |static |class |override |nonisolated )*"#
      let found = try file.matches(
        #"^[ \t]*"# + modifiers + #"(package|public|open)\s+(?!import\b)[^\n{=]*"#, "no doc comment")
      return found.filter { !isDocumented(line: $0.line, in: file.lines) }
    },
    planted: [
      Sample("Sources/Evidence/Reports/A.swift", "package struct A {}"),
      Sample(
        "Sources/Evidence/Reports/A.swift", "/// Documented.\npackage struct A {\n  package let b: Int\n}"),
      Sample("Sources/Evidence/Reports/A.swift", "@frozen\n@available(*, deprecated)\npublic struct A {}"),
      Sample("Sources/Evidence/Reports/A.swift", "// Not a doc comment.\n@inlinable public func a() {}"),
      Sample("Sources/Evidence/Reports/A.swift", "public private(set) var a = 1"),
      Sample("Sources/Evidence/Reports/A.swift", "/// Far away.\n\npublic static let a = 1"),
      Sample("Sources/Evidence/Reports/A.swift", "package extension Int {\n  var a: Int { 1 }\n}"),
    ],
    innocent: [
      Sample("Sources/Evidence/Reports/A.swift", "/// A.\n@frozen\n@usableFromInline\npackage struct A {}"),
      Sample("Sources/Evidence/Reports/A.swift", "/// A.\n@inlinable public func a() {}\npublic import B"),
      Sample(
        "Sources/Evidence/Reports/A.swift", "/** A. */\n@available(\n  *, deprecated)\npublic func a() {}"),
      Sample(
        "Sources/Evidence/Reports/A.swift", "let text = \"\"\"\n  public struct A {}\n  \"\"\"\nstruct B {}"),
      Sample("Sources/Evidence/Reports/A.swift", "/// A.\n// swift-format-ignore\npackage let a = 1"),
    ])

  /// Whether a doc comment stands right above a declaration and its attributes.
  private static func isDocumented(line: Int, in lines: [String]) -> Bool {
    var index = line - 2
    var isInAttribute = false
    while index >= 0 {
      let text = lines[index].trimmingCharacters(in: .whitespaces)
      if text.hasPrefix("///") || text.hasSuffix("*/") { return true }
      if text.hasPrefix("@") || text.hasPrefix("// swift-format-ignore") {
        isInAttribute = false
      } else if text.hasSuffix(")"), !text.hasPrefix("//") {
        // The end of an attribute over several lines, if its start comes before anything else.
        isInAttribute = true
      } else if !isInAttribute || text.isEmpty {
        return false
      }
      index -= 1
    }
    return false
  }
}
