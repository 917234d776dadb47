package import TradingCore

/// Where broker profiles are found: the home's `brokers/`, then those inside the program.
package struct BrokerProfiles: Sendable {
  /// A profile that can be loaded by name.
  package struct Listing: Sendable, Hashable {
    /// What `--broker` takes.
    package var name: String
    /// Its file in the home; `nil` for one inside the program.
    package var path: String?
  }

  private let folder: String?

  /// Profiles of a home directory, or the bundled ones alone. The directory need not exist.
  package init(home: String?) { folder = home.map { $0 + "/brokers" } }

  /// The profile of a name, or in a file when the text has a slash or ends in `.yaml` or `.yml`.
  ///
  /// - Throws: `unknownProfile`, `file` or what is wrong in the file.
  package func load(_ nameOrPath: String) throws(ConfigurationError) -> BrokerProfile {
    if Self.isPath(nameOrPath) { return try BrokerProfileLoader.load(path: nameOrPath) }
    guard let listing = list().first(where: { $0.name == nameOrPath }) else {
      let known = list().map(\.name)
      throw .unknownProfile(
        name: nameOrPath, nearest: nearestMatch(to: nameOrPath, among: known), known: known)
    }
    if let path = listing.path { return try BrokerProfileLoader.load(path: path) }
    return try BrokerProfileLoader.parse(
      text: BundledProfiles.texts[listing.name] ?? "", path: "bundled/\(listing.name).yaml")
  }

  /// Whether `--broker` means a file by this text rather than a name.
  static func isPath(_ text: String) -> Bool {
    text.contains("/") || text.hasSuffix(".yaml") || text.hasSuffix(".yml")
  }

  /// Every profile that can be loaded by name, by name; one in the home hides a bundled one.
  package func list() -> [Listing] {
    var paths: [String: String?] = BundledProfiles.texts.mapValues { _ in nil }
    for file in folder.map({ FolderListing.names(in: $0) }) ?? [] where file.hasSuffix(".yaml") {
      paths.updateValue(folder.map { "\($0)/\(file)" }, forKey: String(file.dropLast(5)))
    }
    return paths.sorted { $0.key < $1.key }.map { Listing(name: $0.key, path: $0.value) }
  }

  /// The YAML of a bundled profile, for copying it as the start of one's own.
  package static func bundledText(_ name: String) -> String? { BundledProfiles.texts[name] }
}

/// The files of `brokers/`, which the build copies into the program, so that neither the working directory nor
/// the place of installation matters.
enum BundledProfiles {
  static let texts: [String: String] = [
    "exness_raw": PackageResources.exness_raw_yaml,
    "reference": PackageResources.reference_yaml,
  ].mapValues { String(decoding: $0, as: UTF8.self) }
}
