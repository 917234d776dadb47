#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

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

/// Makes a process the only one that runs bots in a home, until the value is gone or the process ends, however it
/// ends.
///
/// The lock is on `run.lock` in the home, which stays and says who had it last. It is advisory, and on network file
/// systems only as good as their `flock`.
package final class HomeLock: Sendable {
  private let descriptor: Int32

  /// The lock's file of a home.
  package static func path(home: String) -> String { home + "/run.lock" }

  /// Takes the lock, or says at once who has it. Makes the home where it is missing.
  ///
  /// `since`: the present time, for the message that another process gives.
  /// - Throws: `held` or `file`.
  package init(home: String, since: String) throws(HomeLockError) {
    do { try Folders.make(home) } catch { throw .file(error) }
    let path = Self.path(home: home)
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      throw .file(.uncreatable(path: path, reason: String(cString: strerror(errno))))
    }
    var result = flock(descriptor, LOCK_EX | LOCK_NB)
    while result != 0, errno == EINTR { result = flock(descriptor, LOCK_EX | LOCK_NB) }
    guard result == 0 else {
      let reason = errno
      guard reason == EWOULDBLOCK else {
        throw .file(.unreadable(path: path, reason: String(cString: strerror(reason))))
      }
      throw .held(home: home, holder: Self.holder(descriptor))
    }
    let text = Array("process \(getpid()) since \(since)\n".utf8)
    guard ftruncate(descriptor, 0) == 0, pwrite(descriptor, text, text.count, 0) == text.count else {
      throw .file(.writeFailed(path: path, reason: String(cString: strerror(errno))))
    }
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
  }

  /// What the holder wrote, if it got that far.
  private static func holder(_ descriptor: Int32) -> String? {
    var bytes = [UInt8](repeating: 0, count: 256)
    let count = pread(descriptor, &bytes, bytes.count, 0)
    guard count > 0 else { return nil }
    let line = bytes.prefix(count).prefix { $0 >= 32 && $0 < 127 }
    return line.isEmpty ? nil : String(decoding: line, as: UTF8.self)
  }
}
