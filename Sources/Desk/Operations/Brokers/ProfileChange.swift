import BrokerProfiles
import FileSystem
import TradingCore
import YAMLText

/// Keys that are given values or taken away, applied to a profile's text.
struct ProfileChange {
  private let sets: [(key: String, value: String)]
  private let unsets: [String]

  /// - Throws: `usage` when a `--set` is not KEY=VALUE.
  init(sets: [String], unsets: [String]) throws(OperationError) {
    var pairs: [(key: String, value: String)] = []
    for text in sets {
      guard let equals = text.firstIndex(of: "="), equals > text.startIndex else {
        throw .usage(
          what: "'\(text)' sets nothing", place: "--set",
          advice: "give KEY=VALUE as in --set leverage=50 or --set 'spread={model: fixed, distance: 0.2 pip}'"
        )
      }
      pairs.append((String(text[..<equals]), String(text[text.index(after: equals)...])))
    }
    self.sets = pairs
    self.unsets = unsets
  }

  /// Whether nothing is asked for.
  var isEmpty: Bool { sets.isEmpty && unsets.isEmpty }

  /// A text to start from, and the path that stands in errors about it.
  struct Source {
    var text: String
    var path: String
  }

  /// The changed text, which is a profile without a fault when it is at `target`.
  ///
  /// - Throws: `ConfigurationError` about the source when it is what is wrong, `usage` about the change.
  func applied(to source: Source, target: String) throws -> (text: String, lostComments: Bool) {
    var editor = YAMLEditor(text: source.text, path: source.path)
    for key in unsets { try editor.unset(key) }
    for (key, value) in sets { try editor.set(key, to: value) }
    do {
      _ = try BrokerProfileLoader.parse(text: editor.text, path: target)
    } catch {
      throw explained(error, source: source, target: target)
    }
    return (editor.text, editor.lostComments)
  }

  /// An error of the result is one of the command line, unless the source had it already or another file has it.
  private func explained(_ error: any Error, source: Source, target: String) -> any Error {
    guard let parts = (error as? ConfigurationError)?.parts,
      parts.place == target || parts.place.hasPrefix(target + ":")
    else { return error }
    do {
      _ = try BrokerProfileLoader.parse(text: source.text, path: source.path)
    } catch let sourceError {
      let isTheSame = (sourceError as? ConfigurationError)?.parts.problem == parts.problem
      return isEmpty || isTheSame ? sourceError : error
    }
    let option = unsets.isEmpty ? "--set" : sets.isEmpty ? "--unset" : "--set, --unset"
    return OperationError.usage(what: parts.problem, place: option, advice: parts.remedy)
  }
}
