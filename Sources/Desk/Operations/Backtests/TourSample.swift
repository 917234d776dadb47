import FileSystem
import TickStore
import TradingCore

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
    do {
      try Paths.check(Self.shipped, for: .read)
      isTemporary = false
    } catch { isTemporary = true }
    path = isTemporary ? Self.temporaryPath : Self.shipped
    if isTemporary { try Self.generate(to: path, cancellation, progress) }
    switch try TickFileReader.verify(path: path, cancellation: cancellation) {
    case .sound(let info): self.info = info
    case .faulty(let fault): throw TickStoreError.damaged(path: path, fault: fault)
    }
  }

  private static var temporaryPath: String {
    "\(Machine.variable("TMPDIR") ?? "/tmp")/slipway-quickstart-\(Machine.process).ticks"
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
    if isTemporary { Folders.discard(path) }
  }
}
