import Configuration
import FileSystem
import StrategyKit

extension BacktestPlan {
  /// The strategy's parameters from the command line, else from the file, else their defaults.
  ///
  /// - Throws: `CommandError` naming `--param`, `ParameterError`, or `FileError` for a file parameter.
  static func parameters(
    _ descriptor: StrategyDescriptor, _ options: BacktestOptions, _ file: RunConfiguration?
  ) throws -> ParameterValues {
    var given: [String: String] = [:]
    for parameter in file?.params ?? [] {
      given[parameter.name] = resolved(parameter, descriptor, file)
    }
    if let lots = file?.lots { given["lots"] = lots }
    var named: Set<String> = []
    for text in options.params {
      let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, !parts[0].isEmpty else {
        throw CommandError.usage(
          what: "'\(text)' is not name=value", option: "--param", advice: "write it as in --param fast=20")
      }
      let name = String(parts[0])
      guard named.insert(name).inserted else {
        throw CommandError.usage(
          what: "parameter '\(name)' is given twice", option: "--param", advice: "give it once")
      }
      given[name] = String(parts[1])
    }
    if let lots = options.lots {
      guard !named.contains("lots") else {
        throw CommandError.usage(
          what: "lots are given twice", option: "--lots, --param lots", advice: "give one of them")
      }
      given["lots"] = lots
    }
    return try values(descriptor, given)
  }

  private static func resolved(
    _ parameter: RunConfiguration.Parameter, _ descriptor: StrategyDescriptor, _ file: RunConfiguration?
  ) -> String {
    let isFile = descriptor.parameters.contains { $0.name == parameter.name && $0.kind == .file }
    return isFile ? file?.resolve(parameter.value) ?? parameter.value : parameter.value
  }

  private static func values(
    _ descriptor: StrategyDescriptor, _ given: [String: String]
  ) throws -> ParameterValues {
    var files: [String: String] = [:]
    for spec in descriptor.parameters where spec.kind == .file {
      guard let path = given[spec.name] ?? spec.defaultText else { continue }
      let bytes = try InputFile.contents(of: path)
      guard let text = String(validating: bytes, as: UTF8.self) else {
        throw CommandError.usage(
          what: "'\(path)' is no text in UTF-8", option: "--param \(spec.name)",
          advice: "name a text file")
      }
      files[spec.name] = text
    }
    return try ParameterValues(for: descriptor, given: given, files: files)
  }
}
