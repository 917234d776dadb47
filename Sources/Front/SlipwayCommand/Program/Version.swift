import Operations

/// The program's version.
public enum Version {
  /// A semantic version, without a leading `v`.
  public static let current = ProgramVersion.current
}
