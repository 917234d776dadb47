/// Which rules hold where.
package struct RiskPolicy: Sendable {
  private enum Place: Sendable, Hashable {
    case each(RiskScope.Kind)
    case only(RiskScope)
  }

  private var entries: [(place: Place, rule: any RiskRule)] = []

  /// No rules.
  package init() {}

  /// Whether there is no rule.
  package var isEmpty: Bool { entries.isEmpty }

  /// Every rule's name with where it holds, in the order in which they were added: `each account`, `bot:x`.
  package var places: [(place: String, rule: String)] {
    entries.map { entry in
      let place =
        switch entry.place {
        case .each(let kind): "each \(kind.rawValue)"
        case .only(let scope): "\(scope)"
        }
      return (place, type(of: entry.rule).name)
    }
  }

  /// Whether any rule looks at what is held.
  package var looksAtHoldings: Bool { entries.contains { type(of: $0.rule).looksAtHoldings } }

  /// Adds a rule to every scope of a kind, each with a state of its own.
  package mutating func add(_ rule: any RiskRule, toEach kind: RiskScope.Kind) {
    entries.append((.each(kind), rule))
  }

  /// Adds a rule to one scope; there it takes the place of one of the same name for every scope of its kind.
  package mutating func add(_ rule: any RiskRule, to scope: RiskScope) {
    entries.append((.only(scope), rule))
  }

  /// Adds what another policy says, which counts where both have a rule of one name for one place.
  package mutating func add(_ other: RiskPolicy) { entries += other.entries }

  /// Whether any rule holds in a scope: its bots run event by event, if there are several.
  package func holds(in scope: RiskScope) -> Bool {
    entries.contains { $0.place == .each(scope.kind) || $0.place == .only(scope) }
  }

  /// The rules of a scope, in their order, one of each name: what was added last counts.
  func rules(of scope: RiskScope) -> [any RiskRule] {
    var rules: [any RiskRule] = []
    for place in [Place.each(scope.kind), .only(scope)] {
      for entry in entries where entry.place == place {
        rules.removeAll { type(of: $0).name == type(of: entry.rule).name }
        rules.append(entry.rule)
      }
    }
    return rules.enumerated().sorted {
      (RiskRules.place(of: type(of: $0.element).name), $0.offset)
        < (RiskRules.place(of: type(of: $1.element).name), $1.offset)
    }.map(\.element)
  }
}

extension RiskPolicy: Codable {
  private enum CodingKeys: String, CodingKey {
    case each = "each"
    case only = "only"
    case rule = "rule"
    case settings = "settings"
  }

  /// Reads what was written.
  ///
  /// - Throws: what the decoder throws, also for a rule that this program does not have: it can't be left out.
  package init(from decoder: any Decoder) throws {
    self.init()
    var list = try decoder.unkeyedContainer()
    while !list.isAtEnd {
      let values = try list.nestedContainer(keyedBy: CodingKeys.self)
      let name = try values.decode(String.self, forKey: .rule)
      guard let kind = RiskRules.named(name) else {
        throw DecodingError.dataCorruptedError(
          forKey: .rule, in: values, debugDescription: "this program has no rule '\(name)'")
      }
      let rule = try kind.make(from: try values.superDecoder(forKey: .settings))
      entries.append((try Self.place(in: values), rule))
    }
  }

  private static func place(in values: KeyedDecodingContainer<CodingKeys>) throws -> Place {
    if let scope = try values.decodeIfPresent(RiskScope.self, forKey: .only) { return .only(scope) }
    let text = try values.decode(String.self, forKey: .each)
    guard let kind = RiskScope.Kind(rawValue: text) else {
      throw DecodingError.dataCorruptedError(
        forKey: .each, in: values, debugDescription: "'\(text)' is no kind of scope")
    }
    return .each(kind)
  }

  /// Writes the rules in the order in which they were added, each with its place and its settings.
  package func encode(to encoder: any Encoder) throws {
    var list = encoder.unkeyedContainer()
    for entry in entries {
      var values = list.nestedContainer(keyedBy: CodingKeys.self)
      switch entry.place {
      case .each(let kind): try values.encode(kind.rawValue, forKey: .each)
      case .only(let scope): try values.encode(scope, forKey: .only)
      }
      try values.encode(type(of: entry.rule).name, forKey: .rule)
      try entry.rule.encodeSettings(to: values.superEncoder(forKey: .settings))
    }
  }
}
