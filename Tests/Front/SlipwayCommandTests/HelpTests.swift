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
        USAGE: slipway broker fees <name> --symbol <s> [--lots <x>] --trades-per-day <n>
               --balance <x> [--price <x>] [--rate <x>] [--spread <distance>]
               [--daily-limit <x>] [<options>]
        """)
  }
}
