package import TickStore
package import TradingCore

/// Ticks of one or more symbols in one order of time, as stretches of one symbol each.
package protocol TickStream {
  /// What a stretch is given to: the place of its symbol in the bots' list, its quotes, and their sizes where
  /// they are known, as many as quotes; both are valid during the call only.
  typealias Body = (Int, UnsafeBufferPointer<Quote>, UnsafeBufferPointer<QuoteSize>?) throws(BacktestError)
    -> Void

  /// The names of what lacks sizes that are wanted; empty when every such quote comes with its sizes.
  var sourcesWithoutSizes: [String] { get }

  /// Gives the next stretch to `body`.
  ///
  /// - Returns: `false` at the end.
  /// - Throws: `TickStoreError`, or what `body` throws.
  mutating func next(_ body: Body) throws(BacktestError) -> Bool
}

extension TickStream {
  /// Streams know of no sizes unless they say so.
  package var sourcesWithoutSizes: [String] { ["the ticks"] }
}

/// The ticks of tick files, merged, for bots whose symbols stand in another order than the files'.
package struct TickFileStream: TickStream {
  private let ticks: MergedTicks
  private let places: [Int]

  /// A stream over merged files for bots whose streams have these symbols, traded or not.
  ///
  /// - Precondition: every symbol of the files is among them.
  package init(_ ticks: MergedTicks, symbols: [Symbol]) {
    self.ticks = ticks
    places = ticks.symbols.map { symbol in
      guard let place = symbols.firstIndex(of: symbol) else {
        preconditionFailure("the bots know every symbol of the files")
      }
      return place
    }
  }

  /// The files without the sizes that were asked for.
  package var sourcesWithoutSizes: [String] { ticks.pathsWithoutSizes }

  /// Gives the next run of one symbol.
  package mutating func next(_ body: Body) throws(BacktestError) -> Bool {
    let run: MergedTicks.Run?
    do throws(TickStoreError) { run = try ticks.next() } catch { throw .ticks(error) }
    guard let run else { return false }
    try body(places[run.symbolIndex], run.quotes, run.sizes)
    return true
  }
}
