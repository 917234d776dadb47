package import TradingCore

/// Something that risk hears of.
///
/// Time is the engine's: that of the quote, clock, command or report at hand. Risk never looks at a clock, and time
/// that goes back is taken as standing still.
package struct RiskEvent: Sendable, Hashable {
  /// What happened.
  package enum Happening: Sendable, Hashable {
    /// A bot asks for something. The answer is due before anything else happens.
    case asked(RiskAsk)
    /// Risk has approved it, all gates passed.
    case approved(RiskAsk)
    /// Risk has denied it.
    case denied(Denial)
    /// An order has left for the venue.
    case sent(ClientOrderID)
    /// An execution.
    case filled(Fill)
    /// A portion of a position was closed.
    case closed(ClosedTrade)
    /// A bot's equity has left the band that its view says; with the marks of all bots that share a scope with it.
    case equityLeftBand
    /// Time has passed; with the marks of all bots, as they were before anything of the new time.
    case clock
    /// A link or a feed fails, or works again.
    case connection(RiskCondition)
    /// The market's climate has changed.
    case climate(RiskClimate)
    /// An operator's word.
    case operated(OperatorAct)
    /// A trading session opens or closes, by its name.
    case session(name: String, isOpen: Bool)
    /// A bot has come, with the mark it came with.
    case joined(BotMark)
    /// A bot has gone, with its last mark.
    case left(BotMark)
    /// Money was paid in, or out when below zero; the marks have it already.
    case funded(Money)
    /// What a bot's mode rests on: until when, and what it may lose; `nil` for a mode that rests on nothing.
    case granted(RiskGrant?)
    /// Somebody else has taken a bot's mode from it, and why. `flattens`: whether what is open is closed for it; `nil`
    /// for what its grant says.
    case revoked(String, flattens: Bool? = nil)
    /// How a bot stands, when somebody has looked.
    case measured(RiskFigures)
    /// The venue has refused what risk had approved.
    case rejected(Rejection)
    /// A call of a broker's API has failed, and how.
    case apiError(String)
    /// A call of a broker's API has been answered.
    case apiOK
    /// Something has gone wrong after which nothing may trade, and what.
    case failed(String)
    /// A bot is halted until a person releases it; the tree says so itself.
    case halted(DenialCode)
  }

  /// When.
  package var at: Timestamp
  /// The decision cycle of the bot's engine; 0 for what no engine decided.
  package var cycle: UInt64
  /// Whom it is about: mostly a bot.
  package var scope: RiskScope
  /// What happened.
  package var what: Happening
  /// What bots' accounts come to, where the event says so.
  package var marks: [BotMark]

  /// An event from its parts.
  package init(
    _ what: Happening, of scope: RiskScope = .desk, at: Timestamp, cycle: UInt64 = 0, marks: [BotMark] = []
  ) {
    self.what = what
    self.scope = scope
    self.at = at
    self.cycle = cycle
    self.marks = marks
  }
}

/// Something outside that has to be right for entries to be safe, and no longer is, or is again.
package struct RiskCondition: Sendable, Hashable, Codable {
  /// What orders are denied with: `feed_stale`, `feed_late`, `clock_jump`, `auth_lost`.
  package var code: DenialCode
  /// Whether it begins to hold entries or no longer does.
  package var isOn: Bool
  /// The symbol it is about; `nil` for all.
  package var symbol: Symbol?

  private enum CodingKeys: String, CodingKey {
    case code = "code"
    case symbol = "symbol"
    case isOn = "on"
  }

  /// A condition from its parts.
  package init(_ code: DenialCode, isOn: Bool, symbol: Symbol? = nil) {
    self.code = code
    self.isOn = isOn
    self.symbol = symbol
  }
}

/// How the market is, in figures that rules hold against their limits.
package struct RiskClimate: Sendable, Hashable, Codable {
  /// From calm, 0, to chaos, 1,000,000.
  package var chaosMillionths: Int64
  /// The regime's text code.
  package var regime: String
  /// The symbol that it is about; `nil` for all.
  package var symbol: Symbol?
  /// The timeframe of the bars; `nil` for all.
  package var timeframe: Timeframe?

  private enum CodingKeys: String, CodingKey {
    case chaosMillionths = "chaos_millionths"
    case regime = "regime"
    case symbol = "symbol"
    case timeframe = "timeframe"
  }

  /// A climate from its figures.
  package init(chaosMillionths: Int64, regime: String, symbol: Symbol? = nil, timeframe: Timeframe? = nil) {
    self.chaosMillionths = chaosMillionths
    self.regime = regime
    self.symbol = symbol
    self.timeframe = timeframe
  }

  /// What a reading says of a symbol. Without a history there is no chaos, and the regime says so.
  package init(_ reading: ClimateReading, of symbol: Symbol) {
    self.init(
      chaosMillionths: Int64(((reading.chaos ?? 0) * 1_000_000).rounded()), regime: reading.regime.rawValue,
      symbol: symbol, timeframe: reading.timeframe)
  }
}

