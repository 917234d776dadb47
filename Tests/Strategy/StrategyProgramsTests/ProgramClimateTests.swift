import StateCoding
import StrategyKit
import TestSupport
import Testing
import TradingCore

@testable import StrategyPrograms

@Suite("Regimes that a strategy program looks at", .serialized)
struct ProgramClimateTests {
  private func text(_ bytes: some Collection<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }

  private static let range = ClimateReading(
    timeframe: .m15, at: Timestamp(milliseconds: 900), regime: .rangeStable,
    since: Timestamp(milliseconds: 600), chaos: 0.1 + 0.2, quality: 1.0 / 3, efficiencyRatio: 0,
    permutationEntropy: 1, jumpShare: 1e-7, volatilityPercentile: 0.25, volatilityBasis: .hoursAround,
    direction: -1)
  private static let rangeText = """
    {"symbol":0,"timeframe":"M15","at":900000000,"regime":"RANGE_STABLE","since":600000000,\
    "chaos":0.30000000000000004,"quality":0.3333333333333333,"efficiency_ratio":0.0,"permutation_entropy":1.0,\
    "jump_share":1e-07,"volatility_percentile":0.25,"volatility_basis":"hours_around","direction":-1}
    """
  private static let unknown = ClimateReading(
    timeframe: .h1, at: Timestamp(milliseconds: 0), regime: .unknown, since: Timestamp(milliseconds: 0),
    unknownReason: .shortHistory)
  private static let unknownText = """
    {"symbol":0,"timeframe":"H1","at":0,"regime":"UNKNOWN","since":0,"quality":0.0,"direction":0,\
    "unknown_reason":"short_history"}
    """

  private func context(_ readings: ClimateReading...) throws -> Context {
    var context = try ScriptedProgram.context()
    context.climate = Array(repeating: nil, count: 5)
    for reading in readings {
      guard let place = Context.climatePlace(reading.timeframe, symbolIndex: 0) else { continue }
      context.climate[place] = reading
    }
    return context
  }

  /// A writer for a program that looks at regimes, behind `start`.
  private func writer(_ format: WireFormat, tellsClimate: Bool = true) throws -> EventWriter {
    var writer = EventWriter(format: format)
    writer.tellsClimate = tellsClimate
    writer.start(try ScriptedProgram.context())
    return writer
  }

