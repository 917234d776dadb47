import FileSystem
import Foundation
import StateCoding
import StrategyKit
import TestSupport
import Testing
import TradingCore

@testable import StrategyPrograms

/// What is stored of programs between two processes: a later one has to go on from it.
@Suite("Programs' states that stay")
struct PinnedProgramTests {
  private static func told() throws -> ToldAccount {
    var context = try ScriptedProgram.context()
    context.workingOrders = [
      WorkingOrder(
        id: ClientOrderID(ordinal: 4), symbolIndex: 0, side: .buy, kind: .limit(Price(points: 109_900)),
        quantity: Quantity(units: 1_000))
    ]
    var told = ToldAccount()
    (told.events, told.time, told.equity) = (12, context.now.nanoseconds, context.account.equity.units)
    told.terms = ToldAccount.Terms(context.account)
    _ = told.note(context)
    return told
  }

  private static func states() throws -> [(name: String, state: ProgramState)] {
    let place = InputLog.Place(
      file: "rounder-1.input", bytes: 4_711, told: [1, 2, 254], answered: Array(repeating: 7, count: 32))
    return [
      ("nothing", ProgramState(told: ToldAccount(), lastOrdinal: 0, memory: .nothing)),
      ("saved", ProgramState(told: try told(), lastOrdinal: 4, memory: .saved("{\"a\": 1}"))),
      ("input", ProgramState(told: try told(), lastOrdinal: 4, memory: .input(place))),
    ]
  }

  @Test("A state says what it always said, value by value, and one of before is read")
  func states() throws {
    for (name, state) in try Self.states() {
      let bytes = try StateEncoder.encode(state)
      #expect(try PinnedText.difference(of: StateText(bytes).lines, from: "program.\(name).txt") == nil)
      let stored = try PinnedText.bytes("program.\(name).hex") { bytes }
      #expect(try StateDecoder.decode(ProgramState.self, from: stored) == state)
    }
  }

  @Test("A state of a later version is refused by its number")
  func later() throws {
    let bytes = try StateEncoder.encode(LaterState())
    let error = try #require(throws: StateCodingError.self) {
      try StateDecoder.decode(ProgramState.self, from: bytes)
    }
    #expect("\(error)".contains("the strategy program's state is of version 2, and this program knows 1"))
  }

  private struct LaterState: Encodable {
    let version = 2
  }

  @Test("What a program is told lies in its file as it always did")
  func input() throws {
    let folder = try TemporaryFolder()
    let log = try InputLog(new: "rounder", in: ProgramMemory(home: folder.path, isWritten: true))
    try log.append(Array("{\"seq\":1}\n".utf8), answer: [1, 2, 3])
    try log.append(Array("{\"seq\":2}\n".utf8), answer: [])
    let place = try log.place()
    let bytes = try InputFile.contents(of: folder.file("programs/rounder-1.input"))
    #expect(bytes.count == place.bytes)
    #expect(
      String(decoding: bytes, as: UTF8.self)
        == "slipway program input 1\n\n\0\0\0{\"seq\":1}\n\n\0\0\0{\"seq\":2}\n")
    #expect(
      Hexadecimal.text(place.told) == "2dc3eda31cdc4f48b964946ebb421f585e14e377623c34652b6bd6840db370cf")
    #expect(
      Hexadecimal.text(place.answered) == "039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81")
  }
}
