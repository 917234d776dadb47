import FileSystem
import Reports
import TickStore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// What the figures were measured on.
struct Machine {
  let facts: [(String, String)]

  static var current: Machine {
    let cores = sysconf(Int32(_SC_NPROCESSORS_ONLN))
    let bytes = Double(sysconf(Int32(_SC_PHYS_PAGES))) * Double(sysconf(Int32(_SC_PAGESIZE)))
    return Machine(facts: [
      ("cpu", value(of: "model name", in: "/proc/cpuinfo", separator: ":") ?? "unknown"),
      ("cores", "\(cores)"),
      ("memory", NumberText.fixed(bytes / 1_073_741_824, decimals: 1) + " GiB"),
      ("os", value(of: "PRETTY_NAME", in: "/etc/os-release", separator: "=") ?? "unknown"),
      ("swift", ChildProcess.output(of: ["swift", "--version"]).map { firstLine($0) } ?? "unknown"),
      ("libdeflate", TickCompression.libraryVersion),
    ])
  }

  private static func value(of key: String, in path: String, separator: Character) -> String? {
    guard let bytes = pseudoFile(path) else { return nil }
    for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") where line.hasPrefix(key) {
      guard let place = line.firstIndex(of: separator) else { continue }
      return String(line[line.index(after: place)...].filter { $0 != "\"" && $0 != "\t" }.drop { $0 == " " })
    }
    return nil
  }

  private static func firstLine(_ text: String) -> String { String(text.prefix { $0 != "\n" }) }

  /// Bytes of a file whose size the system does not know, as in `/proc`.
  static func pseudoFile(_ path: String) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      guard count > 0 else { return bytes }
      bytes += buffer[..<count]
    }
  }

  /// The most memory this process has had, in megabytes.
  static var peakMegabytes: Double {
    // Not `ru_maxrss`: a child inherits its parent's peak there.
    if let text = value(of: "VmHWM", in: "/proc/self/status", separator: ":"),
      let kilobytes = Double(text.prefix { $0.isNumber })
    {
      return kilobytes * 1_024 / 1e6
    }
    var usage = rusage()
    getrusage(Cost.Who.itself.rawValue, &usage)
    return Double(usage.ru_maxrss) / 1e6
  }
}
