import TestSupport
import Testing
import TradingCore

@testable import TickStore

struct PriceReaderTests {
  private func read(_ text: String, digits: Int) -> Result<Int64, ImportFault> {
    var reader = PriceReader(digits: digits)
    return Array(text.utf8).withUnsafeBufferPointer { field in
      do throws(ImportFault) { return .success(try reader.points(field)) } catch { return .failure(error) }
    }
  }

  @Test func `every price of four digits reads as the exact parser reads it`() throws {
    for points in Int64(1)...9_999 {
      for digits in 0...4 {
        let text = DecimalText.format(points, digits: digits)
        #expect(read(text, digits: 4) == .success(try DecimalText.parse(text, digits: 4)))
      }
    }
  }

  @Test(
    arguments: [
      ("1.123450000", 112_345), ("+1.1", 110_000), (".5", 50_000), ("1.", 100_000), ("0001.1", 110_000),
      ("1.1213000001", 112_130), ("1.12129999999999996", 112_130), ("1.1212999999999999634", 112_130),
      ("1.12345001", 112_345), ("1.000000000000000000000000001", 100_000),
      ("10995116.27775", 1_099_511_627_775), ("1.1e0", 110_000), ("8E-5", 8), ("112345e-5", 112_345),
      ("1.1212999999999999634e0", 112_130), ("1.12130000001E-0", 112_130), ("112129.9999999e-5", 112_130),
      ("1099511627775e-5", 1_099_511_627_775),
    ] as [(String, Int64)])
  func `noise within a thousandth of a point is rounded`(text: String, points: Int64) {
    #expect(read(text, digits: 5) == .success(points))
  }

  @Test(arguments: ["1.123451", "1.1234499", "1.12345011", "1.123450101", "107.0899961", "1.1212989999999"])
  func `anything further away is refused`(text: String) {
    #expect(read(text, digits: 5) == .failure(.excessDigits(text, digits: 5)))
  }

  @Test(arguments: ["", ".", "-", "+", "1,1", "1.1.1", "1e", "e5", "1e5.0", "nan", "0x1", " 1", "1 "])
  func `what is no decimal number is refused`(text: String) {
    #expect(read(text, digits: 5) == .failure(.malformedPrice(text)))
  }

  @Test(arguments: [
    "10995116.27776", "99999999999999999999999999", "1099511627776", "184467440737",
    "1e9", "1e999999999", "9223372036854775807.9999999999", "18446744073709551616e-5",
    "10995116.277759999999",
  ])
  func `prices of 2^40 points are refused`(text: String) {
    #expect(read(text, digits: 5) == .failure(.priceTooLarge(text)))
  }

  @Test func `no whole number wraps at any scale`() {
    for digits in 0...9 {
      for power in 1...25 {
        for first in 1...9 {
          let text = "\(first)" + String(repeating: "0", count: power - 1)
          let points = (0..<digits).reduce(Double(text) ?? 0) { product, _ in product * 10 }
          if points < Double(Price.magnitudeLimit) {
            #expect(read(text, digits: digits) == .success(Int64(points)))
          } else {
            #expect(read(text, digits: digits) == .failure(.priceTooLarge(text)))
          }
        }
      }
    }
  }

  @Test func `zero and less are refused`() {
    for text in ["0", "0.00000", "-1.1", "-0", "0.000000001"] {
      #expect(read(text, digits: 5) == .failure(.priceNotPositive(text)))
    }
  }

  @Test(
    arguments: [
      (100, 799, false), (100, 800, true), (100, 1_200, true), (100, 1_300, false), (100, 10_000, true),
      (100, 5_000, false), (100, 100_000, true), (1_000, 100, true), (1_000, 125, true), (1_000, 126, false),
    ] as [(Int64, Int64, Bool)])
  func `a jump near a power of ten is a change of scale`(from: Int64, to: Int64, isOther: Bool) {
    #expect(Mid(twice: to).isOtherScale(than: Mid(twice: from)) == isOther)
  }
}
