import Foundation
import TestSupport
import Testing

@Suite("data import - and zips of several files")
struct ImportInputTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try TickFixture.writeCSV(folder.file("a.csv"), count: 2_000)
    #expect(try shell("data import a.csv --symbol EURUSD -o a.ticks").status == 0)
  }

  private func shell(_ arguments: String, after first: String = "") throws -> Program.Outcome {
    try Program.shell("\(first) \"$SLIPWAY\" \(arguments)", in: folder)
  }

  private func digest(_ outcome: Program.Outcome) throws -> String {
    #expect(outcome.status == 0, "\(outcome.errors)")
    return try #require(try outcome.json()["content_digest"] as? String)
  }

  @Test(
    "Standard input gives the ticks of the file, plain, packed or redirected",
    arguments: ["cat a.csv |", "gzip -c a.csv |", "(sleep 0.1; cat a.csv) |"])
  func pipes(first: String) throws {
    let wanted = try digest(shell("data info a.ticks --json"))
    let outcome = try shell("data import - --symbol EURUSD --format csv -o b.ticks --json", after: first)
    #expect(try digest(outcome) == wanted)
    #expect(try digest(shell("data import - --symbol EURUSD -o c.ticks --json <a.csv")) == wanted)
    let device = try shell("data import /dev/stdin --symbol EURUSD -o c.ticks --json", after: first)
    #expect(try digest(device) == wanted)
    #expect(try folder.names() == ["a.csv", "a.ticks", "b.ticks", "c.ticks"])
  }

  @Test("An export goes on as an import without a file between")
  func roundTrip() throws {
    let wanted = try digest(shell("data info a.ticks --json"))
    let outcome = try shell(
      "data import - --symbol EURUSD -o b.ticks --json", after: "\"$SLIPWAY\" data export a.ticks -o - |")
    #expect(try digest(outcome) == wanted)
  }

  @Test("Errors name standard input and the line, and nothing is left")
  func errors() throws {
    let bad = "printf 'time,bid,ask\\n2024-01-02T00:00:00Z,1.1,1.2\\n2024-01-02T00:00:01Z,x,1.2\\n' |"
    expectError(
      try shell("data import - --symbol EURUSD -o b.ticks", after: bad), status: 65,
      naming: "(standard input, line 3)")
    expectError(
      try shell("data import - --symbol EURUSD -o b.ticks </dev/null"), status: 65,
      naming: "the file is empty (standard input)")
    expectError(
      try shell("data import - - --symbol EURUSD -o b.ticks <a.csv"), status: 64,
      naming: "standard input is named twice")
    expectError(
      try shell("data import - a.csv --symbol EURUSD -o b.ticks", after: "cat a.csv |"), status: 65,
      naming: "a.csv", "standard input", "2000 ticks of the first")
    #expect(mkfifo(folder.file("pipe"), 0o600) == 0)
    expectError(
      try shell("data import pipe --symbol EURUSD -o b.ticks"), status: 74, naming: "(pipe)",
      "standard input ('-')")
    #expect(try folder.names() == ["a.csv", "a.ticks", "pipe"])
  }
}
