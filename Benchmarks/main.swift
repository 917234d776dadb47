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
  fputs("error: \(error)\n", stderr)
  exit(error is BenchmarkError ? 64 : 1)
}
