/// Where a home keeps what programs were told that save no state of their own.
package struct ProgramMemory: Sendable, Hashable {
  /// The folder, which need not be there yet.
  package let folder: String
  /// Whether what a program is told from now on is kept. Only the one run of a home does.
  package let isWritten: Bool

  /// A home's.
  package init(home: String, isWritten: Bool) {
    folder = home + "/programs"
    self.isWritten = isWritten
  }
}
