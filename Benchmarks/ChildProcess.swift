import FileSystem

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Runs other programs.
enum ChildProcess {
  /// Runs a program, found along `PATH`, with its output in a file.
  ///
  /// - Returns: whether it could be started and exited with 0.
  static func run(_ arguments: [String], output: String = "/dev/null") -> Bool {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(
      &actions, STDOUT_FILENO, output, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    var pointers: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) }
    pointers.append(nil)
    defer { for pointer in pointers { free(pointer) } }
    var process: pid_t = 0
    guard posix_spawnp(&process, arguments[0], &actions, nil, pointers, environ) == 0 else { return false }
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0 { guard errno == EINTR else { return false } }
    return status == 0
  }

  /// What a program writes to standard output, or `nil` when it fails.
  static func output(of arguments: [String]) -> String? {
    let path = "/tmp/slipway-benchmarks-\(getpid())-output"
    defer { unlink(path) }
    guard run(arguments, output: path), let bytes = Machine.pseudoFile(path) else { return nil }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Removes a folder and all that is in it.
  static func remove(_ folder: String) { _ = run(["rm", "-rf", folder]) }

  /// The path of this program.
  static var ownPath: String {
    var buffer = [CChar](repeating: 0, count: 4_096)
    let count = readlink("/proc/self/exe", &buffer, buffer.count - 1)
    guard count > 0 else { return CommandLine.arguments[0] }
    return String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}

/// How long `slipway --version` takes.
enum StartUp {
  private static let repetitions = 20

  static func results(only: String) throws -> [Measurement] {
    let name = "slipway --version, start to exit"
    let folder = ChildProcess.ownPath.split(separator: "/").dropLast().joined(separator: "/")
    let program = "/\(folder)/slipway"
    guard only.isEmpty || name.contains(only), access(program, X_OK) == 0 else { return [] }
    var wall: [Double] = []
    var cpu: [Double] = []
    for _ in 0..<repetitions {
      let before = Cost.cpuSeconds(.children)
      let (succeeded, cost) = Cost.of { ChildProcess.run([program, "--version"]) }
      guard succeeded else { throw BenchmarkError("\(program) --version failed") }
      wall.append(cost.wall * 1_000)
      cpu.append((Cost.cpuSeconds(.children) - before) * 1_000)
    }
    wall.sort()
    cpu.sort()
    var result = Measurement(
      name: name, value: Rounds.median(wall), unit: "ms",
      note: "median of \(repetitions), \(format(Rounds.median(cpu))) ms of it CPU", budget: .below(20))
    result.range = (wall[0], wall[wall.count - 1])
    return [result]
  }

  private static func format(_ value: Double) -> String { String((value * 10).rounded() / 10) }
}
