import Dispatch
import FileSystem
import Synchronization

/// Runs asynchronous work from what is not.
enum AsyncWork {
  private final class Outcome<Success: Sendable>: Sendable {
    let result = Mutex<Result<Success, any Error>?>(nil)
    let isThere = DispatchSemaphore(value: 0)
  }

  private static let interval = DispatchTimeInterval.milliseconds(50)

  /// Starts the work on other threads and waits for its end; the calling thread, which must be none of
  /// Swift's own, looks after the progress bar and whether somebody asked to stop.
  ///
  /// - Throws: what the work threw; `FileError.interrupted` when it stopped because somebody asked for it.
  static func run<Success: Sendable>(
    _ cancellation: Cancellation, whileWaiting look: () -> Void = {},
    _ work: @escaping @Sendable () async throws -> Success
  ) throws -> Success {
    let outcome = Outcome<Success>()
    let task = Task.detached {
      let result: Result<Success, any Error>
      do { result = .success(try await work()) } catch { result = .failure(error) }
      outcome.result.withLock { $0 = result }
      outcome.isThere.signal()
    }
    while outcome.isThere.wait(timeout: .now() + interval) == .timedOut {
      if cancellation.signal != nil { task.cancel() }
      look()
    }
    try cancellation.check()
    guard let result = outcome.result.withLock({ $0 }) else { throw CancellationError() }
    return try result.get()
  }
}
