import BrokerProfiles
import FileSystem
package import JSONText
package import Reports
import TradingCore
import YAMLText

/// Broker profiles: what a broker charges, allows and enforces. Those of the home can be changed.
package struct BrokerOperations {
  let home: Home

  /// Every profile that has a name; one with a fault is listed with it, so that the others stay usable.
  package func list() -> ProfileListing {
    let profiles = BrokerProfiles(home: home.folder)
    return ProfileListing(profiles: profiles.list().map { .init($0, in: profiles) })
  }

  /// Every value of a profile, by name or path; with the terms that hold for an instrument, where one is named.
  ///
  /// - Throws: `ConfigurationError`, `AssemblyError`, or `OperationError.usage` for an instrument it does not have.
  package func show(_ name: String, symbol: String? = nil) throws -> ShownProfile {
    let profile = try BrokerProfiles(home: home.folder).load(name)
    guard let symbol else {
      return ShownProfile(json: BrokerDocument.json(profile), rows: BrokerDocument.rows(profile))
    }
    let instrument = try TypedValues.tradable(symbol, of: profile)
    return ShownProfile(
      json: BrokerDocument.json(profile, instrument), rows: BrokerDocument.rows(profile, instrument))
  }

  /// Adds a profile to the home, from a file or as a copy of another, with keys given other values (`KEY=VALUE`).
  ///
  /// - Throws: `OperationError.usage`, `ConfigurationError`, `FileError`.
  package func add(_ name: String, file: String?, from: String?, sets: [String]) throws -> ChangedProfile {
    let place = try ProfileHome(name: name, home: home.folder)
    let change = try ProfileChange(sets: sets, unsets: [])
    let lock = try place.lock()
    defer { withExtendedLifetime(lock) {} }
    if let listing = place.listing {
      throw OperationError.usage(
        what: "there is a profile '\(name)' already", place: listing.path ?? "bundled",
        advice: "choose another name, or change it with 'slipway broker edit \(name)'")
    }
    let source = try Self.source(place, file: file, from: from)
    let result = try change.applied(to: source, target: place.path)
    try place.write(result.text)
    return ChangedProfile(
      name: name, path: place.path, action: "added",
      notes: result.lostComments ? ["the comments of the original could not be kept"] : [])
  }

  /// Gives keys of a profile other values, or takes them away; a bundled one is copied to the home first.
  ///
  /// - Throws: as `add`.
  package func edit(_ name: String, sets: [String], unsets: [String]) throws -> ChangedProfile {
    let place = try ProfileHome(name: name, home: home.folder)
    let change = try ProfileChange(sets: sets, unsets: unsets)
    guard !change.isEmpty else {
      throw OperationError.usage(
        what: "nothing to change", place: "--set, --unset", advice: "give --set KEY=VALUE or --unset KEY")
    }
    let current = try place.profiles.text(of: name)
    let lock = try place.lock()
    defer { withExtendedLifetime(lock) {} }
    let isBundled = place.listing?.path == nil
    let source = isBundled ? current : try place.profiles.text(of: name)
    let result = try change.applied(to: .init(text: source.text, path: source.path), target: place.path)
    try place.write(result.text)
    var changed = ChangedProfile(name: name, path: place.path, action: "edited")
    if isBundled {
      changed.notes.append("copied the bundled profile to \(place.path); it hides the bundled one")
    }
    if result.lostComments { changed.notes.append("the file was written anew, without its comments") }
    changed.more = [JSONMember("copied_from_bundled", .boolean(isBundled))]
    return changed
  }

  /// Removes a profile from the home.
  ///
  /// - Throws: as `add`; `OperationError.usage` for one that is only bundled.
  package func remove(_ name: String) throws -> ChangedProfile {
    let place = try ProfileHome(name: name, home: home.folder)
    _ = try place.profiles.text(of: name)
    guard place.listing?.path != nil else {
      throw OperationError.usage(
        what: "'\(name)' is bundled with the program and can't be removed", place: "bundled",
        advice: "there is nothing of that name in \(place.folder)")
    }
    let lock = try place.lock()
    let isOverride = place.listing?.origin == .overridden
    try lock.remove(place.path)
    return ChangedProfile(
      name: name, path: place.path, action: "removed", isBundledAgain: isOverride,
      more: [JSONMember("bundled_remains", .boolean(isOverride))])
  }

  private static func source(
    _ place: ProfileHome, file: String?, from: String?
  ) throws -> ProfileChange.Source {
    switch (file, from) {
    case (let file?, nil):
      return try withAbsoluteFiles(.init(text: try TextFile.yaml(file), path: file))
    case (nil, let from?):
      if from.contains("/") || from.hasSuffix(".yaml") || from.hasSuffix(".yml") {
        return try withAbsoluteFiles(.init(text: try TextFile.yaml(from), path: from))
      }
      let source = try place.profiles.text(of: from)
      return .init(text: source.text, path: source.path)
    default:
      throw OperationError.usage(
        what: "a profile needs one place to come from", place: "--file, --from",
        advice: "give --file FILE.yaml or --from PROFILE")
    }
  }

  /// Files of fills are named relative to the profile's own file, which is about to move.
  private static func withAbsoluteFiles(_ source: ProfileChange.Source) throws -> ProfileChange.Source {
    let files = try FillFiles.relative(in: source.text, path: source.path)
    guard !files.isEmpty else { return source }
    let folder = source.path.lastIndex(of: "/").map { String(source.path[...$0]) } ?? "."
    guard let resolved = try? Paths.resolved(folder) else { return source }
    var editor = YAMLEditor(text: source.text, path: source.path)
    for (key, file) in files { try editor.set(key, to: resolved + "/" + file) }
    return .init(text: editor.text, path: source.path)
  }
}

