import FileSystem
import Foundation
import StrategyKit
import TestSupport
import Testing
import TradingCore

@testable import StrategyPrograms

@Suite("The handshake with a strategy program", .serialized)
struct HandshakeTests {
  private func problem(hello: String) throws -> String {
    let program = try ScriptedProgram(afterHandshake: "cat >/dev/null", hello: hello)
    let error = #expect(throws: ProgramError.self) { try program.start(handshake: .seconds(5)) }
    return error.map { "\($0)" } ?? "none"
  }

  @Test("A program describes its strategy and its parameters")
  func describes() throws {
    let program = try ScriptedProgram(
      afterHandshake: "cat >/dev/null",
      hello: """
        {"type":"strategy","protocol":1,"format":"binary","name":"mine","version":2,"summary":"does it", \
        "needs_hedging":true,"parameters":[{"name":"fast","kind":"integer","min":1,"max":9,"default":5}, \
        {"name":"band","kind":"decimal","min":"0.5","max":"2","default":"1.5","summary":"how wide"}, \
        {"name":"mode","kind":"choice","values":["a","b"],"default":"a"}, \
        {"name":"both","kind":"flag","default":false}]}
        """)
    #expect(
      try program.start().descriptor
        == StrategyDescriptor(
          name: "exec:mine", version: 2, summary: "does it",
          parameters: [
            .integer("fast", "", in: 1...9, default: 5),
            .decimal("band", "how wide", from: "0.5", to: "2", default: "1.5"),
            ParameterSpec("mode", "", kind: .choice(["a", "b"]), default: "a"),
            ParameterSpec("both", "", kind: .flag, default: "false"),
          ], needsHedging: true))
  }

  @Test(
    "A description that can't be is refused",
    arguments: [
      (#"{"type":"strategy","protocol":2,"name":"x","version":1}"#, "it speaks protocol 2, Slipway speaks 1"),
      (#"{"type":"strategie","protocol":1}"#, "'type' must be one of strategy, was 'strategie'"),
      (#"{"type":"strategy","protocol":1,"name":"My Name","version":1}"#, "a name is 1 to 64 lower-case"),
      (#"{"type":"strategy","protocol":1,"name":"x","version":0}"#, "'version' must be 1 or more, was 0"),
      (
        #"{"type":"strategy","protocol":1,"name":"x","version":1,"format":"xml"}"#,
        "must be one of json, binary"
      ),
      (#"{"type":"strategy","protocol":1,"name":"x","version":1,"speed":1}"#, "there is no key 'speed'"),
      (
        #"{"type":"strategy","protocol":1,"name":"x","version":1,"parameters":[{"name":"a","kind":"odd"}]}"#,
        "parameter 'a': there is no kind 'odd'"
      ),
      ("Welcome to my strategy", "no JSON"),
    ])
  func wrongDescription(hello: String, problem expected: String) throws {
    let problem = try problem(hello: hello)
    #expect(problem.contains(expected), "\(problem)")
    #expect(problem.contains("'hello'"))
  }

  @Test("A program that says nothing is not waited for without end")
  func silent() throws {
    let program = try ScriptedProgram(shell: "sleep 60")
    let error = #expect(throws: ProgramError.self) { try program.start(handshake: .milliseconds(200)) }
    #expect(error.map { "\($0)" }?.contains("did not answer within 0.2 s") == true)
  }

  @Test("A program may refuse a parameter")
  func refuses() throws {
    let program = try ScriptedProgram(
      afterHandshake: "cat >/dev/null",
      ready: #"{"type":"refused","parameter":"lots","problem":"too many"}"#)
    #expect(throws: ParameterError("lots", "too many")) { try program.strategy() }
  }

  @Test("A program names the bars it wants")
  func bars() throws {
    let program = try ScriptedProgram(
      afterHandshake: "cat >/dev/null",
      ready: #"{"type":"ready","quotes":false,"bars":[{"timeframe":"M15"},{"timeframe":"H4","symbol":0}]}"#)
    #expect(try program.strategy().bars == [BarSubscription(.m15), BarSubscription(.h4)])
  }

  @Test("A program names its timers")
  func timers() throws {
    let program = try ScriptedProgram(
      afterHandshake: "cat >/dev/null",
      ready: """
        {"type":"ready","quotes":false,"timers":[{"seconds":3600},{"hour":8,"zone":"london"}, \
        {"hour":22,"minute":30}]}
        """)
    #expect(
      try program.strategy().timers == [
        .every(seconds: 3_600), .daily(hour: 8, minute: 0, zone: .london),
        .daily(hour: 22, minute: 30, zone: .utc),
      ])
  }

  @Test(
    "Bars and timers that can't be end the run",
    arguments: [
      (#"{"type":"ready","quotes":false}"#, "it wants neither quotes nor bars nor timers"),
      (#"{"type":"ready","bars":[{"timeframe":"M7"}]}"#, "'timeframe' must be one of M1, M5"),
      (#"{"type":"ready","bars":[{"timeframe":"M5","symbol":1}]}"#, "there is no symbol 1"),
      (#"{"type":"ready","bars":[{"timeframe":"M5"},{"timeframe":"M5"}]}"#, "the same bars twice"),
      (#"{"type":"ready","timers":[{"seconds":0}]}"#, "'seconds' must be 1 to 31536000, was 0"),
      (#"{"type":"ready","timers":[{"seconds":60,"hour":1}]}"#, "there is no key 'hour'"),
      (#"{"type":"ready","timers":[{"hour":24}]}"#, "'hour' must be 0 to 23, was 24"),
      (#"{"type":"ready","timers":[{"hour":8,"zone":"paris"}]}"#, "'zone' must be one of utc, london"),
    ])
  func wrongWishes(ready: String, problem: String) throws {
    let program = try ScriptedProgram(afterHandshake: "cat >/dev/null", ready: ready)
    let failure = try program.strategy().failure?.description ?? "none"
    #expect(failure.contains(problem), "\(failure)")
  }

  @Test("The command is split without a shell")
  func words() throws {
    let command = try ProgramCommand(#"exec:sh -c 'a "b" $HOME'  "x y" z''"#)
    #expect(command.words == ["sh", "-c", #"a "b" $HOME"#, "x y", "z"])
    #expect(command.executable.hasSuffix("/sh"))
  }

  @Test("The command means the same from another folder")
  func absolute() throws {
    let plain = try ProgramCommand("exec:sh -c 'x y'  it\"'\"s ''")
    #expect(try ProgramCommand(plain.absoluteText).words == plain.words)
    let here = Folders.absolutePath("Package.swift")
    let command = try ProgramCommand("exec:./Package.swift Package.swift none.py")
    #expect(command.absoluteText == "exec:\(here) \(here) none.py")
  }

  @Test("A command that names no program is refused")
  func noProgram() {
    #expect(throws: ProgramError.badCommand("exec:", problem: "no strategy program is named")) {
      try ProgramCommand("exec:")
    }
    #expect(throws: ProgramError.badCommand("exec:sh 'x", problem: "a quote is not closed")) {
      try ProgramCommand("exec:sh 'x")
    }
    #expect(throws: ProgramError.missing(program: "no-such-program-here")) {
      try ProgramCommand("exec:no-such-program-here")
    }
    #expect(throws: ProgramError.missing(program: "/tmp")) { try ProgramCommand("exec:/tmp") }
  }

  @Test("A file that can't be executed is an error that says so")
  func notExecutable() throws {
    let folder = try TemporaryFolder()
    try "x".write(toFile: folder.file("data"), atomically: true, encoding: .utf8)
    #expect(throws: ProgramError.self) {
      try ExternalProgram("exec:'\(folder.file("data"))'", errors: { _ in })
    }
  }

  @Test("The identity covers the content of every file named, and not its place")
  func identity() throws {
    let folder = try TemporaryFolder()
    func lines(_ name: String, _ text: String, _ argument: String) throws -> [String] {
      try text.write(toFile: folder.file(name), atomically: true, encoding: .utf8)
      return try ProgramCommand("exec:sh '\(folder.file(name))' \(argument)").identityLines()
    }
    let first = try lines("a.sh", "one", "-v")
    #expect(first.count == 3)
    #expect(first[0].hasPrefix("program.0=sha256:"))
    // printf one | sha256sum
    #expect(
      first[1] == "program.1=sha256:7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed")
    #expect(first[2] == "program.2=word:-v")
    #expect(try lines("b.sh", "one", "-v") == first)
    #expect(try lines("a.sh", "two", "-v") != first)
    #expect(try lines("a.sh", "one", "-q") != first)
  }

  @Test("A file that nobody could wait for is refused before it is read")
  func giant() throws {
    let folder = try TemporaryFolder()
    try "".write(toFile: folder.file("model"), atomically: true, encoding: .utf8)
    #expect(truncate(folder.file("model"), 9 << 30) == 0)
    let error = #expect(throws: ProgramError.self) {
      try ProgramCommand("exec:sh '\(folder.file("model"))'").identityLines()
    }
    #expect("\(try #require(error))".contains("it has more than 8 GiB"))
  }

}
