import Foundation
import JSONText
import Logging
import TestSupport
import Testing
import TradingCore

@testable import ModeManager

@Suite("Logs are JSON lines that rotate and never hold trading up")
struct LoggingTests {
  private static let noon = Timestamp(milliseconds: 1_795_003_200_250)

  private func lines(_ path: String) throws -> [String] {
    try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map(String.init)
  }

  private func logger(_ file: RotatingLogFile, level: Logger.Level = .info) -> Logger {
    Logger(label: "desk") { label in
      JSONLinesLogHandler(label: label, level: level, destinations: [file], now: { Self.noon })
    }
  }

  @Test("A message is one object a line, its metadata in order of name")
  func format() throws {
    let folder = try TemporaryFolder()
    let file = try RotatingLogFile(path: folder.file("logs/run.jsonl"))
    var logger = logger(file)
    logger[metadataKey: "session"] = "s1"
    logger.info("two\nlines", metadata: ["bot": "b1", "codes": ["a", "b"], "nested": ["n": "\(1)"]])
    logger.debug("below the level")
    logger.error("no metadata of its own")
    #expect(
      try lines(file.path) == [
        #"{"time":"2026-11-18T12:00:00.250Z","level":"info","logger":"desk","message":"two\nlines","#
          + #""metadata":{"bot":"b1","codes":["a","b"],"nested":{"n":"1"},"session":"s1"}}"#,
        #"{"time":"2026-11-18T12:00:00.250Z","level":"error","logger":"desk","#
          + #""message":"no metadata of its own","metadata":{"session":"s1"}}"#,
      ])
  }

  @Test("The level is an option")
  func level() throws {
    let folder = try TemporaryFolder()
    let file = try RotatingLogFile(path: folder.file("run.jsonl"))
    logger(file, level: .debug).debug("seen")
    logger(file, level: .error).warning("not seen")
    #expect(try lines(file.path).count == 1)
    #expect(try JSONValue(json: Array(lines(file.path)[0].utf8))["message"] == "seen")
  }

  @Test("A full file is renamed, and as many are kept as wanted")
  func rotation() throws {
    let folder = try TemporaryFolder()
    let file = try RotatingLogFile(path: folder.file("run.jsonl"), maximumBytes: 20, kept: 2)
    for number in 0..<9 { file.write("line \(number)", at: Self.noon) }
    #expect(try folder.names() == ["run.jsonl", "run.jsonl.1", "run.jsonl.2"])
    #expect(try lines(file.path) == ["line 8"])
    #expect(try lines(file.path + ".1") == ["line 6", "line 7"])
    #expect(try lines(file.path + ".2") == ["line 4", "line 5"])
  }

  @Test("A log goes on at the end of the file it finds")
  func reopened() throws {
    let folder = try TemporaryFolder()
    try RotatingLogFile(path: folder.file("run.jsonl")).write("one", at: Self.noon)
    try RotatingLogFile(path: folder.file("run.jsonl")).write("two", at: Self.noon)
    #expect(try lines(folder.file("run.jsonl")) == ["one", "two"])
  }

  @Test(
    "A full disk drops lines and counts them",
    .enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
  func fullDisk() throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createSymbolicLink(
      atPath: folder.file("run.jsonl"), withDestinationPath: "/dev/full")
    let file = try RotatingLogFile(path: folder.file("run.jsonl"))
    file.write("one", at: Self.noon)
    file.write("two", at: Self.noon)
    #expect(file.droppedLines == 2)
  }

  @Test("A reader that stops reading loses lines, is told how many, and stops nobody")
  func fullPipe() throws {
    let pipe = Pipe()
    let log = StreamLog(descriptor: pipe.fileHandleForWriting.fileDescriptor)
    let long = String(repeating: "x", count: 1_000)
    for _ in 0..<200 { log.write(long, at: Self.noon) }
    let dropped = log.droppedLines
    #expect((100..<200).contains(dropped), "a pipe holds 64 KiB at most")
    var room = [UInt8](repeating: 0, count: 1 << 20)
    #expect(read(pipe.fileHandleForReading.fileDescriptor, &room, room.count) > 0)
    log.write("again", at: Self.noon)
    pipe.fileHandleForWriting.closeFile()
    let rest = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    let expected =
      #"{"time":"2026-11-18T12:00:00.250Z","level":"warning","message":"log lines were dropped","#
      + #""metadata":{"count":"\#(dropped)"}}"#
    #expect(rest.split(separator: "\n").suffix(2) == [Substring(expected), "again"])
  }

  @Test("The log of a run lies in its home")
  func runLog() throws {
    let folder = try TemporaryFolder()
    let log = try RunLog(home: folder.path, level: .info, toStandardError: false)
    log.logger("feed").notice("connected")
    let line = try JSONValue(json: Array(try lines(folder.file("logs/run.jsonl"))[0].utf8))
    #expect(line["logger"] == "feed")
    #expect(line["level"] == "notice")
    #expect(log.droppedLines == 0)
  }
}
