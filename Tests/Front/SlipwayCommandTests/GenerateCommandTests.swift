import Foundation
import TestSupport
import Testing

@Suite("slipway data generate")
struct GenerateCommandTests {
  private let folder: TemporaryFolder
  private let output: String

  init() throws {
    folder = try TemporaryFolder()
    output = folder.file("out.ticks")
  }

  @Test("The same seed gives the same bytes, another one other ticks")
  func seeds() throws {
    let documents = try [("a", "5"), ("b", "5"), ("c", "6")].map { name, seed in
      try Program.run(
        "data", "generate", "--symbol", "EURUSD", "--days", "1", "--seed", seed, "-o", folder.file(name),
        "--json"
      ).json()
    }
    let digests = documents.compactMap { $0["sha256"] as? String }
    #expect(digests[0] == digests[1])
    #expect(digests[0] != digests[2])
    #expect(documents[0]["symbol"] as? String == "EURUSD")
    #expect(documents[0]["source"] as? String == "generated")
    #expect((documents[0]["ticks"] as? Int ?? 0) > 1_000)
    #expect(try Program.run("data", "verify", folder.file("a")).status == 0)
  }

  @Test("It starts on the day asked for")
  func start() throws {
    let document = try Program.run(
      "data", "generate", "--symbol", "EURUSD", "--days", "1", "--start", "2019-02-05", "-o", output, "--json"
    ).json()
    #expect((document["first"] as? String)?.hasPrefix("2019-02-05T00:0") == true)
    #expect((document["last"] as? String)?.hasPrefix("2019-02-05T23:") == true)
  }

  @Test("Options that can't be right")
  func options() throws {
    let cases: [([String], String)] = [
      (["--symbol", "NOPE", "--days", "1"], "there is no instrument NOPE (--symbol)"),
      (["--symbol", "EURUSD", "--days", "0"], "from 1 to 36500, was '0' (--days)"),
      (["--symbol", "EURUSD", "--days", "a few"], "'a few'"),
      (["--symbol", "EURUSD", "--days", "1", "--seed", "-1"], "--seed"),
      (["--symbol", "EURUSD", "--days", "1", "--start", "soon"], "'soon' is not a date (--start)"),
      (["--symbol", "EURUSD", "--days", "1", "--start", "2500-01-01"], "years 1700 to 2100"),
      (
        ["--symbol", "EURUSD", "--days", "1", "--plant", "gold"],
        "unknown value 'gold' (--plant): choose one of reversion"
      ),
      (["--symbol", "EURUSD"], "missing expected argument '--days <n>' (slipway data generate)"),
    ]
    for (arguments, message) in cases {
      let whole = ["data", "generate", "-o", output] + arguments
      let outcome = try Program.Running(Program.path, whole, in: folder, environment: [:]).wait()
      expectError(outcome, status: 64, naming: message)
    }
    #expect(try folder.names().isEmpty)
  }

  @Test("Days without a tick are an error and leave nothing")
  func weekend() throws {
    expectError(
      try Program.run(
        "data", "generate", "--symbol", "EURUSD", "--days", "1", "--start", "2024-01-06", "-o", output),
      status: 65, naming: "no ticks (\(output))")
    #expect(try folder.names().isEmpty)
  }

  @Test("An output that can't be made, and a full disk")
  func outputs() throws {
    expectError(
      try Program.run(
        "data", "generate", "--symbol", "EURUSD", "--days", "1", "-o", folder.file("none/out.ticks")),
      status: 73, naming: "none/out.ticks")
    let outcome = try Program.onDisk(
      of: 16, "data generate --symbol EURUSD --days 1 -o out.ticks", in: folder)
    expectError(outcome, status: 74, naming: "writing failed (out.ticks)")
    #expect(try folder.names().isEmpty)
  }

  @Test("Ctrl-C stops it and leaves nothing")
  func interrupted() throws {
    let running = try Program.start(
      "data", "generate", "--symbol", "EURUSD", "--days", "3000", "-o", output)
    while running.process.isRunning, try folder.names().isEmpty { usleep(1_000) }
    running.send(SIGINT)
    expectStopped(try running.wait(), by: SIGINT)
    #expect(try folder.names().isEmpty)
  }
}
