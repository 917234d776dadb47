import FileSystem

/// Where a new package gets Slipway from: a checkout on this machine, or a repository.
enum SlipwaySource: Sendable, Hashable {
  case path(String)
  case repository(String)

  /// What was given, else the checkout this program was built from, else the one around the current folder.
  ///
  /// - Throws: `usage` when there is none.
  static func find(_ given: String?) throws(OperationError) -> SlipwaySource {
    if let given {
      if given.contains("://") || given.hasPrefix("git@") { return .repository(given) }
      guard isCheckout(given) else {
        throw .usage(
          what: "'\(given)' is no checkout of Slipway", place: "--checkout",
          advice: "give the folder that has Slipway's Package.swift, or the URL of its repository")
      }
      return .path(given)
    }
    if let found = checkoutAround { return .path(found) }
    throw .usage(
      what: "Slipway's sources are not around this program or folder", place: "--checkout",
      advice: "give the folder of a checkout, or the URL of its repository")
  }

  /// The checkout of a path, else the one around this program or folder; `nil` where there is none, and for a repository.
  ///
  /// - Throws: `usage` for a path that is none.
  static func checkout(named given: String?) throws(OperationError) -> String? {
    if given == nil, checkoutAround == nil { return nil }
    guard case .path(let path) = try find(given) else { return nil }
    return realPath(path)
  }

  private static var checkoutAround: String? {
    [executableFolder, realPath(".")].compactMap { $0.flatMap(checkout(above:)) }.first
  }

  /// The dependency as a manifest has it. The name is stated: else a checkout's would be that of its folder.
  var manifestLine: String {
    switch self {
    case .path(let path): ".package(name: \"Slipway\", path: \"\(Self.escaped(path))\")"
    case .repository(let url): ".package(url: \"\(Self.escaped(url))\", branch: \"main\")"
    }
  }

  /// What products of the dependency are asked from.
  var packageName: String {
    switch self {
    case .path: return "Slipway"
    case .repository(let url):
      let name = url.split(whereSeparator: { $0 == "/" || $0 == ":" }).last.map(String.init) ?? "slipway"
      return Self.escaped(name.hasSuffix(".git") ? String(name.dropLast(4)) : name)
    }
  }

  private static func escaped(_ text: String) -> String {
    text.map { $0 == "\\" || $0 == "\"" ? "\\\($0)" : String($0) }.joined()
  }

  /// The path from one folder to another as a manifest has it: relative where the two share more than the root.
  static func relative(_ path: String, from folder: String) -> String {
    guard !path.isEmpty, let target = realPath(path), let base = realPath(folder) else { return path }
    let (there, here) = (target.split(separator: "/"), base.split(separator: "/"))
    let shared = zip(there, here).prefix { $0 == $1 }.count
    guard shared > 0, here.count - shared <= 4 else { return target }
    let steps = Array(repeating: "..", count: here.count - shared) + there.dropFirst(shared).map(String.init)
    return steps.isEmpty ? "." : steps.joined(separator: "/")
  }

  private static var executableFolder: String? {
    #if os(Linux)
      guard let path = realPath("/proc/self/exe") else { return nil }
    #else
      guard let path = CommandLine.arguments.first.flatMap(realPath) else { return nil }
    #endif
    return parent(of: path)
  }

  private static func checkout(above start: String) -> String? {
    var folder: String? = start
    while let here = folder {
      if isCheckout(here) { return here }
      folder = parent(of: here)
    }
    return nil
  }

  private static func isCheckout(_ folder: String) -> Bool {
    guard let bytes = try? InputFile.contents(of: folder + "/Package.swift"),
      let text = String(validating: bytes, as: UTF8.self)
    else { return false }
    return text.contains("name: \"Slipway\",\n  products:")
  }

  private static func parent(of path: String) -> String? {
    guard path != "/", let slash = path.lastIndex(of: "/") else { return nil }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// The path without links and dots, if it is there.
  private static func realPath(_ path: String) -> String? { try? Paths.resolved(path) }
}
