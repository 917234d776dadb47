import FileSystem
import Foundation
import StateCoding
import StrategyKit
import Synchronization
import TestSupport
import Testing
import TradingCore

@testable import StrategyPrograms

/// A program that counts what it hears and buys with every third event, and what is kept of it between two processes.
@Suite("A strategy program that goes on in another process", .serialized)
struct ProgramStateTests {
  /// Answers events; `extra` comes before them.
  private static func counting(_ extra: String = "") -> String {
    """
    n=0; id=0
    event() {
      n=$((n+1))
      if [ $((n%3)) = 0 ]; then
        id=$((id+1))
        say '{"seq":'$n',"requests":[{"do":"order","id":'$id',"side":"buy","units":'$((n*1000))'}]}'
      else say '{"seq":'$n'}'; fi
    }
    while ask; do
      case "$event" in
        \(extra)
        *) event;;
      esac
    done
    """
  }

  private static let saving = #"""
    *'"type":"save"'*) say '{"seq":'$n',"state":"\"'$n' é"}';;
        *'"type":"restore"'*) n=${event##*state\":\"\\\"}; n=${n%% *}; id=$((n/3)); say '{"seq":'$n'}';;
    """#
  private static let hello =
    #"{"type":"strategy","protocol":1,"format":"json","name":"scripted_test","version":3,"saves":true}"#

  /// What a strategy asks for on quotes, one after another.
  ///
  /// `orders`: how many it has asked for before.
  private func units(
    _ strategy: inout ExternalStrategy, quotes: Range<Int64>, orders: UInt64 = 0
  ) throws -> [Int64] {
    var context = try ScriptedProgram.context()
    context.lastOrdinal = orders
    return try quotes.flatMap { second in
      let quote = ScriptedProgram.quote(milliseconds: 1_000 * second, 110_000 + second, 110_010 + second)
      return try strategy.intents(on: quote, &context).map { intent in
        guard case .submit(let order) = intent else { throw Unexpected() }
        return order.quantity.units
      }
    }
  }
  private struct Unexpected: Error {}

  private func state(of strategy: ExternalStrategy) throws -> ExternalStrategy {
    try JSONDecoder().decode(ExternalStrategy.self, from: try JSONEncoder().encode(strategy))
  }

  private func memory(_ program: ScriptedProgram, isWritten: Bool = true) -> ProgramMemory {
    ProgramMemory(home: program.folder.file("home"), isWritten: isWritten)
  }

  @Test("One that saves goes on from what it saved")
  func saves() throws {
    let program = try ScriptedProgram(afterHandshake: Self.counting(Self.saving), hello: Self.hello)
    var first = try program.strategy()
    #expect(try units(&first, quotes: 1..<5) == [3_000])
    var second = try program.strategy()
    try second.resume(try state(of: first))
    #expect(second.failure == nil)
    #expect(try units(&second, quotes: 5..<10, orders: 1) == [6_000, 9_000])
    // Being asked for its state is no event for the one that was asked.
    #expect(try units(&first, quotes: 5..<10, orders: 1) == [6_000, 9_000])
  }

  @Test("One that saves nothing is told everything again, and goes on from there")
  func toldAgain() throws {
    let program = try ScriptedProgram(afterHandshake: Self.counting())
    var first = try program.strategy(memory: memory(program))
    #expect(try units(&first, quotes: 1..<6) == [3_000])
    let kept = try state(of: first)
    // What it is told after that, in a run that is cut off, is not part of it.
    #expect(try units(&first, quotes: 100..<104, orders: 1) == [6_000, 9_000])
    var second = try program.strategy(memory: memory(program))
    try second.resume(kept)
    #expect(program.notes.all.count == 1)
    #expect(
      program.notes.all[0].hasPrefix("'exec:scripted_test' saves no state: it was told its 5 events again"))
    #expect(try units(&second, quotes: 6..<8, orders: 1) == [6_000])
    var third = try program.strategy(memory: memory(program))
    try third.resume(try state(of: second))
    #expect(try units(&third, quotes: 8..<10, orders: 2) == [9_000])
    #expect(Folders.names(in: memory(program).folder) == ["scripted_test-1.input"])
  }

  @Test("On a full disk it goes on, and is kept once there is room again")
  func fullForNow() throws {
    let program = try ScriptedProgram(afterHandshake: Self.counting())
    let isFull = Mutex(true)
    let memory = ProgramMemory(home: program.folder.file("home"), isWritten: true) {
      (file, bytes, offset) throws(SystemError) in
      guard !isFull.withLock({ $0 }) else { throw .noSpace }
      try file.write(bytes, at: offset)
    }
    var first = try program.strategy(memory: memory)
    #expect(try units(&first, quotes: 1..<6) == [3_000])
    #expect {
      try JSONEncoder().encode(first)
    } throws: {
      guard case StateCodingError.unwritten(let reason) = $0 else { return false }
      return reason.contains("scripted_test-1.input") && reason.contains(SystemError.noSpace.reason)
    }
    #expect(first.failure == nil)
    #expect(try units(&first, quotes: 6..<8, orders: 1) == [6_000])
    isFull.withLock { $0 = false }
    var second = try program.strategy(memory: memory)
    try second.resume(try state(of: first))
    #expect(try units(&second, quotes: 8..<10, orders: 2) == [9_000])
  }

  @Test("Whoever only looks leaves the file as it is")
  func onlyLooks() throws {
    let program = try ScriptedProgram(afterHandshake: Self.counting())
    var first = try program.strategy(memory: memory(program))
    _ = try units(&first, quotes: 1..<6)
    let kept = try state(of: first)
    let path = memory(program).folder + "/scripted_test-1.input"
    let bytes = try InputFile.contents(of: path)
    var second = try program.strategy(memory: memory(program, isWritten: false))
    try second.resume(kept)
    #expect(try units(&second, quotes: 6..<8, orders: 1) == [6_000])
    #expect(throws: StrategyFailure.self) { try JSONEncoder().encode(second) }
    #expect(try InputFile.contents(of: path) == bytes)
  }

  @Test("Before its first event there is nothing to keep, wherever it runs")
  func nothingYet() throws {
    let program = try ScriptedProgram(afterHandshake: Self.counting())
    let first = try program.strategy()
    var second = try program.strategy()
    try second.resume(try state(of: first))
    #expect(try units(&second, quotes: 1..<4) == [3_000])
  }

  /// The reason why a second process does not go on from what the first one left.
  private func refusal(
    _ program: ScriptedProgram, events: Int64 = 4, _ meddle: (String) throws -> Void = { _ in }
  ) throws -> String {
    var first = try program.strategy(memory: memory(program))
    _ = try units(&first, quotes: 1..<(1 + events))
    let kept = try state(of: first)
    try meddle(memory(program).folder + "/scripted_test-1.input")
    var second = try program.strategy(memory: memory(program))
    let failure = try #require(throws: StrategyFailure.self) { try second.resume(kept) }
    #expect(second.failure == failure)
    return failure.description
  }

  @Test("One that restores another state than it saved fails")
  func otherState() throws {
    let forgetful = Self.saving.replacingOccurrences(of: #"\"'$n' é"#, with: #"\"'$n' é'$changed'"#)
      .replacingOccurrences(of: "id=$((n/3));", with: "id=$((n/3)); changed=x;")
    let program = try ScriptedProgram(afterHandshake: Self.counting(forgetful), hello: Self.hello)
    #expect(try refusal(program).contains("restored another state than it had saved"))
  }

  @Test("One that asks for something in answer to its state fails")
  func asksWhenRestored() throws {
    let eager = Self.saving.replacingOccurrences(
      of: "say '{\"seq\":'$n'}'", with: "say '{\"seq\":'$n',\"requests\":[{\"do\":\"cancel\",\"order\":1}]}'")
    let program = try ScriptedProgram(afterHandshake: Self.counting(eager), hello: Self.hello)
    #expect(try refusal(program).contains("it asks for something in answer to 'restore'"))
  }

  @Test("One that dies when it is asked for its state can't be kept, and says why")
  func diesSaving() throws {
    let program = try ScriptedProgram(
      afterHandshake: Self.counting("*'\"type\":\"save\"'*) echo 'no idea' >&2; exit 3;;"), hello: Self.hello)
    var first = try program.strategy()
    _ = try units(&first, quotes: 1..<3)
    let failure = try #require(throws: StrategyFailure.self) { try JSONEncoder().encode(first) }
    #expect(failure.description.contains("ended with exit code 3"))
    #expect(failure.description.contains("'save' after 2 events"))
    #expect(failure.description.hasSuffix("no idea"))
    #expect(first.failure == failure)
  }

  @Test("One that answers otherwise when it is told the same again fails")
  func answersOtherwise() throws {
    let program = try ScriptedProgram(
      afterHandshake: """
        n=0
        while ask; do n=$((n+1)); say '{"seq":'$n',"requests":[{"do":"order","id":'$n',"side":"buy","units":'$$'}]}'; done
        """)
    #expect(try refusal(program).contains("told the same again, answered otherwise"))
  }

  @Test("A file of its input that was changed, cut or taken away is told")
  func changedFile() throws {
    let cases: [(String) throws -> Void] = [
      { path in
        var bytes = try InputFile.contents(of: path)
        let digit = try #require(
          bytes.lastIndex(of: UInt8(ascii: "9")) ?? bytes.lastIndex(of: UInt8(ascii: "1")))
        bytes[digit] = UInt8(ascii: "5")
        try Data(bytes).write(to: URL(fileURLWithPath: path))
      },
      { path in try Data(try InputFile.contents(of: path).dropLast(3)).write(to: URL(fileURLWithPath: path))
      },
      { path in try Data("slipway program input 9\n".utf8).write(to: URL(fileURLWithPath: path)) },
    ]
    for meddle in cases {
      let program = try ScriptedProgram(afterHandshake: Self.counting())
      #expect(try refusal(program, meddle).contains("is not as it was"))
    }
    let program = try ScriptedProgram(afterHandshake: Self.counting())
    #expect(try refusal(program) { try FileManager.default.removeItem(atPath: $0) }.contains("can't be read"))
  }

  @Test("Where its input can't be kept, it fails rather than be unable to go on")
  func fullDisk() throws {
    let program = try ScriptedProgram(afterHandshake: Self.counting())
    try "in the way".write(toFile: program.folder.file("home"), atomically: true, encoding: .utf8)
    var strategy = try program.strategy(memory: memory(program))
    _ = try units(&strategy, quotes: 1..<2)
    #expect(strategy.failure?.description.contains("is told can't be kept") == true)
  }

  @Test("The state in a frame, and what is none")
  func frames() throws {
    let frame: [UInt8] = [14, 0, 0, 0, 5, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0x68, 0x69]
    let saved = try SavedState(frame[...], format: .binary)
    #expect(saved.sequence == 4 && saved.text == "hi")
    var other = frame
    other[4] = 4
    #expect(throws: WireFault("expected a frame of kind 5, was 4")) {
      try SavedState(other[...], format: .binary)
    }
    other = frame
    other[16] = 0xff
    #expect(throws: WireFault("a state is a text in UTF-8")) { try SavedState(other[...], format: .binary) }
    #expect(throws: WireFault("the answer to 'save': there is no key 'requests'")) {
      try SavedState(Array("{\"seq\":1,\"state\":\"\",\"requests\":[]}\n".utf8)[...], format: .json)
    }
  }
}
