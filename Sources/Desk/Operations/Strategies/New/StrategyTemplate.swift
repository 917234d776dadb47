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
    return NewStrategy(
      strategy: name.snake, folder: folder, files: files,
      program: StrategyPackage(name: name, slipway: source).program)
  }

  /// Writes a strategy in Python into a new file.
  ///
  /// `path`: the file, by default the name with `.py`; `checkout`: where the module is, by default in the checkout
  /// around this program or folder. `cancellation`: asked before the file appears.
  /// - Throws: `OperationError.usage`, `FileError`.
  package func writePython(
    _ name: String, path: String?, checkout: String?, cancellation: Cancellation = .never
  ) throws -> NewPythonStrategy {
    let name = try StrategyName(name, existing: all.map(\.descriptor.name))
    guard !PythonStrategy.hidden.contains(name.snake) else {
      throw OperationError.usage(
        what: "a file of that name would hide Python's module '\(name.snake)'", place: "slipway strategy new",
        advice: "choose another name")
    }
    let file = path ?? name.snake + ".py"
    guard file.hasSuffix(".py"), file.utf8.allSatisfy({ $0 > 32 && $0 != 34 && $0 != 39 && $0 != 92 }) else {
      throw OperationError.usage(
        what: "'\(file)' is no path of a Python file", place: "--path",
        advice: "give one that ends in .py and has no spaces and quotes, as in strategies/\(name.snake).py")
    }
    let strategy = PythonStrategy(
      name: name, path: file, checkout: try SlipwaySource.checkout(named: checkout))
    try strategy.write(cancellation)
    return NewPythonStrategy(strategy: name.snake, file: file)
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

/// A file that was written for a new strategy in Python.
package struct NewPythonStrategy: Sendable {
  let strategy: String
  /// The file made.
  package let file: String
}

extension NewPythonStrategy: Document {
  /// The file, for programs.
  package var json: JSONValue {
    ["strategy": .string(strategy), "language": "python", "files": .array([.string(file)])]
  }
}

/// A package that was written for a new strategy.
package struct NewStrategy: Sendable {
  let strategy: String
  /// The folder made.
  package let folder: String
  /// The paths of the files in it.
  package let files: [String]
  /// The program that the package builds.
  package let program: String
}

extension NewStrategy: Document {
  /// The package, for programs.
  package var json: JSONValue {
    [
      "strategy": .string(strategy), "folder": .string(folder), "files": .array(files.map { .string($0) }),
    ]
  }
}
