import CZlib
import FileSystem
import Foundation
import TestSupport
import TradingCore

@testable import TickStore

/// Small inputs in every container, made on the spot.
enum Fixture {
  /// A zip member.
  struct Member {
    var name: String
    var bytes: [UInt8]
    var isDeflated = true
  }

  static func zip(_ members: [Member]) -> [UInt8] {
    var file: [UInt8] = []
    var directory: [UInt8] = []
    for member in members {
      let packed = member.isDeflated ? deflated(member.bytes, windowBits: -15) : member.bytes
      let name = Array(member.name.utf8)
      let crc = UInt32(crc32(0, member.bytes, UInt32(member.bytes.count)))
      let common =
        little(20, 2) + little(0, 2) + little(member.isDeflated ? 8 : 0, 2) + little(0, 4)
        + little(Int(crc), 4) + little(packed.count, 4) + little(member.bytes.count, 4)
        + little(name.count, 2)
      directory +=
        little(0x0201_4B50, 4) + little(20, 2) + common + little(0, 2) + little(0, 2) + little(0, 2)
        + little(0, 2) + little(0, 4) + little(file.count, 4) + name
      file += little(0x0403_4B50, 4) + common + little(0, 2) + name + packed
    }
    let end =
      little(0x0605_4B50, 4) + little(0, 4) + little(members.count, 2) + little(members.count, 2)
      + little(directory.count, 4) + little(file.count, 4) + little(0, 2)
    return file + directory + end
  }

  static func zip(_ name: String, _ text: String) -> [UInt8] {
    zip([Member(name: name, bytes: Array(text.utf8))])
  }

  static func gzip(_ text: String) -> [UInt8] { deflated(Array(text.utf8), windowBits: 15 + 16) }

  static func deflated(_ bytes: [UInt8], windowBits: Int32) -> [UInt8] {
    var stream = z_stream()
    deflateInit2_(
      &stream, 6, Z_DEFLATED, windowBits, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
      Int32(MemoryLayout<z_stream>.size))
    defer { deflateEnd(&stream) }
    var input = bytes
    var output = [UInt8](repeating: 0, count: bytes.count * 2 + 1_000)
    let room = output.count
    input.withUnsafeMutableBufferPointer { from in
      output.withUnsafeMutableBufferPointer { to in
        stream.next_in = from.baseAddress
        stream.avail_in = UInt32(from.count)
        stream.next_out = to.baseAddress
        stream.avail_out = UInt32(to.count)
        deflate(&stream, Z_FINISH)
      }
    }
    return Array(output.prefix(room - Int(stream.avail_out)))
  }

  /// LZMA-alone with an end marker, as liblzma writes it.
  static func lzma(_ bytes: [UInt8]) -> [UInt8] { HourBytes.lzma(bytes) }

  /// A Dukascopy record before compression.
  struct Record {
    var milliseconds: Int
    var bid: Int
    var ask: Int
    var volume: Float = 1.5
  }

  static func bi5(_ records: [Record]) -> [UInt8] { lzma(records.flatMap(raw)) }

  static func raw(_ record: Record) -> [UInt8] {
    let volume = Int(record.volume.bitPattern)
    return [record.milliseconds, record.ask, record.bid, volume, volume].flatMap { little($0, 4).reversed() }
  }

  private static func little(_ value: Int, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
  }
}

extension TemporaryFolder {
  /// Writes a file, with its folders.
  func write(_ name: String, _ bytes: [UInt8]) throws -> String {
    let url = URL(fileURLWithPath: file(name))
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: url)
    return url.path
  }

  func write(_ name: String, _ text: String) throws -> String { try write(name, Array(text.utf8)) }
}

/// An import into memory.
struct Imported {
  var batch: TickBatch
  var quotes: [Quote] { batch.quotes }
  var sizes: [QuoteSize] { batch.sizes }
  var trades: [TradeTick] { batch.trades }
  var report: ImportReport

  init(_ paths: [String], _ options: ImportOptions) throws(ImportError) {
    var all = TickBatch()
    report = try TickImport.read(inputs: paths, options: options) { all.append($0, 0..<$0.quotes.count) }
    batch = all
  }

  init(_ path: String, _ options: ImportOptions = .eurusd) throws(ImportError) {
    try self.init([path], options)
  }
}

/// What an import says when it refuses, or a text that no test expects.
func refusal(_ paths: [String], _ options: ImportOptions = .eurusd) -> String {
  do throws(ImportError) {
    let imported = try Imported(paths, options)
    return "imported \(imported.quotes.count) ticks"
  } catch {
    return error.description
  }
}

func refusal(_ path: String, _ options: ImportOptions = .eurusd) -> String { refusal([path], options) }

extension ImportOptions {
  static let eurusd = symbol("EURUSD")

  static func symbol(_ name: String) -> ImportOptions {
    guard let symbol = Symbol(name) else { preconditionFailure("\(name) is a symbol") }
    return ImportOptions(symbol: symbol)
  }

  /// The options with some of them changed.
  func with(_ change: (inout ImportOptions) throws -> Void) rethrows -> ImportOptions {
    var copy = self
    try change(&copy)
    return copy
  }
}

extension Quote {
  /// A EURUSD quote from text.
  init(_ time: String, _ bid: Int64, _ ask: Int64) throws {
    self.init(eventTime: try Timestamp(iso8601: time), bid: Price(points: bid), ask: Price(points: ask))
  }
}
