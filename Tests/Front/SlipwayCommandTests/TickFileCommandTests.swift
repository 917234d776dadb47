import Foundation
import TestSupport
import Testing
import TickStore
import TradingCore

@Suite("slipway data info, verify, slice and export")
struct TickFileCommandTests {
  private let folder: TemporaryFolder
  private let ticks: String

  init() throws {
    folder = try TemporaryFolder()
    ticks = folder.file("a.ticks")
    try TickFixture.write(ticks)
  }

  @Test("info prints every key that others rely on")
  func infoKeys() throws {
    let document = try Program.run("data", "info", ticks, "--json").json()
    let promised = [
      "file", "symbol", "kind", "digits", "ticks", "first", "last", "bid_min", "bid_max", "spread_min",
      "spread_median", "spread_max", "crossed", "locked", "duplicates", "longest_gap_seconds", "blocks",
      "bytes", "bytes_per_tick", "sha256", "content_digest", "source",
    ]
    for key in promised { #expect(document[key] != nil, "\(key) is missing") }
  }

  @Test("info says what the ticks are")
  func infoValues() throws {
    let quotes = TickFixture.quotes(count: 1_000)
    let document = try Program.run("data", "info", ticks, "--json").json()
    #expect(document["file"] as? String == ticks)
    #expect(document["symbol"] as? String == "EURUSD")
    #expect(document["kind"] as? String == "quotes")
    #expect(document["digits"] as? Int == 5)
    #expect(document["ticks"] as? Int == 1_000)
    #expect(document["first"] as? String == "2019-02-04T00:00:00.000Z")
    #expect(document["last"] as? String == "2019-02-04T00:16:39.999Z")
    #expect(document["bid_min"] as? String == quotes.map(\.bid).min()?.text(digits: 5))
    #expect(document["bid_max"] as? String == quotes.map(\.bid).max()?.text(digits: 5))
    let spreads = quotes.map(\.spreadPoints).sorted()
    #expect(document["spread_min"] as? String == "0.00001")
    #expect(document["spread_median"] as? String == Price(points: spreads[499]).text(digits: 5))
    #expect(document["spread_max"] as? String == "0.00009")
    #expect(document["longest_gap_seconds"] as? Double == 1.001)
    #expect(document["blocks"] as? Int == 1)
    let size = try #require(FileManager.default.attributesOfItem(atPath: ticks)[.size] as? Int)
    #expect(document["bytes"] as? Int == size)
    let digest = try Program.shell("sha256sum \"\(ticks)\"").output.prefix(64)
    #expect(document["sha256"] as? String == String(digest))
  }

  @Test("info shows a table to people, and an array of several files in JSON")
  func infoForms() throws {
    let text = try Program.run("data", "info", ticks).output
    #expect(text.contains("ticks        1,000\n"))
    let document = try Program.run("data", "info", ticks, ticks, "--json").json()
    #expect((document["files"] as? [[String: Any]])?.count == 2)
  }

  @Test("verify says that a file is sound")
  func sound() throws {
    let outcome = try Program.run("data", "verify", ticks, "--json")
    #expect(outcome.status == 0)
    let document = try outcome.json()
    #expect(document["sound"] as? Bool == true)
    #expect(document["fault"] is NSNull)
    #expect(document["ticks"] as? Int == 1_000)
  }

  @Test("verify finds a changed byte, names the block and ends with 3")
  func faulty() throws {
    try TickFixture.change(ticks) { $0[$0.count / 3] ^= 1 }
    let outcome = try Program.run("data", "verify", ticks, "--json")
    #expect(outcome.status == 3)
    #expect(outcome.errors.isEmpty)
    let document = try outcome.json()
    #expect(document["sound"] as? Bool == false)
    let fault = try #require(document["fault"] as? [String: Any])
    #expect(fault["part"] as? String == "block 0")
    #expect(try Program.run("data", "verify", ticks).output.contains("faulty"))
  }

  @Test("verify of several files ends with 3 when one has a fault, and shows all")
  func severalFaulty() throws {
    let other = folder.file("b.ticks")
    try TickFixture.write(other, count: 10)
    try TickFixture.change(other) { $0.removeLast() }
    let outcome = try Program.run("data", "verify", ticks, other, "--json")
    #expect(outcome.status == 3)
    let files = try #require(try outcome.json()["files"] as? [[String: Any]])
    #expect(files.compactMap { $0["sound"] as? Bool } == [true, false])
  }

  @Test("slice takes the half-open range and nothing else")
  func slice() throws {
    let output = folder.file("slice.ticks")
    let outcome = try Program.run(
      "data", "slice", ticks, "--from", "2019-02-04T00:01:00.060Z", "--to", "2019-02-04T02:02:00.120+02:00",
      "-o", output, "--json")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let document = try outcome.json()
    // Ticks 60 to 119, every 1,001 ms: tick 60 is at 60.060 s, tick 120 at 120.120 s.
    #expect(document["ticks"] as? Int == 60)
    #expect(document["first"] as? String == "2019-02-04T00:01:00.060Z")
    #expect(document["last"] as? String == "2019-02-04T00:01:59.119Z")
    #expect(document["source"] as? String == "fixture")
    #expect((document["provenance"] as? String)?.contains("sliced from 2019-02-04T00:01:00.060") == true)
  }

  @Test("slice refuses a range that is empty, unlimited or unclear")
  func sliceOptions() throws {
    let output = folder.file("slice.ticks")
    expectError(try Program.run("data", "slice", ticks, "-o", output), status: 64, naming: "--from, --to")
    expectError(
      try Program.run("data", "slice", ticks, "--from", "2019-02-04T00:00:00", "-o", output), status: 64,
      naming: "has no zone", "--from")
    expectError(
      try Program.run("data", "slice", ticks, "--to", "yesterday", "-o", output), status: 64,
      naming: "'yesterday' is not a time", "--to")
    expectError(
      try Program.run(
        "data", "slice", ticks, "--from", "2019-02-05T00:00Z", "--to", "2019-02-04T00:00Z", "-o", output),
      status: 64, naming: "range of times is empty")
    expectError(
      try Program.run("data", "slice", ticks, "--from", "2020-01-01T00:00Z", "-o", output), status: 65,
      naming: "no ticks")
    #expect(try folder.names() == ["a.ticks"])
  }

  @Test("export writes every tick with all its digits")
  func export() throws {
    let output = folder.file("a.csv")
    let outcome = try Program.run("data", "export", ticks, "-o", output, "--json")
    #expect(outcome.status == 0)
    #expect(try outcome.json()["rows"] as? Int == 1_000)
    try TickFixture.writeCSV(folder.file("expected.csv"), count: 1_000)
    let written = try String(contentsOfFile: output, encoding: .utf8)
    #expect(try written == String(contentsOfFile: folder.file("expected.csv"), encoding: .utf8))
  }

  @Test(
    "export writes times in milliseconds, or finer where the file is",
    arguments: [
      (Timestamp.second, "2019-02-04T00:00:01.000Z"), (Timestamp.microsecond, "2019-02-04T00:00:00.000001Z"),
      (1, "2019-02-04T00:00:00.000000001Z"),
    ])
  func exportTimes(nanoseconds: Int64, text: String) throws {
    let symbol = try #require(Symbol("EURUSD"))
    let path = folder.file("b.ticks")
    let writer = try TickFileWriter(
      path: path, metadata: TickFileMetadata(symbol: symbol, digits: 0, source: "", provenance: ""))
    try writer.append(
      Quote(
        eventTime: TickFixture.start.advanced(by: nanoseconds), bid: Price(points: 7), ask: Price(points: 12))
    )
    _ = try writer.finish()
    #expect(try Program.run("data", "export", path, "-o", folder.file("b.csv")).status == 0)
    #expect(
      try String(contentsOfFile: folder.file("b.csv"), encoding: .utf8) == "time,bid,ask\n\(text),7,12\n")
  }

  @Test("An output that is the input is refused")
  func outputIsInput() throws {
    let link = folder.file("link.ticks")
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: ticks)
    expectError(
      try Program.run("data", "slice", ticks, "--from", "2019-02-04T00:00Z", "-o", link), status: 64,
      naming: "is an input (-o)")
    expectError(try Program.run("data", "export", ticks, "-o", ticks), status: 64, naming: "is an input (-o)")
    #expect(try Program.run("data", "verify", ticks).status == 0)
  }
}
