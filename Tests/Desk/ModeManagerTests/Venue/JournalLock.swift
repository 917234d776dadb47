import Foundation
import Journal
import TestSupport

/// Another writer that does not let go of a home's journal.
final class JournalLock: @unchecked Sendable {
  private struct NothingWritten: Error {}

  private let journal: Journal
  private let taken = DispatchSemaphore(value: 0)
  private let letGo = DispatchSemaphore(value: 0)
  private let released = DispatchSemaphore(value: 0)

  /// Whether it was held and let go of.
  private(set) var isReleased = false

  init(home: String) throws { journal = try Journal(home: home, mode: .open) }

  /// Holds the journal from now on.
  func take() {
    Thread.detachNewThread { [self] in
      try? journal.write { (_: inout JournalTransaction) throws -> Void in
        taken.signal()
        letGo.wait()
        throw NothingWritten()
      }
      released.signal()
    }
    taken.wait()
  }

  /// Lets others write.
  func release() {
    isReleased = true
    letGo.signal()
    released.wait()
  }
}
