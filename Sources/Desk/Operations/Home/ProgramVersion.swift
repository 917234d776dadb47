/// The program's version, the only place that states it.
package enum ProgramVersion {
  /// A semantic version, without a leading `v`.
  package static let current = "0.1.0"
  /// The program and its version, as what it makes says it: `slipway 0.1.0`.
  package static let generator = "slipway \(current)"
}
