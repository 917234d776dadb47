import Journal
package import TradingCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

extension Desk {
  /// What it shows of itself now.
  package func snapshot(_ progress: DeskProgress) -> DeskSnapshot {
    DeskSnapshot(
      takenAt: clock.now(), process: Int64(getpid()), session: session?.id, kind: session?.kind,
      progress: progress, bots: crew.bots.map { $0.snapshot(mode: evidence[$0.id]?.mode ?? .paper) })
  }
}
