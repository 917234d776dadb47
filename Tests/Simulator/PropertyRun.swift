import Dispatch
import SeededProperties
import Synchronization

/// One property tried on all seeds, by several threads.
struct PropertyRun {
  private let property: SeededProperty
  private let options: SimulatorOptions
  private let failures: [(seed: UInt64, fault: String)]
  private let seen: Int
  private let seconds: Double

  /// Seeds are taken in turn and results sorted, so that the number of threads makes no difference.
  init(_ property: SeededProperty, _ options: SimulatorOptions) {
    self.property = property
    self.options = options
    let (seeds, threads) = (options.seeds, options.threads)
    CrashReport.start(property.name, threads: threads)
    let next = Atomic<UInt64>(seeds.lowerBound)
    let found = Mutex<(seen: Int, failures: [(seed: UInt64, fault: String)])>((0, []))
    let clock = ContinuousClock()
    let time = clock.measure {
      DispatchQueue.concurrentPerform(iterations: threads) { thread in
        while true {
          let seed = next.add(1, ordering: .relaxed).oldValue
          guard seed < seeds.upperBound else { break }
          CrashReport.note(seed, thread: thread)
          let outcome = property.check(seed)
          found.withLock {
            $0.seen += outcome.seen
            if let fault = outcome.fault { $0.failures.append((seed, fault)) }
          }
        }
        CrashReport.note(nil, thread: thread)
      }
    }
    (seen, failures) = found.withLock { ($0.seen, $0.failures.sorted { $0.seed < $1.seed }) }
    seconds = Double(time.components.seconds) + Double(time.components.attoseconds) / 1e18
  }

  /// A property that saw nothing has not been tried.
  var holds: Bool { failures.isEmpty && seen > 0 }

  /// A line, and for a failure the first seeds, what is wrong there and how to see it again.
  var text: String {
    let tenths = Int((seconds * 10).rounded())
    var text = "\(Simulator.padded(property.name)) \(options.sessions) sessions, seeds from \(options.seed)"
    text += ", \(tenths / 10).\(tenths % 10) s, \(seen) \(property.unit)"
    text += holds ? "\n" : ": FAILED\n"
    guard let first = failures.first else { return text }
    for failure in failures.prefix(5) { text += "  seed \(failure.seed): \(failure.fault)\n" }
    if failures.count > 5 { text += "  and \(failures.count - 5) more\n" }
    return text + "  again: make sim ONLY=\(property.name) SESSIONS=1 SEED=\(first.seed)\n"
  }
}
