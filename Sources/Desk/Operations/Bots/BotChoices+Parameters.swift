import BotAssembly
import FileSystem
import StrategyKit
import YAMLText

extension BotChoices {
  /// The strategy's parameters as they were given.
  struct GivenParameters {
    /// Their texts by name; files of the configuration file as it means them.
    var texts: [String: String]
    /// Where they were given.
    var origins: ParameterOrigins

    /// The checked values; files are read now.
    ///
    /// - Throws: `OperationError` naming the option or row, `ConfigurationError` naming the line of the
    ///   configuration file, or `FileError` for a file parameter.
    func values(_ descriptor: StrategyDescriptor) throws -> ParameterValues {
      do throws(BotSettingError) {
        return try BotSettings.parameters(descriptor, given: texts)
      } catch {
        throw origins.error(error)
      }
    }
  }

  /// The strategy's parameters from the command line, else from the file.
  ///
  /// - Throws: `OperationError`.
  func parameters(_ descriptor: StrategyDescriptor) throws(OperationError) -> GivenParameters {
    let shown = options.strategy ?? file?.typed.bot.strategy ?? descriptor.name
    var origins = ParameterOrigins(strategy: shown.contains(" ") ? "\"\(shown)\"" : shown)
    var given = configured(descriptor, &origins)
    for (name, value) in try Self.named(options.params) {
      given[name] = value
      origins.add(name, option: "--param \(name)")
    }
    if let lots = options.lots {
      guard origins.option("lots") == nil else {
        throw OperationError.usage(
          what: "lots are given twice", place: "--lots, --param lots", advice: "give one of them")
      }
      given["lots"] = lots
      origins.add("lots", option: "--lots")
    }
    origins.files = BotSettings.files(descriptor, given: given)
    return GivenParameters(texts: given, origins: origins)
  }

  private func configured(
    _ descriptor: StrategyDescriptor, _ origins: inout ParameterOrigins
  ) -> [String: String] {
    var given = base?.given ?? [:]
    guard let file else { return given }
    let place = ConfigurationPlace(path: file.path, line: nil)
    for parameter in file.params {
      let isFile = descriptor.parameters.contains { $0.name == parameter.name && $0.kind == .file }
      given[parameter.name] = isFile ? place.resolve(parameter.value) : parameter.value
      origins.add(parameter.name, at: ConfigurationPlace(path: file.path, line: parameter.line))
    }
    if let lots = file.typed.bot.lots {
      given["lots"] = lots
      origins.add("lots", at: place)
    }
    return given
  }

  /// The names and values of `--param`, in order.
  ///
  /// - Throws: `usage`.
  static func named(_ texts: [String]) throws(OperationError) -> [(name: String, value: String)] {
    var named: [(name: String, value: String)] = []
    for text in texts {
      let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, !parts[0].isEmpty else {
        throw .usage(
          what: "'\(text)' is not name=value", place: "--param", advice: "write it as in --param fast=20")
      }
      let name = String(parts[0])
      guard !named.contains(where: { $0.name == name }) else {
        throw .usage(what: "parameter '\(name)' is given twice", place: "--param", advice: "give it once")
      }
      named.append((name, String(parts[1])))
    }
    return named
  }
}
