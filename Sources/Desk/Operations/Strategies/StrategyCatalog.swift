package import BotAssembly
import StrategyKit

/// The strategies a program contains: the bundled ones and its own.
package struct StrategyCatalog: Sendable {
  /// Every strategy, by name.
  package let all: [StrategyEntry]

  /// The bundled strategies and more; one of a bundled strategy's name takes its place.
  package init(adding more: [StrategyEntry] = []) { self.init(StrategyEntry.bundled, more) }

  private init(_ known: [StrategyEntry], _ more: [StrategyEntry]) {
    let names = Set(more.map(\.descriptor.name))
    all = (known.filter { !names.contains($0.descriptor.name) } + more).sorted {
      $0.descriptor.name < $1.descriptor.name
    }
  }

  /// The same with more strategies.
  package func adding(_ more: [StrategyEntry]) -> StrategyCatalog { StrategyCatalog(all, more) }

  /// The strategy of that name.
  ///
  /// - Throws: `usage`, listing the names there are.
  func strategy(named name: String, place: String) throws(OperationError) -> StrategyEntry {
    guard let entry = all.first(where: { $0.descriptor.name == name }) else {
      throw .usage(
        what: "there is no strategy '\(name)'", place: place,
        advice: "choose one of " + all.map(\.descriptor.name).joined(separator: ", "))
    }
    return entry
  }
}
