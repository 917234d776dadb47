import Foundation
import TestSupport
import Testing

/// The built `slipway`, run as a process.
enum Program {
  /// What a run left behind.
  struct Outcome {
    /// The exit code, or 128 + the number of the signal that ended the process.
    let status: Int32
    let output: String
    let errors: String

    /// The document on standard output.
    func json() throws -> [String: Any] {
      let object = try JSONSerialization.jsonObject(with: Data(output.utf8))
      return try #require(object as? [String: Any], "no JSON object: \(output)")
    }
  }

  /// Beside the test bundle, where the build puts every product.
  static let path: String = {
    #if os(Linux)
      let bundle = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
      return URL(fileURLWithPath: bundle).deletingLastPathComponent().appendingPathComponent("slipway").path
    #else
      let bundles = Bundle.allBundles.filter { $0.bundlePath.hasSuffix(".xctest") }
      let folder = bundles.first?.bundleURL.deletingLastPathComponent()
      return folder?.appendingPathComponent("slipway").path ?? "slipway"
    #endif
  }()

  /// Runs the program with these arguments in a folder and waits for its end.
  static func run(
    _ arguments: String..., in folder: TemporaryFolder? = nil, environment: [String: String] = [:]
  ) throws -> Outcome {
    try Running(path, arguments, in: folder, environment: environment).wait()
  }

  /// Runs a shell line in which `"$SLIPWAY"` is the program.
  static func shell(_ line: String, in folder: TemporaryFolder? = nil) throws -> Outcome {
    try Running("/bin/sh", ["-c", line], in: folder, environment: ["SLIPWAY": path]).wait()
  }

  /// Runs the program where no file can be larger than so many blocks of 512 bytes, as if the disk were full then.
  static func onDisk(of blocks: Int, _ arguments: String, in folder: TemporaryFolder) throws -> Outcome {
    // The counters of an instrumented program have no room there either.
    try Running(
      "/bin/sh", ["-c", "ulimit -f \(blocks); exec \"$SLIPWAY\" \(arguments)"], in: folder,
      environment: ["SLIPWAY": path, "LLVM_PROFILE_FILE": "/dev/null"]
    ).wait()
  }

  /// Starts the program and returns at once.
  static func start(_ arguments: String..., in folder: TemporaryFolder? = nil) throws -> Running {
    try Running(path, arguments, in: folder, environment: [:])
  }

  /// A process under way. Its streams go to files, so that no full pipe can stop it.
  final class Running {
    let process = Process()
    private let streams: TemporaryFolder

    init(
      _ executable: String, _ arguments: [String], in folder: TemporaryFolder?, environment: [String: String]
    ) throws {
      streams = try TemporaryFolder()
      process.executableURL = URL(fileURLWithPath: executable)
      process.arguments = arguments
      process.currentDirectoryURL = URL(fileURLWithPath: folder?.path ?? streams.path)
      let inherited = ["PATH": "/usr/bin:/bin", "TERM": "dumb"]
      process.environment = ChildEnvironment.of(inherited.merging(environment) { $1 })
      process.standardInput = FileHandle.nullDevice
      process.standardOutput = try stream("output")
      process.standardError = try stream("errors")
      try process.run()
    }

    private func stream(_ name: String) throws -> FileHandle {
      try Data().write(to: URL(fileURLWithPath: streams.file(name)))
      return try #require(FileHandle(forWritingAtPath: streams.file(name)))
    }

    /// Sends a signal.
    func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

    /// Waits for the end.
    func wait() throws -> Outcome {
      process.waitUntilExit()
      let base: Int32 = process.terminationReason == .uncaughtSignal ? 128 : 0
      return Outcome(
        status: base + process.terminationStatus,
        output: try String(contentsOfFile: streams.file("output"), encoding: .utf8),
        errors: try String(contentsOfFile: streams.file("errors"), encoding: .utf8))
    }
  }
}

/// Expects an error as `CLI.md` has it: its exit code, one line in the house form, nothing on standard output.
func expectError(
  _ outcome: Program.Outcome, status: Int32, naming parts: String...,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(outcome.status == status, "\(outcome.errors)", sourceLocation: sourceLocation)
  #expect(outcome.output.isEmpty, sourceLocation: sourceLocation)
  let form = /error: .+ \(.+\): .+\n/
  #expect(outcome.errors.wholeMatch(of: form) != nil, "\(outcome.errors)", sourceLocation: sourceLocation)
  for part in parts {
    #expect(
      outcome.errors.contains(part), "no '\(part)' in \(outcome.errors)", sourceLocation: sourceLocation)
  }
}
