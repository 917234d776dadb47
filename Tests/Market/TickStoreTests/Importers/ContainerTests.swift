import FileSystem
import TestSupport
import Testing
import TradingCore

@testable import TickStore

struct ContainerTests {
  private let folder: TemporaryFolder
  private static let text: String =
    "time,bid,ask\n"
    + (0..<600).map {
      "2024-01-02T00:\(two($0 / 60)):\(two($0 % 60)).\($0 * 7_919 % 10_007)Z,1.1\($0 % 7),1.2\n"
    }
    .joined()

  private static func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }

  init() throws { folder = try TemporaryFolder() }

  // MARK: Zip

  @Test func `a stored member reads like a deflated one`() throws {
    let bytes = Array(Self.text.utf8)
    let stored = try folder.write(
      "s.zip", Fixture.zip([.init(name: "a.csv", bytes: bytes, isDeflated: false)]))
    let deflated = try folder.write("d.zip", Fixture.zip([.init(name: "a.csv", bytes: bytes)]))
    #expect(try Imported(stored).quotes.count == 600)
    #expect(try Imported(stored).quotes == Imported(deflated).quotes)
  }

  @Test func `several members need a choice`() throws {
    let row = Array("utc,bid,ask\n2024-01-02T00:00:00,1.1,1.2\n".utf8)
    let path = try folder.write(
      "m.zip", Fixture.zip([.init(name: "a.csv", bytes: row), .init(name: "b.csv", bytes: row)]))
    #expect(
      refusal(path) == "the zip has several members: a.csv, b.csv (\(path)): choose one with --entry NAME")
    #expect(
      refusal(path, .eurusd.with { $0.entry = "c" })
        == "the zip has no member 'c', only a.csv, b.csv (\(path)): choose one with --entry NAME")
    #expect(try Imported(path, .eurusd.with { $0.entry = "b.csv" }).report.files.map(\.entry) == ["b.csv"])
  }

  /// A member with a quote at each of the seconds.
  private func member(_ name: String, _ seconds: [Int], bid: String = "1.1") -> Fixture.Member {
    .init(
      name: name,
      bytes: Array(
        (["utc,bid,ask"] + seconds.map { "2024-01-02T00:00:\(Self.two($0)),\(bid),1.2" }).joined(
          separator: "\n"
        ).utf8))
  }

  @Test func `all members of one series are read, by time and not by name`() throws {
    let path = try folder.write(
      "m.zip",
      Fixture.zip([
        member("b.csv", [1, 2], bid: "1.11"), member("notes.txt", [9]), member("folder/a.csv", [5, 6]),
        member("c.csv", [3], bid: "1.12"),
      ]))
    let imported = try Imported(path)
    #expect(imported.quotes.map(\.bid.points) == [111, 111, 112, 110, 110].map { $0 * 1_000 })
    #expect(imported.report.files.map(\.entry) == ["b.csv", "c.csv", "folder/a.csv"])
    #expect(imported.report.ignored == ["\(path), entry notes.txt"])
    #expect(
      imported.report.provenance
        == "csv: 3 files, m.zip entry b.csv to m.zip entry folder/a.csv; UTC (named by the header)")
    #expect(try Imported(path, .eurusd.with { $0.entry = "c.csv" }).quotes.count == 1)
    // Text files alone are the series.
    let texts = try folder.write("t.zip", Fixture.zip([member("a.txt", [1]), member("b.txt", [2])]))
    #expect(try Imported(texts).quotes.count == 2)
  }

  @Test func `a fault in one of the members is named with it`() throws {
    let path = try folder.write(
      "m.zip", Fixture.zip([member("a.csv", [1]), member("b.csv", [2], bid: "x"), member("c.csv", [3])]))
    #expect(refusal(path).hasPrefix("'x' is not a price (\(path), entry b.csv, line 2)"))
    let empty = try folder.write(
      "e.zip", Fixture.zip([member("a.csv", [1]), .init(name: "b.csv", bytes: [])]))
    #expect(refusal(empty) == "the file is empty (\(empty), entry b.csv): give a file or folder with ticks")
  }

  @Test func `members that name several symbols are one series only where the symbol says which`() throws {
    let path = try folder.write(
      "m.zip",
      Fixture.zip([
        member("EURUSD-01.csv", [1]), member("gbp_usd-01.csv", [2], bid: "1.11"),
        member("EUR_USD-02.csv", [3]),
      ]))
    #expect(try Imported(path).report.files.map(\.entry) == ["EURUSD-01.csv", "EUR_USD-02.csv"])
    #expect(try Imported(path, .symbol("GBPUSD")).report.files.map(\.entry) == ["gbp_usd-01.csv"])
    #expect(refusal(path, .symbol("USDJPY")).hasPrefix("the zip has several members: EURUSD-01.csv"))
  }

  @Test func `members that overlap are refused like files`() throws {
    let path = try folder.write(
      "m.zip", Fixture.zip([member("a.csv", [1, 3, 5]), member("b.csv", [2, 4], bid: "1.11")]))
    let words = refusal(path, .eurusd.with { $0.overlapping = .refuse })
    #expect(words.contains("\(path), entry a.csv"))
    #expect(words.contains("\(path), entry b.csv"))
    #expect(try Imported(path).quotes.count == 5)
  }

  @Test func `gzip inside a zip is unpacked, and what is no table in there is refused by name`() throws {
    let packed = try folder.write(
      "g.zip",
      Fixture.zip([
        .init(name: "a.csv.gz", bytes: Fixture.gzip(Self.text)),
        .init(
          name: "b.csv.gz", bytes: Fixture.gzip("time,bid,ask\n2024-01-03T00:00:00Z,1.1,1.2\n"),
          isDeflated: false),
      ]))
    #expect(try Imported(packed).quotes.count == 601)
    let damaged = try folder.write(
      "d.zip", Fixture.zip([.init(name: "a.csv.gz", bytes: Array(Fixture.gzip(Self.text).dropLast(9)))]))
    #expect(refusal(damaged).hasPrefix("the gzip data ends too early (\(damaged), entry a.csv.gz, byte "))
    let inner = Fixture.zip("a.csv", Self.text)
    let nested = try folder.write("n.zip", Fixture.zip([.init(name: "a.zip", bytes: inner)]))
    #expect(refusal(nested).hasPrefix("a zip inside of a zip can't be read (\(nested), entry a.zip)"))
    let several = try folder.write(
      "s.zip", Fixture.zip([.init(name: "a.zip", bytes: inner), .init(name: "b.zip", bytes: inner)]))
    #expect(refusal(several).hasPrefix("a zip of zips can't be read (\(several))"))
  }

  @Test func `the status report beside HistData's ticks is set aside by name`() throws {
    let path = try folder.write(
      "h.zip",
      Fixture.zip([
        .init(name: "DAT_ASCII_EURUSD_T_202001.txt", bytes: Array("gaps".utf8)),
        .init(
          name: "DAT_ASCII_EURUSD_T_202001.csv", bytes: Array("20200101 170000065,1.121200,1.121720,0\n".utf8)
        ),
      ]))
    let report = try Imported(path).report
    #expect(report.format == .histdata)
    #expect(report.ignored == ["\(path), entry DAT_ASCII_EURUSD_T_202001.txt"])
    #expect(refusal(path, .symbol("GBPUSD")).hasPrefix("expected ticks of GBPUSD, was EURUSD (\(path))"))
  }

  @Test func `no damaged byte of a zip goes unnoticed`() throws {
    let sound = Fixture.zip("a.csv", Self.text)
    let quotes = try Imported(folder.write("a.zip", sound)).quotes
    for position in stride(from: 0, to: sound.count, by: max(1, sound.count / 250)) {
      var bytes = sound
      bytes[position] ^= 0x20
      let path = try folder.write("a.zip", bytes)
      do throws(ImportError) {
        // Bytes that carry no meaning for the data (dates, versions) may change.
        #expect(try Imported(path).quotes == quotes, "byte \(position)")
      } catch {
        #expect(error.description.contains(path))
      }
    }
  }

  @Test func `damage inside a zip is named with its place`() throws {
    var bytes = Fixture.zip("a.csv", Self.text)
    let size = bytes.count
    bytes[size / 2] ^= 0xFF
    let path = try folder.write("a.zip", bytes)
    #expect(refusal(path).contains(" (\(path), entry a.csv, "))
    let cut = try folder.write("cut.zip", Array(Fixture.zip("a.csv", Self.text).prefix(size / 2)))
    #expect(
      refusal(cut)
        == "the zip data ends too early (\(cut), byte \(size / 2)): fetch the file again; nothing was imported"
    )
  }

  @Test func `a wrong CRC-32 is an error after the last row`() throws {
    let row = "utc,bid,ask\n2024-01-02T00:00:00,1.1,1.2\n"
    var bytes = Fixture.zip([.init(name: "a.csv", bytes: Array(row.utf8), isDeflated: false)])
    bytes[35 + row.utf8.count - 2] = UInt8(ascii: "3")
    let path = try folder.write("a.zip", bytes)
    #expect(
      refusal(path).hasPrefix(
        "damaged zip data: the CRC-32 is wrong (\(path), entry a.csv, byte \(35 + row.utf8.count))"))
  }

  @Test func `what a zip may be and is not read as, is named`() throws {
    let sound = Fixture.zip("a.csv", Self.text)
    let directory = sound.count - 22 - 46 - 5
    func with(_ position: Int, _ value: UInt8) throws -> String {
      var bytes = sound
      bytes[position] = value
      return try folder.write("a.zip", bytes)
    }
    #expect(refusal(try with(directory + 8, 1)).hasPrefix("an encrypted zip can't be read"))
    #expect(refusal(try with(sound.count - 18, 1)).hasPrefix("a zip on several disks can't be read"))
    var large = sound
    for position in sound.count - 14..<sound.count - 6 { large[position] = 0xFF }
    #expect(refusal(try folder.write("l.zip", large)).hasPrefix("a zip64 file can't be read"))
  }

  @Test(arguments: [14, 18, 22])
  func `a member's own header has the CRC and the lengths of the directory`(position: Int) throws {
    var bytes = Fixture.zip("a.csv", Self.text)
    bytes[position] ^= 1
    let path = try folder.write("a.zip", bytes)
    #expect(
      refusal(path) == "damaged zip data: the member's header differs from the directory "
        + "(\(path), entry a.csv, byte 0): fetch the file again; nothing was imported")
  }

  // MARK: gzip

  @Test func `a row that damage made wrong is told as damage, a wrong row in sound data as a row`() throws {
    let wrong = Self.text.replacing(",1.13,1.2\n", with: ",x.13,1.2\n", maxReplacements: 1)
    var bytes = Fixture.gzip(wrong)
    let sound = try folder.write("s.csv.gz", bytes)
    #expect(refusal(sound).contains("(\(sound), line 5)"))
    bytes[bytes.count - 6] ^= 1
    let path = try folder.write("a.csv.gz", bytes)
    #expect(refusal(path).hasPrefix("damaged gzip data: incorrect data check (\(path), byte "))
  }

  @Test(arguments: [("a.csv.gz", "gzip"), ("a.zip", "zip"), ("00h_ticks.bi5", "LZMA")])
  func `a name that says packed and bytes that don't are damage`(name: String, container: String) throws {
    let path = try folder.write(name, Array(Self.text.utf8))
    #expect(
      refusal(path) == "damaged \(container) data: it does not start like such data, as its name says "
        + "(\(path), byte 0): fetch the file again; nothing was imported")
  }

  @Test(arguments: [20, 500, 2_000])
  func `damage in gzip is named with its place`(position: Int) throws {
    let sound = Fixture.gzip(Self.text)
    var bytes = sound
    bytes[position] ^= 0xFF
    let path = try folder.write("a.csv.gz", bytes)
    #expect(refusal(path).contains("\(path), "))
    #expect(!refusal(path).hasPrefix("imported"))
    let cut = try folder.write("b.csv.gz", Array(sound.prefix(position)))
    #expect(
      refusal(cut)
        == "the gzip data ends too early (\(cut), byte \(position)): fetch the file again; nothing was imported"
    )
  }

  @Test func `a wrong checksum at the end of gzip is damage`() throws {
    var bytes = Fixture.gzip(Self.text)
    bytes[bytes.count - 6] ^= 1
    let path = try folder.write("a.csv.gz", bytes)
    #expect(
      refusal(path)
        == "damaged gzip data: incorrect data check (\(path), byte \(bytes.count - 4)): "
        + "fetch the file again; nothing was imported")
  }

  // MARK: Others

  @Test(
    arguments: [
      ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0], "an xz file can't be read"),
      ([0xFF, 0xFE, 65, 0], "this is text in UTF-16"),
      ([0x89, 0x54, 0x49, 0x43, 0x4B, 0x53, 0x0D, 0x0A], "this is a tick file already"),
    ] as [([UInt8], String)])
  func `other containers are refused by name`(bytes: [UInt8], message: String) throws {
    #expect(refusal(try folder.write("a.csv", bytes)).hasPrefix(message))
  }

  @Test func `an entry is chosen in zips only`() throws {
    let path = try folder.write("a.csv", Self.text)
    #expect(refusal(path, .eurusd.with { $0.entry = "x" }) == "\(path) is no zip (--entry): leave it out")
  }

  @Test func `a missing file and an unreadable one keep their own kind`() throws {
    let path = folder.file("none.csv")
    #expect(refusal(path) == "no such file (\(path)): check the path")
    #expect(ImportError.file(.missing(path: path)).kind == .tickStore(.missingInput))
  }
}
