import FileSystem
import Foundation

/// Plain files for tests.
enum TestFiles {
  static func write(_ bytes: [UInt8], to path: String) throws {
    try Data(bytes).write(to: URL(fileURLWithPath: path))
  }

  /// Changes one byte of a file in place for the time of a body. Writing the whole file anew would make the
  /// file system flush it each time.
  static func withByte<Result>(
    at offset: Int, changedBy mask: UInt8, in path: String, _ body: () throws -> Result
  ) throws -> Result {
    let handle = try FileHandle(forUpdating: URL(fileURLWithPath: path))
    defer { try? handle.close() }
    try handle.seek(toOffset: UInt64(offset))
    let original = try handle.read(upToCount: 1) ?? Data()
    try handle.seek(toOffset: UInt64(offset))
    try handle.write(contentsOf: original.map { $0 ^ mask })
    let result = try body()
    try handle.seek(toOffset: UInt64(offset))
    try handle.write(contentsOf: original)
    return result
  }
}
