import Foundation

/// The checkout that the tests were built from.
package enum PackageRoot {
  /// Its folder: the nearest one above this file with a `Package.swift`.
  package static let path: String = {
    var folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    while folder.path != "/",
      !FileManager.default.fileExists(atPath: folder.appendingPathComponent("Package.swift").path)
    {
      folder.deleteLastPathComponent()
    }
    return folder.path
  }()

  /// The path of one of its files: `datasets/MANIFEST.tsv`.
  package static func path(of name: String) -> String { path + "/" + name }
}
