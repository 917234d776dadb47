#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif
import JSONText
import ArgumentParser
import YAMLConfiguration
import FileSystem
import Reports

/// What `broker add` and `broker edit` change.
struct ChangeOptions: ParsableArguments {
  @Option(
    name: .customLong("set"), parsing: .singleValue,
    help: ArgumentHelp(
      "Give a key a value, as in commission.amount='3.00 USD'; may be repeated.", valueName: "key=value"))
  var sets: [String] = []
}

/// `slipway broker add`
struct BrokerAdd: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add", abstract: "Add a broker profile to the home, from a file or as a copy of another.")

  @Argument(help: "The new profile's name.")
  var name: String

  @Option(help: ArgumentHelp("A YAML file to take it from.", valueName: "file"))
  var file: String?

  @Option(help: ArgumentHelp("A profile to copy.", valueName: "profile"))
  var from: String?

  @OptionGroup var changes: ChangeOptions
  @OptionGroup var shared: SharedOptions

  func run() throws {
    let home = try ProfileHome(name: name, home: shared.homeFolder)
    let change = try ProfileChange(sets: changes.sets, unsets: [])
    let lock = try home.lock()
    defer { withExtendedLifetime(lock) {} }
    if let listing = home.listing {
      throw CommandError.usage(
        what: "there is a profile '\(name)' already", option: listing.path ?? "bundled",
        advice: "choose another name, or change it with 'slipway broker edit \(name)'")
    }
    let result = try change.applied(to: try source(home), target: home.path)
    try home.write(result.text)
    if result.lostComments { shared.note("the comments of the original could not be kept") }
    try shared.printResult(json: ["name": .string(name), "path": .string(home.path), "action": "added"]) {
      _ in
      "added \(name) (\(home.path))\n"
    }
  }

  private func source(_ home: ProfileHome) throws -> ProfileChange.Source {
    switch (file, from) {
    case (let file?, nil):
      return try withAbsoluteFiles(.init(text: try BrokerProfiles.text(path: file), path: file))
    case (nil, let from?):
      if from.contains("/") || from.hasSuffix(".yaml") || from.hasSuffix(".yml") {
        return try withAbsoluteFiles(.init(text: try BrokerProfiles.text(path: from), path: from))
      }
      let source = try home.profiles.text(of: from)
      return .init(text: source.text, path: source.path)
    default:
      throw CommandError.usage(
        what: "a profile needs one place to come from", option: "--file, --from",
        advice: "give --file FILE.yaml or --from PROFILE")
    }
  }

  /// Files of fills are named relative to the profile's own file, which is about to move.
  private func withAbsoluteFiles(_ source: ProfileChange.Source) throws -> ProfileChange.Source {
    let files = try FillFiles.relative(in: source.text, path: source.path)
    guard !files.isEmpty else { return source }
    let folder = source.path.lastIndex(of: "/").map { String(source.path[...$0]) } ?? "."
    guard let resolved = realpath(folder, nil) else { return source }
    defer { free(resolved) }
    var editor = YAMLEditor(text: source.text, path: source.path)
    for (key, file) in files { try editor.set(key, to: String(cString: resolved) + "/" + file) }
    return .init(text: editor.text, path: source.path)
  }
}

/// `slipway broker edit`
struct BrokerEdit: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "edit",
    abstract: "Change values of a broker profile; a bundled one is copied to the home first.")

  @Argument(help: "The profile's name.")
  var name: String

  @OptionGroup var changes: ChangeOptions

  @Option(
    name: .customLong("unset"), parsing: .singleValue,
    help: ArgumentHelp("Take a key away, so that its default holds; may be repeated.", valueName: "key"))
  var unsets: [String] = []

  @OptionGroup var shared: SharedOptions

  func run() throws {
    let home = try ProfileHome(name: name, home: shared.homeFolder)
    let change = try ProfileChange(sets: changes.sets, unsets: unsets)
    guard !change.isEmpty else {
      throw CommandError.usage(
        what: "nothing to change", option: "--set, --unset", advice: "give --set KEY=VALUE or --unset KEY")
    }
    let current = try home.profiles.text(of: name)
    let lock = try home.lock()
    defer { withExtendedLifetime(lock) {} }
    let isBundled = home.listing?.path == nil
    let source = isBundled ? current : try home.profiles.text(of: name)
    let result = try change.applied(to: .init(text: source.text, path: source.path), target: home.path)
    try home.write(result.text)
    if isBundled { shared.note("copied the bundled profile to \(home.path); it hides the bundled one") }
    if result.lostComments { shared.note("the file was written anew, without its comments") }
    let json: JSONValue = [
      "name": .string(name), "path": .string(home.path), "action": "edited",
      "copied_from_bundled": .boolean(isBundled),
    ]
    try shared.printResult(json: json) { _ in "changed \(name) (\(home.path))\n" }
  }
}

/// `slipway broker remove`
struct BrokerRemove: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "remove", abstract: "Remove a broker profile from the home.")

  @Argument(help: "The profile's name.")
  var name: String

  @OptionGroup var shared: SharedOptions

  func run() throws {
    let home = try ProfileHome(name: name, home: shared.homeFolder)
    _ = try home.profiles.text(of: name)
    guard home.listing?.path != nil else {
      throw CommandError.usage(
        what: "'\(name)' is bundled with the program and can't be removed", option: "bundled",
        advice: "there is nothing of that name in \(home.folder)")
    }
    let lock = try home.lock()
    let isOverride = home.listing?.origin == .overridden
    try lock.remove(home.path)
    let json: JSONValue = [
      "name": .string(name), "path": .string(home.path), "action": "removed",
      "bundled_remains": .boolean(isOverride),
    ]
    try shared.printResult(json: json) { _ in
      "removed \(name) (\(home.path))" + (isOverride ? "; the bundled one is used again\n" : "\n")
    }
  }
}

/// The place of one profile in the home.
struct ProfileHome {
  let profiles: BrokerProfiles
  let name: String
  let folder: String
  let path: String

  /// - Throws: `usage` when the name can't be one.
  init(name: String, home: String) throws(CommandError) {
    profiles = BrokerProfiles(home: home)
    guard BrokerProfiles.isName(name), let place = profiles.place(of: name) else {
      throw .usage(
        what: "'\(name)' can't be a profile's name", option: "NAME",
        advice: "give up to 64 letters, digits, _ or -")
    }
    self.name = name
    (folder, path) = place
  }

  /// Where the name leads now.
  var listing: BrokerProfiles.Listing? { profiles.list().first { $0.name == name } }

  /// Keeps other changes out until the lock is gone.
  ///
  /// - Throws: `uncreatable`.
  func lock() throws(FileError) -> FolderLock { try FolderLock(folder: folder) }

  /// Replaces the file at once.
  ///
  /// - Throws: `uncreatable` or `writeFailed`.
  func write(_ text: String) throws(FileError) {
    let file = try AtomicFile(path: path)
    try file.write(text)
    try file.commit()
  }
}
