import FileSystem
import Journal
import Logging
import TradingCore

extension Desk {
  /// What it shows of itself now.
  package func snapshot(
    _ progress: DeskProgress, climate: [DeskSnapshot.Climate] = []
  ) -> DeskSnapshot {
    DeskSnapshot(
      takenAt: clock.now(), process: Int64(Machine.process), session: session?.id, kind: session?.row.kind,
      progress: progress, bots: crew.bots.map { $0.snapshot(mode: evidence[$0.id]?.mode ?? .paper) },
      climate: climate)
  }
}

/// Shows a desk to processes next door while a session runs.
struct SnapshotWindow {
  private unowned let desk: Desk
  private let file: SnapshotFile
  private var next = Int64.min
  private var hasFailed = false

  /// A window that is still shut.
  init(of desk: Desk) {
    self.desk = desk
    file = SnapshotFile(home: desk.home)
  }

  /// Whether the last time that it was shown is long enough ago.
  func isDue(at monotonic: Int64) -> Bool { monotonic >= next }

  /// Shows how it stands.
  ///
  /// A disk that takes no snapshot is logged once: nobody's trading rests on it.
  mutating func show(_ progress: DeskProgress, _ climate: [DeskSnapshot.Climate], at monotonic: Int64) {
    next = monotonic + SnapshotFile.every
    do throws(FileError) {
      try file.write(desk.snapshot(progress, climate: climate))
      hasFailed = false
    } catch {
      if !hasFailed { desk.log.warning("the desk can't be shown", metadata: ["reason": "\(error)"]) }
      hasFailed = true
    }
  }

  /// Nothing is shown any more.
  func close() { file.remove() }
}
