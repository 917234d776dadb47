import FileSystem
import TickStore
import TradingCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The tour's ticks: the sample in `datasets/`, or the same ticks made anew in a temporary file.
struct TourSample {
  /// What can be read.
  let path: String
  /// What commands shown to the user name.
  let name: String
  /// What the file holds, verified.
  let info: TickFileInfo
  private let isTemporary: Bool

  private static let shipped = "datasets/eurusd-30d.ticks"
  private static let days = 30

  /// Finds or makes the ticks and verifies them.
  ///
  /// - Throws: `TickStoreError`, also for a shipped sample that is damaged.
  init(_ cancellation: Cancellation, _ progress: @escaping Progress) throws {
    name = Self.shipped
    isTemporary = access(Self.shipped, R_OK) != 0
    path = isTemporary ? Self.temporaryPath : Self.shipped
    if isTemporary { try Self.generate(to: path, cancellation, progress) }
    switch try TickFileReader.verify(path: path, cancellation: cancellation) {
    case .sound(let info): self.info = info
    case .faulty(let fault): throw TickStoreError.damaged(path: path, fault: fault)
    }
  }

  private static var temporaryPath: String {
    let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    return "\(folder)/slipway-quickstart-\(getpid()).ticks"
  }

  private static func generate(
    to path: String, _ cancellation: Cancellation, _ progress: @escaping Progress
  ) throws {
    let instrument = try TypedValues.instrument("EURUSD")
    _ = try SyntheticMarket(instrument, seed: 1).generate(days: days, to: path, cancellation: cancellation) {
      progress($0, days)
    }
  }

  /// Removes what was made.
  func discard() {
    if isTemporary { unlink(path) }
  }
}
