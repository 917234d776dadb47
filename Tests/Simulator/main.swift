#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

do throws(SimulatorError) {
  exit(try Simulator.run(Array(CommandLine.arguments.dropFirst())) ? 0 : 1)
} catch {
  say("error: \(error.description)\n", to: STDERR_FILENO)
  exit(64)
}
