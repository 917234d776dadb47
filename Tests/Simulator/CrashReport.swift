#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Names the seeds at work when the program traps: a trap has no seed in its message.
enum CrashReport {
  private static let limit = 1_024
  private static let none = UInt64.max
  // Written by one thread each, and read by a handler that may do nothing but read memory and write.
  nonisolated(unsafe) private static let seeds = UnsafeMutablePointer<UInt64>.allocate(capacity: limit)
  nonisolated(unsafe) private static var name: [UInt8] = []
  nonisolated(unsafe) private static var count = 0

  /// Takes the signals of traps and faults.
  static func install() {
    seeds.initialize(repeating: none, count: limit)
    for signal in [SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGABRT] {
      #if canImport(Darwin)
        Darwin.signal(signal, Self.report)
      #elseif canImport(Musl)
        Musl.signal(signal, Self.report)
      #else
        Glibc.signal(signal, Self.report)
      #endif
    }
  }

  /// A property begins.
  static func start(_ property: String, threads: Int) {
    name = Array(property.utf8)
    count = threads
  }

  /// The seed a thread is at.
  static func note(_ seed: UInt64?, thread: Int) { seeds[thread] = seed ?? none }

  private static let report: @convention(c) (Int32) -> Void = { signal in
    write(STDERR_FILENO, "crashed in ", 11)
    CrashReport.name.withUnsafeBufferPointer { _ = write(STDERR_FILENO, $0.baseAddress, $0.count) }
    write(STDERR_FILENO, ", one of the seeds", 18)
    for thread in 0..<CrashReport.count where CrashReport.seeds[thread] != CrashReport.none {
      CrashReport.print(CrashReport.seeds[thread])
    }
    write(STDERR_FILENO, "\n", 1)
    _exit(128 + signal)
  }

  private static func print(_ number: UInt64) {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 21) { digits in
      var (rest, place) = (number, 20)
      repeat {
        digits[place] = UInt8(ascii: "0") + UInt8(rest % 10)
        rest /= 10
        place -= 1
      } while rest > 0
      digits[place] = UInt8(ascii: " ")
      _ = write(STDERR_FILENO, digits.baseAddress.map { $0 + place }, 21 - place)
    }
  }
}

/// Writes text at once; there is nowhere left to report a failure.
func say(_ text: String, to descriptor: Int32 = STDOUT_FILENO) {
  var bytes = Array(text.utf8)[...]
  while !bytes.isEmpty {
    let count = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
    guard count > 0 else { return }
    bytes = bytes.dropFirst(count)
  }
}
