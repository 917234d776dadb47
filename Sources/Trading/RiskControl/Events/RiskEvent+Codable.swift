import TradingCore

extension RiskEvent: Codable {
  private enum CodingKeys: String, CodingKey {
    case at = "at"
    case cycle = "cycle"
    case scope = "scope"
    case what = "what"
    case marks = "marks"
  }

  /// Reads an event.
  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      try values.decode(Happening.self, forKey: .what), of: try values.decode(RiskScope.self, forKey: .scope),
      at: try values.decode(Timestamp.self, forKey: .at),
      cycle: try values.decode(UInt64.self, forKey: .cycle),
      marks: try values.decodeIfPresent([BotMark].self, forKey: .marks) ?? [])
  }

  /// Writes an event; marks only where there are any.
  package func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(at, forKey: .at)
    try values.encode(cycle, forKey: .cycle)
    try values.encode(scope, forKey: .scope)
    try values.encode(what, forKey: .what)
    if !marks.isEmpty { try values.encode(marks, forKey: .marks) }
  }
}

extension RiskEvent.Happening: Codable {
  /// One of them names what happened, with what belongs to it; never reused.
  private enum CodingKeys: String, CodingKey {
    case asked = "asked"
    case approved = "approved"
    case denied = "denied"
    case sent = "sent"
    case filled = "filled"
    case closed = "closed"
    case clock = "clock"
    case connection = "connection"
    case climate = "climate"
    case operated = "operated"
    case session = "session"
    case joined = "joined"
    case left = "left"
    case funded = "funded"
    case granted = "granted"
    case revoked = "revoked"
    case measured = "measured"
    case equityLeftBand = "equity_left_band"
    case rejected = "rejected"
    case apiError = "api_error"
    case apiOK = "api_ok"
    case failed = "failed"
    case halted = "halted"
  }

  private struct Session: Codable {
    let name: String
    let isOpen: Bool

    private enum CodingKeys: String, CodingKey {
      case name = "name"
      case isOpen = "open"
    }
  }

  private struct Revocation: Codable {
    let reason: String
    let flattens: Bool?

    private enum CodingKeys: String, CodingKey {
      case reason = "reason"
      case flattens = "flattens"
    }
  }

  private struct Grant: Codable {
    let grant: RiskGrant?

    private enum CodingKeys: String, CodingKey { case grant = "grant" }
  }

