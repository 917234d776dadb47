/// What a figure that is held against a threshold came to.
package enum CheckVerdict: String, Sendable, Hashable, CaseIterable {
  /// The value meets the threshold.
  case pass
  /// It does not.
  case fail
  /// There is no value yet, or none that can be trusted; counts as not passed.
  case inconclusive
}
