import FileSystem
package import MarketClimate
import StateCoding
package import TradingCore

/// The climate of a symbol as a home keeps it: its ranges are in points, which say nothing without the digits of the price.
package struct KeptClimate: Sendable, Codable {
  private enum CodingKeys: String, CodingKey {
    case digits = "digits"
    case tracker = "tracker"
  }

  /// The climate.
  package let tracker: ClimateTracker
  /// The digits of the prices; `nil` where an earlier program did not say.
  let digits: Int?

  init(_ tracker: ClimateTracker, digits: Int) { (self.tracker, self.digits) = (tracker, digits) }

  /// Reads what this program or an earlier one has kept.
  ///
  /// - Throws: what the decoder throws.
  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    // An earlier program wrote the climate and nothing else.
    guard values.contains(.tracker) else {
      (tracker, digits) = (try ClimateTracker(from: decoder), nil)
      return
    }
    tracker = try values.decode(ClimateTracker.self, forKey: .tracker)
    digits = try values.decode(Int.self, forKey: .digits)
  }

  /// The climate, for prices of these digits. What an earlier program has kept is taken for such: nobody else wrote there.
  ///
  /// - Throws: `ClimateScaleFault` where it is of prices with others.
  func tracker(digits: Int) throws(ClimateScaleFault) -> ClimateTracker {
    guard self.digits == nil || self.digits == digits else {
      throw ClimateScaleFault(kept: self.digits ?? digits, wanted: digits)
    }
    return tracker
  }
}

/// What is kept of a climate is of prices with other digits than now.
struct ClimateScaleFault: Error, Hashable, CustomStringConvertible {
  /// The digits of the prices that were kept.
  let kept: Int
  /// Those of the prices now.
  let wanted: Int

  var description: String { "it is of prices with \(kept) digits, and they have \(wanted) now" }
}

/// Where a home keeps the climate of a symbol from one session to the next.
///
/// It is no evidence: without it, or with one of another program, readings begin anew.
package struct ClimateFiles: Sendable {
  private let folder: String

  /// Those of a home.
  package init(home: String) { folder = home + "/climate" }

  private func path(_ symbol: Symbol) -> String {
    // A symbol may have any character that a file's name may not.
    folder + "/" + Hexadecimal.text(Array(symbol.name.utf8)) + ".state"
  }

  /// What is kept of a symbol; `nil` when nothing is.
  ///
  /// - Throws: `FileError`, `StateCodingError`.
  package func read(_ symbol: Symbol) throws -> KeptClimate? {
    let bytes: [UInt8]
    do throws(FileError) { bytes = try InputFile.contents(of: path(symbol)) } catch {
      if case .missing = error { return nil }
      throw error
    }
    return try StateDecoder.decode(KeptClimate.self, from: bytes)
  }

  /// Keeps it in the place of what was kept before.
  func write(_ climate: KeptClimate, of symbol: Symbol) throws {
    try Folders.make(folder)
    let file = try AtomicFile(path: path(symbol), isPrivate: true)
    try file.write(try StateEncoder.encode(climate))
    try file.publish()
  }
}
