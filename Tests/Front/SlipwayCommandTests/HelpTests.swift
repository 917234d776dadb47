import ArgumentParser
import Foundation
import TestSupport
import Testing

@testable import SlipwayCommand

@Suite("Help pages")
struct HelpTests {
  /// A command as it is called, and its type.
  struct Command: Sendable, CustomTestStringConvertible {
    let path: [String]
    let type: any ParsableCommand.Type
    var testDescription: String { path.joined(separator: " ") }

    /// The lines of its examples; a line that goes on is one with the next.
    var examples: [String] {
      let after = type.configuration.discussion.split(separator: "\n", omittingEmptySubsequences: false)
        .drop { $0 != "Example:" && $0 != "Examples:" }.dropFirst()
      var lines: [String] = []
      for line in after.map({ $0.trimmingCharacters(in: .whitespaces) }) {
        if let last = lines.last, last.hasSuffix("\\") {
          lines[lines.count - 1] = last.dropLast() + line
        } else {
          lines.append(line)
        }
      }
      return lines
    }
  }

  private static func commands(_ type: any ParsableCommand.Type, _ path: [String]) -> [Command] {
    [Command(path: path, type: type)]
      + type.configuration.subcommands.filter { $0.configuration.shouldDisplay }.flatMap {
        commands($0, path + [$0.configuration.commandName ?? ""])
      }
  }

  private static let all = commands(SlipwayCommands.self, ["slipway"])
  private static let acting = all.filter { $0.type.configuration.subcommands.isEmpty }

  /// The words of a line as a shell would split it, without redirections and what follows a pipe.
  private func words(_ line: String) -> [String] {
    var words: [String] = []
    var word: String?
    var quote: Character?
    for character in line {
      if let open = quote {
        if character == open { quote = nil } else { word = (word ?? "") + String(character) }
      } else if character == "'" || character == "\"" {
        quote = character
        word = word ?? ""
      } else if character == " " {
        if let done = word { words.append(done) }
        word = nil
      } else {
        word = (word ?? "") + String(character)
      }
    }
    return (words + [word].compactMap { $0 }).prefix { $0 != "|" }.filter { !$0.contains("<") }
  }

  @Test("Every example of a command is one that the parser takes for that command", arguments: acting)
  func examples(command: Command) throws {
    #expect(!command.examples.isEmpty)
    for example in command.examples {
      let words = words(example)
      #expect(Array(words.prefix(command.path.count)) == command.path, "\(example)")
      let parsed = try SlipwayCommands.parseAsRoot(Array(words.dropFirst()))
      #expect(type(of: parsed) == command.type, "\(example)")
    }
  }

  @Test("No line of a page is wider than 80 columns", arguments: all)
  func width(command: Command) throws {
    let arguments = Array(command.path.dropFirst()) + ["--help"]
    let page = try Program.Running(Program.path, arguments, in: nil, environment: ["COLUMNS": "80"]).wait()
      .output
    #expect(page.hasPrefix("OVERVIEW: "))
    for line in page.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
  }

  @Test("A usage that doesn't fit is broken between arguments, and leaves out what every command has")
  func usage() throws {
    let page = try Program.run("broker", "fees", "--help").output
    let usage = page.split(separator: "\n", omittingEmptySubsequences: false)
      .drop { !$0.hasPrefix("USAGE") }.prefix { !$0.isEmpty }.joined(separator: "\n")
    #expect(
      usage == """
        USAGE: slipway broker fees <profile> --symbol <symbol> [--lots <x>]
               --trades-per-day <n> --balance <amount> [--price <x>] [--rate <x>]
               [--spread <distance>] [--daily-limit <amount>] [<options>]
        """)
  }

  /// A page as one line, so that its words are found wherever they are broken.
  private func page(_ path: String) throws -> String {
    let arguments = path.split(separator: " ").map(String.init) + ["--help"]
    let page = try Program.Running(Program.path, arguments, in: nil, environment: ["COLUMNS": "80"]).wait()
      .output
    return page.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  @Test(
    "A command that needs a signature has --as among what is needed, and says whose it has to be",
    arguments: [
      ("promote request", "a quant"), ("promote approve", "an approver"), ("promote reject", "an approver"),
      ("promote revoke", "an admin"), ("promote adopt", "an admin"), ("promote clock", "an admin"),
      ("promote resume", "an admin"), ("promote dataset add", "an approver or admin"),
      ("promote dataset retire", "an approver or admin"), ("promote profile add", "an approver or admin"),
      ("promote profile retire", "an approver or admin"), ("promote accept", "an approver or admin"),
      ("promote decline", "an approver or admin"), ("operator retire", "an admin"),
      ("operator confirm", "another admin"), ("audit witness add", "an admin"),
      ("audit witness remove", "an admin"),
    ])
  func signers(command: String, signer: String) throws {
    let page = try page(command)
    #expect(page.contains(" --as <operator>") && !page.contains("[--as"))
    #expect(page.contains("The operator who signs, \(signer)"), "\(page)")
  }

  @Test("The first operator of a home needs no signer")
  func firstOperator() throws {
    #expect(try page("operator add").contains("[--as <operator>]"))
  }

  @Test("What isn't said of a copy is the copied bot's; nothing of a new bot's defaults stands there")
  func copies() throws {
    let page = try page("bot clone")
    #expect(page.components(separatedBy: "(default: the copied bot's)").count == 11)
    for text in ["(default: 0.01)", "1000.00", "(default: 1)", "(default: 5)", "the profile's"] {
      #expect(!page.contains(text), "\(text)")
    }
  }

  @Test("The first page says where to begin")
  func beginning() throws {
    #expect(try page("").contains("New here? 'slipway quickstart' is the tour"))
  }

  @Test(
    "Where one of several ways is to be chosen, each is a line of the usage",
    arguments: [
      ("backtest", "slipway backtest --config <file>"),
      ("bot register", "slipway bot register <bot> --config <file>"),
      ("broker add", "slipway broker add <name> --file <file>"), ("run", "slipway run --feed <name|address>"),
      ("notify retry", "slipway notify retry --all-dead"), ("bot retire", "<bot> [--close | --leave]"),
      ("promote propose", "slipway promote propose <bot> --by <name> --file <file>"),
    ])
  func ways(command: String, line: String) throws {
    #expect(try page(command).contains(line))
  }
}
