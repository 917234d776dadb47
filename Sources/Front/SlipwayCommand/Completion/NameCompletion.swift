import ArgumentParser
import FileSystem
import Operations

/// Completions that hang on the home which a command line names.
enum NameCompletion {
  /// Seconds after which a shell is left without names: somebody waits for the key they pressed.
  static let patience: UInt32 = 1

  /// The home that half a command line names, as `SharedOptions` does with a whole one.
  ///
  /// Words come as they were typed: quotes are taken off, and `~/` is the user's folder.
  static func home(in words: [String]) -> String {
    var given: String?
    for (index, word) in words.enumerated() {
      if word.hasPrefix("--home=") {
        given = String(word.dropFirst("--home=".count))
      } else if word == "--home" {
        // Some shells take `--home=x` for three words.
        let rest = words[(index + 1)...].prefix(2)
        given = rest.first == "=" ? rest.last : rest.first
      }
    }
    var shared = SharedOptions()
    (shared.home, shared.json, shared.quiet) = (given.map(unquoted), false, true)
    return shared.homeFolder
  }

  private static func unquoted(_ word: String) -> String {
    let plain = word.filter { !"\"'\\".contains($0) }
    guard plain.hasPrefix("~/"), let user = Machine.variable("HOME") else { return plain }
    return user + plain.dropFirst()
  }

  /// Files and folders of the place that a half-typed path names, for words that may be a path; none before a slash is
  /// typed, as a name is meant until then.
  static func paths(_ prefix: String, endings: [String]) -> [String] {
    guard let slash = prefix.lastIndex(of: "/") else { return [] }
    let folder = String(prefix[...slash])
    return Folders.names(in: unquoted(folder)).sorted().compactMap { name in
      let path = folder + name
      if Folders.isFolder(unquoted(path)) { return path + "/" }
      return endings.contains { name.hasSuffix($0) } ? path : nil
    }
  }

  fileprivate static func names(_ kind: KnownNames, _ words: [String], _ prefix: String) -> [String] {
    Signals.endQuietly(afterSeconds: patience)
    let home = Home(folder: home(in: words), strategies: StrategyRegistry.catalog) { WallClock.now }
    let files = kind == .brokers || kind == .profiles ? paths(prefix, endings: [".yaml", ".yml"]) : []
    return home.names(kind) + files
  }
}

extension CompletionKind {
  /// Names of a kind, of the home that the command line names.
  static func names(_ kind: KnownNames) -> CompletionKind {
    .custom { words, _, prefix in NameCompletion.names(kind, words, prefix) }
  }

  /// Tick files.
  static let tickFiles = CompletionKind.file(extensions: ["ticks"])
  /// YAML files.
  static let yamlFiles = CompletionKind.file(extensions: ["yaml", "yml"])
  /// CSV files.
  static let csvFiles = CompletionKind.file(extensions: ["csv"])
  /// Pages.
  static let pages = CompletionKind.file(extensions: ["html"])
}
