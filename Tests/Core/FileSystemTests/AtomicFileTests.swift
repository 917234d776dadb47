import FileSystem
import TestSupport
import Testing

/// Output files appear whole or not at all.
struct AtomicFileTests {
  @Test("a file appears with its commit, and nothing else is left beside it")
  func commit() throws {
    let folder = try TemporaryFolder()
    let file = try AtomicFile(path: folder.file("out"))
    try file.write("hello")
    #expect(try !folder.names().contains("out"))
    try file.commit()
    #expect(try folder.names() == ["out"])
    #expect(try InputFile.contents(of: folder.file("out")) == Array("hello".utf8))
  }

  @Test("a file that is dropped leaves nothing, and what stood there stays")
  func drop() throws {
    let folder = try TemporaryFolder()
    let first = try AtomicFile(path: folder.file("out"))
    try first.write("old")
    try first.commit()
    do {
      let second = try AtomicFile(path: folder.file("out"))
      try second.write("new")
    }
    #expect(try folder.names() == ["out"])
    #expect(try InputFile.contents(of: folder.file("out")) == Array("old".utf8))
  }

  @Test("a missing folder, and a folder in the way, are named")
  func uncreatable() throws {
    let folder = try TemporaryFolder()
    #expect(throws: FileError.self) { try AtomicFile(path: folder.file("none/out")) }
    #expect(throws: FileError.uncreatable(path: folder.path, reason: "it is a folder")) {
      try AtomicFile(path: folder.path)
    }
  }

  @Test("a missing input is told from one that can't be read")
  func input() throws {
    let folder = try TemporaryFolder()
    #expect(throws: FileError.missing(path: folder.file("none"))) {
      try InputFile(path: folder.file("none"))
    }
    #expect(throws: FileError.unreadable(path: folder.path, reason: "it is a folder")) {
      try InputFile(path: folder.path)
    }
  }
}
