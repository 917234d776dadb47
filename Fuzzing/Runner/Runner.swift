import Foundation

/// Of the toolchain's `libclang_rt.fuzzer`.
@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
  _ count: UnsafeMutablePointer<CInt>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
  _ body: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

/// The target that the environment names: the fuzzer starts this program again with arguments of its own.
private let target: FuzzTarget = {
  let name = ProcessInfo.processInfo.environment["SLIPWAY_FUZZ_TARGET"] ?? ""
  guard let target = FuzzTarget.all.first(where: { $0.name == name }) else {
    let names = FuzzTarget.all.map(\.name).joined(separator: ", ")
    FileHandle.standardError.write(Data("SLIPWAY_FUZZ_TARGET must be one of \(names)\n".utf8))
    exit(64)
  }
  return target
}()

/// `SLIPWAY_FUZZ_TARGET=NAME slipway-fuzz [LIBFUZZER-OPTION...] [FOLDER-OR-FILE...]`
@main
enum Runner {
  static func main() {
    if CommandLine.arguments.dropFirst() == ["--list"] {
      for target in FuzzTarget.all { print(target.name) }
      return
    }
    _ = target
    atexit { Scratch.remove() }
    var count = CommandLine.argc
    var arguments = CommandLine.unsafeArgv
    let status = runDriver(&count, &arguments) { start, length in
      do throws(OracleFault) {
        try target.run(Array(UnsafeBufferPointer(start: start, count: length)))
      } catch {
        FileHandle.standardError.write(Data("FAULT: \(error)\n".utf8))
        fatalError(error.description)
      }
      return 0
    }
    exit(status)
  }
}
