import TradingCore

/// The table of risk modes, in the code and in the documents.
extension RiskModes {
  /// What is looked at. Text codes are stable.
  package enum Metric: String, Sendable, Hashable, Codable, CaseIterable {
    /// The loss since the day began, in millionths of its equity.
    case dailyDrawdown = "daily_drawdown"
    /// Trades that lost since the last that won.
    case consecutiveLosses = "consecutive_losses"
    /// Of the last orders that open, those that a limit has denied, in millionths.
    case deniedShare = "denied_share"
    /// Of the last answers of the venue, its rejections, in millionths.
    case rejectedShare = "rejected_share"
    /// Chaos, the mean of the symbols, in millionths.
    case chaos = "chaos"
    /// Calls of the broker's API that have failed since the last that was answered.
    case apiErrors = "api_errors"
    /// Feeds that are stale or late.
    case staleFeed = "stale_feed"

    /// What it counts, for people.
    var meaning: String {
      switch self {
      case .dailyDrawdown: "loss since the day began, of its equity"
      case .consecutiveLosses: "losing trades in a row"
      case .deniedShare: "denied by limits, of the day's last \(RiskModes.window) orders that open"
      case .rejectedShare: "rejections, of the day's last \(RiskModes.window) rejections and fills"
      case .chaos: "mean chaos of the symbols"
      case .apiErrors: "failed calls of the broker's API in a row"
      case .staleFeed: "feeds that are stale or late"
      }
    }

    var isShare: Bool {
      self == .dailyDrawdown || self == .deniedShare || self == .rejectedShare || self == .chaos
    }
  }

  /// A line of the table.
  package struct Row: Sendable, Hashable, Codable {
    /// What is looked at.
    package var metric: Metric
    /// From which value on the mode is REDUCE; `nil` for never.
    package var reduce: Int64?
    /// From which value on the mode is OBSERVE; `nil` for never.
    package var observe: Int64?
    /// How far below its threshold a mode ends.
    package var hysteresis: Int64

    private enum CodingKeys: String, CodingKey {
      case metric = "metric"
      case reduce = "reduce"
      case observe = "observe"
      case hysteresis = "hysteresis"
    }

    /// A line from its parts.
    package init(_ metric: Metric, reduce: Int64?, observe: Int64?, hysteresis: Int64 = 0) {
      self.metric = metric
      self.reduce = reduce
      self.observe = observe
      self.hysteresis = hysteresis
    }

    func threshold(_ mode: RiskMode) -> Int64? {
      switch mode {
      case .normal: nil
      case .reduce: reduce
      case .observe: observe
      }
    }
  }

  /// The table of the documents, and what holds without a word.
  package static let table = [
    Row(.dailyDrawdown, reduce: 15_000, observe: 25_000, hysteresis: 5_000),
    Row(.consecutiveLosses, reduce: 3, observe: 6, hysteresis: 1),
    Row(.deniedShare, reduce: 500_000, observe: 900_000, hysteresis: 100_000),
    Row(.rejectedShare, reduce: 250_000, observe: 500_000, hysteresis: 100_000),
    Row(.chaos, reduce: 500_000, observe: 650_000, hysteresis: 50_000),
    Row(.apiErrors, reduce: 2, observe: 4),
    Row(.staleFeed, reduce: nil, observe: 1),
  ]

  static func text(_ value: Int64, _ metric: Metric) -> String {
    metric.isShare ? LossLimit.percent(value) : "\(value)"
  }

  static func text(_ row: Row, _ mode: RiskMode, _ before: RiskMode) -> String {
    let threshold = row.threshold(max(mode, before)).map { text($0, row.metric) } ?? "none"
    return "mode \(mode.rawValue): \(row.metric.rawValue) \(threshold)"
  }

  /// A table as the documents have it.
  package static func markdown(_ rows: [Row] = table) -> String {
    func cell(_ value: Int64?, _ row: Row) -> String { value.map { text($0, row.metric) } ?? "–" }
    let lines = rows.map { row in
      "| `\(row.metric.rawValue)` | \(row.metric.meaning) | \(cell(row.reduce, row)) | \(cell(row.observe, row)) "
        + "| \(text(row.hysteresis, row.metric)) below |"
    }
    return
      (["| metric | what | REDUCE from | OBSERVE from | ends |", "| --- | --- | --- | --- | --- |"] + lines)
      .joined(separator: "\n") + "\n"
  }
}
