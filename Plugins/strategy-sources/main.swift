import Foundation

// `strategy-sources OUT ROOT FILE…`: writes a Swift file that says what a strategy's package is built of. Files count by
// their paths under ROOT and by what is in them, whatever the order they are named in.

let arguments = Array(CommandLine.arguments.dropFirst())
guard arguments.count >= 3 else {
  FileHandle.standardError.write(Data("usage: strategy-sources OUT ROOT FILE…\n".utf8))
  exit(64)
}
let root = arguments[1].hasSuffix("/") ? arguments[1] : arguments[1] + "/"

/// The path of a file under the root; of one elsewhere its folder's and its own name, which are the same on every machine.
func label(of path: String) -> String {
  path.hasPrefix(root)
    ? String(path.dropFirst(root.count)) : path.split(separator: "/").suffix(2).joined(separator: "/")
}

do {
  var digest = SHA256()
  let files = Set(arguments.dropFirst(2)).map { (label: label(of: $0), path: $0) }
  for file in files.sorted(by: { ($0.label, $0.path) < ($1.label, $1.path) }) {
    let content = try Data(contentsOf: URL(fileURLWithPath: file.path))
    digest.add(Array("\(file.label)\0\(content.count)\0".utf8))
    digest.add(Array(content))
  }
  let text = """
    /// A digest of what this program's strategies are built of, taken at every build.
    let strategySources = "\(digest.finish())"

    """
  try Data(text.utf8).write(to: URL(fileURLWithPath: arguments[0]), options: .atomic)
} catch {
  FileHandle.standardError.write(Data("error: the sources can't be read: \(error)\n".utf8))
  exit(66)
}
