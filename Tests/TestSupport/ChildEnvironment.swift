import Foundation

/// The environment of programs that tests start: what they are told, and where an instrumented one leaves its counters.
package enum ChildEnvironment {
  /// Source: https://clang.llvm.org/docs/SourceBasedCodeCoverage.html#running-the-instrumented-program
  private static let profileVariable = "LLVM_PROFILE_FILE"

  /// These variables, and the place for the counters of coverage where this process has one; without it an
  /// instrumented program leaves `default.profraw` in the folder it runs in.
  package static func of(_ variables: [String: String]) -> [String: String] {
    guard let profile = ProcessInfo.processInfo.environment[profileVariable] else { return variables }
    return variables.merging([profileVariable: profile]) { given, _ in given }
  }
}
