import FileSystem
package import TradingCore
import YAMLText

/// Where broker profiles are found: the home's `brokers/`, then those inside the program.
package struct BrokerProfiles: Sendable {
  /// A profile that can be loaded by name.
  package struct Listing: Sendable, Hashable {
    /// What `--broker` takes.
    package var name: String
    /// Its file in the home; `nil` for one inside the program.
    package var path: String?
    /// Where it comes from.
    package var origin: Origin {
      guard path != nil else { return .bundled }
      return BundledProfiles.texts[name] == nil ? .home : .overridden
    }
  }

  /// Where a profile comes from.
  package enum Origin: String, Sendable, Hashable, CaseIterable {
    /// The home alone.
    case home
    /// The program.
    case bundled
    /// The home, hiding one of the program.
    case overridden
  }

  private let folder: String?

  /// Profiles of a home directory, or the bundled ones alone. The directory need not exist.
  package init(home: String?) { folder = home.map { $0 + "/brokers" } }

  /// The profile of a name, or in a file when the text has a slash or ends in `.yaml` or `.yml`.
  ///
  /// - Throws: `BrokerProfileError`, `FileError`, or the `ConfigurationError` of what is wrong in the file.
  package func load(_ nameOrPath: String) throws -> BrokerProfile {
    if Self.isPath(nameOrPath) { return try BrokerProfileLoader.load(path: nameOrPath) }
    let source = try text(of: nameOrPath)
    return try BrokerProfileLoader.parse(text: source.text, path: source.path)
  }

  /// The YAML of a profile by name, and the path that stands in errors about it.
  ///
  /// - Throws: `BrokerProfileError` or `FileError`.
  package func text(of name: String) throws -> (text: String, path: String) {
    guard let listing = list().first(where: { $0.name == name }) else {
      let known = list().map(\.name)
      throw BrokerProfileError.unknownProfile(
        name: name, nearest: nearestMatch(to: name, among: known), known: known)
    }
    if let path = listing.path { return (try TextFile.yaml(path), path) }
    return (BundledProfiles.texts[name] ?? "", "bundled/\(name).yaml")
  }

  /// Where the home keeps a profile of that name, and its folder; `nil` without a home.
  package func place(of name: String) -> (folder: String, path: String)? {
    folder.map { ($0, "\($0)/\(name).yaml") }
  }

  /// Whether a profile may have this name: 1 to 64 letters, digits, `_` or `-`, a letter or digit first.
  package static func isName(_ text: String) -> Bool {
    func isPlain(_ byte: UInt8) -> Bool {
      (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
    }
    let bytes = Array(text.utf8)
    return (1...64).contains(bytes.count) && isPlain(bytes[0])
      && bytes.allSatisfy { isPlain($0) || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "-") }
  }

  /// Whether `--broker` means a file by this text rather than a name.
  package static func isPath(_ text: String) -> Bool {
    text.contains("/") || text.hasSuffix(".yaml") || text.hasSuffix(".yml")
  }

  /// Every profile that can be loaded by name, by name; one in the home hides a bundled one.
  package func list() -> [Listing] {
    var paths: [String: String?] = BundledProfiles.texts.mapValues { _ in nil }
    for file in folder.map({ Folders.names(in: $0) }) ?? [] where file.hasSuffix(".yaml") {
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
    "crypto_exchange": PackageResources.crypto_exchange_yaml,
    "exness_raw": PackageResources.exness_raw_yaml,
    "futures_retail": PackageResources.futures_retail_yaml,
    "oanda": PackageResources.oanda_yaml,
    "reference": PackageResources.reference_yaml,
    "roboforex_prime": PackageResources.roboforex_prime_yaml,
  ].mapValues { String(decoding: $0, as: UTF8.self) }
}
