import Foundation

// `locale-data ARCHIVE OUT`: writes a C file with what the program needs of the data in a static ICU.

let arguments = Array(CommandLine.arguments.dropFirst())
guard arguments.count == 2 else {
  FileHandle.standardError.write(Data("usage: locale-data ARCHIVE OUT\n".utf8))
  exit(64)
}

do {
  let archive = try Data(contentsOf: URL(fileURLWithPath: arguments[0]), options: .alwaysMapped)
  let package = archive.withUnsafeBytes { DataPackage.find(in: $0) }
  guard let source = package?.cut.source(of: arguments[0]) else {
    FileHandle.standardError.write(Data("error: \(arguments[0]) has no data that is understood\n".utf8))
    exit(65)
  }
  try Data(source.utf8).write(to: URL(fileURLWithPath: arguments[1]), options: .atomic)
} catch {
  FileHandle.standardError.write(Data("error: the locale data can't be cut: \(error)\n".utf8))
  exit(66)
}
