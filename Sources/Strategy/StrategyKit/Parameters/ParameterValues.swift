public import TradingCore

/// A lot count, exact: 1 unit = 1e-8 lots.
public struct LotCount: Sendable, Hashable, Codable {
  private enum CodingKeys: String, CodingKey {
    case hundredMillionths = "hundredMillionths"
  }

  /// Units of 1e-8 lots.
  public var hundredMillionths: Int64

  /// So many units of 1e-8 lots.
  public init(hundredMillionths: Int64) { self.hundredMillionths = hundredMillionths }
}

/// The values of a strategy's parameters: complete, typed and within their bounds.
public struct ParameterValues: Sendable, Hashable {
  private let specs: [ParameterSpec]
  private var texts: [String: String]
  private let files: [String: String]

  /// Checks given texts against the description; missing ones take their defaults.
  ///
  /// `files`: the texts of files that `file` parameters name, by parameter.
  /// - Throws: `ParameterError` for an unknown name, a missing required value, a wrong type or a value out of
  ///   bounds.
  public init(
    for descriptor: StrategyDescriptor, given: [String: String], files: [String: String] = [:]
  ) throws(ParameterError) {
    specs = descriptor.allParameters
    let names = specs.map(\.name)
    for name in given.keys.sorted() where !names.contains(name) {
      throw ParameterError(
        name, "strategy '\(descriptor.name)' has none of that name; it has \(names.joined(separator: ", "))")
    }
    texts = [:]
    self.files = files
    for spec in specs {
      guard let text = given[spec.name] ?? spec.defaultText else {
        throw ParameterError(spec.name, "is required: \(spec.summary) (\(spec.domain))")
      }
      texts[spec.name] = try Self.normalized(text, spec)
    }
  }

  /// The values as canonical texts, in the description's order; files are shown by path.
  public var all: [(name: String, text: String)] { specs.map { ($0.name, texts[$0.name] ?? "") } }

  /// Those of them that a bot's identity and its recipe hold: all but newer ones with their defaults.
  package var identifying: [(name: String, text: String)] {
    let newer = Set(specs.filter(\.isNewer).map(\.name))
    return all.filter { !newer.contains($0.name) || !isDefault($0.name) }
  }

  /// Whether the description has a parameter.
  func describes(_ name: String) -> Bool { texts[name] != nil }

  /// Whether a parameter has its default.
  func isDefault(_ name: String) -> Bool {
    guard let spec = specs.first(where: { $0.name == name }), let text = spec.defaultText else {
      return false
    }
    return (try? Self.normalized(text, spec)) == texts[name]
  }

  /// The text of a file parameter's file, for the identity digest.
  public func fileText(_ name: String) -> String? { files[name] }

  private static func normalized(_ text: String, _ spec: ParameterSpec) throws(ParameterError) -> String {
    func refused() -> ParameterError { ParameterError(spec.name, "expected \(spec.domain), was '\(text)'") }
    switch spec.kind {
    case .integer(let range):
      guard let number = try? DecimalText.parse(text, digits: 0), let value = Int(exactly: number),
        range.contains(value)
      else { throw refused() }
      return String(value)
    case .decimal(let minimum, let maximum):
      guard let value = hundredMillionths(text), let low = hundredMillionths(minimum),
        let high = hundredMillionths(maximum), low <= value, value <= high
      else { throw refused() }
      return DecimalText.format(value, digits: 8, minimumFraction: 0)
    case .lots:
      guard let value = hundredMillionths(text), value > 0 else { throw refused() }
      return DecimalText.format(value, digits: 8, minimumFraction: 2)
    case .choice(let words):
      guard words.contains(text) else { throw refused() }
      return text
    case .flag:
      guard text == "true" || text == "false" else { throw refused() }
      return text
    case .file:
      guard !text.isEmpty else { throw refused() }
      return text
    }
  }

  private static func hundredMillionths(_ text: String) -> Int64? {
    try? DecimalText.parse(text, digits: 8)
  }

  private func text(_ name: String) throws(ParameterError) -> String {
    guard let text = texts[name] else {
      throw ParameterError(name, "the strategy reads it without describing it")
    }
    return text
  }

  /// A whole number.
  ///
  /// - Throws: `ParameterError` when the description has no such parameter.
  public func integer(_ name: String) throws(ParameterError) -> Int {
    guard let value = Int(try text(name)) else { throw ParameterError(name, "is not a whole number") }
    return value
  }

  /// A decimal number as the nearest `Double`, for indicators and ratios, never for money.
  ///
  /// - Throws: `ParameterError` when the description has no such parameter.
  public func decimal(_ name: String) throws(ParameterError) -> Double {
    guard let value = Double(try text(name)) else { throw ParameterError(name, "is not a number") }
    return value
  }

  /// A yes or no.
  ///
  /// - Throws: `ParameterError` when the description has no such parameter.
  public func flag(_ name: String) throws(ParameterError) -> Bool { try text(name) == "true" }

  /// A word.
  ///
  /// - Throws: `ParameterError` when the description has no such parameter.
  public func choice(_ name: String) throws(ParameterError) -> String { try text(name) }

  /// A lot count, by default the parameter `lots`.
  ///
  /// - Throws: `ParameterError` when the description has no such parameter.
  public func lots(_ name: String = "lots") throws(ParameterError) -> LotCount {
    guard let value = Self.hundredMillionths(try text(name)) else {
      throw ParameterError(name, "is not a lot count")
    }
    return LotCount(hundredMillionths: value)
  }

  /// A decimal number as an exact percentage, of six decimals at most.
  ///
  /// - Throws: `ParameterError` when the description has no such parameter, or there are more decimals.
  public func percentage(_ name: String) throws(ParameterError) -> Percentage {
    let text = try text(name)
    guard let value = try? DecimalText.parse(text, digits: 6) else {
      throw ParameterError(name, "'\(text)' is no percentage of at most six decimals")
    }
    return Percentage(hundredMillionths: value)
  }

  /// The text of a file.
  ///
  /// - Throws: `ParameterError` when the file was not read.
  public func file(_ name: String) throws(ParameterError) -> String {
    let path = try text(name)
    guard let contents = files[name] else { throw ParameterError(name, "file '\(path)' was not read") }
    return contents
  }
}
