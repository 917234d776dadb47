import Foundation

// `strategy-sources OUT LABEL FILE [LABEL FILE]…`: writes a Swift file that says what a strategy's package is built of.
// Files count by their labels and by what is in them, whatever the order they are named in and wherever they lie.

let arguments = Array(CommandLine.arguments.dropFirst())
guard arguments.count >= 3, arguments.count % 2 == 1 else {
  FileHandle.standardError.write(Data("usage: strategy-sources OUT LABEL FILE [LABEL FILE]…\n".utf8))
  exit(64)
}

do {
  var digest = SHA256()
  let places = stride(from: 1, to: arguments.count, by: 2)
  let files = places.map { (arguments[$0], arguments[$0 + 1]) }.sorted(by: <)
  for (place, (label, path)) in files.enumerated() where place == 0 || files[place - 1] != (label, path) {
    let content = try Data(contentsOf: URL(fileURLWithPath: path))
    digest.add(Array("\(label)\0\(content.count)\0".utf8))
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
