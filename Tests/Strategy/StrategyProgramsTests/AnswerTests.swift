import StrategyKit
import TestSupport
import Testing
import TradingCore

@testable import StrategyPrograms

@Suite("What a strategy program answers")
struct AnswerTests {
  private func answer(_ text: String) throws(WireFault) -> ProgramAnswer {
    try ProgramAnswer(line: Array(text.utf8)[...], symbolCount: 2)
  }

  private func action(_ text: String) throws -> ProgramRequest.Action {
    try #require(try answer("{\"seq\":1,\"requests\":[\(text)]}").requests.first).action
  }

  @Test("An empty answer means: go on")
  func empty() throws {
    #expect(try answer(#"{"seq":12}"#) == answer(#" {"requests" : [], "seq" : 12} "#))
    #expect(try answer(#"{"seq":12}"#).sequence == 12)
  }

  @Test("Every kind of order")
  func orders() throws {
    #expect(
      try action(#"{"do":"order","id":1,"side":"sell","units":1000}"#)
        == .order(symbolIndex: 0, .sell, .units(1_000), .market, .goodTillCanceled, .none))
    #expect(
      try action(
        #"{"do":"order","id":1,"symbol":1,"side":"buy","lots":"0.015","kind":"limit","price":110000,"#
          + #""stop_loss":1,"take_profit":2,"trail":3,"time_in_force":"day"}"#)
        == .order(
          symbolIndex: 1, .buy, .lots(LotCount(hundredMillionths: 1_500_000)), .limit(Price(points: 110_000)),
          .day,
          Protection(stopLoss: Price(points: 1), takeProfit: Price(points: 2), trailPoints: 3)))
    #expect(
      try action(
        #"{"do":"order","id":1,"side":"buy","units":1,"kind":"stop","price":5,"expiry":1700000000000000000}"#)
        == .order(
          symbolIndex: 0, .buy, .units(1), .stop(Price(points: 5)),
          .goodTill(Timestamp(milliseconds: 1_700_000_000_000)), .none))
    #expect(
      try action(
        #"{"do":"order","id":1,"side":"buy","units":1,"kind":"stop_limit","price":5,"limit_price":6,"#
          + #""break_even":{"trigger":100}}"#)
        == .order(
          symbolIndex: 0, .buy, .units(1), .stopLimit(stop: Price(points: 5), limit: Price(points: 6)),
          .goodTillCanceled, Protection(breakEven: BreakEven(triggerPoints: 100))))
  }

  @Test("An order's size by what it risks")
  func risk() throws {
    func size(_ text: String) throws -> ProgramRequest.Size? {
      guard case .order(_, _, let size, _, _, _) = try action(text) else { return nil }
      return size
    }
    #expect(
      try size(#"{"do":"order","id":1,"side":"buy","risk":"1.5","stop_loss":109000}"#)
        == .risk(Percentage(hundredMillionths: 1_500_000), of: .equity, distance: nil))
    #expect(
      try size(#"{"do":"order","id":1,"side":"buy","risk":"0.25","risk_of":"balance","stop_distance":200}"#)
        == .risk(Percentage(hundredMillionths: 250_000), of: .balance, distance: 200))
  }

