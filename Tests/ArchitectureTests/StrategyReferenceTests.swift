import Foundation
import Testing

/// docs/strategy-reference.md says what the sources say.
@Suite("The reference for strategies")
struct StrategyReferenceTests {
  /// Signatures of the public declarations of some targets, each in one line and without what is no part of a call.
  private func declared() throws -> Set<String> {
    let sources = try Checkout.sources().filter { ["StrategyKit", "TradingCore"].contains($0.target) }
    return Set(sources.flatMap { signatures($0.lines) { $0.starts(with: declaration) } })
  }

  /// The signatures that a page shows in its blocks of Swift.
  private func shown(_ page: String) -> [String] {
    let blocks = page.components(separatedBy: "```swift\n").dropFirst().compactMap {
      $0.components(separatedBy: "```").first
    }
    return blocks.flatMap { signatures($0.components(separatedBy: "\n")) { !$0.isEmpty } }
  }

  private let declaration = #/(case |init[(?]|static (var|let|func) |(mutating )?func |var |let |subscript)/#

  /// Joins the lines of declarations that begin as wanted, up to their body, value or end.
  private func signatures(_ lines: [String], isOne: (String) -> Bool) -> [String] {
    var found: [String] = []
    var open: String?
    for line in lines.map({ $0.trimmingCharacters(in: .whitespaces) }) where !line.hasPrefix("//") {
      let text = open.map { $0 + " " + line } ?? bare(line)
      guard open != nil || isOne(text) else { continue }
      let depth = text.count { "([".contains($0) } - text.count { ")]".contains($0) }
      open = depth > 0 ? text : nil
      if depth == 0 { found.append(cut(text)) }
    }
    return found
  }

  /// Without attributes and who may call or set it.
  private func bare(_ line: String) -> String {
    line.replacing(#/@\w+ */#, with: "")
      .replacing(#/(public|(internal|package|private|fileprivate)\(set\)) /#, with: "")
  }

  /// Without body and value, spaces where the house puts them.
  private func cut(_ text: String) -> String {
    var depth = 0
    var kept = ""
    for character in text {
      if "([".contains(character) { depth += 1 }
      if ")]".contains(character) { depth -= 1 }
      if depth == 0, character == "{" { break }
      if depth == 0, character == "=", kept.hasSuffix(" "), !kept.contains("func ") { break }
      kept.append(character)
    }
    return kept.replacingOccurrences(of: "( ", with: "(").replacingOccurrences(of: " )", with: ")")
      .trimmingCharacters(in: .whitespaces)
  }

  @Test("Every signature on the page is in the sources")
  func isTrue() throws {
    let known = try declared()
    let page = try String(contentsOfFile: Checkout.root + "/docs/strategy-reference.md", encoding: .utf8)
    let shown = shown(page)
    #expect(shown.count > 150)
    for signature in shown { #expect(known.contains(signature), "\(signature)") }
  }

  @Test("What a context can be asked for is on the page whole")
  func isComplete() throws {
    let page = try String(contentsOfFile: Checkout.root + "/docs/strategy-reference.md", encoding: .utf8)
    let onPage = Set(shown(page))
    for file in try Checkout.sources()
    where file.target == "StrategyKit"
      && ["Context+Orders.swift", "Context+Pending.swift"].contains(file.name)
    {
      let asked = signatures(file.lines) { $0.hasPrefix("mutating func ") }
      #expect(!asked.isEmpty)
      for signature in asked { #expect(onPage.contains(signature), "\(signature)") }
    }
  }
}
