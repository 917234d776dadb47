import Foundation
import TestSupport
import Testing

@testable import SlipwayCommand

@Suite("Numbers on the command line")
struct NumberOptionTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func run(_ line: String) throws -> Program.Outcome {
    let arguments = line.split(separator: " ").map(String.init)
    return try Program.Running(
      Program.path, arguments, in: folder, environment: ["SLIPWAY_HOME": folder.file("home")]
    ).wait()
  }

  @Test(
    "What is no number, or below or above the range, is named with its option and the range",
    arguments: [
      ("data generate --symbol EURUSD -o a.ticks --days x", "from 1 to 36500, was 'x' (--days)"),
      ("data generate --symbol EURUSD -o a.ticks --days -3", "from 1 to 36500, was '-3' (--days)"),
      (
        "data generate --symbol EURUSD -o a.ticks --days 1 --seed -1",
        "from 0 to 18446744073709551615, was '-1' (--seed)"
      ),
      ("data import a.csv --symbol EURUSD -o a.ticks --digits -1", "from 0 to 9, was '-1' (--digits)"),
      (
        "data import a.csv --symbol EURUSD -o a.ticks --size-digits x", "from 0 to 9, was 'x' (--size-digits)"
      ),
      ("notify list --limit 0", "from 1 to 100000, was '0' (--limit)"),
      ("notify retry x", "was 'x' (MESSAGE): see 'slipway notify list'"),
      ("replay x", "was 'x' (SESSION): see 'slipway session list'"),
      ("stats psr --n 9 --sr 0x10", "expected a number, was '0x10' (--sr)"),
      ("stats pbo --matrix a --splits 22", "from 2 to 20, was '22' (--splits)"),
      ("promote study --bots 0", "from 1 to 1000000, was '0' (--bots)"),
      ("promote study --days -3", "from 1 to 3650, was '-3' (--days)"),
      ("promote study --seed x", "was 'x' (--seed)"),
      ("operator add ann --role admin --passphrase-fd x", "from 0 to 2147483647, was 'x' (--passphrase-fd)"),
      ("run --replay a.ticks --speed -1", "from 0.001 to 1000000, was '-1' (--speed)"),
      (
        "broker fees reference --symbol EURUSD --balance 9 --trades-per-day -1",
        "from 1 to 1000000, was '-1' (--trades-per-day)"
      ),
      (
        "broker fees reference --symbol EURUSD --trades-per-day 1 --balance -5",
        "expected a number above 0 of at most 6 decimals, was '-5' (--balance)"
      ),
    ])
  func refused(line: String, words: String) throws {
    let outcome = try run(line)
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains(words), "\(outcome.errors)")
    #expect(outcome.output.isEmpty)
  }

  @Test("A number below zero that the parser takes for an option: the error says how it is written")
  func negative() throws {
    let outcome = try run("data import a.csv --symbol EURUSD -o a.ticks --skip-bad-rows -1")
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains("write a value that begins with a dash as in --option=-1"))
  }

  @Test("Whole numbers at both ends of their range are taken, those beyond not")
  func ends() throws {
    #expect(try TypedNumber(stringLiteral: "1").whole(1...20, "--n") == 1)
    #expect(try TypedNumber(stringLiteral: "20").whole(1...20, "--n") == 20)
    for text in ["0", "21", "1.0", "1e1", "", " 1", "99999999999999999999"] {
      #expect(throws: CommandError.self) { try TypedNumber(stringLiteral: text).whole(1...20, "--n") }
    }
    #expect(try TypedNumber(stringLiteral: "18446744073709551615").whole(NumberRange.seeds, "--seed") == .max)
  }

  @Test("Numbers are decimals with or without an exponent, and finite")
  func decimals() throws {
    #expect(try TypedNumber(stringLiteral: "-2.5e-3").real("--sr") == -0.0025)
    #expect(try TypedNumber(stringLiteral: "0.1").real(0.1...50, "--rate") == 0.1)
    for text in ["nan", "inf", "0x10", "1e999", "", "1,5"] {
      #expect(throws: CommandError.self) { try TypedNumber(stringLiteral: text).real("--sr") }
    }
    #expect(throws: CommandError.self) { try TypedNumber(stringLiteral: "50.1").real(0.1...50, "--rate") }
  }

  @Test("Ranges as help says them")
  func words() {
    #expect((1...20).words == "1 to 20")
    #expect((2...Int.max).words == "2 or more")
    #expect(NumberRange.seeds.words == "0 to 18446744073709551615")
    #expect((0.1...50.0).words == "0.1 to 50")
  }

  @Test("A variance of annual Sharpe ratios is refused: it is per day, as everywhere")
  func variance() throws {
    let outcome = try run("promote study --bots 10 --days 5 --trials 5 --trials-variance 4")
    #expect(outcome.status == 64)
    #expect(
      outcome.errors.contains("a day above 0 and at most 1, was 4.0 (--trials-variance)"), "\(outcome.errors)"
    )
    let study = try run("promote study --bots 10 --days 5 --trials 5 --trials-variance 0.016 --json")
    #expect(study.status == 0, "\(study.errors)")
    #expect(try study.json()["trials_variance"] as? Double == 0.016)
  }
}
