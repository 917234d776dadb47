import BotAssembly
import Foundation
import JSONText
import Operations
import StrategyKit
import TestSupport
import Testing
import TradingCore

/// Trades every fifth minute of London's hours; which way and how much is in the bits of what it reads.
private struct BitReader: Strategy {
  static let descriptor = StrategyDescriptor(name: "bit_reader", version: 1, summary: "reads the climate")

  private var count = 0

  init(parameters: ParameterValues) throws(ParameterError) {}

  var bars: [BarSubscription] { [BarSubscription(.m1)] }
  var regimes: [BarSubscription] { [BarSubscription(.m1), BarSubscription(.m5)] }

  mutating func onBar(_ bar: Bar, _ context: inout Context) {
    count += 1
    guard count.isMultiple(of: 5), context.isOpen(.london), let chaos = context.climate(.m1)?.chaos else {
      context.closeAll()
      return
    }
    let bits = chaos.bitPattern ^ (context.climate(.m5)?.quality.bitPattern ?? 0)
    let side: OrderSide = context.regime(.m1) == .rangeStable ? .sell : .buy
    context.submit(side, Quantity(units: 1_000 * (1 + Int64(bits & 7))))
  }
}

/// Bots that look at regimes, in Swift and in Python, on the same ticks.
@Suite("Regimes in strategy programs that a run hosts", .serialized)
struct HostedClimateTests {
  private static let python: String? = ["/usr/local/bin/python3", "/usr/bin/python3"].first {
    FileManager.default.isExecutableFile(atPath: $0)
  }
  private static let havePython: ConditionTrait = .enabled(if: python != nil, "no python3 here")

  private static let program = """
    import struct, sys
    from slipway import BarRequest, Strategy, run

    def bits(number):
        return struct.unpack("<Q", struct.pack("<d", number))[0]

    class BitReader(Strategy):
        name = "bit_reader"
        saves = "saves" in sys.argv
        bars = (BarRequest("M1"),)
        regimes = (BarRequest("M1"), BarRequest("M5"))
        wants_quotes = False
        count = 0

        def on_bar(self, bar, context):
            self.count += 1
            reading = context.climate("M1")
            if self.count % 5 or not context.is_open("london") or reading is None or reading.chaos is None:
                context.close_all()
                return
            higher = context.climate("M5")
            mixed = bits(reading.chaos) ^ (bits(higher.quality) if higher else 0)
            side = "sell" if context.regime("M1") == "RANGE_STABLE" else "buy"
            context.market(side, units=1_000 * (1 + (mixed & 7)))

    run(BitReader, format="json" if "json" in sys.argv else "binary")
    """

  private let fixture: HomeFixture

  init() throws {
    fixture = try HomeFixture(adding: [StrategyEntry(BitReader.self)])
    try fixture.write("bit_reader.py", Self.program)
    // Beside the script, where the sandbox lets it be read.
    try FileManager.default.copyItem(
      atPath: PackageRoot.path(of: "python/src/slipway"), toPath: fixture.folder.file("slipway"))
  }

  private func register() throws {
    let script = "exec:\(Self.python ?? "") '\(fixture.folder.file("bit_reader.py"))'"
    for (name, strategy) in [
      ("swift", "bit_reader"), ("saver", script + " saves"), ("lines", script + " saves json"),
      ("plain", script),
    ] {
      var typed = HomeFixture.crossing
      (typed.strategy, typed.params) = (strategy, [])
      _ = try fixture.home.bots.register(name, typed)
    }
  }

  private func run(_ ticks: String, until: String? = nil) async throws {
    let home = fixture.home
    // A run waits for tasks that need the threads that tests share.
    try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
      Thread {
        var run = TypedRun()
        (run.replay, run.speed, run.until) = ([ticks], "max", until)
        continuation.resume(with: Result { _ = try home.sessions.run(run) })
      }
      .start()
    }
  }

  private func fingerprints() throws -> [String: String] {
    var found: [String: String] = [:]
    for bot in try fixture.home.bots.list().bots {
      found[bot.id] = try fixture.home.bots.show(bot.id).json["fingerprint"]?.compactText
    }
    return found
  }

  @Test(
    "They read the same bits as a strategy in Swift, in one run and over a restart, and in a replay",
    havePython)
  func same() async throws {
    let ticks = try fixture.ticks()
    try register()
    try await run(ticks, until: "2026-01-05T12:34:00Z")
    try await run(ticks)
    let halves = try fingerprints()
    #expect(Set(halves.values).count == 1 && halves.count == 4, "\(halves)")
    #expect(try fixture.home.bots.list().bots.allSatisfy { $0.trades > 150 })
    for session in [Int64(1), 2] {
      let replayed = try fixture.home.sessions.replay(session) { _, _ in }
      #expect(replayed.outcomes.filter { !$0.isSame }.isEmpty, "\(replayed.outcomes)")
    }

    let whole = try HostedClimateTests()
    try whole.register()
    try await whole.run(ticks)
    #expect(try whole.fingerprints() == halves)
  }
}
