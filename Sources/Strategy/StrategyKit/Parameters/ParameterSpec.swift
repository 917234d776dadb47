public import TradingCore

/// A parameter of a strategy: its name, type, bounds and default.
public struct ParameterSpec: Sendable, Hashable {
  /// What kind of value it takes.
  public enum Kind: Sendable, Hashable, Codable {
    private enum CodingKeys: String, CodingKey {
      case integer = "integer"
      case decimal = "decimal"
      case lots = "lots"
      case choice = "choice"
      case flag = "flag"
      case file = "file"
    }

    private enum IntegerCodingKeys: String, CodingKey {
      case _0 = "_0"
    }

    private enum DecimalCodingKeys: String, CodingKey {
      case minimum = "minimum"
      case maximum = "maximum"
    }

    private enum ChoiceCodingKeys: String, CodingKey {
      case _0 = "_0"
    }

    /// A whole number within bounds.
    case integer(ClosedRange<Int>)
    /// A decimal number within bounds given as text; kept exact as text, used as `Double` by indicators.
    case decimal(minimum: String, maximum: String)
    /// A lot count above zero.
    case lots
    /// One of these words.
    case choice([String])
    /// `true` or `false`.
    case flag
    /// The path of a file, whose text the strategy is given.
    case file
  }

  /// Which orders a lot count sizes.
  public enum Sizing: Sendable, Hashable, Codable {
    private enum CodingKeys: String, CodingKey {
      case firstSymbol = "firstSymbol"
      case others = "others"
    }

    /// Those of the first symbol only; the strategy works the others out.
    case firstSymbol
    /// None, or those alone that say no size of their own: its default then goes with any instrument.
    case others
  }

  /// The name on the command line.
  public var name: String
  /// What it does, in one sentence.
  public var summary: String
  /// What kind of value it takes.
  public var kind: Kind
  /// The value used when none is given; `nil` makes the parameter required.
  public var defaultText: String?
  /// Of a lot count: which orders it sizes; `nil` for those of every symbol.
  public var sizing: Sizing?
  /// Whether it came when there were bots of the strategy already: with its default it is no part of a bot's identity,
  /// and with it the strategy has to do what it did before.
  public var isNewer = false

  /// A parameter from its parts.
  public init(_ name: String, _ summary: String, kind: Kind, default defaultText: String?) {
    self.name = name
    self.summary = summary
    self.kind = kind
    self.defaultText = defaultText
  }

  /// A whole number within bounds.
  public static func integer(
    _ name: String, _ summary: String, in range: ClosedRange<Int>, default value: Int
  ) -> ParameterSpec {
    ParameterSpec(name, summary, kind: .integer(range), default: String(value))
  }

  /// A decimal number within bounds, all given as text so that they stay exact.
  public static func decimal(
    _ name: String, _ summary: String, from minimum: String, to maximum: String, default value: String
  ) -> ParameterSpec {
    ParameterSpec(name, summary, kind: .decimal(minimum: minimum, maximum: maximum), default: value)
  }

  /// The size of orders, which every strategy has.
  public static let lots = ParameterSpec("lots", "size of an order in lots", kind: .lots, default: "0.01")

  /// The same for a strategy that sizes few or no orders by it.
  public static func lots(_ summary: String, sizing: Sizing) -> ParameterSpec {
    var spec = ParameterSpec("lots", summary, kind: .lots, default: "0.01")
    spec.sizing = sizing
    return spec
  }

  /// The length of the bars, one of `Timeframe`'s names.
  public static func timeframe(default value: Timeframe) -> ParameterSpec {
    ParameterSpec(
      "timeframe", "length of a bar", kind: .choice(Timeframe.allCases.map(\.rawValue)),
      default: value.rawValue)
  }

  /// The values allowed, for people.
  public var domain: String {
    switch kind {
    case .integer(let range): "\(range.lowerBound) to \(range.upperBound)"
    case .decimal(let minimum, let maximum): "\(minimum) to \(maximum)"
    case .lots: "lots above 0"
    case .choice(let words): words.joined(separator: ", ")
    case .flag: "true, false"
    case .file: "path of a file"
    }
  }
}

extension ParameterSpec: Codable {
  private enum CodingKeys: String, CodingKey {
    case name = "name"
    case summary = "summary"
    case kind = "kind"
    case defaultText = "defaultText"
    case sizing = "sizing"
    case isNewer = "isNewer"
  }

  /// Reads a parameter, also one of before there were newer ones.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    name = try container.decode(String.self, forKey: .name)
    summary = try container.decode(String.self, forKey: .summary)
    kind = try container.decode(Kind.self, forKey: .kind)
    defaultText = try container.decodeIfPresent(String.self, forKey: .defaultText)
    sizing = try container.decodeIfPresent(Sizing.self, forKey: .sizing)
    isNewer = try container.decodeNewer(.isNewer, default: false)
  }

  /// Writes what there is of it.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(name, forKey: .name)
    try container.encode(summary, forKey: .summary)
    try container.encode(kind, forKey: .kind)
    try container.encodeIfPresent(defaultText, forKey: .defaultText)
    try container.encodeIfPresent(sizing, forKey: .sizing)
    try container.encodeNewer(isNewer, forKey: .isNewer, default: false)
  }
}

/// A parameter that can't be used, and why.
public struct ParameterError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The parameter's name.
  public var parameter: String
  /// What is wrong and what to do.
  public var problem: String

  /// An error from its parts.
  public init(_ parameter: String, _ problem: String) {
    self.parameter = parameter
    self.problem = problem
  }

  /// `parameter 'fast': …`.
  public var description: String { "parameter '\(parameter)': \(problem)" }
}
