import Foundation
import Synchronization

/// Files for readers that want paths, in memory where the system has such a folder.
enum Scratch {
  /// A folder of this process alone.
  static let folder: String = {
    let memory = FileManager.default.isWritableFile(atPath: "/dev/shm") ? "/dev/shm" : NSTemporaryDirectory()
    let root = ProcessInfo.processInfo.environment["SLIPWAY_FUZZ_SCRATCH"] ?? memory
    let path = "\(root)/slipway-fuzz-\(ProcessInfo.processInfo.processIdentifier)"
    try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    return path
  }()

  private static let count = Mutex(0)

  /// A folder for one input, removed after `body`: tests run side by side.
  static func with<Value>(_ body: (String) throws -> Value) throws -> Value {
    let number = count.withLock { count in
      count += 1
      return count
    }
    let path = "\(folder)/\(number)"
    guard mkdir(path, 0o700) == 0 else { throw OracleFault("no scratch folder \(path)") }
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try body(path)
  }

  /// Writes a file.
  static func write(_ bytes: [UInt8], to path: String) throws {
    guard let file = fopen(path, "w") else { throw OracleFault("no scratch file \(path)") }
    defer { fclose(file) }
    guard fwrite(bytes, 1, bytes.count, file) == bytes.count else {
      throw OracleFault("the scratch folder is full")
    }
  }

  /// Takes the folder away.
  static func remove() { try? FileManager.default.removeItem(atPath: folder) }
}