/// Broker profiles by name.
package struct ProfileListing: Sendable {
  /// A profile.
  package struct Row: Sendable {
    /// Its name.
    package let name: String
    /// Its title; empty where it has a fault.
    package let title: String
    /// Its file; `nil` for a bundled one.
    package let path: String?
    /// Whether it hides a bundled one.
    package let hidesBundled: Bool
    /// What is wrong with it.
    package let fault: String?
    private let origin: String

    init(_ listing: BrokerProfiles.Listing, in profiles: BrokerProfiles) {
      (name, path, origin) = (listing.name, listing.path, listing.origin.rawValue)
      hidesBundled = listing.origin == .overridden
      do {
        (title, fault) = (try profiles.load(listing.name).title, nil)
      } catch {
        (title, fault) = ("", "\(error)")
      }
    }

    fileprivate var json: JSONValue {
      [
        "name": .string(name), "title": .string(title), "path": path.map { .string($0) } ?? .null,
        "origin": .string(origin), "fault": fault.map { .string($0) } ?? .null,
      ]
    }
  }

  /// In order of name.
  package let profiles: [Row]
}

extension ProfileListing: Document {
  /// The profiles, for programs.
  package var json: JSONValue { ["brokers": .array(profiles.map(\.json))] }
}

/// A broker profile, every value of it.
package struct ShownProfile: Document {
  /// The profile, for programs.
  package let json: JSONValue
  /// Labels and values for people.
  package let rows: [(String, TextCell)]
}

/// A profile of the home that was added, changed or removed.
package struct ChangedProfile: Sendable {
  /// Its name.
  package let name: String
  /// Its file.
  package let path: String
  let action: String
  /// Whether the bundled one of that name is used again.
  package var isBundledAgain = false
  /// What to know besides.
  package var notes: [String] = []
  var more: [JSONMember] = []
}

extension ChangedProfile: Document {
  /// The profile, for programs.
  package var json: JSONValue {
    .object(
      [
        JSONMember("name", .string(name)), JSONMember("path", .string(path)),
        JSONMember("action", .string(action)),
      ] + more)
  }
}
