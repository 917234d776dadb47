import FileSystem

/// The files that a strategy program may use: the system's libraries, its interpreter, and its own folder.
///
/// The kernel only allows folders with all that is below them. Where something below has to stay shut, its neighbours
/// are allowed one by one.
struct SandboxFiles: Sendable {
  /// What may be done with a file, or with a folder and all below it.
  enum Use: Sendable, Hashable {
    /// Only its names are seen.
    case list
    /// It is read, and started.
    case read
    /// A device, read and written.
    case device
    /// Everything.
    case write
  }

  /// What may be done with what a path leads to.
  struct Entry: Sendable, Hashable {
    let path: String
    let use: Use
  }

  /// All that may be used.
  private(set) var entries: [Entry] = []
  private var known: Set<Entry> = []
  private let shut: ShutFolders

  /// What a program may use, whose parameters name these files.
  ///
  /// - Throws: `cannotStart` for a file that stays shut.
  init(
    for command: ProgramCommand, _ sandbox: ProgramSandbox, named files: [String]
  ) throws(ProgramError) {
    shut = ShutFolders(home: sandbox.home)
    SystemFiles.readable.forEach { allow($0) }
    SystemFiles.devices.forEach { add($0, .device) }
    allowEnvironment()
    allowInterpreter(Folders.absolutePath(command.executable))
    var hasOwnFolder = false
    for word in [command.executable] + command.words.dropFirst() {
      switch FileStatus.find(word)?.kind {
      case .file:
        try allowNamed(word)
        if !SystemFiles.isForTools(word) { hasOwnFolder = true }
      case .folder:
        allowOwn(word)
        hasOwnFolder = true
      default: break
      }
    }
    // `python3 -m my_strategy` takes it from where it is started.
    if !hasOwnFolder { allowOwn(Folders.absolutePath(".")) }
    for file in files { try allowNamed(file, withFolder: false) }
    sandbox.readable.forEach { allow($0) }
  }

  /// Adds a folder for the program alone.
  mutating func addOwn(_ folder: String) { add(SystemFiles.real(folder), .write) }

  private mutating func add(_ path: String, _ use: Use) {
    let entry = Entry(path: path, use: use)
    if known.insert(entry).inserted { entries.append(entry) }
  }

  /// Allows what a path leads to, but for what stays shut.
  private mutating func allow(_ path: String) {
    guard FileStatus.find(path) != nil else { return }
    allow(real: SystemFiles.real(path), depth: 0)
  }

  private mutating func allow(real path: String, depth: Int) {
    if shut.holds(path) { return }
    guard shut.isBelow(path) else { return add(path, .read) }
    add(path, .list)
    guard depth < 32 else { return }
    for name in (try? Paths.names(in: path)) ?? [] {
      let inside = path == "/" ? "/" + name : path + "/" + name
      // A link is followed to where it leads, which has to be allowed by itself.
      if FileStatus.find(inside, followsLinks: false)?.kind != .link { allow(real: inside, depth: depth + 1) }
    }
  }

  /// Allows the folder of a program, unless it is everybody's.
  private mutating func allowOwn(_ folder: String) {
    let folder = SystemFiles.real(Folders.absolutePath(folder))
    if !SystemFiles.isShared(folder), Folders.isFolder(folder) { allow(real: folder, depth: 0) }
  }

  /// Allows a file that the command or a parameter names, and its folder, where modules and data are.
  private mutating func allowNamed(_ file: String, withFolder: Bool = true) throws(ProgramError) {
    let path = Folders.absolutePath(file)
    guard FileStatus.find(path)?.kind == .file else { return }
    let real = SystemFiles.real(path)
    if let reason = shut.objection(to: real) { throw .cannotStart(program: file, reason: reason) }
    add(real, .read)
    guard withFolder else { return }
    for path in [path, real] where !SystemFiles.isForTools(path) { allowOwn(SystemFiles.folder(of: path)) }
  }

  /// Allows what a program found on PATH or by its path comes with, at every link on the way to it.
  private mutating func allowInterpreter(_ executable: String) {
    var path = executable
    for _ in 0..<16 {
      if SystemFiles.isForTools(path) { allowTools(SystemFiles.folder(of: path)) }
      guard FileStatus.find(path, followsLinks: false)?.kind == .link,
        let target = try? Paths.target(of: path)
      else { return }
      path = target.hasPrefix("/") ? target : SystemFiles.folder(of: path) + "/" + target
    }
  }

  /// Allows a folder of programs and what stands beside it for them. `~/.local` holds more than programs, so what stands
  /// beside is named.
  private mutating func allowTools(_ folder: String, isBase: Bool = false) {
    allow(folder)
    let prefix = SystemFiles.folder(of: SystemFiles.real(folder))
    guard !SystemFiles.isShared(prefix) else { return }
    for name in SystemFiles.beside(SystemFiles.real(folder)) { allow(prefix + "/" + name) }
    // A virtual environment names the interpreter that it is one of, and whoever made it could name anything.
    guard !isBase, let text = try? TextFile.yaml(prefix + "/pyvenv.cfg") else { return }
    for line in text.split(whereSeparator: \.isNewline) {
      let parts = line.split(separator: "=", maxSplits: 1).map(SystemFiles.trimmed)
      guard parts.count == 2, parts[0] == "home", SystemFiles.isForTools(parts[1] + "/x") else { continue }
      allowTools(parts[1], isBase: true)
    }
  }

  /// Allows what the environment that the program gets names.
  private mutating func allowEnvironment() {
    func paths(_ name: String) -> [String] {
      (Machine.variable(name) ?? "").split(separator: ":").map(String.init)
    }
    for path in paths("PATH") where path.hasPrefix("/") && SystemFiles.isForTools(path + "/x") {
      allowTools(path)
    }
    for name in ["PYTHONHOME", "VIRTUAL_ENV"] { paths(name).forEach { allowTools($0 + "/bin") } }
    for name in ["PYTHONPATH", "LD_LIBRARY_PATH"] { paths(name).forEach { allowOwn($0) } }
    if let home = Machine.variable("HOME"), home.hasPrefix("/") { allow(home + "/.local/lib") }
  }
}
