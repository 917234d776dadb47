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

/// Called by the fuzzer before anything else.
@_cdecl("LLVMFuzzerInitialize")
public func initialize(
  _ count: UnsafeMutablePointer<CInt>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>
) -> CInt {
  if CommandLine.arguments.dropFirst() == ["--list"] {
    for target in FuzzTarget.all { print(target.name) }
    exit(0)
  }
  _ = target
  atexit { Scratch.remove() }
  return 0
}

/// Called by the fuzzer with every input.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ length: Int) -> CInt {
  do throws(OracleFault) {
    try target.run(Array(UnsafeBufferPointer(start: start, count: length)))
  } catch {
    FileHandle.standardError.write(Data("FAULT: \(error)\n".utf8))
    fatalError(error.description)
  }
  return 0
}

/// `SLIPWAY_FUZZ_TARGET=NAME slipway-fuzz [LIBFUZZER-OPTION...] [FOLDER-OR-FILE...]`
///
/// The fuzzer's library has a `main` of its own; which one the linker takes makes no difference.
@main
enum Runner {
  static func main() {
    var count = CommandLine.argc
    var arguments = CommandLine.unsafeArgv
    exit(runDriver(&count, &arguments) { testOneInput($0, $1) })
  }
}
