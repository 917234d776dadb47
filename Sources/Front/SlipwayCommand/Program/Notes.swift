import Reports
import Synchronization

/// Remarks on standard error that are no errors. Each is made once by a command, however often it is come upon.
enum Notes {
  private static let printed = Mutex<Set<String>>([])

  /// The remarks of a text, each once.
  static func once(_ notes: [String]) -> [String] {
    var seen: Set<String> = []
    return notes.filter { seen.insert($0).inserted }
  }

  /// Prints a remark, unless the process has printed it already.
  static func print(_ text: String) {
    let line = ShownText.line(text)
    guard printed.withLock({ $0.insert(line).inserted }) else { return }
    StandardError.write("note: \(line)\n")
  }
}
