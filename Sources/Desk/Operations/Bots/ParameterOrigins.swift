import BotAssembly
import StrategyKit
import TradingCore
import YAMLText

/// Where the values of a strategy's parameters were given, so that an error can name the place.
struct ParameterOrigins {
  private let strategy: String
  /// The option that gave a parameter, for those of the command line.
  private var options: [String: String] = [:]
  /// The place in the configuration file, for those of the file.
  private var places: [String: ConfigurationPlace] = [:]
  /// The files that parameters name, by parameter.
  var files: [String: String] = [:]

  /// Nothing given yet.
  init(strategy: String) { self.strategy = strategy }

  /// Takes note of a parameter in the configuration file.
  mutating func add(_ name: String, at place: ConfigurationPlace) { places[name] = place }

  /// Takes note of a parameter on the command line, which hides the file's.
  mutating func add(_ name: String, option: String) { options[name] = option }

  /// The option that gave a parameter, if one did.
  func option(_ name: String) -> String? { options[name] }

  /// The error as the user meets it.
  func error(_ error: BotSettingError) -> any Error {
    switch error {
    case .parameter(let fault, strategy: _): self.error(fault)
    case .lots(let name, let what, let advice, strategy: _): self.error(name, what, advice)
    case .file(let error): error
    case .notText(let path):
      OperationError.badRow(what: "the file is no text in UTF-8", place: path, advice: "name a text file")
    default: error
    }
  }

  /// The error as the user meets it: naming the row of a parameter's file, the line of the configuration file or
  /// the option.
  func error(_ error: ParameterError) -> any Error {
    let name = error.parameter
    if let path = files[name], let row = Self.row(error.problem) {
      return OperationError.badRow(what: row.what, place: "\(path):\(row.line)", advice: "correct that row")
    }
    return self.error(name, error.problem, "see 'slipway strategy show \(strategy)'")
  }

  private func error(_ name: String, _ problem: String, _ advice: String) -> any Error {
    if options[name] == nil, let place = places[name] {
      return ConfigurationError.fault(place, field: name, problem: problem, remedy: advice)
    }
    return OperationError.usage(
      what: "parameter '\(name)': \(problem)", place: options[name] ?? "--param \(name)", advice: advice)
  }

  /// Refuses lot counts that the instruments have no order of.
  ///
  /// - Throws: `OperationError` naming the option, or `ConfigurationError` the line of the configuration file.
  func checkLots(
    _ values: ParameterValues, _ descriptor: StrategyDescriptor, traded: [Instrument],
    isGiven: (String) -> Bool
  ) throws {
    do throws(BotSettingError) {
      try BotSettings.checkLots(values, descriptor, traded: traded, isGiven: isGiven)
    } catch {
      throw self.error(error)
    }
  }

  /// The parts of `line 3: what is wrong`, which is how strategies name a row of their file.
  private static func row(_ problem: String) -> (line: Int, what: String)? {
    guard problem.hasPrefix("line "), let colon = problem.firstIndex(of: ":"),
      let line = Int(problem[..<colon].dropFirst("line ".count))
    else { return nil }
    return (line, String(problem[colon...].dropFirst(2)))
  }
}
