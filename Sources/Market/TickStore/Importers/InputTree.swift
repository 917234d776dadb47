import FileSystem

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
  private var seen: [FileStatus.Identity: String] = [:]
  private let endings: [String]

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
      if status.kind == .folder {
        try walk(path, depth: 0)
      } else {
        try add(path, status, isFromFolder: false)
      }
    }
    ignored.sort { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  private static func status(_ path: String) throws(ImportError) -> FileStatus {
    do { return try FileStatus(of: path) } catch {
      if error == .missing || error == .notAFolder { throw .file(.missing(path: path)) }
      throw .file(.unreadable(path: path, reason: error.reason))
    }
  }

  private mutating func walk(_ folder: String, depth: Int) throws(ImportError) {
    guard depth < Self.deepest else {
      throw .file(.unreadable(path: folder, reason: "folders inside folders without end"))
    }
    for name in try Self.names(in: folder) where !name.hasPrefix(".") {
      let path = "\(folder)/\(name)"
      let status = try Self.status(path)
      if status.kind == .folder {
        try walk(path, depth: depth + 1)
      } else if endings.contains(where: { name.lowercased().hasSuffix($0) }) {
        try add(path, status, isFromFolder: true)
      } else {
        ignored.append(path)
      }
    }
  }

  private static func names(in folder: String) throws(ImportError) -> [String] {
    do {
      return try Paths.names(in: folder).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    } catch { throw .file(.unreadable(path: folder, reason: error.reason)) }
  }

  private mutating func add(
    _ path: String, _ status: FileStatus, isFromFolder: Bool
  ) throws(ImportError) {
    guard status.kind == .file else {
      throw .file(
        .unreadable(path: path, reason: "it is a pipe or a device, which only standard input ('-') reads"))
    }
    if let earlier = seen.updateValue(path, forKey: status.identity) {
      throw .option(
        name: path, problem: "the same file is named twice, also as \(earlier)", remedy: "name it once")
    }
    items.append(Item(path: path, size: status.size, isFromFolder: isFromFolder))
  }

  /// Whether a path is one of the files, by whatever name.
  func contains(_ path: String) -> Bool {
    FileStatus.find(path).map { seen[$0.identity] != nil } ?? false
  }

  /// The path's parts from the root on, `.` and `..` resolved by their text.
  static func components(of path: String) -> [String] {
    var absolute = path
    if !path.hasPrefix("/"), let current = Paths.workingFolder { absolute = current + "/" + path }
    var parts: [String] = []
    for part in absolute.split(separator: "/") where part != "." {
      if part == ".." { _ = parts.popLast() } else { parts.append(String(part)) }
    }
    return parts
  }
}
