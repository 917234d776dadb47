/// Why our risk control refused what a strategy asked for. Text codes are stable and never reused.
public enum DenialCode: String, Sendable, Hashable, Codable, CaseIterable {
  /// The quantity was zero or negative.
  case volumeNotPositive = "volume_not_positive"
  /// Less than the instrument's smallest order.
  case volumeBelowMinimum = "volume_below_minimum"
  /// Not a multiple of the instrument's lot step.
  case volumeOffStep = "volume_off_step"
  /// More than the instrument's largest order or the bot's own limit.
  case volumeAboveLimit = "volume_above_limit"
  /// More open positions than the bot's limit.
  case openPositionsLimit = "open_positions_limit"
  /// A price, distance or expiry that can't be: zero, negative, beyond 2^40 points.
  case priceOutOfRange = "price_out_of_range"
  /// An order's price or protection is no multiple of the instrument's price step.
  case priceOffTick = "price_off_tick"
  /// An order's price or protection nearer to the market than the broker allows.
  case priceTooNear = "price_too_near"
  /// An order's price further from the market than the bot's limit: a slip of the finger.
  case priceTooFar = "price_too_far"
  /// The margin the order needs is not free.
  case marginInsufficient = "margin_insufficient"
  /// The instrument's calendar says the market is closed.
  case marketClosed = "market_closed"
  /// The last quote is too old to decide on.
  case quoteStale = "quote_stale"
  /// There has been no quote of the symbol yet.
  case quoteMissing = "quote_missing"
  /// There is no position of that number.
  case unknownPosition = "unknown_position"
  /// There is no working or flying order of that number.
  case unknownOrder = "unknown_order"
  /// The strategy kept answering its own fills within one quote.
  case cascadeLimit = "cascade_limit"
  /// No new risk: the feed has shown nothing for too long.
  case feedStale = "feed_stale"
  /// No new risk: the feed's quotes come too late.
  case feedLate = "feed_late"
  /// No new risk: the clock of the machine has jumped.
  case clockJump = "clock_jump"
  /// No new risk: the operator has paused the bot.
  case botPaused = "bot_paused"
  /// No new risk: the bot was taken back by a step or a mode.
  case botDemoted = "bot_demoted"
  /// No new risk: what the bot's mode rests on has run out.
  case grantExpired = "grant_expired"
  /// No new risk: what became of an order at the broker is not known, or its reports do not fit our books.
  case orderUnknown = "order_unknown"
  /// No new risk: the connection to the broker is lost.
  case brokerDisconnected = "broker_disconnected"
  /// No new risk: somebody has pulled the kill switch.
  case killSwitch = "kill_switch"
  /// No new risk: an operator has locked the bot or a scope that it belongs to.
  case operatorLock = "operator_lock"
  /// No new risk: the risk mode is to observe.
  case riskObserve = "risk_observe"
  /// No new risk: a risk rule could not decide.
  case riskFault = "risk_fault"
  /// More entries than a limit of their frequency allows.
  case tradeFrequency = "trade_frequency_limit"
  /// The trading day's loss has come to its limit.
  case dailyLoss = "daily_loss_limit"
  /// No new risk: the journal can't be written for now.
  case journalFault = "journal_fault"
  /// More lots than may be open at a time.
  case maxContracts = "max_contracts"
  /// More lots of a symbol than may be open at a time.
  case maxContractsPerInstrument = "max_contracts_per_instrument"
  /// What trades closed in a trading day have lost has come to its limit.
  case dailyRealizedLoss = "daily_realized_loss"
  /// What is open has lost its limit.
  case dailyUnrealizedLoss = "daily_unrealized_loss"
  /// What is open has gained its target.
  case maxUnrealizedProfit = "max_unrealized_profit"
  /// No new risk: a position has lost so much that entries cool down.
  case cooldownAfterLoss = "cooldown_after_loss"
  /// No new risk: the symbol is blocked.
  case symbolBlocked = "symbol_blocked"
  /// No new risk: the broker has taken the login away.
  case authLost = "auth_lost"
  /// No new risk: outside of the trading session.
  case outsideSession = "outside_session"
  /// A position has been without a stop for longer than it may be.
  case noStopLoss = "no_stop_loss"
  /// Levels that a rule has tightened; nothing is denied with it.
  case tradeManagement = "trade_management"
  /// A price too far from the market or from where it has been.
  case priceCollar = "price_collar"
  /// An order of more lots than one order may be of.
  case orderSize = "order_size_limit"
  /// An order of more value than one order may be of.
  case orderValue = "order_value_limit"
  /// More messages than may be sent in a time.
  case messageRate = "message_rate_limit"
  /// The same order once more, too soon.
  case duplicateOrder = "duplicate_order"
  /// The same was executed too often in a time; somebody has to look at it.
  case repeatedExecution = "repeated_execution"
  /// Equity has fallen too far below what it began with.
  case totalDrawdown = "total_drawdown_limit"
  /// Equity has fallen too far below its peak.
  case trailingDrawdown = "trailing_drawdown_limit"
  /// It would take from the capital that is kept in reserve.
  case cashReserve = "cash_reserve"
  /// An entry of more value than the capital policy allows for one order.
  case orderCap = "order_cap"
  /// Entries of more value than the capital policy allows for one decision.
  case cycleCap = "cycle_cap"
  /// A position of more value than the capital policy allows.
  case positionCap = "position_cap"
  /// No new risk: the bot is in quarantine until a person releases it.
  case botQuarantine = "bot_quarantine"
  /// More trades in a day than the bot may make.
  case dailyTrades = "daily_trade_limit"
  /// No new risk: the family is halted until a person has reviewed it.
  case familyHalt = "family_halt"
  /// No new risk: the account is halted until a person has reviewed it.
  case accountHalt = "account_halt"
  /// More trades than the account may have open at a time.
  case openTrades = "max_open_trades"
  /// More at risk than the account's heat may be.
  case portfolioHeat = "portfolio_heat"
  /// No new risk: news of high impact.
  case newsHalt = "news_event_halt"
  /// No new risk: what is open is being closed at the end of the day.
  case endOfDay = "end_of_day_close"
  /// More trades in an hour than may be made.
  case hourlyTrades = "max_trades_per_hour"
  /// No new risk: it is the weekend.
  case weekend = "weekend_trading"
  /// No new risk: a full stop of everything.
  case systemHalt = "system_halt"
  /// No new risk: a loss limit's level is RED.
  case alertRed = "alert_red"
  /// No new risk: a loss limit's level was BLACK, and nobody has armed it again.
  case alertBlack = "alert_black"
  /// The loss limit's level, for those who are told.
  case alertLevel = "alert_level"
  /// The risk mode by its table of metrics.
  case riskModes = "risk_modes"
}

