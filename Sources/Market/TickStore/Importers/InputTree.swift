import FileSystem

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The files behind a list of files and folders.
struct InputTree {
  /// One file, or a member of a zip.
  struct Item: Hashable {
    var path: String
    /// The member's name.
    var entry: String?
    /// Where the member begins in the file.
    var start = 0
    var size: Int
    var isFromFolder: Bool

    /// What names it in messages.
    var name: String { entry.map { "\(path), entry \($0)" } ?? path }

    /// By path, then by member.
    static func isBefore(_ left: Item, _ right: Item) -> Bool {
      if left.path != right.path { return left.path.utf8.lexicographicallyPrecedes(right.path.utf8) }
      return (left.entry ?? "").utf8.lexicographicallyPrecedes((right.entry ?? "").utf8)
    }
  }

  /// Every file once, in no order that matters.
  private(set) var items: [Item] = []
  /// Files of folders that are not ticks by their names.
  private(set) var ignored: [String] = []
  private var seen: [FileID: String] = [:]
  private let endings: [String]

  private struct FileID: Hashable {
    var device: UInt64
    var inode: UInt64
  }

  private static let deepest = 32

  /// Walks the inputs.
  ///
  /// - Throws: `file` for what is missing or unreadable, `option` for a file that is named twice.
  init(
    _ inputs: [String], format: ImportFormat, standardInput: InputFile? = nil
  ) throws(ImportError) {
    endings =
      switch format {
      case .dukascopy: [".bi5"]
      case .lean: [".zip"]
      case .binance: [".gz", ".zip"]
      case .tardis, .truefx, .histdata: [".csv", ".zip", ".csv.gz"]
      case .mt5: [".csv", ".txt", ".tsv", ".zip", ".gz"]
      case .csv: [".csv", ".tsv", ".zip", ".csv.gz", ".tsv.gz"]
      default: [".bi5", ".zip", ".csv", ".tsv", ".gz"]
      }
    for input in inputs {
      if StandardInput.isNamed(input), let standardInput {
        guard !items.contains(where: { $0.path == standardInput.path }) else {
          throw .option(name: input, problem: "standard input is named twice", remedy: "name it once")
        }
        items.append(Item(path: standardInput.path, size: standardInput.size, isFromFolder: false))
        continue
      }
      let path = input.count > 1 && input.hasSuffix("/") ? String(input.dropLast()) : input
      let status = try Self.status(path)
      if Self.isFolder(status) {
        try walk(path, depth: 0)
      } else {
        try add(path, status, isFromFolder: false)
      }
    }
    ignored.sort { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  private static func status(_ path: String) throws(ImportError) -> stat {
    var status = stat()
    guard stat(path, &status) == 0 else {
      if errno == ENOENT || errno == ENOTDIR { throw .file(.missing(path: path)) }
      throw .file(.unreadable(path: path, reason: String(cString: strerror(errno))))
    }
    return status
  }

  private static func isFolder(_ status: stat) -> Bool { status.st_mode & S_IFMT == S_IFDIR }

  private mutating func walk(_ folder: String, depth: Int) throws(ImportError) {
    guard depth < Self.deepest else {
      throw .file(.unreadable(path: folder, reason: "folders inside folders without end"))
    }
    for name in try Self.names(in: folder) where !name.hasPrefix(".") {
      let path = "\(folder)/\(name)"
      let status = try Self.status(path)
      if Self.isFolder(status) {
        try walk(path, depth: depth + 1)
      } else if endings.contains(where: { name.lowercased().hasSuffix($0) }) {
        try add(path, status, isFromFolder: true)
      } else {
        ignored.append(path)
      }
    }
  }

  private static func names(in folder: String) throws(ImportError) -> [String] {
    guard let stream = opendir(folder) else {
      throw .file(.unreadable(path: folder, reason: String(cString: strerror(errno))))
    }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      names.append(name)
    }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  private mutating func add(
    _ path: String, _ status: stat, isFromFolder: Bool
  ) throws(ImportError) {
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw .file(
        .unreadable(path: path, reason: "it is a pipe or a device, which only standard input ('-') reads"))
    }
    let id = FileID(device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
    if let earlier = seen.updateValue(path, forKey: id) {
      throw .option(
        name: path, problem: "the same file is named twice, also as \(earlier)", remedy: "name it once")
    }
    items.append(Item(path: path, size: Int(status.st_size), isFromFolder: isFromFolder))
  }

  /// Whether a path is one of the files, by whatever name.
  func contains(_ path: String) -> Bool {
    var status = stat()
    guard stat(path, &status) == 0 else { return false }
    return seen[FileID(device: UInt64(status.st_dev), inode: UInt64(status.st_ino))] != nil
  }

  /// The path's parts from the root on, `.` and `..` resolved by their text.
  static func components(of path: String) -> [String] {
    var absolute = path
    if !path.hasPrefix("/"), let current = getcwd(nil, 0) {
      absolute = String(cString: current) + "/" + path
      free(current)
    }
    var parts: [String] = []
    for part in absolute.split(separator: "/") where part != "." {
      if part == ".." { _ = parts.popLast() } else { parts.append(String(part)) }
    }
    return parts
  }
}
