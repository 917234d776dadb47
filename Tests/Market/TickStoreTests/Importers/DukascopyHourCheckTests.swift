import FileSystem
import TestSupport
import Testing

@testable import TickStore

@Suite("What is checked before an hour is kept")
struct DukascopyHourCheckTests {
  private func fault(_ bytes: [UInt8]) -> String {
    do throws(DukascopyHourFault) {
      return "\(try DukascopyHourCheck.countTicks(bytes)) ticks"
    } catch {
      return error.reason
    }
  }

  @Test("Sound hours are counted")
  func sound() {
    #expect(fault(HourBytes.hour(3, ticks: 7)) == "7 ticks")
    #expect(fault(HourBytes.bi5([])) == "0 ticks")
  }

  @Test("Every cut of an hour is refused")
  func cuts() {
    let bytes = HourBytes.hour(3, ticks: 40)
    for length in 0..<bytes.count {
      #expect(!fault(Array(bytes.prefix(length))).hasSuffix("ticks"), "\(length) of \(bytes.count) bytes")
    }
    #expect(fault(bytes + [0]) == "bytes follow the end of its LZMA data")
  }

  @Test("An impossible volume is refused")
  func volume() {
    var record = [UInt8](repeating: 0, count: 20)
    (record[7], record[11], record[12]) = (2, 1, 0x80)
    record[15] = 1
    #expect(fault(HourBytes.lzma(record)) == "record 1 has an impossible volume")
  }

  @Test(
    "It agrees with the importer on recorded hours",
    .enabled(if: RealTicks.areAvailable, "\(RealTicks.skipMessage)"))
  func real() throws {
    for hour in ["00", "13", "22"] {
      let path = RealTicks.path("dukascopy_bi5/EURUSD/2019/01/04/\(hour)h_ticks.bi5")
      #expect(try DukascopyHourCheck.countTicks(InputFile.contents(of: path)) == Imported(path).quotes.count)
    }
  }
}
