import FileSystem

/// What one process of a strategy program has of the machine: the files that it may use, and a folder of its own that
/// goes with it.
final class ProgramRoom: Sendable {
  /// Bytes that a file of a program may have.
  static let mostFileBytes: UInt64 = 1 << 30
  /// Processes and threads that the user may have when a program starts one more. What the desk itself has counts, so it
  /// is a fence around a program that multiplies without end, no more.
  static let mostProcesses: UInt64 = 16_384

  /// The files it may use.
  let files: SandboxFiles
  /// What keeps the others from it.
  let level: SandboxLevel
  /// For its temporary files: nobody else's, and empty when it starts.
  let folder: String

  /// The room for a program whose parameters name these files; `nil` where it runs without a sandbox.
  ///
  /// - Throws: `noSandbox`, or `cannotStart` when it names a file that stays shut.
  static func make(
    for command: ProgramCommand, _ sandbox: ProgramSandbox, files: [String]
  ) throws(ProgramError) -> ProgramRoom? {
    guard sandbox.use != .required || sandbox.level.isWhole else {
      throw .noSandbox(program: command.text, level: "\(sandbox.level)")
    }
    guard sandbox.reached != .none else { return nil }
    var allowed = try SandboxFiles(for: command, sandbox, named: files)
    let folder = try makeFolder()
    allowed.addOwn(folder)
    return ProgramRoom(allowed, sandbox.level, folder: folder)
  }

  private init(_ files: SandboxFiles, _ level: SandboxLevel, folder: String) {
    self.files = files
    self.level = level
    self.folder = folder
  }

  private static func makeFolder() throws(ProgramError) -> String {
    let name = "slipway-program-\(Machine.process)-\(String(UInt64.random(in: 0...UInt64.max), radix: 36))"
    let folder = Folders.absolutePath(Machine.variable("TMPDIR") ?? "/tmp") + "/" + name
    let isNew: Bool
    do throws(SystemError) { isNew = try Paths.makeFolder(folder, permissions: 0o700) } catch {
      throw .cannotStart(program: folder, reason: "there is no room for temporary files: \(error.reason)")
    }
    guard isNew else {
      throw .cannotStart(program: folder, reason: "there is no room for temporary files: it is there already")
    }
    return folder
  }

  deinit { Folders.discardAll(folder) }
}
