import YAMLConfiguration
import FileSystem
import StrategyKit

extension BacktestPlan {
  /// The strategy's parameters from the command line, else from the file, else their defaults.
  ///
  /// - Throws: `CommandError` naming the option or row, `ConfigurationError` naming the line of the
  ///   configuration file, or `FileError` for a file parameter.
  static func parameters(
    _ descriptor: StrategyDescriptor, _ options: BacktestOptions, _ file: RunConfiguration?
  ) throws -> (values: ParameterValues, origins: ParameterOrigins) {
    let shown = options.strategy ?? file?.strategy ?? descriptor.name
    var origins = ParameterOrigins(strategy: shown.contains(" ") ? "\"\(shown)\"" : shown)
    var given = configured(descriptor, file, &origins)
    for (name, value) in try named(options.params) {
      given[name] = value
      origins.add(name, option: "--param \(name)")
    }
    if let lots = options.lots {
      guard origins.option("lots") == nil else {
        throw CommandError.usage(
          what: "lots are given twice", option: "--lots, --param lots", advice: "give one of them")
      }
      given["lots"] = lots
      origins.add("lots", option: "--lots")
    }
    return (try values(descriptor, given, &origins), origins)
  }

  private static func configured(
    _ descriptor: StrategyDescriptor, _ file: RunConfiguration?, _ origins: inout ParameterOrigins
  ) -> [String: String] {
    guard let file else { return [:] }
    var given: [String: String] = [:]
    for parameter in file.params {
      let isFile = descriptor.parameters.contains { $0.name == parameter.name && $0.kind == .file }
      given[parameter.name] = isFile ? file.resolve(parameter.value) : parameter.value
      origins.add(parameter.name, at: ConfigurationPlace(path: file.path, line: parameter.line))
    }
    if let lots = file.lots {
      given["lots"] = lots
      origins.add("lots", at: ConfigurationPlace(path: file.path, line: nil))
    }
    return given
  }

  /// The names and values of `--param`, in order.
  private static func named(_ texts: [String]) throws(CommandError) -> [(name: String, value: String)] {
    var named: [(name: String, value: String)] = []
    for text in texts {
      let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, !parts[0].isEmpty else {
        throw .usage(
          what: "'\(text)' is not name=value", option: "--param", advice: "write it as in --param fast=20")
      }
      let name = String(parts[0])
      guard !named.contains(where: { $0.name == name }) else {
        throw .usage(what: "parameter '\(name)' is given twice", option: "--param", advice: "give it once")
      }
      named.append((name, String(parts[1])))
    }
    return named
  }

  private static func values(
    _ descriptor: StrategyDescriptor, _ given: [String: String], _ origins: inout ParameterOrigins
  ) throws -> ParameterValues {
    var texts: [String: String] = [:]
    for spec in descriptor.parameters where spec.kind == .file {
      guard let path = given[spec.name] ?? spec.defaultText, !path.isEmpty else { continue }
      let bytes = try InputFile.contents(of: path)
      guard let text = String(validating: bytes, as: UTF8.self) else {
        throw CommandError.badRow(
          what: "the file is no text in UTF-8", place: path, advice: "name a text file")
      }
      texts[spec.name] = text
      origins.files[spec.name] = path
    }
    do {
      return try ParameterValues(for: descriptor, given: given, files: texts)
    } catch {
      throw origins.error(error)
    }
  }
}
