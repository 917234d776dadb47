import Foundation
import TestSupport
import Testing
import TickStore

/// The sample ticks that the project ships are what their manifest says.
struct DatasetsTests {
  private static let folder = URL(filePath: PackageRoot.path(of: "datasets"))

  private static func rows() throws -> [[String: String]] {
    let text = try String(contentsOf: folder.appending(path: "MANIFEST.tsv"), encoding: .utf8)
    let lines = text.split(separator: "\n").map { $0.split(separator: "\t").map(String.init) }
    return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(lines[0], $0)) }
  }

  @Test("every tick file has a row, and every row a file")
  func completeness() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
      .filter { $0.hasSuffix(".ticks") }
    #expect(try Self.rows().compactMap { $0["file"] } == files.sorted())
  }

  @Test("sizes, ticks and digests are the manifest's")
  func digests() throws {
    for row in try Self.rows() {
      let path = Self.folder.appending(path: row["file"] ?? "").path
      guard case .sound(let info) = try TickFileReader.verify(path: path) else {
        Issue.record("\(path) is damaged")
        continue
      }
      #expect(row["bytes"] == "\(info.bytes)")
      #expect(row["sha256"] == info.sha256)
      #expect(row["content_digest"] == info.contentDigest)
      #expect(row["ticks"] == "\(info.statistics.ticks)")
    }
  }

  @Test("a tick of EURUSD takes at most 2.1 bytes")
  func compression() throws {
    let info = try TickFileReader(path: Self.folder.appending(path: "eurusd-30d.ticks").path).info()
    #expect(info.bytesPerTick <= 2.1)
  }
}
