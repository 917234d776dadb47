import FileSystem
import Foundation
import TestSupport
import Testing

/// Standard input as a file.
struct StandardInputTests {
  @Test("A pipe is copied to its end and leaves nothing; a redirected file is read as it is")
  func open() throws {
    let folder = try TemporaryFolder()
    let bytes = (0..<600_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    let pipe = Pipe()
    let writer = Thread {
      try? pipe.fileHandleForWriting.write(contentsOf: Data(bytes)); try? pipe.fileHandleForWriting.close()
    }
    writer.start()
    let input = try StandardInput.open(
      folder: folder.path, descriptor: pipe.fileHandleForReading.fileDescriptor)
    #expect(input.path == "standard input")
    #expect(input.size == bytes.count)
    #expect(try input.read(at: 0, count: bytes.count) == bytes)
    #expect(try input.read(at: 500_000, count: 3) == Array(bytes[500_000..<500_003]))
    #expect(try folder.names().isEmpty)
    try Data([1, 2, 3]).write(to: URL(fileURLWithPath: folder.file("a")))
    let file = try #require(FileHandle(forReadingAtPath: folder.file("a")))
    let direct = try StandardInput.open(folder: "/none", descriptor: file.fileDescriptor)
    #expect(try direct.read(at: 1, count: 9) == [2, 3])
  }

  @Test("A copy that can't be made is named")
  func noCopy() throws {
    let pipe = Pipe()
    try pipe.fileHandleForWriting.close()
    #expect(throws: FileError.self) {
      try StandardInput.open(folder: "/none", descriptor: pipe.fileHandleForReading.fileDescriptor)
    }
  }
}
