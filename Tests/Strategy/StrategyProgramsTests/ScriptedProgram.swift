import FileSystem
import Foundation
import StrategyKit
import Synchronization
import TestSupport
import TradingCore

@testable import StrategyPrograms

/// A strategy program written for a test, and what a bot would tell it.
struct ScriptedProgram {
  let folder: TemporaryFolder
  /// What `--strategy` would be given.
  let command: String
  /// What the program wrote to its standard error.
  let errors = Lines()
  /// What a host is told of it.
  let notes = Lines()

  /// Lines heard from another thread.
  final class Lines: Sendable {
    private let lines = Mutex<[String]>([])
    var all: [String] { lines.withLock { $0 } }
    func add(_ line: String) { lines.withLock { $0.append(line) } }
  }

  /// The answer to `hello` of a program that takes part in JSON.
  static let hello = #"{"type":"strategy","protocol":1,"format":"json","name":"scripted_test","version":3}"#
  /// The answer to `prepare` of a program that wants quotes.
  static let ready = #"{"type":"ready","quotes":true}"#

  /// A shell script.
  init(shell text: String, shell: String = "sh") throws {
    folder = try TemporaryFolder()
    try text.write(toFile: folder.file("program.sh"), atomically: true, encoding: .utf8)
    command = "exec:\(shell) '\(folder.file("program.sh"))'"
  }

  /// A script that goes through the handshake and then runs these lines. `ask` reads an event, and `say` writes.
  init(afterHandshake text: String, hello: String = hello, ready: String = ready) throws {
    try self.init(
      shell: """
        ask() { IFS= read -r event; }
        say() { printf '%s\\n' "$1"; }
        ask; say '\(hello)'
        ask; say '\(ready)'
        \(text)
        """)
  }

  /// The program, started and greeted.
  func start(
    answer: Duration = .seconds(5), handshake: Duration? = nil, sandbox: ProgramSandbox = ProgramSandbox(),
    memory: ProgramMemory? = nil
  ) throws -> ExternalProgram {
    let (errors, notes) = (errors, notes)
    return try ExternalProgram(
      command, limits: ExternalProgram.Limits(answer: answer, handshake: handshake, sandbox: sandbox),
      memory: memory, note: { notes.add($0) }, errors: { errors.add($0) })
  }

  /// A strategy the program runs, on EURUSD.
  func strategy(
    answer: Duration = .seconds(5), handshake: Duration? = nil, given: [String: String] = [:],
    sandbox: ProgramSandbox = ProgramSandbox(), memory: ProgramMemory? = nil
  ) throws -> ExternalStrategy {
    let program = try start(answer: answer, handshake: handshake, sandbox: sandbox, memory: memory)
    var strategy = program.makeStrategy(
      parameters: try ParameterValues(for: program.descriptor, given: given))
    try strategy.prepare(for: [Known.eurusd])
    return strategy
  }

  /// A context as a bot has it on its first quote.
  static func context() throws -> Context {
    var context = Context(
      account: try Account(
        profile: BrokerProfile(name: "bench"), leverage: 100, startBalance: Money(units: 1_000_000_000),
        instruments: [Known.eurusd]))
    context.current = quote
    return context
  }

  /// The quote at hand.
  static let quote = quote(milliseconds: 1_000, 110_000, 110_010)

  /// A quote so long after 1970.
  static func quote(milliseconds: Int64, _ bid: Int64, _ ask: Int64) -> Quote {
    Quote(
      eventTime: Timestamp(milliseconds: milliseconds), bid: Price(points: bid), ask: Price(points: ask))
  }

  /// The failure of a program that was told of a start and a quote.
  func failure(answer: Duration = .seconds(5)) throws -> String {
    var strategy = try strategy(answer: answer)
    var context = try Self.context()
    strategy.onStart(&context)
    strategy.onQuote(Self.quote, &context)
    return strategy.failure?.description ?? "none"
  }
}

extension ExternalStrategy {
  /// What the program asks for on a quote.
  mutating func intents(on quote: Quote = ScriptedProgram.quote, _ context: inout Context) -> [Intent] {
    context.current = quote
    onQuote(quote, &context)
    defer { context.intents = [] }
    return context.intents
  }
}
