import FileSystem

/// What no strategy program reads: Slipway's home, and where users keep their keys.
struct ShutFolders: Sendable {
  /// Where users keep keys and tokens, in their home.
  private static let secrets = [
    ".ssh", ".gnupg", ".aws", ".azure", ".config", ".docker", ".kube", ".netrc", ".pgpass", ".password-store",
    ".git-credentials", ".mozilla", ".local/share/keyrings",
  ]
  /// What of Slipway's home is its own; a strategy may lie in another folder of it.
  private static let ours = ["operators", "sessions", "logs", "feeds", "brokers", "cache"]

  private let home: String?
  private let others: [String]

  /// Slipway's home, which need not exist yet, and the keys of the user.
  init(home: String?) {
    self.home = home.map { SystemFiles.real($0) }
    let user = Machine.variable("HOME").flatMap { $0.hasPrefix("/") ? SystemFiles.real($0) : nil }
    others = user.map { user in Self.secrets.map { SystemFiles.real("\(user)/\($0)") } } ?? []
  }

  private var all: [String] { others + (home.map { [$0] } ?? []) }

  /// Whether a path is one of them, or in one.
  func holds(_ path: String) -> Bool { all.contains { SystemFiles.isIn(path, $0) } }

  /// Whether one of them is below a folder.
  func isBelow(_ folder: String) -> Bool { all.contains { SystemFiles.isIn($0, folder) } }

  /// Why a file may not be opened though somebody named it; `nil` where it may.
  func objection(to file: String) -> String? {
    if let folder = others.first(where: { SystemFiles.isIn(file, $0) }) {
      return "it is in \(folder), which stays shut to strategy programs: keep what it needs elsewhere"
    }
    guard let home, SystemFiles.isIn(file, home) else { return nil }
    let rest = file.dropFirst(home.count + 1).split(separator: "/")
    guard rest.count < 2 || Self.ours.contains(String(rest[0])) else { return nil }
    return "it is in Slipway's home, which stays shut to strategy programs: keep it elsewhere"
  }
}
