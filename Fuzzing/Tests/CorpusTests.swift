import Foundation
import Testing

/// What the fuzzer found worth keeping, and every input that once went wrong, through every reader.
@Suite("Readers return or throw, whatever the bytes")
struct CorpusTests {
  private static let corpus = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Corpus").path

  private static func inputs(of target: FuzzTarget) throws -> [(name: String, bytes: [UInt8])] {
    let folder = "\(corpus)/\(target.name)"
    return try FileManager.default.contentsOfDirectory(atPath: folder).sorted().map { name in
      (name, Array(try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)"))))
    }
  }

  @Test("The corpus passes its own target", arguments: FuzzTarget.all.map(\.name))
  func corpus(name: String) throws {
    let target = try #require(FuzzTarget.all.first { $0.name == name })
    let inputs = try Self.inputs(of: target)
    #expect(!inputs.isEmpty, "Corpus/\(name) has no inputs")
    for input in inputs {
      do throws(OracleFault) { try target.run(input.bytes) } catch {
        Issue.record("\(name)/\(input.name): \(error)")
      }
    }
  }

  @Test("The corpus stays small")
  func size() throws {
    var bytes = 0
    for target in FuzzTarget.all {
      for input in try Self.inputs(of: target) {
        #expect(input.bytes.count <= 16_384, "\(target.name)/\(input.name) is large")
        bytes += input.bytes.count
      }
    }
    #expect(bytes < 400_000)
  }

  @Test("Every folder of the corpus is a target's")
  func folders() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: Self.corpus).sorted()
    #expect(names == FuzzTarget.all.map(\.name).sorted())
  }

  @Test(
    "Nothing at all, and single bytes, are refused by every target", arguments: FuzzTarget.all.map(\.name))
  func short(name: String) throws {
    let target = try #require(FuzzTarget.all.first { $0.name == name })
    try target.run([])
    for byte in stride(from: UInt8(0), through: 255, by: 5) { try target.run([byte]) }
  }
}
