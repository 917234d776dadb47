import SeededProperties

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Tries every seeded property on thousands of seeds; `make sim` runs it.
enum Simulator {
  static let usage = """
    slipway-sim [--sessions N] [--seed N] [--only NAMES | --except NAMES] [--threads N]

      --sessions N   seeds a property (5000)
      --seed N       the first of them; drawn where it is not given, and printed
      --only NAMES   some of the properties below: NAME,NAME...
      --except NAMES all but some of them
      --threads N    as many as there are processors; the results are the same for any number

    Exits with 0 when every property holds, with 1 when one does not.


    """

  /// Runs what the arguments ask for; `false` when a property failed.
  static func run(_ arguments: [String]) throws(SimulatorError) -> Bool {
    if arguments.contains("--help") {
      say(usage + SeededProperty.all.map { "  \(padded($0.name)) \($0.summary)\n" }.joined())
      return true
    }
    let options = try SimulatorOptions(arguments)
    CrashReport.install()
    say("\(options.sessions) sessions a property from seed \(options.seed), \(options.threads) threads\n")
    var failed = 0
    for property in options.properties {
      let result = PropertyRun(property, options)
      say(result.text)
      if !result.holds { failed += 1 }
    }
    say("\(options.properties.count - failed) passed, \(failed) failed\n")
    return failed == 0
  }

  /// A property's name as a column.
  static func padded(_ name: String) -> String {
    name + String(repeating: " ", count: max(0, 15 - name.count))
  }
}

/// The command line's choices.
struct SimulatorOptions: Sendable {
  private(set) var sessions: UInt64 = 5_000
  private(set) var seed = UInt64.random(in: 0..<1 << 32)
  private(set) var properties = SeededProperty.all
  private(set) var threads = max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))

  var seeds: Range<UInt64> { seed..<seed + sessions }

  init(_ arguments: [String]) throws(SimulatorError) {
    var rest = arguments[...]
    while let name = rest.popFirst() {
      guard let value = rest.popFirst() else { throw SimulatorError("\(name) needs a value (see --help)") }
      switch name {
      case "--sessions": sessions = try Self.number(name, value, in: 1...1 << 32)
      case "--seed": seed = try Self.number(name, value, in: 0...1 << 56)
      case "--threads": threads = Int(try Self.number(name, value, in: 1...1_024))
      case "--only": properties = try Self.named(value, by: name)
      case "--except":
        let left = try Self.named(value, by: name).map(\.name)
        properties.removeAll { left.contains($0.name) }
      default: throw SimulatorError("unknown option \(name) (see --help)")
      }
    }
  }

  private static func number(
    _ name: String, _ value: String, in range: ClosedRange<UInt64>
  ) throws(SimulatorError) -> UInt64 {
    guard let number = UInt64(value), range.contains(number) else {
      throw SimulatorError(
        "bad value (\(name)): expected a whole number from \(range.lowerBound) to \(range.upperBound), "
          + "was '\(value)'")
    }
    return number
  }

  private static func named(
    _ value: String, by option: String
  ) throws(SimulatorError) -> [SeededProperty] {
    var found: [SeededProperty] = []
    for name in value.split(separator: ",") {
      guard let property = SeededProperty.all.first(where: { $0.name == name }) else {
        let known = SeededProperty.all.map(\.name).joined(separator: ", ")
        throw SimulatorError("unknown property '\(name)' (\(option)): use some of \(known)")
      }
      found.append(property)
    }
    return found
  }
}

/// What is wrong with the command line.
struct SimulatorError: Error {
  let description: String

  init(_ description: String) { self.description = description }
}
