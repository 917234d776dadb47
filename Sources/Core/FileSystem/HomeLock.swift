/// Why a home can't be had for oneself.
package enum HomeLockError: Error, Sendable, Hashable {
  /// Another process has it; `holder` is what it wrote of itself, such as `process 123 since 2026-01-01T…`.
  case held(home: String, holder: String?)
  /// The lock's file can't be made or written.
  case file(FileError)
}

extension HomeLockError: CustomStringConvertible {
  /// `WHAT (WHERE): WHAT TO DO`.
  package var description: String {
    switch self {
    case .held(let home, let holder):
      "another instance is running (\(([home, holder].compactMap { $0 }).joined(separator: ", "))): "
        + "stop it first or use another --home"
    case .file(let error): error.description
    }
  }
}

extension HomeLockError: ClassifiedError {
  /// What kind of failure it is.
  package var failureKind: FailureKind {
    switch self {
    case .held: .tryAgain
    case .file(let error): error.failureKind
    }
  }
}

/// Makes a process the only one that runs bots in a home, until the value is gone or the process ends, however it
/// ends.
///
/// The lock is on `run.lock` in the home, which stays and says who had it last. It is advisory, and on network file
/// systems only as good as their `flock`.
package final class HomeLock: Sendable {
  private let file: OpenFile

  /// The lock's file of a home.
  package static func path(home: String) -> String { home + "/run.lock" }

  /// Takes the lock, or says at once who has it. Makes the home where it is missing.
  ///
  /// `since`: the present time, for the message that another process gives.
  /// - Throws: `held` or `file`.
  package init(home: String, since: String) throws(HomeLockError) {
    do { try Folders.make(home) } catch { throw .file(error) }
    let path = Self.path(home: home)
    do { file = try OpenFile(path, [.readAndWrite, .create]) } catch {
      throw .file(.uncreatable(path: path, reason: error.reason))
    }
    do { try file.tryLock() } catch {
      guard error == .wouldBlock else { throw .file(.unreadable(path: path, reason: error.reason)) }
      throw .held(home: home, holder: Self.holder(file))
    }
    do {
      try file.resize(to: 0)
      try file.write(Array("process \(Machine.process) since \(since)\n".utf8), at: 0)
    } catch { throw .file(.writeFailed(path: path, reason: error.reason)) }
  }

  /// What the holder wrote, if it got that far.
  private static func holder(_ lock: borrowing OpenFile) -> String? {
    guard let line = try? lock.read(256, at: 0).prefix(while: { $0 >= 32 && $0 < 127 }) else { return nil }
    return line.isEmpty ? nil : String(decoding: line, as: UTF8.self)
  }
}
