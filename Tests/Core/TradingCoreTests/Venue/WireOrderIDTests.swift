import TestSupport
import Testing
import TradingCore

@Suite("Our number of something at a broker")
struct WireOrderIDTests {
  private static func order(_ number: UInt64, _ leg: OrderLeg = .own) -> WireOrderID.Subject {
    .order(OrderKey(ClientOrderID(ordinal: number), leg: leg))
  }

  @Test("is home, evidence, what is meant, number and check")
  func text() throws {
    let id = try #require(WireOrderID(home: 1, evidence: 1, subject: Self.order(1)))
    #expect(id.text == "0000010001-O0000001N")
    let stop = try #require(WireOrderID(home: 1, evidence: 1, subject: Self.order(1, .stopLoss)))
    #expect(stop.text == "0000010001-S00000011")
    let request = try #require(WireOrderID(home: 1, evidence: 1, subject: .request(1)))
    #expect(request.text == "0000010001-R0000001W")
    let last = try #require(
      WireOrderID(
        home: WireOrderID.homeLimit - 1, evidence: WireOrderID.evidenceLimit - 1,
        subject: Self.order(WireOrderID.ordinalLimit - 1, .takeProfit)))
    #expect(last.text == "ZZZZZZZZZZ-TZZZZZZZB")
  }

  @Test("is 20 characters of A-Z, 0-9 and one dash, and reads back")
  func shape() throws {
    var generator = SeededGenerator(seed: 7)
    let legs = OrderLeg.allCases
    for index in 0..<2_000 {
      let number = 1 + generator.next() % (WireOrderID.ordinalLimit - 1)
      let id = try #require(
        WireOrderID(
          home: UInt32(generator.next() % UInt64(WireOrderID.homeLimit)),
          evidence: UInt32(1 + generator.next() % UInt64(WireOrderID.evidenceLimit - 1)),
          subject: index % 4 == 3 ? .request(number) : Self.order(number, legs[index % 4])))
      let text = Array(id.text.utf8)
      #expect(text.count == 20)
      #expect(
        text.enumerated().allSatisfy {
          $0 == 10 ? $1 == 0x2D : (0x30...0x39).contains($1) || (0x41...0x5A).contains($1)
        })
      #expect(WireOrderID(id.text) == id)
    }
  }

  @Test("is another one for every home, evidence, subject and number")
  func unique() throws {
    var texts: Set<String> = []
    var count = 0
    for home: UInt32 in [0, 1, 36, WireOrderID.homeLimit - 1] {
      for evidence: UInt32 in [1, 2, 36, WireOrderID.evidenceLimit - 1] {
        for number: UInt64 in [1, 2, 36, 1 << 32, WireOrderID.ordinalLimit - 1] {
          for subject in OrderLeg.allCases.map({ Self.order(number, $0) }) + [.request(number)] {
            texts.insert(try #require(WireOrderID(home: home, evidence: evidence, subject: subject)).text)
            count += 1
          }
        }
      }
    }
    #expect(texts.count == count)
  }

  @Test("holds no part that does not fit")
  func bounds() {
    #expect(WireOrderID(home: WireOrderID.homeLimit, evidence: 1, subject: Self.order(1)) == nil)
    #expect(WireOrderID(home: 1, evidence: 0, subject: Self.order(1)) == nil)
    #expect(WireOrderID(home: 1, evidence: WireOrderID.evidenceLimit, subject: Self.order(1)) == nil)
    #expect(WireOrderID(home: 1, evidence: 1, subject: Self.order(0)) == nil)
    #expect(WireOrderID(home: 1, evidence: 1, subject: .request(WireOrderID.ordinalLimit)) == nil)
  }

  @Test("is not read with any one character wrong")
  func wrongCharacter() throws {
    let text = Array("K3V9QZ00A7-O00000425")
    #expect(WireOrderID(String(text)) != nil)
    for place in text.indices {
      for other in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-" where other != text[place] {
        var wrong = text
        wrong[place] = other
        #expect(WireOrderID(String(wrong)) == nil, "\(String(wrong))")
      }
    }
  }

  @Test(
    "is not read from anything else",
    arguments: [
      "", "K3V9QZ00A7-O0000042", "K3V9QZ00A7-O000004255", "k3v9qz00a7-o00000425", " K3V9QZ00A7-O0000042",
      "K3V9QZ00A7O000000425", "12345678901234567890", "K3V9QZ00A7-O000004²", "0000010000-O0000001O",
    ])
  func otherText(text: String) { #expect(WireOrderID(text) == nil) }
}
