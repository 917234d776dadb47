import FileSystem
import Foundation
import TestSupport
import Testing

@Suite("Files of text that people write are read whole")
struct TextFileTests {
  private let folder: TemporaryFolder
  private let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.file("a.yaml")
  }

  private func write(_ bytes: [UInt8]) throws { try Data(bytes).write(to: URL(fileURLWithPath: path)) }

  @Test("The mark of UTF-8 is passed over")
  func mark() throws {
    try write([0xEF, 0xBB, 0xBF] + Array("a: 1".utf8))
    #expect(try TextFile.yaml(path) == "a: 1")
  }

  @Test("Text in UTF-16 is refused by name")
  func wide() throws {
    try write([0x61, 0, 0x3A, 0])
    let error = #expect(throws: FileError.wideText(path: path)) { try TextFile.yaml(path) }
    #expect(error?.description == "this is text in UTF-16 (\(path)): save it as UTF-8")
    #expect(error?.failureKind == .configuration)
  }

  @Test("What is no text, or more than any such file, is refused")
  func noText() throws {
    for bytes in [[0x50, 0xFF], [UInt8](repeating: 0x61, count: (1 << 20) + 1)] {
      try write(bytes)
      let error = #expect(throws: FileError.notText(path: path, kind: "YAML", mostMebibytes: 1)) {
        try TextFile.yaml(path)
      }
      #expect(error?.description == "not a YAML file (\(path)): expected UTF-8 text of at most 1 MiB")
    }
    try write([UInt8](repeating: 0x61, count: 1 << 20))
    #expect(try TextFile.yaml(path).utf8.count == 1 << 20)
  }
}
