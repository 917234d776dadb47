import FileSystem
import TestSupport
import Testing

@Suite("A program that is started and left alone")
struct ChildProgramTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func shell(_ line: String) throws -> ChildProgram {
    try ChildProgram("/bin/sh", ["-c", line], output: folder.file("output"))
  }

  private func output() throws -> String {
    String(decoding: try InputFile.contents(of: folder.file("output")), as: UTF8.self)
  }

  @Test("it ends with its code, and what it said is in the file")
  func code() throws {
    let child = try shell("echo said; echo erred >&2; exit 7")
    #expect(child.wait() == .code(7))
    #expect(child.ended() == .code(7))
    #expect(try output() == "said\nerred\n")
  }

  @Test("it has no input to wait for")
  func input() throws {
    #expect(try shell("cat; exit 3").wait() == .code(3))
  }

  @Test("one that runs can be killed, whatever signals it ignores")
  func killed() throws {
    let child = try shell("trap '' TERM INT; echo ready; while :; do sleep 1; done")
    #expect(child.ended() == nil)
    #expect(child.kill() == .signal(9))
    #expect(child.kill() == .signal(9))
  }

  @Test("one that has ended by itself was not killed")
  func tooLate() throws {
    let child = try shell("exit 0")
    #expect(child.wait() == .code(0))
    #expect(child.kill() == .code(0))
  }

  @Test("what is not there can't be started")
  func missing() throws {
    #expect(throws: SystemError.missing) {
      _ = try ChildProgram(folder.file("nothing"), [], output: folder.file("output"))
    }
  }
}
