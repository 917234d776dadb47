import FileSystem
import Foundation
import TestSupport
import Testing

@Suite("The lock of a home")
struct HomeLockTests {
  @Test("One has it, the next is told who, and it is free again when the first lets go")
  func exclusive() throws {
    let folder = try TemporaryFolder()
    let home = folder.file("deep/home")
    var first: HomeLock? = try HomeLock(home: home, since: "2026-01-02T03:04:05Z")
    withExtendedLifetime(first) {
      let holder = "process \(ProcessInfo.processInfo.processIdentifier) since 2026-01-02T03:04:05Z"
      let held = HomeLockError.held(home: home, holder: holder)
      #expect(throws: held) { try HomeLock(home: home, since: "later") }
      #expect(
        held.description
          == "another instance is running (\(home), \(holder)): stop it first or use another --home")
    }
    first = nil
    _ = try HomeLock(home: home, since: "2026-01-02T03:04:06Z")
  }

  @Test("A home that can't be made is an error that names it")
  func uncreatable() throws {
    let folder = try TemporaryFolder()
    try "x".write(toFile: folder.file("file"), atomically: true, encoding: .utf8)
    let error = #expect(throws: HomeLockError.self) { try HomeLock(home: folder.file("file"), since: "now") }
    guard case .file(.uncreatable)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test("Paths from the root")
  func absolute() {
    let here = FileManager.default.currentDirectoryPath
    #expect(Folders.absolutePath("/a/b") == "/a/b")
    #expect(Folders.absolutePath("a/b") == here + "/a/b")
    #expect(Folders.absolutePath(".//a") == here + "/a")
  }
}