/// What a bot's mode rests on.
package struct RiskGrant: Sendable, Hashable, Codable {
  /// The instant from which it opens nothing any more.
  package var until: Timestamp
  /// The request that was approved, for people.
  package var request: String
  /// The mode.
  package var mode: TradingMode
  /// The step in LIVE, from 1; 0 elsewhere.
  package var step: Int
  /// What it may lose in LIVE, in the bot's currency; `nil` elsewhere.
  package var capital: Money?
  /// The limits at which it is lost; `nil` for those of the rule.
  package var limits: Ladder.Settings?

  private enum CodingKeys: String, CodingKey {
    case until = "until"
    case request = "request"
    case mode = "mode"
    case step = "step"
    case capital = "capital"
    case limits = "limits"
  }

  /// A grant from its parts.
  package init(
    until: Timestamp, request: String, mode: TradingMode, step: Int = 0, capital: Money? = nil,
    limits: Ladder.Settings? = nil
  ) {
    self.until = until
    self.request = request
    self.mode = mode
    self.step = step
    self.capital = capital
    self.limits = limits
  }
}

/// How a bot stands, as far as it decides whether it keeps its place.
package struct RiskFigures: Sendable, Hashable, Codable {
  /// The value of the degradation test.
  package var value: Double
  /// The trades it rests on.
  package var trades: Int
  /// The largest fall of equity from a peak, as a ratio to the peak.
  package var drawdown: Double
  /// What the account has lost since the evidence began, in its currency.
  package var loss: Money

  private enum CodingKeys: String, CodingKey {
    case value = "value"
    case trades = "trades"
    case drawdown = "drawdown"
    case loss = "loss"
  }

  /// Figures; the defaults are those of a bot that has done nothing.
  package init(value: Double = 1, trades: Int = 0, drawdown: Double = 0, loss: Money = .zero) {
    self.value = value
    self.trades = trades
    self.drawdown = drawdown
    self.loss = loss
  }
}

/// What an operator orders, for a scope and everything in it.
package struct OperatorAct: Sendable, Hashable {
  /// What is ordered.
  package enum Verb: Sendable, Hashable {
    /// No new risk, everything canceled and closed, until it is released.
    case kill
    /// Takes back a kill, and every other halt of the scope that waits for a person.
    case release
    /// No new risk until an instant, or until it is unlocked.
    case lock(until: Timestamp?)
    /// Takes off locks of a code, or all but those that wait for a person's word about them.
    case unlock(DenialCode?)
    /// No new risk; what works and is open stays.
    case pause
    /// Takes a pause back.
    case resume
  }

  /// What is ordered.
  package var verb: Verb
  /// Who, with the role.
  package var by: String
  /// Why.
  package var reason: String
  /// Its number, rising from order to order: one that was obeyed before is not obeyed again; `nil` for one that is told
  /// but once.
  package var number: Int64?

  /// An order from its parts.
  package init(_ verb: Verb, by: String, reason: String, number: Int64? = nil) {
    self.verb = verb
    self.by = by
    self.reason = reason
    self.number = number
  }

  /// Why it is not obeyed, if so: who takes a halt off has to say who it is, and why.
  package var refusal: String? {
    switch verb {
    case .kill, .lock, .pause, .resume: nil
    case .release, .unlock: by.isBlank ? "nobody's name" : reason.isBlank ? "no reason by \(by)" : nil
    }
  }

  /// Whether it gives the loss limits of its scope anew whose locks have this code: those that it takes off, and all of
  /// them where it arms the scope again.
  package func renews(_ code: DenialCode) -> Bool { unlocks(code) || unlocks(.alertBlack) }

  /// Whether it takes off locks of a code.
  package func unlocks(_ code: DenialCode) -> Bool {
    guard refusal == nil else { return false }
    return switch verb {
    // What needs a person's word needs one about it: "whatever there is" is none.
    case .unlock(let named): named == nil ? !code.needsRelease : named == code
    case .release: code.needsRelease
    case .resume: code == .botPaused
    case .kill, .lock, .pause: false
    }
  }
}

extension String {
  fileprivate var isBlank: Bool { allSatisfy { $0.isWhitespace } }
}
