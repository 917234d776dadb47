import FileSystem

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

do {
  try BenchmarkProgram.run(Array(CommandLine.arguments.dropFirst()))
} catch {
  Terminal.write("error: \(error)\n", to: STDERR_FILENO)
  exit(error is BenchmarkError ? 64 : 1)
}
