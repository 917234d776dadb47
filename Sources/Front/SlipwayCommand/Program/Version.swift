/// The program's version, the only place that states it.
public enum Version {
  /// A semantic version, without a leading `v`.
  public static let current = "0.1.0"
}
