import TickStore
import TradingCore

/// From the compressed file to quotes in memory, and back.
enum DecodeBenchmarks {
  static func cases(_ sample: SampleTicks) -> [BenchmarkCase] {
    let count = sample.quotes.count
    let path = sample.paths[2]
    return [
      BenchmarkCase(name: "decode", counts: "ticks", work: count, budget: 50) {
        try drain(try TickFileReader(path: path).makeCursor())
      },
      BenchmarkCase(name: "decode ahead on another thread", counts: "ticks", work: count, budget: 50) {
        try drain(DecodeAheadReader(try TickFileReader(path: path).makeCursor()))
      },
      BenchmarkCase(name: "encode and write", counts: "ticks", work: count / 16, budget: 6) {
        let metadata = TickFileMetadata(
          symbol: sample.instrument.symbol, digits: 5, source: "benchmark", provenance: "sample")
        let writer = try TickFileWriter(path: sample.folder + "/written.ticks", metadata: metadata)
        try writer.append(contentsOf: UnsafeBufferPointer(rebasing: sample.quotes.prefix(count / 16)))
        _ = try writer.finish()
        return ""
      },
    ]
  }

  private static func drain(_ source: some TickBlockSource) throws -> String {
    var block = TickBlock()
    var sum: Int64 = 0
    while try source.nextBlock(into: &block) { sum &+= block.quotes.last?.bid.points ?? 0 }
    return sum == 0 ? "no ticks" : ""
  }
}
