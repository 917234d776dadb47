import StrategyKit
import TradingCore

@testable import StrategyPrograms

extension FuzzTarget {
  /// What strategy programs send: their description, what they want to hear of, answers in both formats; and the
  /// command that starts them.
  static let program = FuzzTarget(name: "program") { input in
    var input = input
    let kind = input.choice(5)
    let symbolCount = 1 + input.choice(3)
    let bytes = input.all()
    switch kind {
    case 0: try describe(bytes)
    case 1:
      let preparation = try ProgramPreparation(try WireParser.parse(bytes[...]), symbolCount: symbolCount)
      guard case .ready(let wishes) = preparation else { return }
      try expect(wishes.bars.allSatisfy { $0.symbolIndex < symbolCount }, "bars of no symbol")
      let start = Timestamp(nanoseconds: 1_700_000_000 * Timestamp.second)
      for timer in wishes.timers {
        let next = timer.next(after: start)
        try expect(next > start && timer.next(after: next) > next, "a timer that stands still")
      }
    case 2: try answers(in: bytes, .json, symbolCount)
    case 3: try answers(in: bytes, .binary, symbolCount)
    default: _ = try ProgramCommand("exec:" + String(decoding: bytes, as: UTF8.self))
    }
  }

  private static func describe(_ bytes: [UInt8]) throws {
    let description = try ProgramDescription(try WireParser.parse(bytes[...]))
    let descriptor = description.descriptor
    for spec in descriptor.allParameters { try expect(!spec.domain.isEmpty, "a parameter without a domain") }
    let values = try ParameterValues(for: descriptor, given: [:])
    for (name, text) in values.all {
      let again = try accepted { try ParameterValues(for: descriptor, given: [name: text]) }
      try expect(again != nil, "the canonical text of '\(name)' is refused")
    }
  }

  /// Takes answers off a buffer as the channel does.
  private static func answers(in bytes: [UInt8], _ format: WireFormat, _ symbolCount: Int) throws {
    var rest = bytes[...]
    while let size = try ProgramAnswer.size(in: rest, format: format) {
      try expect(size > 0 && size <= rest.count, "an answer longer than what is there")
      let answer =
        switch format {
        case .json: try ProgramAnswer(line: rest.prefix(size).dropLast(), symbolCount: symbolCount)
        case .binary: try ProgramAnswer(frame: rest.prefix(size), symbolCount: symbolCount)
        }
      for request in answer.requests {
        if case .order(let index, _, _, _, _, _) = request.action {
          try expect((0..<symbolCount).contains(index), "an order for no symbol")
        }
      }
      rest = rest.dropFirst(size)
    }
  }
}
