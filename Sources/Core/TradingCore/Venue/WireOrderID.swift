/// Our number of something sent to a broker, as it leaves the house: unique for ever, and short enough for the
/// narrowest broker.
///
/// 20 characters of `A-Z`, `0-9` and `-`: six for the home, four for the bot's evidence within it, a dash, one for
/// what is meant, seven for the number, numbers to base 36, and a check character. The engine knows none of this: it
/// speaks of `OrderKey`, and the host translates. `K3V9QZ00A7-O00000425`.
///
/// The check is ISO/IEC 7064 MOD 37,36, which finds every single wrong character and, of two neighbors that changed
/// places, all but one pair in 600: a broker's own or another program's number is not taken for one of ours.
package struct WireOrderID: Sendable, Hashable {
  /// What the number is of.
  package enum Subject: Sendable, Hashable {
    /// An order, close or protecting leg.
    case order(OrderKey)
    /// A request to cancel or to change something, by the number of its intent.
    case request(UInt64)
  }

  /// The home; drawn once when it is made.
  package let home: UInt32
  /// The bot's evidence in it, from 1 in order of registration.
  package let evidence: UInt32
  /// What the number is of.
  package let subject: Subject

  /// One past the largest home.
  package static let homeLimit: UInt32 = 2_176_782_336
  /// One past the largest evidence of a home.
  package static let evidenceLimit: UInt32 = 1_679_616
  /// One past the largest number of an order or intent.
  package static let ordinalLimit: UInt64 = 78_364_164_096

  /// A number from its parts; `nil` when one of them does not fit.
  package init?(home: UInt32, evidence: UInt32, subject: Subject) {
    guard home < Self.homeLimit, evidence > 0, evidence < Self.evidenceLimit,
      subject.number > 0, subject.number < Self.ordinalLimit
    else { return nil }
    self.home = home
    self.evidence = evidence
    self.subject = subject
  }

  /// The parts of a text; `nil` for any text that `text` does not write.
  package init?(_ text: String) {
    let characters = Array(text.utf8)
    guard characters.count == 20, characters[10] == UInt8(ascii: "-"),
      let home = Self.number(characters[0..<6]), let evidence = Self.number(characters[6..<10]),
      let ordinal = Self.number(characters[12..<19]), let home = UInt32(exactly: home),
      let evidence = UInt32(exactly: evidence),
      let subject = Subject(letter: characters[11], number: ordinal),
      let check = Self.check(Array(characters[0..<10] + characters[11..<19])), check == characters[19]
    else { return nil }
    self.init(home: home, evidence: evidence, subject: subject)
  }

  /// The 20 characters.
  package var text: String {
    var characters = Self.digits(UInt64(home), count: 6) + Self.digits(UInt64(evidence), count: 4)
    let rest = [subject.letter] + Self.digits(subject.number, count: 7)
    let check = Self.check(characters + rest) ?? 0
    characters.append(UInt8(ascii: "-"))
    return String(decoding: characters + rest + [check], as: UTF8.self)
  }

  private static func digits(_ number: UInt64, count: Int) -> [UInt8] {
    var digits = [UInt8](repeating: UInt8(ascii: "0"), count: count)
    var rest = number
    for index in digits.indices.reversed() {
      digits[index] = character(Int(rest % 36))
      rest /= 36
    }
    return digits
  }

  private static func number(_ characters: ArraySlice<UInt8>) -> UInt64? {
    var number: UInt64 = 0
    for character in characters {
      guard let value = value(character) else { return nil }
      number = number * 36 + UInt64(value)
    }
    return number
  }

  private static func character(_ value: Int) -> UInt8 {
    UInt8(value < 10 ? 48 + value : 55 + value)
  }

  private static func value(_ character: UInt8) -> Int? {
    switch character {
    case 48...57: Int(character) - 48
    case 65...90: Int(character) - 55
    default: nil
    }
  }

  /// Source: ISO/IEC 7064:2003, hybrid system MOD 37,36.
  private static func check(_ characters: [UInt8]) -> UInt8? {
    var product = 36
    for character in characters {
      guard let value = value(character) else { return nil }
      let sum = (product + value) % 36
      product = (sum == 0 ? 36 : sum) * 2 % 37
    }
    return self.character((37 - product) % 36)
  }

}

extension WireOrderID.Subject {
  fileprivate var letter: UInt8 {
    switch self {
    case .request: UInt8(ascii: "R")
    case .order(let key):
      switch key.leg {
      case .own: UInt8(ascii: "O")
      case .stopLoss: UInt8(ascii: "S")
      case .takeProfit: UInt8(ascii: "T")
      }
    }
  }

  fileprivate var number: UInt64 {
    switch self {
    case .request(let number): number
    case .order(let key): key.order.ordinal
    }
  }

  fileprivate init?(letter: UInt8, number: UInt64) {
    let order = ClientOrderID(ordinal: number)
    switch letter {
    case UInt8(ascii: "R"): self = .request(number)
    case UInt8(ascii: "O"): self = .order(OrderKey(order))
    case UInt8(ascii: "S"): self = .order(OrderKey(order, leg: .stopLoss))
    case UInt8(ascii: "T"): self = .order(OrderKey(order, leg: .takeProfit))
    default: return nil
    }
  }
}

extension WireOrderID: CustomStringConvertible {
  /// The 20 characters.
  package var description: String { text }
}
