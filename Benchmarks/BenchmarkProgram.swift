import JSONText
import Backtesting
import FileSystem
import Reports
import TickStore
import TradingCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// What is wrong with the command line.
struct BenchmarkError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}

/// Measures speed and memory against the budget; `make bench` runs it.
enum BenchmarkProgram {
  static let usage = """
    slipway-benchmarks [--ticks N] [--repetitions N] [--only TEXT] [--json FILE]

      --ticks N         millions of ticks in the sample (10)
      --repetitions N   rounds; every figure is the median of them (5)
      --only TEXT       measure only what has the text in its name
      --json FILE       also write the results as JSON

    SLIPWAY_REAL_TICKS=DIR takes the ticks from recorded EURUSD instead of the generator.

    """

  static func run(_ arguments: [String]) throws {
    if arguments.first == MemoryBenchmarks.childCommand { return try MemoryBenchmarks.runChild(arguments) }
    if arguments.contains("--help") {
      Terminal.write(usage, to: STDOUT_FILENO)
      return
    }
    let options = try BenchmarkOptions(arguments)
    let sample = try SampleTicks(count: options.tickCount)
    var results = try StartUp.results(only: options.only)
    results += try MemoryBenchmarks.results(sample, only: options.only)
    try sample.load()
    results.append(sample.sizeResult)
    let cases = try allCases(sample).filter { options.includes($0.name) }
    results += try Rounds(cases, repetitions: options.repetitions).results()
    let document = ResultDocument(
      machine: Machine.current, sample: sample.description, repetitions: options.repetitions,
      results: results)
    Terminal.write(document.text(colored: isatty(STDOUT_FILENO) == 1), to: STDOUT_FILENO)
    if let path = options.jsonPath {
      let file = try AtomicFile(path: path)
      try file.write(document.json.prettyText + "\n")
      try file.commit()
    }
  }

  private static func allCases(_ sample: SampleTicks) throws -> [BenchmarkCase] {
    try DecodeBenchmarks.cases(sample) + EngineBenchmarks.cases(sample) + ManyBotBenchmarks.cases(sample)
      + PaperBenchmarks.cases(sample) + ImportBenchmarks.cases(sample)
  }
}

/// The command line's choices.
struct BenchmarkOptions {
  private(set) var tickCount = 10_000_000
  private(set) var repetitions = 5
  private(set) var only = ""
  private(set) var jsonPath: String?

  init(_ arguments: [String]) throws {
    var rest = arguments[...]
    while let name = rest.popFirst() {
      guard let value = rest.popFirst() else { throw BenchmarkError("\(name) needs a value (see --help)") }
      switch name {
      case "--ticks": tickCount = Int((try Self.positive(name, value) * 1_000_000).rounded())
      case "--repetitions": repetitions = max(1, Int(try Self.positive(name, value)))
      case "--only": only = value
      case "--json": jsonPath = value
      default: throw BenchmarkError("unknown option \(name) (see --help)")
      }
    }
  }

  func includes(_ name: String) -> Bool { only.isEmpty || name.contains(only) }

  private static func positive(_ name: String, _ value: String) throws -> Double {
    guard let number = Double(value), number > 0, number <= 1_000 else {
      throw BenchmarkError("\(name) takes a positive number up to 1000, was '\(value)'")
    }
    return number
  }
}