  @Test("Closes, changes and cancels")
  func others() throws {
    let third = ClientOrderID(ordinal: 3)
    #expect(try action(#"{"do":"close","id":4,"position":3}"#) == .close(position: third, units: nil))
    #expect(
      try action(#"{"do":"close","id":4,"position":3,"units":5}"#) == .close(position: third, units: 5))
    #expect(
      try action(#"{"do":"modify","id":4,"position":3,"trail":9}"#)
        == .protect(position: third, Protection(trailPoints: 9)))
    #expect(
      try action(#"{"do":"modify","id":4,"order":3,"price":9}"#)
        == .change(order: third, price: Price(points: 9), limitPrice: nil, .none))
    #expect(
      try action(#"{"do":"modify","id":4,"order":3,"limit_price":9,"break_even":null}"#)
        == .change(order: third, price: nil, limitPrice: Price(points: 9), .none))
    #expect(
      try action(#"{"do":"modify","id":4,"position":3,"break_even":{"trigger":100,"offset":-5}}"#)
        == .protect(
          position: third, Protection(breakEven: BreakEven(triggerPoints: 100, offsetPoints: -5))))
    #expect(try action(#"{"do":"cancel","order":3}"#) == .cancel(order: third))
  }

  @Test(
    "Requests that can't be are refused with the reason",
    arguments: [
      (#"{"do":"order","id":1,"side":"buy"}"#, "neither 'units' nor 'lots'"),
      (#"{"do":"order","id":1,"side":"buy","units":1,"lots":"1"}"#, "both 'units' and 'lots'"),
      (#"{"do":"order","id":1,"side":"buy","risk":"1"}"#, "neither 'stop_distance' nor 'stop_loss'"),
      (#"{"do":"order","id":1,"side":"buy","risk":"1","lots":"1"}"#, "both 'lots' and 'risk'"),
      (
        #"{"do":"order","id":1,"side":"buy","risk":"0","stop_distance":9}"#,
        "per cent, above 0 and at most 100"
      ),
      (#"{"do":"order","id":1,"side":"buy","risk":"100.1","stop_distance":9}"#, "at most 100"),
      (
        #"{"do":"order","id":1,"side":"buy","risk":1,"stop_distance":9}"#,
        "'risk' is a decimal number as a text"
      ),
      (
        #"{"do":"order","id":1,"side":"buy","lots":"1","stop_distance":9}"#, "there is no key 'stop_distance'"
      ),
      (#"{"do":"order","id":1,"side":"buy","lots":0.1}"#, "'lots' is a decimal number as a text, was 0.1"),
      (#"{"do":"order","id":1,"side":"buy","lots":"x"}"#, "was 'x'"),
      (#"{"do":"order","id":1,"side":"long","units":1}"#, "'side' must be one of buy, sell, was 'long'"),
      (#"{"do":"order","id":1,"side":"buy","units":1,"kind":"limit"}"#, "a request has no 'price'"),
      (#"{"do":"order","id":1,"side":"buy","units":1,"price":1}"#, "there is no key 'price'"),
      (#"{"do":"order","id":1,"side":"buy","units":1,"stoploss":1}"#, "there is no key 'stoploss'"),
      (#"{"do":"order","id":1,"side":"buy","units":1,"stop_loss":1.5}"#, "expected a whole number"),
      (#"{"do":"order","id":1,"side":"buy","units":1,"symbol":2}"#, "there is no symbol 2, there are 2"),
      (#"{"do":"order","id":1,"side":"buy","units":1,"kind":"maybe"}"#, "'kind' must be one of market"),
      (
        #"{"do":"order","id":1,"side":"buy","units":1,"kind":"stop_limit","price":1}"#, "has no 'limit_price'"
      ),
      (
        #"{"do":"order","id":1,"side":"buy","units":1,"kind":"stop","price":1,"limit_price":1}"#,
        "there is no key 'limit_price'"
      ),
      (
        #"{"do":"order","id":1,"side":"buy","units":1,"break_even":{"offset":5}}"#,
        "a request's 'break_even' has no 'trigger'"
      ),
      (
        #"{"do":"order","id":1,"side":"buy","units":1,"break_even":100}"#,
        "expected an object for a request's 'break_even', was 100"
      ),
      (
        #"{"do":"order","id":1,"side":"buy","units":1,"break_even":{"trigger":100,"ofset":5}}"#,
        "there is no key 'ofset'"
      ),
      (#"{"do":"order","id":1,"side":"buy","units":1,"time_in_force":"gtd"}"#, "has no 'expiry'"),
      (#"{"do":"order","id":1,"side":"buy","units":1,"time_in_force":"x"}"#, "'time_in_force' must be"),
      (#"{"do":"order","id":1,"side":"buy","units":1,"time_in_force":"day","expiry":1}"#, "goes with 'gtd'"),
      (#"{"do":"order","side":"buy","units":1}"#, "a request has no 'id'"),
      (#"{"do":"order","id":0,"side":"buy","units":1}"#, "'id' counts from 1, was 0"),
      (#"{"do":"order","id":1,"side":"buy","units":99999999999999999}"#, "'units' is too large"),
      (
        #"{"do":"order","id":1,"side":"buy","units":1,"kind":"limit","price":1099511627776}"#,
        "'price' is too large: 1099511627776"
      ),
      (
        #"{"do":"order","id":1,"side":"buy","units":1,"stop_loss":-1099511627776}"#,
        "'stop_loss' is too large: -1099511627776"
      ),
      (#"{"do":"order","id":1,"side":"buy","units":1,"trail":1099511627776}"#, "'trail' is too large"),
      (
        #"{"do":"order","id":1,"side":"buy","units":1,"break_even":{"trigger":1099511627776}}"#,
        "'trigger' is too large"
      ),
      (#"{"do":"order","id":1,"side":"buy","lots":"1e99"}"#, "was '1e99'"),
      (#"{"do":"close","id":1}"#, "a request has no 'position'"),
      (#"{"do":"modify","id":1,"position":1,"order":1}"#, "names one 'order' or one 'position'"),
      (#"{"do":"modify","id":1,"position":1,"price":1}"#, "a position has no 'price'"),
      (#"{"do":"modify","id":1,"position":1,"limit_price":1}"#, "a position has no 'price'"),
      (#"{"do":"cancel","id":1,"order":1}"#, "there is no key 'id'"),
      (#"{"do":"panic"}"#, "'do' must be one of order, close, modify, cancel, was 'panic'"),
      ("7", "expected an object for a request, was 7"),
    ])
  func refused(request: String, problem: String) {
    let fault = #expect(throws: WireFault.self) { try answer("{\"seq\":1,\"requests\":[\(request)]}") }
    #expect(fault?.problem.contains(problem) == true, "\(fault?.problem ?? "")")
  }

  @Test("Frames: empty, with requests, and wrong")
  func frames() throws {
    let header: [UInt8] = [12, 0, 0, 0, 4, 0, 0, 0, 5, 1, 0, 0, 0, 0, 0, 0]
    #expect(try ProgramAnswer(frame: header[...], symbolCount: 1).sequence == 261)
    let body = Array(#"[{"do":"cancel","order":3}]"#.utf8)
    let full = [UInt8(12 + body.count)] + header.dropFirst() + body
    #expect(
      try ProgramAnswer(frame: full[...], symbolCount: 1).requests.map(\.action) == [
        .cancel(order: ClientOrderID(ordinal: 3))
      ])
    var wrong = header
    wrong[4] = 2
    #expect(throws: WireFault("expected a frame of kind 4, was 2")) {
      try ProgramAnswer(frame: wrong[...], symbolCount: 1)
    }
    #expect(throws: WireFault.self) {
      try ProgramAnswer(frame: (header + [UInt8(ascii: "7")])[...], symbolCount: 1)
    }
  }

  @Test("An answer is complete or not, or too long")
  func sizes() throws {
    let line = Array("{\"seq\":1}\n{".utf8)
    for count in 0..<10 {
      #expect(try ProgramAnswer.size(in: line.prefix(count), format: .json) == nil)
    }
    #expect(try ProgramAnswer.size(in: line[...], format: .json) == 10)
    let frame: [UInt8] = [12, 0, 0, 0, 4, 0, 0, 0, 5, 1, 0, 0, 0, 0, 0, 0]
    for count in 0..<16 {
      #expect(try ProgramAnswer.size(in: frame.prefix(count), format: .binary) == nil)
    }
    #expect(try ProgramAnswer.size(in: (frame + frame)[...], format: .binary) == 16)
    #expect(throws: WireFault("an answer of more than 1048576 bytes")) {
      try ProgramAnswer.size(in: [255, 255, 255, 255], format: .binary)
    }
    #expect(throws: WireFault.self) { try ProgramAnswer.size(in: [3, 0, 0, 0], format: .binary) }
    #expect(throws: WireFault("an answer of more than 1048576 bytes")) {
      try ProgramAnswer.size(in: Array(repeating: 120, count: 1_048_577)[...], format: .json)
    }
  }

  @Test("No bytes at all crash the readers")
  func fuzz() {
    var random = SeededGenerator(seed: 11)
    let seed = Array(
      #"{"seq":1,"requests":[{"do":"order","id":1,"side":"buy","lots":"0.1","kind":"limit","price":-5}]}"#
        .utf8)
    for _ in 0..<3_000 {
      var bytes = seed
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes.remove(at: place)
        default: bytes.insert(bytes[Int.random(in: 0..<bytes.count, using: &random)], at: place)
        }
      }
      _ = try? ProgramAnswer(line: bytes[...], symbolCount: 1)
    }
  }
}
