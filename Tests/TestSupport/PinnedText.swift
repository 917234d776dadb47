import Foundation
import TradingCore

/// Texts that a program of before wrote, kept in `Tests/Fixtures/pinned`: what is stored and read later must not change.
package enum PinnedText {
  private static let folder = URL(fileURLWithPath: PackageRoot.path(of: "Tests/Fixtures/pinned"))

  /// The lines of a file.
  ///
  /// - Throws: what reading it throws.
  package static func lines(_ name: String) throws -> [String] {
    try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
      .split(separator: "\n").map(String.init)
  }

  /// The first line in which a text is another one than the file: `line 3: was …, is …`; `nil` when there is none.
  ///
  /// With `SLIPWAY_PIN` set and no such file yet, the text becomes the file and counts as different, so that nobody
  /// records by accident.
  /// - Throws: what reading the file throws.
  package static func difference(of lines: [String], from name: String) throws -> String? {
    let url = folder.appendingPathComponent(name)
    if ProcessInfo.processInfo.environment["SLIPWAY_PIN"] != nil,
      !FileManager.default.fileExists(atPath: url.path)
    {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try (lines.joined(separator: "\n") + "\n").write(
        to: url, atomically: true, encoding: .utf8)
      return "\(name) was written anew"
    }
    let pinned = try Self.lines(name)
    for index in 0..<max(lines.count, pinned.count) {
      let (was, now) = (
        index < pinned.count ? pinned[index] : "nothing", index < lines.count ? lines[index] : "nothing"
      )
      if was != now { return "\(name), line \(index + 1): was \(was), is \(now)" }
    }
    return nil
  }

  /// The bytes in a file of hex digits, which a program of before wrote.
  ///
  /// With `SLIPWAY_PIN` set and no such file yet, `make` gives them; a file that is there is never made anew.
  /// - Throws: what reading the file and `make` throw.
  package static func bytes(_ name: String, make: () throws -> [UInt8]) throws -> [UInt8] {
    let url = folder.appendingPathComponent(name)
    if ProcessInfo.processInfo.environment["SLIPWAY_PIN"] != nil,
      !FileManager.default.fileExists(atPath: url.path)
    {
      let digits = Hexadecimal.text(try make())
      let lines = stride(from: 0, to: digits.count, by: 110).map { start in
        digits.dropFirst(start).prefix(110)
      }
      try (lines.joined(separator: "\n") + "\n").write(to: url, atomically: true, encoding: .utf8)
    }
    return Hexadecimal.bytes(try lines(name).joined()) ?? []
  }
}
