#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Something to be measured.
struct BenchmarkCase {
  /// Its name in table and JSON.
  let name: String
  /// What the rate counts: `ticks`, `bot-ticks`, `rows`.
  let counts: String
  /// How many of them one run works through; known after `prepare`.
  var work: Int
  /// The least rate in millions a CPU second, where there is a budget.
  var budget: Double?
  /// Makes what the runs need, and may tell how much work they have.
  var prepare: (() throws -> Int)?
  /// One run; it returns a note, such as a number of trades, the same every time.
  let run: () throws -> String
}

/// CPU seconds of all threads, and seconds on the clock.
struct Cost {
  let cpu: Double
  let wall: Double

  /// What `body` takes.
  static func of<Result>(_ body: () throws -> Result) rethrows -> (Result, Cost) {
    let start = (cpu: cpuSeconds(.itself), wall: wallSeconds())
    let result = try body()
    return (result, Cost(cpu: cpuSeconds(.itself) - start.cpu, wall: wallSeconds() - start.wall))
  }

  /// Whose CPU time; glibc's constants are of another type than its function takes.
  enum Who: Int32 {
    case itself = 0
    case children = -1
  }

  static func cpuSeconds(_ who: Who) -> Double {
    var usage = rusage()
    getrusage(who.rawValue, &usage)
    return seconds(usage.ru_utime) + seconds(usage.ru_stime)
  }

  static func wallSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  private static func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
}

/// Runs cases in rounds, each case once a round, so that what else the machine does falls on all of them alike.
struct Rounds {
  private var cases: [BenchmarkCase]
  private let repetitions: Int

  init(_ cases: [BenchmarkCase], repetitions: Int) throws {
    self.cases = cases
    self.repetitions = repetitions
    for index in cases.indices {
      if let work = try cases[index].prepare?() { self.cases[index].work = work }
    }
  }

  /// The medians, after one round that is not counted.
  func results() throws -> [Measurement] {
    var costs = cases.map { _ in [Cost]() }
    var notes = cases.map { _ in "" }
    for round in 0...repetitions {
      for (index, benchmark) in cases.enumerated() {
        Terminal.write("\r\u{1B}[Kround \(round) of \(repetitions): \(benchmark.name)", to: STDERR_FILENO)
        let (note, cost) = try Cost.of(benchmark.run)
        notes[index] = note
        if round > 0 { costs[index].append(cost) }
      }
    }
    Terminal.write("\r\u{1B}[K", to: STDERR_FILENO)
    return cases.indices.map { Self.measurement(cases[$0], costs[$0], note: notes[$0]) }
  }

  private static func measurement(_ benchmark: BenchmarkCase, _ costs: [Cost], note: String) -> Measurement {
    let millions = Double(benchmark.work) / 1e6
    let rates = costs.map { millions / max($0.cpu, 1e-9) }.sorted()
    let wall = costs.map { millions / max($0.wall, 1e-9) }.sorted()
    var result = Measurement(
      name: benchmark.name, value: median(rates), unit: "M \(benchmark.counts)/CPU-s", note: note)
    result.range = (rates[0], rates[rates.count - 1])
    result.wallRate = median(wall)
    result.budget = benchmark.budget.map { .atLeast($0) }
    return result
  }

  static func median(_ sorted: [Double]) -> Double {
    guard !sorted.isEmpty else { return .nan }
    return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
  }
}

/// A figure.
struct Measurement {
  /// What a figure must keep.
  enum Budget {
    case atLeast(Double)
    case below(Double)
  }

  let name: String
  let value: Double
  let unit: String
  var note: String
  /// Lowest and highest of the repetitions.
  var range: (low: Double, high: Double)?
  /// Millions a second on the clock.
  var wallRate: Double?
  var budget: Budget?

  init(name: String, value: Double, unit: String, note: String = "", budget: Budget? = nil) {
    self.name = name
    self.value = value
    self.unit = unit
    self.note = note
    self.budget = budget
  }

  /// Whether the budget is kept; `nil` without one.
  var passes: Bool? {
    switch budget {
    case .atLeast(let least): value >= least
    case .below(let limit): value < limit
    case nil: nil
    }
  }
}