  @Test("A program says what it suits, and whose regimes it looks at")
  func says() throws {
    let program = try ScriptedProgram(
      afterHandshake: "cat >/dev/null",
      hello: """
        {"type":"strategy","protocol":1,"name":"x","version":1,"suits":{"regimes":["TREND_STABLE","RANGE_STABLE"], \
        "timeframes":["M15"],"sessions":["london"]}}
        """,
      ready: #"{"type":"ready","regimes":[{"timeframe":"H1"},{"timeframe":"M15","symbol":0}]}"#)
    let suits = ClimateSuitability(
      regimes: [.trendStable, .rangeStable], timeframes: [.m15], sessions: [.london])
    #expect(try program.start().descriptor.suits == suits)
    #expect(try program.strategy().regimes == [BarSubscription(.h1), BarSubscription(.m15)])
  }

  @Test("One that says nothing of it suits nothing, looks at nothing")
  func saysNothing() throws {
    let program = try ScriptedProgram(afterHandshake: "cat >/dev/null")
    #expect(try program.start().descriptor.suits == nil)
    #expect(try program.strategy().regimes.isEmpty)
  }

  @Test(
    "A market that can't be suited is refused",
    arguments: [
      (#"{"regimes":["RANGE"]}"#, "'suits': 'regimes' are some of TREND_STABLE, RANGE_STABLE"),
      (#"{"regimes":[]}"#, "'suits': 'regimes' is a list of some of"),
      (#"{"timeframes":["M30"]}"#, "'timeframes' are some of M1, M5, M15, H1, H4, was 'M30'"),
      (#"{"sessions":"london"}"#, "'sessions' is a list of some of asia, london, new_york"),
      (#"{"session":["london"]}"#, "'suits': there is no key 'session'"),
    ])
  func wrongSuits(suits: String, problem: String) throws {
    let program = try ScriptedProgram(
      afterHandshake: "cat >/dev/null",
      hello: #"{"type":"strategy","protocol":1,"name":"x","version":1,"suits":\#(suits)}"#)
    let error = #expect(throws: ProgramError.self) { try program.start() }
    #expect(error.map { "\($0)" }?.contains(problem) == true, "\(error.map { "\($0)" } ?? "")")
  }

  @Test(
    "Regimes that can't be looked at end the run",
    arguments: [
      (#"[{"timeframe":"M30"}]"#, "'regimes': 'timeframe' must be one of M1, M5, M15, H1, H4, was 'M30'"),
      (#"[{"timeframe":"M5","symbol":1}]"#, "'regimes': there is no symbol 1"),
      (#"[{"timeframe":"M5"},{"timeframe":"M5"}]"#, "the same regimes twice"),
      (#"[{"timeframe":"M5","quotes":1}]"#, "an entry of 'regimes': there is no key 'quotes'"),
      (#""M5""#, "expected a list for 'regimes'"),
    ])
  func wrongRegimes(regimes: String, problem: String) throws {
    let program = try ScriptedProgram(
      afterHandshake: "cat >/dev/null", ready: #"{"type":"ready","regimes":\#(regimes)}"#)
    let failure = try program.strategy().failure?.description ?? "none"
    #expect(failure.contains(problem), "\(failure)")
  }

  @Test("Readings come with the first event that sees them, to the bit, and only what is new")
  func told() throws {
    var writer = try writer(.json)
    #expect(!text(writer.bytes).contains("climate"))
    let start = #"{"type":"margin_call","seq":"#
    let account = #","time":1000000000,"equity":1000000000"#
    writer.marginCall(try context(Self.range))
    #expect(text(writer.bytes) == "\(start)2\(account),\"climate\":[\(Self.rangeText)]}\n")
    writer.marginCall(try context(Self.range))
    #expect(text(writer.bytes) == "\(start)3\(account)}\n")
    writer.marginCall(try context(Self.range, Self.unknown))
    #expect(text(writer.bytes) == "\(start)4\(account),\"climate\":[\(Self.unknownText)]}\n")
  }

  @Test("In a quote's frame account and readings follow the numbers, each where it is new")
  func frames() throws {
    var writer = try writer(.binary)
    writer.quote(ScriptedProgram.quote, try context(Self.range))
    #expect(text(writer.bytes.dropFirst(48)) == "{\"climate\":[\(Self.rangeText)]}")
    #expect(Int(writer.bytes[0]) | Int(writer.bytes[1]) << 8 == writer.bytes.count - 4)
    writer.quote(ScriptedProgram.quote, try context(Self.range))
    #expect(writer.bytes.count == 48)
    var context = try context(Self.range, Self.unknown)
    context.workingOrders = [
      WorkingOrder(
        id: ClientOrderID(ordinal: 4), symbolIndex: 0, side: .buy, kind: .limit(Price(points: 1)),
        quantity: Quantity(units: 1_000))
    ]
    writer.quote(ScriptedProgram.quote, context)
    let tail = text(writer.bytes.dropFirst(48))
    #expect(tail.hasPrefix(#"{"account":{"balance":1000000000,"#))
    #expect(tail.hasSuffix(#"]},"climate":["# + Self.unknownText + "]}"))
    context.workingOrders = []
    writer.quote(ScriptedProgram.quote, context)
    #expect(
      text(writer.bytes.dropFirst(48))
        == #"{"account":{"balance":1000000000,"used_margin":0,"positions":[],"orders":[]}}"#)
  }

  @Test("A program that does not look is told of none, and its state has none")
  func notAsked() throws {
    var writer = try writer(.binary, tellsClimate: false)
    writer.quote(ScriptedProgram.quote, try context(Self.range))
    #expect(writer.bytes.count == 48)
    let state = ProgramState(told: writer.told, lastOrdinal: 0, memory: .nothing)
    #expect(try !StateText(StateEncoder.encode(state)).keys.contains("climate"))
  }

  @Test("A process that is restored is told what the one before it knew, and then only what is new")
  func restored() throws {
    var first = try writer(.json)
    first.marginCall(try context(Self.range))
    let state = ProgramState(told: first.told, lastOrdinal: 0, memory: .nothing)
    var second = EventWriter(format: .json)
    second.tellsClimate = true
    second.told = try StateDecoder.decode(ProgramState.self, from: StateEncoder.encode(state)).told
    second.restore("s")
    #expect(text(second.bytes).contains("\"climate\":[\(Self.rangeText)],\"state\":\"s\""))
    second.marginCall(try context(Self.range))
    #expect(!text(second.bytes).contains("climate"))
  }
}
