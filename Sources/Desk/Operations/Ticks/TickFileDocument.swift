package import JSONText
package import Reports
import TickStore
import TradingCore

/// What is known about a tick file.
package struct TickFileDocument: Document {
  let info: TickFileInfo

  /// The file, for programs.
  package var json: JSONValue {
    let statistics = info.statistics
    let digits = info.metadata.digits
    return [
      "file": .string(info.path), "symbol": .string(info.metadata.symbol.name),
      "kind": .string(info.kind.name), "digits": .count(digits), "ticks": .count(statistics.ticks),
      "first": .time(statistics.first), "last": .time(statistics.last),
      "bid_min": .price(statistics.bidMin, digits: digits),
      "bid_max": .price(statistics.bidMax, digits: digits),
      "ask_min": ofQuotes(statistics.askMin.points), "ask_max": ofQuotes(statistics.askMax.points),
      "spread_min": ofQuotes(statistics.spreadMin),
      "spread_median": ofQuotes(statistics.spreadMedian), "spread_max": ofQuotes(statistics.spreadMax),
      "crossed": .count(statistics.crossed), "locked": .count(statistics.locked),
      "duplicates": .count(statistics.duplicates), "longest_gap_seconds": .number(info.longestGapSeconds),
      "blocks": .count(info.blocks), "bytes": .count(info.bytes),
      "bytes_per_tick": .number(info.bytesPerTick), "time_unit": .string("\(info.timeUnit)"),
      "sha256": .string(info.sha256), "content_digest": .string(info.contentDigest),
      "size_digits": sizeDigits,
      "source": .string(info.metadata.source), "provenance": .string(info.metadata.provenance),
    ]
  }

  /// Trades have one price, which `bid_min` and `bid_max` show, and no spread.
  private var isTrades: Bool { info.kind == .trades }

  private var sizeDigits: JSONValue { info.kind.hasSizes ? .count(info.metadata.sizeDigits) : nil }

  private func ofQuotes(_ points: Int64) -> JSONValue {
    isTrades ? nil : .price(Price(points: points), digits: info.metadata.digits)
  }

  /// Labels and values for people.
  package var rows: [(String, TextCell)] {
    let statistics = info.statistics
    let text = { (points: Int64) in Price(points: points).text(digits: info.metadata.digits) }
    return [
      ("file", TextCell(info.path, .strong)),
      (
        "symbol",
        TextCell("\(info.metadata.symbol), \(info.metadata.digits) digits, \(info.kind.name)\(sizeWords)")
      ),
      ("ticks", TextCell(NumberText.grouped(statistics.ticks))),
      ("first", TextCell(statistics.first.iso8601)), ("last", TextCell(statistics.last.iso8601)),
      (
        isTrades ? "price" : "bid",
        TextCell("\(text(statistics.bidMin.points)) to \(text(statistics.bidMax.points))")
      ),
      (
        "spread",
        TextCell(
          isTrades
            ? "none"
            : "\(text(statistics.spreadMin)) to \(text(statistics.spreadMax)), "
              + "median \(text(statistics.spreadMedian))")
      ), ("crossed", TextCell(NumberText.grouped(statistics.crossed))),
      ("locked", TextCell(NumberText.grouped(statistics.locked))),
      ("duplicates", TextCell(NumberText.grouped(statistics.duplicates))),
      ("longest gap", TextCell(NumberText.duration(seconds: info.longestGapSeconds))),
      (
        "size",
        TextCell(
          "\(NumberText.counted(info.bytes, "byte")), blocks: \(NumberText.grouped(info.blocks)), "
            + "\(NumberText.fixed(info.bytesPerTick, decimals: 3)) bytes a tick")
      ), ("sha256", TextCell(info.sha256)), ("content", TextCell(info.contentDigest)),
      ("source", TextCell(info.metadata.source)), ("provenance", TextCell(info.metadata.provenance)),
    ]
  }

  private var sizeWords: String {
    info.kind.hasSizes ? ", sizes with \(info.metadata.sizeDigits) digits" : ""
  }
}
