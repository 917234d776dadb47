import Foundation
import Testing

/// The picture of the targets is that of `Package.swift`.
@Suite("docs/architecture.svg shows the targets as they are")
struct PictureTests {
  private typealias Graph = [String: Set<String>]

  /// Our own targets and what each of them imports.
  private func declared() throws -> Graph {
    let ours = Set(try Checkout.sources().map(\.target))
    var graph: Graph = [:]
    for target in try Manifest(text: Checkout.manifest()).targets where ours.contains(target.name) {
      graph[target.name] = Set(target.dependencies).intersection(ours)
    }
    return graph
  }

  private func drawn(_ picture: String) throws -> Graph {
    var graph: Graph = [:]
    for match in picture.matches(of: /<g data-target="(\w+)">/) { graph[String(match.1), default: []] = [] }
    for match in picture.matches(of: /<path data-from="(\w+)" data-to="(\w+)"/) {
      graph[String(match.1), default: []].insert(String(match.2))
    }
    return graph
  }

  /// What each target can reach.
  private func reach(_ graph: Graph) -> Graph {
    func all(_ name: String) -> Set<String> {
      graph[name, default: []].reduce(into: []) { $0.formUnion(all($1).union([$1])) }
    }
    return graph.mapValues { $0.reduce(into: []) { $0.formUnion(all($1).union([$1])) } }
  }

  private func picture() throws -> String {
    try String(contentsOfFile: Checkout.root + "/docs/architecture.svg", encoding: .utf8)
  }

  @Test("every target and every way from one to another is drawn, and no other")
  func same() throws {
    let (declared, drawn) = (try declared(), try drawn(try picture()))
    #expect(declared.count > 20)
    #expect(drawn.keys.sorted() == declared.keys.sorted(), "run Scripts/architecture")
    #expect(reach(drawn) == reach(declared), "run Scripts/architecture")
  }

  @Test("no arrow is drawn that others imply")
  func fewest() throws {
    let drawn = try drawn(try picture())
    for (name, others) in drawn {
      for other in others {
        var without = drawn
        without[name]?.remove(other)
        #expect(reach(without)[name]?.contains(other) == false, "\(name) to \(other)")
      }
    }
  }
}
