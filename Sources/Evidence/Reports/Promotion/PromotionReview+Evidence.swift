package import TradingCore

/// Where the evidence comes from and what it cost.
extension PromotionReview {
  /// Prices that the bot saw in one session: a file, or a feed.
  package struct Source: Sendable, Hashable {
    /// The mode that it was seen in.
    package var mode: String
    /// The session's number.
    package var session: Int64
    /// `file` or `feed`.
    package var kind: String
    /// The file's path, or the feed's name.
    package var path: String
    /// Digest of the file's ticks, hex; `nil` for a feed, whose recording the home keeps.
    package var digest: String?
    /// The first tick that the bot took.
    package var first: Timestamp?
    /// The last one.
    package var last: Timestamp?
    /// Trading days with ticks from it.
    package var days: Int

    /// A source of its parts.
    package init(
      mode: String, session: Int64, kind: String, path: String, digest: String?, first: Timestamp?,
      last: Timestamp?, days: Int
    ) {
      self.mode = mode
      self.session = session
      self.kind = kind
      self.path = path
      self.digest = digest
      self.first = first
      self.last = last
      self.days = days
    }
  }

  /// A recorded spread and what it became in one mode.
  package struct Spread: Sendable, Hashable {
    /// The mode.
    package var mode: String
    /// The medians.
    package var comparison: SpreadComparison

    /// A spread of a mode.
    package init(mode: String, comparison: SpreadComparison) {
      self.mode = mode
      self.comparison = comparison
    }
  }

  /// What a reader should know of the spreads that the evidence was made at, a sentence for each that is much
  /// smaller than what was recorded.
  package var spreadNotes: [String] {
    spreads.compactMap { spread in spread.comparison.warning.map { "\(spread.mode.uppercased()): \($0)" } }
  }

  /// From the result before costs to the net result, in one mode; costs are positive, a swap credit, too.
  package struct Costs: Sendable, Hashable {
    /// The mode.
    package var mode: String
    /// The currency of all amounts.
    package var currency: Currency
    /// Trades from flat to flat.
    package var trades: Int
    /// The sum of what the prices at the mid would have earned.
    package var gross: Money
    /// Paid to the spread.
    package var spread: Money
    /// Lost to slippage; negative when better.
    package var slippage: Money
    /// Commission paid.
    package var commission: Money
    /// Financing; a credit is positive.
    package var swap: Money
    /// What was left.
    package var net: Money

    /// Costs of their parts.
    package init(
      mode: String, currency: Currency, trades: Int, gross: Money, spread: Money, slippage: Money,
      commission: Money, swap: Money, net: Money
    ) {
      self.mode = mode
      self.currency = currency
      self.trades = trades
      self.gross = gross
      self.spread = spread
      self.slippage = slippage
      self.commission = commission
      self.swap = swap
      self.net = net
    }
  }
}

extension PromotionReview.Source {
  /// The file's name without its folders, or the feed.
  var name: String {
    kind == "file" ? path.split(separator: "/").last.map(String.init) ?? path : path
  }

  /// Its ticks as one short text: a digest, or where the recording is.
  var digestText: String { digest.map { String($0.prefix(16)) } ?? "recorded, session \(session)" }

  /// When its ticks are of.
  var period: String {
    guard let first, let last else { return NumberText.absent }
    return DateText.period(first, last)
  }
}

extension PromotionReview.Costs {
  /// The way from gross to net: what it is, the amount with its sign, and its share of the gross result.
  var steps: [(name: String, amount: String, perTrade: String, share: String)] {
    let items: [(String, Money, isCost: Bool)] = [
      ("Gross before costs", gross, false), ("Spread", spread, true), ("Slippage", slippage, true),
      ("Commission", commission, true), ("Swap", swap, false), ("Net result", net, false),
    ]
    let whole = gross.value(in: currency)
    return items.map { name, money, isCost in
      let value = money.value(in: currency) * (isCost ? -1 : 1)
      let amount = NumberText.fixed(value, decimals: NumberText.decimals(of: currency), signed: true)
      let perTrade = trades > 0 ? value / Double(trades) : nil
      return (
        name, amount,
        NumberText.fixed(perTrade, decimals: NumberText.decimals(of: currency) + 2, signed: true),
        whole > 0 ? NumberText.percent(value / whole, decimals: 1) : NumberText.absent
      )
    }
  }
}
