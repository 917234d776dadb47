import FileSystem
import Foundation

/// Plain files for tests.
enum TestFiles {
  static func write(_ bytes: [UInt8], to path: String) throws {
    try Data(bytes).write(to: URL(fileURLWithPath: path))
  }
}
