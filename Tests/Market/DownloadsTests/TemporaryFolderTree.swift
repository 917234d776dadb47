import Foundation

/// Every file below a folder, by path, the hidden ones too.
struct TemporaryFolderTree {
  let files: [String]

  init(_ folder: String) throws { files = try FileManager.default.subpathsOfDirectory(atPath: folder) }
}
