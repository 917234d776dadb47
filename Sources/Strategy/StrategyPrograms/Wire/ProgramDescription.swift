import StrategyKit
import TradingCore

/// How events and answers are written once the handshake is over.
enum WireFormat: Sendable, Hashable {
  /// A JSON object a line.
  case json
  /// Frames with a fixed header; quotes and bars as packed integers.
  case binary
}

/// What a program says of itself when it is greeted.
struct ProgramDescription: Sendable, Hashable {
  /// The one version of the protocol there is.
  static let protocolVersion: Int64 = 1

  /// The strategy's; its name has `exec:` before the program's own.
  let descriptor: StrategyDescriptor
  /// What it wants to be spoken to in.
  let format: WireFormat
  /// Whether it makes a text of its state when it is asked, and goes on from one.
  let saves: Bool

  /// Reads the answer to `hello`.
  init(_ value: WireValue) throws(WireFault) {
    var object = try WireObject(value, "the answer to 'hello'")
    _ = try object.choice("type", ["strategy": true])
    let version = try object.integer("protocol")
    guard version == Self.protocolVersion else {
      throw WireFault("it speaks protocol \(version), Slipway speaks \(Self.protocolVersion)")
    }
    format = try object.choice("format", ["json": WireFormat.json, "binary": .binary], default: .json)
    saves = try object.flag("saves", default: false)
    let name = try Self.name(try object.text("name"))
    let strategyVersion = try object.integer("version")
    guard (1...1_000_000_000).contains(strategyVersion) else {
      throw WireFault("'version' must be 1 or more, was \(strategyVersion)")
    }
    var parameters: [ParameterSpec] = []
    for value in try object.list("parameters") {
      let spec = try Self.parameter(value)
      guard !parameters.contains(where: { $0.name == spec.name }) else {
        throw WireFault("parameter '\(spec.name)' is described twice")
      }
      parameters.append(spec)
    }
    descriptor = StrategyDescriptor(
      name: "exec:" + name, version: Int(strategyVersion), summary: try object.text("summary", default: ""),
      parameters: parameters, needsHedging: try object.flag("needs_hedging", default: false),
      suits: try Self.suits(object.take("suits")))
    try object.finish()
  }

  private static func suits(_ value: WireValue?) throws(WireFault) -> ClimateSuitability? {
    guard let value else { return nil }
    return try ProgramClimate.suits(value)
  }

  private static func name(_ text: String) throws(WireFault) -> String {
    let isName =
      text.utf8.allSatisfy {
        (48...57).contains($0) || (97...122).contains($0) || $0 == UInt8(ascii: "_")
      } && (1...64).contains(text.utf8.count)
    guard isName else {
      throw WireFault(
        "a name is 1 to 64 lower-case letters, digits or underscores, was "
          + "'\(WireFault.excerpt(Array(text.utf8)))'")
    }
    return text
  }

  private static func parameter(_ value: WireValue) throws(WireFault) -> ParameterSpec {
    var object = try WireObject(value, "a parameter")
    let name = try name(try object.text("name"))
    let summary = try object.text("summary", default: "")
    let given = object.take("default")
    let kind: ParameterSpec.Kind
    switch try object.text("kind") {
    case "integer":
      let (low, high) = (try object.integer("min"), try object.integer("max"))
      guard low <= high else { throw WireFault("parameter '\(name)': 'min' is above 'max'") }
      kind = .integer(Int(low)...Int(high))
    case "decimal": kind = .decimal(minimum: try object.text("min"), maximum: try object.text("max"))
    case "lots": kind = .lots
    case "flag": kind = .flag
    case "file": kind = .file
    case "choice":
      var words: [String] = []
      for word in try object.list("values") {
        guard case .string(let text) = word else { throw WireFault("parameter '\(name)': values are texts") }
        words.append(text)
      }
      kind = .choice(words)
    case let other: throw WireFault("parameter '\(name)': there is no kind '\(other)'")
    }
    try object.finish()
    return ParameterSpec(name, summary, kind: kind, default: try defaultText(given, name))
  }

  private static func defaultText(_ value: WireValue?, _ name: String) throws(WireFault) -> String? {
    switch value {
    case nil: nil
    case .string(let text): text
    case .integer(let number): String(number)
    case .boolean(let flag): String(flag)
    case .some: throw WireFault("parameter '\(name)': a default is a text, a whole number, true or false")
    }
  }
}