extension DenialCode {
  /// Whether it says that nothing may be opened for now, whatever the order: a lock, a halt, a session that is over.
  package var isStanding: Bool {
    switch self {
    case .feedStale, .feedLate, .clockJump, .botPaused, .botDemoted, .grantExpired, .orderUnknown,
      .brokerDisconnected, .operatorLock, .riskObserve, .riskFault, .tradeFrequency, .dailyLoss,
      .journalFault,
      .dailyRealizedLoss, .dailyUnrealizedLoss, .maxUnrealizedProfit, .cooldownAfterLoss, .symbolBlocked,
      .authLost, .outsideSession, .repeatedExecution, .totalDrawdown, .trailingDrawdown, .dailyTrades,
      .newsHalt, .endOfDay, .hourlyTrades, .weekend, .alertRed, .marketClosed, .quoteStale, .quoteMissing:
      true
    default: needsRelease
    }
  }

  /// Whether it is one of the kill switch's, that a person takes off by an act about it, and nothing else does.
  package var needsRelease: Bool {
    switch self {
    case .killSwitch, .botQuarantine, .familyHalt, .accountHalt, .systemHalt, .alertBlack: true
    default: false
    }
  }
}

/// Why the venue refused an order that risk had approved. Text codes are stable and never reused.
public enum RejectionCode: String, Sendable, Hashable, Codable, CaseIterable {
  /// No quote of the symbol yet that could be traded at.
  case noPrice = "no_price"
  /// The market is closed.
  case closedMarket = "closed_market"
  /// The quote is older than the venue trades at.
  case oldPrice = "old_price"
  /// Volume outside of the instrument's bounds or off its step.
  case invalidVolume = "invalid_volume"
  /// A price or level that is no multiple of the instrument's price step.
  case invalidPrice = "invalid_price"
  /// A price or level nearer to the market than the stops level.
  case insideStopsLevel = "inside_stops_level"
  /// A stop loss on the wrong side of the market or of the order's price.
  case stopLossWrongSide = "stop_loss_wrong_side"
  /// A take profit on the wrong side of the market or of the order's price.
  case takeProfitWrongSide = "take_profit_wrong_side"
  /// A stop order whose price the market had already reached.
  case stopAlreadyPassed = "stop_already_passed"
  /// The order had expired when it arrived.
  case expiredOnArrival = "expired_on_arrival"
  /// Not enough free margin.
  case noMargin = "no_margin"
  /// An immediate order on a crossed quote.
  case crossedQuote = "crossed_quote"
  /// The position was closed before the order arrived.
  case positionGone = "position_gone"
  /// The order to change or cancel was filled, canceled or expired before.
  case orderGone = "order_gone"
  /// The result can't be converted into the account's currency.
  case noConversion = "no_conversion"
  /// It never left the house: it may be asked for again.
  case notSent = "not_sent"
  /// Looked up: it never arrived at the broker.
  case neverArrived = "never_arrived"
  /// Nobody answered a cancel or change in time.
  case unanswered
  /// Another change of the same order or position has not been answered.
  case changePending = "change_pending"
  /// What became of another order of the symbol is not known: nothing may be opened on it.
  case symbolUnsettled = "symbol_unsettled"
  /// The broker wants to be asked at another price.
  case requoted
  /// Too many requests in too short a time.
  case throttled
  /// The broker has switched trading off, for the account or the instrument.
  case tradingDisabled = "trading_disabled"
  /// A limit of the broker on orders, positions or volume.
  case brokerLimit = "broker_limit"
  /// The broker does not offer such an order.
  case notSupported = "not_supported"
  /// A reason that is none of these; the broker's own text says which.
  case otherReason = "other_reason"
}
