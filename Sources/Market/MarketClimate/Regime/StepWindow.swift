import TradingCore

/// The steps of the last closed bars, and what is summed over them.
///
/// The sums are of integers and kept up with each bar: what comes is added and what leaves taken away, exactly, so that
/// a bar costs no loop over the window and no rounding builds up. They are derived of the steps, which alone are stored.
struct StepWindow: Sendable {
  /// Bars that efficiency ratio, permutation entropy and jump share are taken of.
  static let length = 24
  /// The bars that may leave the range of the window before them.
  static let exitBars = 4
  /// Steps that are kept: as many as a range and what may leave it take.
  static let capacity = length + exitBars
  /// Places of the ring, a power of two: of a place its number's last bits are left.
  private static let places = 32

  private var ring: [ClimateStep]
  /// Where the next step goes; only its last bits count.
  private var next = 0
  /// Steps that there are, up to `capacity`.
  private(set) var count = 0
  /// The last bars of which V's volatility is taken.
  private let volatilityBars: Int
  private let table = EntropyTable.shared

  // Of the last `length` steps.
  private var net: Int64 = 0
  private var path: Int64 = 0
  private var squares = WideSum()
  private var products = WideSum()
  /// How often each of the six orders of three successive closes is there, a byte each.
  private var orders: UInt64 = 0
  /// Of all steps.
  private var trueRanges: Int64 = 0
  /// Of the last `volatilityBars` steps.
  private var squaredRanges = WideSum()

  /// No steps.
  init(volatilityBars: Int) {
    self.volatilityBars = volatilityBars
    ring = Array(repeating: ClimateStep(), count: Self.places)
  }

  // MARK: - Steps

  /// Takes the next bar's step; the oldest leaves.
  mutating func append(_ step: ClimateStep) {
    // Nothing is taken away of what was not full, and the sums hold what they are of.
    if count > 0 {
      let last = self.step(ago: 0)
      products.add(last.change, times: step.change)
      orders &+= Self.mark(last.change, step.change)
      if count >= Self.length {
        let first = self.step(ago: Self.length - 1)
        let second = self.step(ago: Self.length - 2)
        net &-= first.change
        path &-= first.change.absolute
        squares.subtract(first.change, times: first.change)
        products.subtract(first.change, times: second.change)
        orders &-= Self.mark(first.change, second.change)
      }
      if count >= volatilityBars {
        let first = self.step(ago: volatilityBars - 1).trueRange
        squaredRanges.subtract(first, times: first)
      }
      if count >= Self.capacity { trueRanges &-= self.step(ago: Self.capacity - 1).trueRange }
    }
    net &+= step.change
    path &+= step.change.absolute
    squares.add(step.change, times: step.change)
    squaredRanges.add(step.trueRange, times: step.trueRange)
    trueRanges &+= step.trueRange
    ring[next & (Self.places - 1)] = step
    next &+= 1
    count = min(count + 1, Self.capacity)
  }

  /// Notes V as of the last step.
  mutating func setVolatilityPercentile(_ percentile: Double?) {
    ring[(next &- 1) & (Self.places - 1)].volatilityPercentile = percentile
  }

  /// Begins anew, without a step.
  mutating func removeAll() {
    count = 0
    net = 0
    path = 0
    squares = WideSum()
    products = WideSum()
    orders = 0
    trueRanges = 0
    squaredRanges = WideSum()
  }

  /// All, oldest first.
  var steps: [ClimateStep] { (0..<count).reversed().map { step(ago: $0) } }

  /// The change of the last step; 0 without one.
  var lastChange: Int64 { count > 0 ? step(ago: 0).change : 0 }

  /// Whether there are steps for all figures.
  var isFull: Bool { count >= Self.length }

  private func step(ago: Int) -> ClimateStep { ring[(next &- 1 &- ago) & (Self.places - 1)] }

  // MARK: - Figures

  /// Σ of the squared true ranges of the last bars, which ranks as the root of their mean does; `nil` with too few.
  var squaredRange: Double? { count >= volatilityBars ? squaredRanges.value : nil }

  /// 1 when the window's last price is above its first, −1 below it, 0 at it.
  var direction: Int { Int(net.signum()) }

  /// ER of the window.
  var efficiencyRatio: Double { path > 0 ? Double(net.absolute) / Double(path) : 0 }

  /// PE of the window.
  var permutationEntropy: Double { table.permutationEntropy(of: orders) }

  // Inlined, as a window would be copied for a call.
  /// J of the window.
  @inline(__always)
  var jumpShare: Double {
    ClimateMeasures.jumpShare(realized: squares.value, products: products.value)
  }

  /// How the last few bars stand to the range of the window before them, if that was quiet and they are not: where
  /// `nil`, there is no breakout, and the range need not be gone through.
  // Inlined, as thresholds and window would be copied for a call.
  @inline(__always)
  func exit(_ thresholds: RegimeThresholds) -> RangeExit? {
    guard count == Self.capacity, let quiet = step(ago: Self.exitBars).volatilityPercentile,
      quiet <= thresholds.breakoutQuiet
    else { return nil }
    var late: Int64 = 0
    for ago in 0..<Self.exitBars { late &+= step(ago: ago).trueRange }
    let usual = trueRanges &- late
    // A product, and less than it by what rounding may do, spares most bars the divisions.
    let longer = Double(late) * Double(Self.length / Self.exitBars)
    guard usual > 0, longer >= thresholds.breakoutRise * Double(usual) * 0.999_999 else { return nil }
    let rise = Double(late) / Double(Self.exitBars) / (Double(usual) / Double(Self.length))
    guard rise >= thresholds.breakoutRise else { return nil }
    return exit(quiet, rise)
  }

  private func exit(_ quiet: Double, _ rise: Double) -> RangeExit {
    var level: Int64 = 0
    var path: Int64 = 0
    var highest = Int64.min
    var lowest = Int64.max
    for ago in (Self.exitBars..<Self.capacity).reversed() {
      let step = self.step(ago: ago)
      level &+= step.change
      path &+= step.change.absolute
      highest = max(highest, level &+ step.above)
      lowest = min(lowest, level &- step.below)
    }
    let efficiencyRatio = path > 0 ? Double(level.absolute) / Double(path) : 0
    for ago in 0..<Self.exitBars { level &+= step(ago: ago).change }
    return RangeExit(
      direction: level > highest ? 1 : level < lowest ? -1 : 0,
      distance: Double(max(level &- highest, lowest &- level, 0)), efficiencyRatio: efficiencyRatio,
      volatilityPercentile: quiet, rise: rise)
  }

  // MARK: - Orders

  /// One, in the byte of the order in which three closes stand that two changes lie between: the number that
  /// `ClimateMeasures.permutationEntropyBits` gives it.
  private static func mark(_ first: Int64, _ second: Int64) -> UInt64 {
    let smallerThanFirst = first.signBit &+ (first &+ second).signBit
    return 1 &<< (8 &* (2 &* smallerThanFirst &+ second.signBit))
  }
}

extension Int64 {
  /// The magnitude, of what is never the smallest number there is.
  var absolute: Int64 { self < 0 ? 0 &- self : self }

  /// One below zero, else none; without a branch, as whether a price falls can't be predicted.
  fileprivate var signBit: UInt64 { UInt64(bitPattern: self) &>> 63 }
}
