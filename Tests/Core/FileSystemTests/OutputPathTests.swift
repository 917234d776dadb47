import FileSystem
import Foundation
import TestSupport
import Testing

/// What an output path names.
struct OutputPathTests {
  private let folder: TemporaryFolder
  private let files = FileManager.default

  init() throws { folder = try TemporaryFolder() }

  private func link(_ name: String, to target: String) throws -> String {
    try files.createSymbolicLink(atPath: folder.file(name), withDestinationPath: target)
    return folder.file(name)
  }

  private func write(_ text: String, to path: String) throws {
    let file = try AtomicFile(path: path)
    try file.write(text)
    try file.commit()
  }

  private func text(_ name: String) throws -> String {
    try String(contentsOfFile: folder.file(name), encoding: .utf8)
  }

  private func target(of name: String) throws -> String {
    try files.destinationOfSymbolicLink(atPath: folder.file(name))
  }

  @Test("A link is followed to its file, through links and folders, and stays a link")
  func follow() throws {
    try files.createDirectory(atPath: folder.file("deep"), withIntermediateDirectories: false)
    try write("old", to: folder.file("deep/file"))
    _ = try link("folder", to: "deep")
    _ = try link("second", to: "folder/../folder/file")
    try write("new", to: link("first", to: folder.file("second")))
    #expect(try text("deep/file") == "new")
    #expect(try target(of: "first") == folder.file("second"))
    #expect(try target(of: "second") == "folder/../folder/file")
    #expect(try folder.names() == ["deep", "first", "folder", "second"])
    #expect(try files.contentsOfDirectory(atPath: folder.file("deep")) == ["file"])
  }

  @Test("The file that is replaced keeps its mode")
  func mode() throws {
    try write("old", to: folder.file("a"))
    #expect(chmod(folder.file("a"), 0o640) == 0)
    try write("new", to: folder.file("a"))
    let mode = try files.attributesOfItem(atPath: folder.file("a"))[.posixPermissions] as? Int
    #expect(mode == 0o640)
  }

  @Test("Links to nothing and in circles, pipes, sockets, devices and descriptors are refused")
  func refused() throws {
    func expect(_ path: String, _ reason: String, line: Int = #line) {
      #expect(throws: FileError.uncreatable(path: path, reason: reason), "line \(line)") {
        try AtomicFile(path: path)
      }
    }
    let real = try OutputPath(following: folder.file("x")).folder
    expect(try link("dangling", to: "none"), "it is a link to \(real)/none, which is not there")
    _ = try link("one", to: "two")
    expect(try link("two", to: "one"), "its links lead in circles")
    expect(try link("self", to: "self"), "its links lead in circles")
    #expect(mkfifo(folder.file("pipe"), 0o600) == 0)
    expect(folder.file("pipe"), "it is a device or a pipe, not a file")
    expect(try link("to-pipe", to: "pipe"), "it is a device or a pipe, not a file")
    expect("/dev/null", "it is a device or a pipe, not a file")
    expect(try link("to-folder", to: "."), "it is a folder")
    expect(folder.path + "/", "it is a folder")
    #if os(Linux)
      expect("/proc/self/fd/1", "it is a descriptor of a process, not a file")
      expect(try link("to-output", to: "/dev/stdout"), "it is a descriptor of a process, not a file")
    #endif
    #expect(try folder.names().contains("pipe"))
  }

  @Test("What lies inside of a folder is known by whatever name")
  func inside() throws {
    try files.createDirectory(atPath: folder.file("home/deep"), withIntermediateDirectories: true)
    let home = try link("link", to: "home")
    try write("", to: folder.file("home/journal"))
    for name in ["home/journal", "link/journal", "home/new", "home/deep/../new", "link/deep/new"] {
      #expect(try OutputPath(following: folder.file(name)).isInside(home), "\(name)")
      #expect(try OutputPath(following: folder.file(name)).isInside(folder.file("home")), "\(name)")
    }
    let outside = try link("to-journal", to: "home/journal")
    #expect(try OutputPath(following: outside).isInside(home))
    for name in ["journal", "home/../new", "homely"] {
      #expect(try !OutputPath(following: folder.file(name)).isInside(home), "\(name)")
    }
    #expect(try !OutputPath(following: folder.file("new")).isInside(folder.file("none")))
    for (name, isPlace) in [
      ("home", true), ("home/a/b/c", true), ("link/a", true), ("other/a", false), ("home/..", false),
    ] {
      #expect(OutputPath.isPlace(folder.file(name), inside: home) == isPlace, "\(name)")
    }
  }
}
