import FileSystem
import StrategyPrograms
import TradingCore
import YAMLText

/// What a home says of strategies in programs of their own: `programs.yaml`. Bots say nothing of it: whoever wrote one
/// does not choose what it is kept from.
enum ProgramSettings {
  private enum Key: String, YAMLKey { case sandbox, readable }

  /// The sandbox that programs of a home run in; without the file the usual one.
  ///
  /// - Throws: `FileError` or `ConfigurationError`.
  static func sandbox(home: String) throws -> ProgramSandbox {
    var sandbox = ProgramSandbox(home: home)
    let path = home + "/programs.yaml"
    let text: String
    do throws(FileError) { text = try TextFile.yaml(path) } catch {
      guard case .missing = error else { throw error }
      return sandbox
    }
    let root = try YAMLValue(text: text, path: path) { try? DecimalText.parse($0, digits: $1) }
    let map = try YAMLMap(root, keys: Key.self)
    if let value = map.optional(.sandbox) { sandbox.use = try value.choice(ProgramSandbox.Use.self) }
    for value in try map.optional(.readable)?.items("a list of files and folders") ?? [] {
      let named = value.place.resolve(try value.text("a file or folder"))
      guard FileStatus.find(named) != nil else {
        throw ConfigurationError.fault(
          value.place, field: value.field, problem: "there is no '\(named)'",
          remedy: "name what strategy programs may read besides their own folders")
      }
      sandbox.readable.append(named)
    }
    return sandbox
  }
}
