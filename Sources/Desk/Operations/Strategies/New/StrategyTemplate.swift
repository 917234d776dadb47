import BotAssembly
package import FileSystem
package import JSONText
import StrategyKit

extension StrategyCatalog {
  /// Writes a package for a strategy of one's own into a new folder.
  ///
  /// `path`: the folder, by default the name; `slipway`: the checkout it gets Slipway from, or the URL of a repository,
  /// by default the checkout this program was built from. `cancellation`: asked before the folder appears.
  /// - Throws: `OperationError.usage`, `FileError`.
  package func writePackage(
    _ name: String, path: String?, slipway: String?, cancellation: Cancellation = .never
  ) throws -> NewStrategy {
    let name = try StrategyName(name, existing: all.map(\.descriptor.name))
    let source = try SlipwaySource.find(slipway)
    let folder = path ?? name.snake
    let files = try NewFolder.write(folder, cancellation) { temporary in
      StrategyPackage(name: name, slipway: source.seen(from: temporary)).files
    }
    return NewStrategy(strategy: name.snake, folder: folder, files: files)
  }
}

extension SlipwaySource {
  /// The same source as a package in that folder names it.
  fileprivate func seen(from folder: String) -> SlipwaySource {
    switch self {
    case .path(let path): .path(Self.relative(path, from: folder))
    case .repository: self
    }
  }
}

/// A package that was written for a new strategy.
package struct NewStrategy: Sendable {
  let strategy: String
  /// The folder made.
  package let folder: String
  /// The paths of the files in it.
  package let files: [String]
}

extension NewStrategy: Document {
  /// The package, for programs.
  package var json: JSONValue {
    [
      "strategy": .string(strategy), "folder": .string(folder), "files": .array(files.map { .string($0) }),
    ]
  }
}
