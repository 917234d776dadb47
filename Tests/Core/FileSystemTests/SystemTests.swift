import FileSystem
import Foundation
import TestSupport
import Testing

@Suite("What is asked of the system")
struct SystemTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func write(_ text: String, _ name: String) throws {
    try OpenFile(folder.file(name), [.write, .create, .empty]).write(Array(text.utf8))
  }

  private func text(_ name: String) throws -> String {
    String(decoding: try InputFile.contents(of: folder.file(name)), as: UTF8.self)
  }

  @Test("a failed call says why, in the system's words")
  func reason() throws {
    let error = #expect(throws: SystemError.self) { _ = try OpenFile(folder.file("nothing")) }
    #expect(error == .missing)
    #expect(error?.reason == "No such file or directory")
  }

  @Test("bytes are written where the last ones ended, or at an offset, and read at any place")
  func offsets() throws {
    let file = try OpenFile(folder.file("a"), [.readAndWrite, .new])
    try file.write(Array("abc".utf8))
    try file.write(Array("def".utf8))
    try file.write(Array("BC".utf8), at: 1)
    #expect(try text("a") == "aBCdef")
    #expect(try file.read(100, at: 4) == Array("ef".utf8))
    #expect(try file.read(100, at: 6) == [])
  }

  @Test("what must be new is refused where there is something")
  func new() throws {
    try write("old", "a")
    let error = #expect(throws: SystemError.self) { _ = try OpenFile(folder.file("a"), [.write, .new]) }
    #expect(error == .exists)
    #expect(try text("a") == "old")
  }

  @Test("a lock that is held is not waited for where that isn't wanted")
  func locks() throws {
    let first = try OpenFile(folder.file("lock"), [.readAndWrite, .create])
    let second = try OpenFile(folder.file("lock"), .readAndWrite)
    try first.lock()
    let error = #expect(throws: SystemError.self) { try second.tryLock() }
    #expect(error == .wouldBlock)
    first.unlock()
    try second.tryLock()
  }

  @Test("a lock that another keeps is not waited for without end")
  func keptLock() throws {
    let first = try OpenFile(folder.path, .folder)
    try first.lock()
    #expect(throws: FileError.self) { _ = try FolderLock(folder: folder.path, milliseconds: 20) }
    first.unlock()
    _ = try FolderLock(folder: folder.path, milliseconds: 20)
  }

  @Test("a pipe or a device in a file's place is refused before it is opened")
  func noFiles() throws {
    let pipe = folder.file("pipe")
    #expect(mkfifo(pipe, 0o600) == 0)
    for (path, reason) in [
      (pipe, "it is a pipe, not a file"), ("/dev/zero", "it is a device or a socket, not a file"),
    ] {
      let error = #expect(throws: FileError.self) { _ = try TextFile.yaml(path) }
      #expect(error == .unreadable(path: path, reason: reason))
    }
  }

  @Test("the names in a folder are sorted, hidden ones among them")
  func names() throws {
    for name in ["b", ".hidden", "a"] { try write("", name) }
    #expect(try Paths.names(in: folder.path) == [".hidden", "a", "b"])
    #expect(Folders.names(in: folder.path) == ["a", "b"])
  }

  @Test("making what is there and taking away what is not are told from failures")
  func already() throws {
    #expect(try Paths.makeFolder(folder.file("made")))
    #expect(try !Paths.makeFolder(folder.file("made")))
    #expect(try !Paths.removeFile(folder.file("nothing")))
    let error = #expect(throws: SystemError.self) { try Paths.makeFolder(folder.file("no/folder")) }
    #expect(error == .missing)
  }

  @Test("a folder goes with all that is in it; what a link in it leads to stays")
  func discards() throws {
    try Folders.make(folder.file("kept"))
    try write("kept", "kept/file")
    try Folders.make(folder.file("gone/deep"))
    try write("gone", "gone/deep/file")
    try FileManager.default.createSymbolicLink(
      atPath: folder.file("gone/link"), withDestinationPath: "../kept")
    Folders.discardAll(folder.file("gone"))
    #expect(Folders.names(in: folder.path) == ["kept"])
    #expect(try text("kept/file") == "kept")
  }

  @Test("a byte is found where it stands first")
  func firstPlace() {
    let bytes = Array("a\nb\n".utf8)
    bytes.withUnsafeBytes { raw in
      #expect(raw.firstPlace(of: UInt8(ascii: "\n")) == 1)
      #expect(raw.firstPlace(of: 0) == nil)
    }
    #expect(UnsafeRawBufferPointer(start: nil, count: 0).firstPlace(of: 0) == nil)
  }

  @Test("what was handed over and is given up is closed; a standard stream's number stays taken")
  func givenUp() throws {
    try write("secret", "a")
    let opened = try OpenFile(folder.file("a"))
    let handed = Descriptor(number: dup(opened.number))
    #expect(handed.isOpen)
    handed.giveUp()
    #expect(!handed.isOpen)
  }

  #if os(Linux)
    @Test("a process keeps its memory to itself from when it is told to")
    func memory() throws {
      typealias Control = @convention(c) (Int32, UInt, UInt, UInt, UInt) -> Int32
      let control = unsafeBitCast(try #require(dlsym(nil, "prctl")), to: Control.self)
      let (whether, choose) = (Int32(3), Int32(4))
      let before = control(whether, 0, 0, 0, 0)
      Machine.keepMemoryToItself()
      #expect(control(whether, 0, 0, 0, 0) == 0)
      #expect(control(choose, UInt(before), 0, 0, 0) == 0)
    }
  #endif
}
