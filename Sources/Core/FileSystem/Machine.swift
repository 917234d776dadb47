#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// What a process is told by the machine it runs on.
package enum Machine {
  /// The number of this process.
  package static var process: Int32 { getpid() }

  /// The value of an environment variable.
  package static func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

  /// The time of day in nanoseconds since the UNIX epoch, UTC.
  package static var wallClock: Int64 {
    var now = timespec()
    clock_gettime(CLOCK_REALTIME, &now)
    return Int64(now.tv_sec) * 1_000_000_000 + Int64(now.tv_nsec)
  }

  /// Nanoseconds since the machine was started, which nobody sets; sleep counts where the system tells.
  package static var uptime: Int64 {
    var now = timespec()
    #if canImport(Darwin)
      clock_gettime(CLOCK_MONOTONIC, &now)
    #else
      clock_gettime(CLOCK_BOOTTIME, &now)
    #endif
    return Int64(now.tv_sec) * 1_000_000_000 + Int64(now.tv_nsec)
  }

  /// What tells this start of the machine from others; `nil` where the system doesn't say.
  package static var bootID: String? {
    guard let file = try? OpenFile("/proc/sys/kernel/random/boot_id"),
      let bytes = try? file.read(64, at: 0), let text = String(validating: bytes, as: UTF8.self)
    else { return nil }
    let id = text.filter { $0.isHexDigit || $0 == "-" }
    return id.isEmpty ? nil : id
  }

  /// Processors at work.
  package static var processors: Int { sysconf(Int32(_SC_NPROCESSORS_ONLN)) }
}
