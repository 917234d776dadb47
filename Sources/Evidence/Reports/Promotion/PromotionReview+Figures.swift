package import TradingCore

/// What the review's charts are drawn from.
extension PromotionReview {
  /// What the horizontal axis of the equity curves is.
  package enum Alignment: Sendable, Hashable {
    /// Days since each curve's own first point.
    case start
    /// The calendar, where the periods overlap or follow each other.
    case calendar
  }

  /// Equity over time under one mode; drawn with its first point as 100.
  package struct Curve: Sendable, Hashable {
    /// One point.
    package struct Point: Sendable, Hashable {
      /// When.
      package var time: Timestamp
      /// Equity in any unit that is the same all along the curve.
      package var equity: Double

      /// A point.
      package init(time: Timestamp, equity: Double) {
        self.time = time
        self.equity = equity
      }
    }

    /// `Backtest`, `Paper`, `Demo`.
    package var label: String
    /// Points in order of time.
    package var points: [Point]

    /// A curve.
    package init(label: String, points: [Point]) {
      self.label = label
      self.points = points
    }
  }

  /// A figure with the interval it lies in and what it is held against.
  package struct Interval: Sendable, Hashable {
    /// How its numbers are written.
    package enum Unit: Sendable, Hashable {
      /// `57.1 %`; values are ratios.
      case percent
      /// `1.52`.
      case ratio
    }

    /// `Win rate`.
    package var label: String
    /// How its numbers are written.
    package var unit: Unit
    /// The figure; `nil` where the evidence has none.
    package var value: Double?
    /// The interval's lower end.
    package var lower: Double?
    /// The interval's upper end.
    package var upper: Double?
    /// What the lower end has to clear: the break-even rate, or 1.
    package var bound: Double?
    /// The bound's name: `break-even`.
    package var boundLabel: String
    /// What the figure itself has to clear.
    package var threshold: Double?
    /// How the interval is made: `Wilson, 95 %, 112 trades`.
    package var method: String

    /// An interval of its parts.
    package init(
      label: String, unit: Unit, value: Double?, lower: Double?, upper: Double?, bound: Double?,
      boundLabel: String, threshold: Double?, method: String
    ) {
      self.label = label
      self.unit = unit
      self.value = value
      self.lower = lower
      self.upper = upper
      self.bound = bound
      self.boundLabel = boundLabel
      self.threshold = threshold
      self.method = method
    }
  }

  /// The value of the always-valid test after every trade.
  package struct EvidenceLine: Sendable, Hashable {
    /// One point.
    package struct Point: Sendable, Hashable {
      /// The number of the trade, from 1.
      package var trade: Int
      /// The test's value after it, zero or more.
      package var value: Double

      /// A point.
      package init(trade: Int, value: Double) {
        self.trade = trade
        self.value = value
      }
    }

    /// Points in order of trades.
    package var points: [Point]
    /// What has to be reached once: one over the error rate.
    package var boundary: Double
    /// What the test is over: `R multiples of 112 trades, paper and demo`.
    package var basis: String

    /// A line of its parts.
    package init(points: [Point], boundary: Double, basis: String) {
      self.points = points
      self.boundary = boundary
      self.basis = basis
    }
  }

  /// The deflated Sharpe ratio against the number of trials.
  package struct TrialsCurve: Sendable, Hashable {
    /// One point.
    package struct Point: Sendable, Hashable {
      /// The number of trials, from 1.
      package var trials: Int
      /// The deflated Sharpe ratio, a probability.
      package var ratio: Double

      /// A point.
      package init(trials: Int, ratio: Double) {
        self.trials = trials
        self.ratio = ratio
      }
    }

    /// Points in order of trials.
    package var points: [Point]
    /// The present number of trials and its ratio.
    package var present: Point
    /// What the ratio has to reach.
    package var threshold: Double

    /// A curve of its parts.
    package init(points: [Point], present: Point, threshold: Double) {
      self.points = points
      self.present = present
      self.threshold = threshold
    }
  }
}
