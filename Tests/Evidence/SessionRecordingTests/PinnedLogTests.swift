import Foundation
import JSONText
import TestSupport
import Testing
import TradingCore

@testable import SessionRecording

/// A session's input log byte by byte, as a later program has to read it.
@Suite("Session logs that stay")
struct PinnedLogTests {
  private static let opening = Timestamp(milliseconds: 1_795_003_200_000)
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func bytes(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(fileURLWithPath: folder.file("7/" + name))))
  }

  /// A session of two symbols, one with sizes: three quotes, a control, a quote.
  private func writer() throws -> SessionLogWriter {
    let symbols = [
      SessionSymbol(symbol: Known.eurusd.symbol, digits: 5),
      SessionSymbol(symbol: Known.instrument("XAUUSD").symbol, digits: 3, sizeDigits: 2),
    ]
    let writer = try SessionLogWriter(
      creating: folder.file("7"), session: SessionLogWriter.Session(id: "7", symbols: symbols),
      at: Self.opening)
    func append(_ symbolIndex: Int, _ milliseconds: Int64, _ bid: Int64, sentBefore: Int64 = 0) throws {
      let time = Self.opening.advanced(by: milliseconds * Timestamp.millisecond)
      try writer.append(
        LoggedQuote(
          symbolIndex: symbolIndex,
          quote: Quote(eventTime: time, bid: Price(points: bid), ask: Price(points: bid + 12)),
          sentTime: time.advanced(by: -sentBefore), receivedAt: time.advanced(by: 5 * Timestamp.millisecond),
          size: QuoteSize(bidUnits: 1_500, askUnits: 2_500)))
    }
    try append(0, 1_000, 110_000)
    try append(1, 1_000, 2_050_000)
    try append(0, 1_250, 110_003, sentBefore: 250_000_000)
    try writer.append(
      .control(Array(DeskControl(.botPaused, isOn: true, bot: "a").json.compactText.utf8)))
    try append(0, 2_000, 109_998)
    return writer
  }

  @Test(
    "the header, quotes and controls of a raw segment: the header says version 2, the records are those of version 1"
  )
  func raw() throws {
    try writer().sync()
    let log = Hexadecimal.text(try bytes("segment-0001.log"))
    #expect(log == Self.header + Self.log.dropFirst(Self.header.count))
  }

  @Test("the controls and the seal of a sealed segment, likewise")
  func sealed() throws {
    try writer().close().seal()
    let controls = Hexadecimal.text(try bytes("segment-0001.controls"))
    #expect(controls == Self.controlsHeader + Self.controls.dropFirst(Self.controlsHeader.count))
    let seal = String(decoding: try bytes("segment-0001.seal.json"), as: UTF8.self)
    let expected = Self.seal.replacingOccurrences(of: #""format": 1"#, with: #""format": 2"#)
      .replacingOccurrences(of: Self.controlsDigests.one, with: Self.controlsDigests.two)
    #expect(seal == expected)
  }

  @Test("the clock and a venue's report, which version 2 has besides")
  func events() {
    let clock = SessionEvent.clock(Self.opening).record(afterQuotes: 4)
    #expect(Hexadecimal.text(clock) == Self.clock)
    let report = SessionEvent.report(Array("{}".utf8)).record(afterQuotes: 4)
    #expect(Hexadecimal.text(report) == Self.report)
  }

  @Test("the bytes of version 1 are read, the sealed ones as the raw ones")
  func reads() throws {
    for name in ["raw", "sealed"] {
      let path = folder.file(name)
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
      if name == "raw" {
        let bytes = try #require(Hexadecimal.bytes(Self.log))
        try Data(bytes).write(to: URL(fileURLWithPath: path + "/segment-0001.log"))
      } else {
        try writer().close().seal()
        for file in ["segment-0001.controls", "segment-0001.seal.json"] {
          let text = file.hasSuffix("json") ? Array(Self.seal.utf8) : Hexadecimal.bytes(Self.controls)
          try Data(try #require(text)).write(to: URL(fileURLWithPath: path + "/" + file))
        }
        for symbol in ["EURUSD", "XAUUSD"] {
          try FileManager.default.copyItem(
            atPath: folder.file("7/segment-0001-\(symbol).ticks"),
            toPath: path + "/segment-0001-\(symbol).ticks")
        }
      }
      let texts = try texts(path)
      #expect(texts == Self.inputs, "\(name)")
    }
  }

  private func texts(_ path: String) throws -> [String] {
    var reader = try SessionLogReader(folder: path)
    let symbols = reader.symbols.map(\.symbol)
    var texts: [String] = []
    while try reader.next({ item in
      switch item {
      case .event(.control(let bytes)): texts.append(String(decoding: bytes, as: UTF8.self))
      case .event(let event): texts.append("\(event)")
      case .quotes(let index, let quotes, let sizes):
        for (place, quote) in quotes.enumerated() {
          let size = sizes.map { " \($0[place].bidUnits)/\($0[place].askUnits)" } ?? ""
          texts.append(
            "\(symbols[index]) \(quote.eventTime.iso8601) \(quote.bid.points)/\(quote.ask.points)\(size)"
          )
        }
      }
    }) {}
    return texts
  }

  // What version 2 writes.
  private static let header =
    "89534c4f470d0a1a020000006f00000001003701000000000000000000000000000000000000000080b06ae621e918020006"
    + "0045555255534405ff060058415555534403020000000000000080ffffffff00000000000000000000000000000000000000"
    + "00000000000000f4ea392f"
  private static let controlsHeader =
    "89534c4f470d0a1a020001006f00000001003701000000000000000000000000000000000000000080b06ae621e918020006"
    + "0045555255534405ff060058415555534403020000000000000080ffffffff00000000000000000000000000000000000000"
    + "00000000000000e54f8c5a"
  private static let controlsDigests = (
    one: "c5a588894948b7b1200f961f0782355fd180e421d444956f0f5129076d66f10c",
    two: "f87961ce16475682fd8176de9809f5cdaf9df4619270c2325028ec520a7a1d6f"
  )
  private static let clock = "041000000004000000000000000080b06ae621e91839521f70"
  private static let report = "050a00000004000000000000007b7d316af7dd"
  // What version 1 wrote.
  private static let log =
    "89534c4f470d0a1a010000006f00000001003701000000000000000000000000000000000000000080b06ae621e918020006"
    + "0045555255534405ff060058415555534403020000000000000080ffffffff00000000000000000000000000000000000000"
    + "00000000000000f3eee7eb01b2000000030000000000004a4ba6e621e918004a4ba6e621e918409597a6e621e918b0ad0100"
    + "00000000bcad010000000000000000000000000000000000000000000100004a4ba6e621e918004a4ba6e621e918409597a6"
    + "e621e918d0471f0000000000dc471f0000000000dc05000000000000c409000000000000000080fc31b5e621e918004a4ba6"
    + "e621e918c0477eb5e621e918b3ad010000000000bfad0100000000000000000000000000000000000000000024c87b0e023f"
    + "00000003000000000000007b22636f6465223a22626f745f706175736564222c226f6e223a747275652c22626f74223a2261"
    + "222c2273796d626f6c223a6e756c6c7d72682b99013e0000000100000000000014e6e1e621e9180014e6e1e621e918405f32"
    + "e2e621e918aead010000000000baad010000000000000000000000000000000000000000003df2d3ba"
  private static let controls =
    "89534c4f470d0a1a010001006f00000001003701000000000000000000000000000000000000000080b06ae621e918020006"
    + "0045555255534405ff060058415555534403020000000000000080ffffffff00000000000000000000000000000000000000"
    + "00000000000000e24b529e023f00000003000000000000007b22636f6465223a22626f745f706175736564222c226f6e223a"
    + "747275652c22626f74223a2261222c2273796d626f6c223a6e756c6c7d72682b99039a000000040000000000000001000000"
    + "000000000014e6e1e621e91800000000000000000000000000000000000000000000000000000000010014e6e1e621e91801"
    + "000000000000000014e6e1e621e91801000000000000000100aead010000000000baad01000000000001004a4ba6e621e918"
    + "0100000000000000004a4ba6e621e91801000000000000000100d0471f0000000000dc471f000000000098a3c8d0"
  private static let seal = """
    {
      "format": 1,
      "session": "7",
      "segment": 1,
      "first_quote": 0,
      "first_control": 0,
      "quotes": 4,
      "controls": 1,
      "controls_sha256": "c5a588894948b7b1200f961f0782355fd180e421d444956f0f5129076d66f10c",
      "ticks": [
        {
          "symbol": "EURUSD",
          "file": "segment-0001-EURUSD.ticks",
          "quotes": 3,
          "content_digest": "1c6c8d5ea5420143c0c22775d425159b2eecf7673d8f38f096593d4fa3c53efc"
        },
        {
          "symbol": "XAUUSD",
          "file": "segment-0001-XAUUSD.ticks",
          "quotes": 1,
          "content_digest": "f6e952cbb357cdbc2037674c63f421837641d454d45d6722a9fe1f9f6bc7e204"
        }
      ]
    }

    """
  private static let inputs = [
    "EURUSD 2026-11-18T12:00:01.000Z 110000/110012",
    "XAUUSD 2026-11-18T12:00:01.000Z 2050000/2050012 1500/2500",
    "EURUSD 2026-11-18T12:00:01.250Z 110003/110015",
    #"{"code":"bot_paused","on":true,"bot":"a","symbol":null}"#,
    "EURUSD 2026-11-18T12:00:02.000Z 109998/110010",
  ]
}

/// Controls as logs and journals have them.
@Suite("Controls that stay")
struct PinnedControlTests {
  private static let controls: [(DeskControl, String)] = [
    (
      DeskControl(.feedStale, isOn: true, symbol: Known.eurusd.symbol),
      #"{"code":"feed_stale","on":true,"bot":null,"symbol":"EURUSD"}"#
    ),
    (DeskControl(.feedLate, isOn: false), #"{"code":"feed_late","on":false,"bot":null,"symbol":null}"#),
    (DeskControl(.clockJump, isOn: true), #"{"code":"clock_jump","on":true,"bot":null,"symbol":null}"#),
    (
      DeskControl(.botPaused, isOn: false, bot: "a"),
      #"{"code":"bot_paused","on":false,"bot":"a","symbol":null}"#
    ),
    (
      DeskControl(.closeOut(.botDemoted, .asStrategy), bot: "a"),
      #"{"code":"bot_demoted","on":true,"bot":"a","symbol":null,"close_out":true}"#
    ),
    (
      DeskControl(.closeOut(.botDemoted, .at(.risk)), bot: "a"),
      #"{"code":"bot_demoted","on":true,"bot":"a","symbol":null,"close_out":"risk"}"#
    ),
    (
      DeskControl(.grantExpired, isOn: true, bot: "a"),
      #"{"code":"grant_expired","on":true,"bot":"a","symbol":null}"#
    ),
  ]

  private static let commands: [(DeskControl, String)] = [
    (
      DeskControl(.cancel(ClientOrderID(ordinal: 7)), bot: "a"),
      #"{"command":"cancel","bot":"a","symbol":null,"order":7}"#
    ),
    (DeskControl(.cancel(nil)), #"{"command":"cancel","bot":null,"symbol":null,"order":null}"#),
    (
      DeskControl(.close(ClientOrderID(ordinal: 7), units: 1_000, .risk), bot: "a"),
      #"{"command":"close","bot":"a","symbol":null,"position":7,"units":1000,"reason":"risk"}"#
    ),
    (
      DeskControl(.close(nil, units: nil, .kill), symbol: Known.eurusd.symbol),
      #"{"command":"close","bot":null,"symbol":"EURUSD","position":null,"units":null,"reason":"kill"}"#
    ),
    (
      DeskControl(.reduce(units: 2_000, .risk), bot: "a"),
      #"{"command":"reduce","bot":"a","symbol":null,"units":2000,"reason":"risk"}"#
    ),
  ]

  @Test("commands are written so", arguments: commands.indices)
  func command(_ index: Int) throws {
    let (control, text) = Self.commands[index]
    #expect(control.json.compactText == text)
    #expect(DeskControl(json: try JSONValue(json: Array(text.utf8))) == control)
  }

  @Test("every kind is written as it always was, and read", arguments: controls.indices)
  func text(_ index: Int) throws {
    let (control, text) = Self.controls[index]
    #expect(control.json.compactText == text)
    #expect(DeskControl(json: try JSONValue(json: Array(text.utf8))) == control)
  }

  @Test("these are all codes that the desk halts entries with")
  func codes() {
    let codes = Self.controls.compactMap { $0.0.json["code"] }
    #expect(
      codes == [
        "feed_stale", "feed_late", "clock_jump", "bot_paused", "bot_demoted", "bot_demoted", "grant_expired",
      ])
  }
}
