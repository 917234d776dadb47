package import TradingCore

/// What the instrument is called in the files.
package struct SymbolNames: Sendable, Hashable {
  /// The instrument asked for.
  package let symbol: Symbol
  private var meanings: [String: Symbol]

  /// The symbol under its own name and those that stand for it.
  ///
  /// `meanings`: what names in the files mean, by the name in capitals.
  package init(_ symbol: Symbol, meanings: [String: Symbol] = [:]) {
    self.symbol = symbol
    self.meanings = meanings
  }

  /// Whether a name means the symbol: as stated, else in any case and with `/` or without.
  func admit(_ name: some Collection<UInt8>) -> Bool {
    if meanings.isEmpty, name.elementsEqual(symbol.name.utf8) { return true }
    if let meaning = meanings[String(decoding: name, as: UTF8.self).uppercased()] { return meaning == symbol }
    return Self.plain(name) == symbol.name
  }

  private static func plain(_ name: some Collection<UInt8>) -> String {
    String(decoding: name.filter { $0 != UInt8(ascii: "/") }, as: UTF8.self).uppercased()
  }

  /// A name and what it means, from `EURUSD.r=EURUSD`.
  ///
  /// - Throws: `option` for anything else.
  package static func meaning(_ text: String) throws(ImportError) -> (name: String, symbol: Symbol) {
    let parts = text.split(separator: "=", omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty, let symbol = Symbol(String(parts[1])) else {
      throw .option(
        name: "--map", problem: "'\(text)' does not say what a name means",
        remedy: "give the name in the files and the instrument, as in --map EURUSD.r=EURUSD")
    }
    return (parts[0].uppercased(), symbol)
  }

  /// Whether a name could be a broker's own for the symbol, as `EURUSD.r`, `EURUSDm` and `#AAPL` are.
  static func resembles(_ name: String, _ symbol: Symbol) -> Bool {
    func letters(_ text: String) -> String { text.uppercased().filter { $0.isLetter || $0.isNumber } }
    return letters(name).contains(letters(symbol.name))
  }
}

/// Tells the rows of the symbol asked for from those of others in the same file.
struct SymbolFilter {
  private let names: SymbolNames
  private var sawSymbol = false
  private var other: String?
  private var namesSeen = 0
  // Rows mostly have the name of the row before.
  private var lastName: [UInt8] = []
  private var lastAnswer = false
  /// Rows of other symbols.
  private(set) var others = 0

  init(_ names: SymbolNames) { self.names = names }

  /// Whether the row is of the symbol.
  mutating func admits(_ name: ByteField) -> Bool {
    if lastName.isEmpty || !name.elementsEqual(lastName) {
      lastName = Array(name)
      lastAnswer = names.admit(name)
      if !lastAnswer, namesSeen < Self.namesLooked { look(at: name) }
    }
    if lastAnswer {
      sawSymbol = true
      return true
    }
    others += 1
    return false
  }

  /// Keeps the name that most looks like the symbol's, for the refusal.
  private mutating func look(at name: ByteField) {
    namesSeen += 1
    let text = String(decoding: name.prefix(40), as: UTF8.self)
    if other == nil || SymbolNames.resembles(text, names.symbol) { other = text }
  }

  private static let namesLooked = 1_000

  /// - Throws: `symbolMismatch` when every row was of other symbols.
  func finish() throws(ImportFault) {
    if !sawSymbol, let other { throw .symbolMismatch(found: other, expected: names.symbol) }
  }
}
