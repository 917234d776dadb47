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

  /// What tells this machine, or its system, from others; `nil` where the system doesn't say.
  ///
  /// Source: machine-id(5), which asks that it be shown to nobody but as a digest.
  package static var id: String? {
    guard let file = try? OpenFile("/etc/machine-id"), let bytes = try? file.read(64, at: 0),
      let text = String(validating: bytes, as: UTF8.self)
    else { return nil }
    let id = text.filter(\.isHexDigit)
    return id.isEmpty ? nil : id
  }

  /// Keeps other processes of the user from reading what is in this one's memory and environment, and the system from
  /// writing it to a file when it crashes: before a passphrase is read. Root can still read it.
  package static func keepMemoryToItself() {
    #if os(Linux)
      // Looked up by name, as functions with any number of arguments are not seen from here.
      // Source: prctl(2), PR_SET_DUMPABLE
      typealias Control = @convention(c) (Int32, UInt, UInt, UInt, UInt) -> Int32
      guard let symbol = dlsym(nil, "prctl") else { return }
      _ = unsafeBitCast(symbol, to: Control.self)(4, 0, 0, 0, 0)
    #endif
  }

  /// Processors at work.
  package static var processors: Int { sysconf(Int32(_SC_NPROCESSORS_ONLN)) }
}
