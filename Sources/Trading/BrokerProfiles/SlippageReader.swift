import TradingCore
import YAMLText

/// Reads how far from the quote orders fill.
struct SlippageReader {
  private enum Name: String, CaseIterable {
    case none, fixed, uniform, normal, spread, volatility, size, empirical
  }
  private enum Key: String, YAMLKey {
    case model, distance, minimum, maximum, mean, deviation, share, file, otherwise
  }

  /// A model, and those of single symbols when a file of fills has several.
  struct Terms {
    var model: SlippageModel
    var bySymbol: [Symbol: SlippageModel] = [:]
  }

  private let context: CostContext

  init(_ context: CostContext) { self.context = context }

  /// `none`, or a map of `model` and what it needs.
  ///
  /// - Throws: `ConfigurationError`; `FileError` when a file of fills can't be read.
  func terms(_ value: YAMLValue) throws -> Terms {
    guard case .map = value.node.content else {
      guard value.scalar == "none" else {
        throw value.mismatch("'none' or a map such as '{model: uniform, minimum: 0.1 pip, maximum: 0.5 pip}'")
      }
      return Terms(model: .none)
    }
    let map = try YAMLMap(value, keys: Key.self)
    let name = try map.required(.model, example: "uniform").choice(Name.self)
    if name == .empirical {
      try map.allowOnly([.model, .file, .otherwise])
      return try empirical(map)
    }
    return Terms(model: try model(name, map))
  }

  private func model(_ name: Name, _ map: YAMLMap<Key>) throws(ConfigurationError) -> SlippageModel {
    switch name {
    case .none, .empirical:
      try map.allowOnly([.model])
      return .none
    case .fixed, .size:
      try map.allowOnly([.model, .distance])
      let distance = try CostReader.cost(map.required(.distance, example: "0.2 pip"))
      return name == .fixed ? .fixed(distance) : .perLot(distance)
    case .uniform:
      try map.allowOnly([.model, .minimum, .maximum])
      return .uniform(
        minimum: try map.required(.minimum, example: "0.1 pip").distance(),
        maximum: try map.required(.maximum, example: "0.5 pip").distance())
    case .normal:
      try map.allowOnly([.model, .mean, .deviation])
      return .normal(
        mean: try map.required(.mean, example: "0.2 pip").distance(),
        deviation: try CostReader.cost(map.required(.deviation, example: "0.1 pip")))
    case .spread, .volatility:
      try map.allowOnly([.model, .share])
      let share = try map.required(.share, example: "50 %").percentage(in: .zero...Percentage.percent(1_000))
      return name == .spread ? .ofSpread(share) : .ofVolatility(share)
    }
  }

  /// Recorded fills: of this instrument alone, or of every symbol that the file has.
  private func empirical(_ map: YAMLMap<Key>) throws -> Terms {
    let file = try map.required(.file, example: "fills.csv")
    let name = try file.text("the name of a CSV file")
    let fills = try FillSamples(path: context.file.resolve(name), context: context)
    guard fills.hasSymbols else {
      if let otherwise = map.optional(.otherwise) {
        throw ConfigurationError.fault(
          otherwise.place, field: otherwise.field, problem: "the fills are of every instrument alike",
          remedy: "leave it out, or add a column 'symbol' to the file")
      }
      return Terms(model: .empirical(fills.shared))
    }
    if let instrument = context.instrument {
      try map.allowOnly([.model, .file])
      guard let samples = fills.bySymbol[instrument.symbol] else {
        throw file.mismatch("a file with fills of \(instrument.symbol)")
      }
      return Terms(model: .empirical(samples))
    }
    let otherwise = try terms(try map.required(.otherwise, example: "none"))
    guard otherwise.bySymbol.isEmpty else {
      throw file.mismatch("one file of fills with a column 'symbol'")
    }
    return Terms(model: otherwise.model, bySymbol: fills.bySymbol.mapValues { .empirical($0) })
  }
}