  /// Reads the one that is named.
  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    guard let key = values.allKeys.first, values.allKeys.count == 1 else {
      throw DecodingError.dataCorrupted(
        DecodingError.Context(codingPath: decoder.codingPath, debugDescription: "no known risk event"))
    }
    switch key {
    case .asked: self = .asked(try values.decode(RiskAsk.self, forKey: key))
    case .approved: self = .approved(try values.decode(RiskAsk.self, forKey: key))
    case .denied: self = .denied(try values.decode(Denial.self, forKey: key))
    case .sent: self = .sent(try values.decode(ClientOrderID.self, forKey: key))
    case .filled: self = .filled(try values.decode(Fill.self, forKey: key))
    case .closed: self = .closed(try values.decode(ClosedTrade.self, forKey: key))
    case .equityLeftBand: self = .equityLeftBand
    case .clock: self = .clock
    case .connection: self = .connection(try values.decode(RiskCondition.self, forKey: key))
    case .climate: self = .climate(try values.decode(RiskClimate.self, forKey: key))
    case .operated: self = .operated(try values.decode(OperatorAct.self, forKey: key))
    case .session:
      let session = try values.decode(Session.self, forKey: key)
      self = .session(name: session.name, isOpen: session.isOpen)
    case .joined: self = .joined(try values.decode(BotMark.self, forKey: key))
    case .left: self = .left(try values.decode(BotMark.self, forKey: key))
    case .funded: self = .funded(try values.decode(Money.self, forKey: key))
    case .revoked:
      let revocation = try values.decode(Revocation.self, forKey: key)
      self = .revoked(revocation.reason, flattens: revocation.flattens)
    case .measured: self = .measured(try values.decode(RiskFigures.self, forKey: key))
    case .rejected: self = .rejected(try values.decode(Rejection.self, forKey: key))
    case .apiError: self = .apiError(try values.decode(String.self, forKey: key))
    case .apiOK: self = .apiOK
    case .failed: self = .failed(try values.decode(String.self, forKey: key))
    case .halted: self = .halted(try values.decode(DenialCode.self, forKey: key))
    case .granted: self = .granted(try values.decode(Grant.self, forKey: key).grant)
    }
  }

  /// Writes the name and what belongs to it; `true` where nothing does.
  package func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    switch self {
    case .asked(let ask): try values.encode(ask, forKey: .asked)
    case .approved(let ask): try values.encode(ask, forKey: .approved)
    case .denied(let denial): try values.encode(denial, forKey: .denied)
    case .sent(let order): try values.encode(order, forKey: .sent)
    case .filled(let fill): try values.encode(fill, forKey: .filled)
    case .closed(let trade): try values.encode(trade, forKey: .closed)
    case .equityLeftBand: try values.encode(true, forKey: .equityLeftBand)
    case .clock: try values.encode(true, forKey: .clock)
    case .connection(let condition): try values.encode(condition, forKey: .connection)
    case .climate(let climate): try values.encode(climate, forKey: .climate)
    case .operated(let act): try values.encode(act, forKey: .operated)
    case .session(let name, let isOpen):
      try values.encode(Session(name: name, isOpen: isOpen), forKey: .session)
    case .joined(let mark): try values.encode(mark, forKey: .joined)
    case .left(let mark): try values.encode(mark, forKey: .left)
    case .funded(let amount): try values.encode(amount, forKey: .funded)
    case .revoked(let reason, let flattens):
      try values.encode(Revocation(reason: reason, flattens: flattens), forKey: .revoked)
    case .measured(let figures): try values.encode(figures, forKey: .measured)
    case .rejected(let rejection): try values.encode(rejection, forKey: .rejected)
    case .apiError(let text): try values.encode(text, forKey: .apiError)
    case .apiOK: try values.encode(true, forKey: .apiOK)
    case .failed(let text): try values.encode(text, forKey: .failed)
    case .halted(let code): try values.encode(code, forKey: .halted)
    case .granted(let grant): try values.encode(Grant(grant: grant), forKey: .granted)
    }
  }
}

extension OperatorAct: Codable {
  private enum CodingKeys: String, CodingKey {
    case verb = "verb"
    case until = "until"
    case code = "code"
    case by = "by"
    case reason = "reason"
    case number = "number"
  }

  private enum VerbCode: String, Codable { case kill, release, lock, unlock, pause, resume }

  /// Reads an order.
  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    let verb: Verb =
      switch try values.decode(VerbCode.self, forKey: .verb) {
      case .kill: .kill
      case .release: .release
      case .lock: .lock(until: try values.decodeIfPresent(Timestamp.self, forKey: .until))
      case .unlock: .unlock(try values.decodeIfPresent(DenialCode.self, forKey: .code))
      case .pause: .pause
      case .resume: .resume
      }
    self.init(
      verb, by: try values.decode(String.self, forKey: .by),
      reason: try values.decode(String.self, forKey: .reason),
      number: try values.decodeIfPresent(Int64.self, forKey: .number))
  }

  /// Writes an order.
  package func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    switch verb {
    case .kill: try values.encode(VerbCode.kill, forKey: .verb)
    case .release: try values.encode(VerbCode.release, forKey: .verb)
    case .lock(let until):
      try values.encode(VerbCode.lock, forKey: .verb)
      try values.encodeIfPresent(until, forKey: .until)
    case .unlock(let code):
      try values.encode(VerbCode.unlock, forKey: .verb)
      try values.encodeIfPresent(code, forKey: .code)
    case .pause: try values.encode(VerbCode.pause, forKey: .verb)
    case .resume: try values.encode(VerbCode.resume, forKey: .verb)
    }
    try values.encode(by, forKey: .by)
    try values.encode(reason, forKey: .reason)
    try values.encodeIfPresent(number, forKey: .number)
  }
}
