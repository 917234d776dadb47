import FileSystem

/// Where things lie on a system: libraries, tools, and what belongs to everybody.
enum SystemFiles {
  /// What any program may read: libraries, what finds them, languages and time zones, names of users, certificates,
  /// and what runtimes ask of the machine.
  static let readable: [String] =
    [
      "/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/nix/store", "/gnu/store",
      "/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/ld.so.conf.d", "/etc/ld.so.preload", "/etc/localtime",
      "/etc/timezone", "/etc/locale.alias", "/etc/locale.conf", "/etc/nsswitch.conf", "/etc/passwd",
      "/etc/group", "/etc/os-release", "/etc/mime.types", "/etc/ssl/openssl.cnf", "/etc/ssl/certs",
      "/etc/pki/tls/openssl.cnf", "/etc/pki/tls/certs", "/etc/crypto-policies", "/etc/fonts",
      "/proc/cpuinfo", "/proc/meminfo", "/proc/stat", "/proc/uptime", "/proc/version", "/proc/filesystems",
      "/proc/sys", "/sys/devices/system", "/sys/fs/cgroup", "/sys/kernel/mm",
    ] + interpreterSettings

  /// Settings that interpreters read from /etc.
  private static var interpreterSettings: [String] {
    ((try? Paths.names(in: "/etc")) ?? []).filter { name in
      ["python", "java", "perl", "julia"].contains { name.hasPrefix($0) } || name == "R"
    }.map { "/etc/" + $0 }
  }

  /// Devices that any program may read and write.
  static let devices = ["/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom"]

  private static let sharedFolders: Set<String> = [
    "/", "/bin", "/boot", "/dev", "/etc", "/home", "/lib", "/media", "/mnt", "/opt", "/proc", "/root", "/run",
    "/sbin", "/srv", "/sys", "/tmp", "/usr", "/var", "/dev/shm", "/var/tmp",
  ]
  private static let sharedTrees = [
    "/etc", "/proc", "/sys", "/run", "/boot", "/var/lib", "/var/log", "/var/spool",
  ]

  /// Whether a folder belongs to everybody, or to a user with all they have: a program's file in it does not make it the
  /// program's own.
  static func isShared(_ folder: String) -> Bool {
    if sharedFolders.contains(folder) || sharedTrees.contains(where: { isIn(folder, $0) }) { return true }
    if let temporary = Machine.variable("TMPDIR"), real(temporary) == folder { return true }
    guard let home = Machine.variable("HOME"), home.hasPrefix("/") else { return false }
    return isIn(real(home), folder)
  }

  /// Whether a program lies in a folder of tools, and not in one of its own.
  static func isForTools(_ program: String) -> Bool {
    ["bin", "sbin", "shims"].contains(name(of: folder(of: Folders.absolutePath(program))))
  }

  /// What stands beside a folder of tools for them. `shims` is how the version managers of Python, Ruby and others
  /// call theirs.
  static func beside(_ folder: String) -> [String] {
    switch name(of: folder) {
    case "bin", "sbin": ["lib", "lib64", "libexec", "conf", "include", "pyvenv.cfg"]
    case "shims":
      ["bin", "lib", "libexec", "versions", "version", "plugins", "installs", "completions", "pyenv.d"]
    default: []
    }
  }

  /// Whether a path is the folder's, or below it.
  static func isIn(_ path: String, _ folder: String) -> Bool {
    path == folder || path.hasPrefix(folder == "/" ? "/" : folder + "/")
  }

  /// The folder that something is in.
  static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/"), slash > path.startIndex else { return "/" }
    return String(path[..<slash])
  }

  private static func name(of path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? ""
  }

  /// A path without links and dots, also of what is not there yet.
  static func real(_ path: String) -> String {
    let path = Folders.absolutePath(path)
    if let resolved = try? Paths.resolved(path) { return resolved }
    let parent = folder(of: path)
    guard parent != path, parent != "/" else { return path }
    return real(parent) + "/" + name(of: path)
  }

  /// A text without the spaces around it.
  static func trimmed(_ text: Substring) -> String {
    let start = text.drop { $0.isWhitespace }
    let end = start.lastIndex { !$0.isWhitespace }
    return end.map { String(start[...$0]) } ?? ""
  }
}
