import TradingCore

/// What LEAN's folders and names say: `ASSET/MARKET/tick/SYMBOL/YYYYMMDD_quote.zip`.
extension FileFacts {
  /// The date of a LEAN file, from the start of its name or its member's, or the option.
  ///
  /// - Throws: `data` when nothing says it, or the sources differ.
  func leanDate(entry: String?) throws(ImportError) -> CivilDate {
    var found: CivilDate?
    for name in [parts.last, entry].compactMap({ $0 }) {
      guard let date = date(in: name) else { continue }
      if let found, found != date {
        throw fault(
          .contradiction(file: "\(found) by its name and \(date) by its entry's", option: "the file"))
      }
      found = date
    }
    guard let found else {
      guard let date = options.date else {
        throw fault(.factMissing(fact: "the date of the ticks", option: "--date D, as in 2014-05-01"))
      }
      return date
    }
    if let date = options.date, date != found {
      throw fault(.contradiction(file: "\(found)", option: "--date \(date)"))
    }
    guard TickTimes.years.contains(found.components.year) else {
      throw fault(.timeOutOfRange("\(found)", allowed: TickTimes.yearsRule))
    }
    return found
  }

  private func date(in name: String) -> CivilDate? {
    let last = name.split(separator: "/").last ?? ""
    guard last.dropFirst(8).hasPrefix("_"), let digits = number(last.prefix(8), 8) else { return nil }
    return CivilDate(year: digits / 10_000, month: digits / 100 % 100, day: digits % 100)
  }

  /// The zone of LEAN's quotes of FX and CFDs: a folder `oanda` above them means UTC, `fxcm` fixed UTC−5, anything
  /// else the option.
  ///
  /// - Throws: `data` when nothing says it, or the option contradicts the folder.
  func leanZone() throws(ImportError) -> (ImportZone, note: String) {
    let folders = Set(parts.dropLast().map { $0.lowercased() })
    let known: [(folder: String, zone: ImportZone)] = [
      ("oanda", .utc), ("fxcm", .fixed(secondsFromUTC: -5 * 3_600)),
    ]
    let said = known.filter { folders.contains($0.folder) }
    guard said.count == 1 else {
      guard let zone = options.zone else {
        throw fault(.factMissing(fact: "the time zone (no folder oanda or fxcm)", option: "--zone"))
      }
      return (zone, zone.note)
    }
    try agree(said[0].zone, "\(said[0].zone) (folder \(said[0].folder))")
    return (said[0].zone, "\(said[0].zone) (folder \(said[0].folder))")
  }

  /// The zone of LEAN's other ticks: New York for equities, UTC for futures and coins.
  func leanZone(of asset: LeanAsset) throws(ImportError) -> (ImportZone, note: String) {
    let zone = asset == .equity ? ImportZone.newYork : .utc
    let note = "\(zone) (LEAN \(asset.rawValue))"
    try agree(zone, note)
    return (zone, note)
  }

  /// The words of the member's name, or the file's: `20131007 gc tick trade 201312`.
  private func leanWords(entry: String?) -> [String] {
    let name = (entry ?? parts.last ?? "").split(separator: "/").last ?? ""
    return name.lowercased().split(separator: ".").first.map { $0.split(separator: "_").map(String.init) }
      ?? []
  }

  /// Whether the names say quotes or trades; `nil` when they do not.
  func leanKind(entry: String?) -> ImportKind? {
    for words in [leanWords(entry: entry), leanWords(entry: nil)] {
      if words.contains("trade") { return .trades }
      if words.contains("quote") { return .quotes }
    }
    return nil
  }

  /// The security type, from the folders, the option or the member's name.
  ///
  /// - Throws: `data` when folder and option differ.
  func leanAsset(entry: String?) throws(ImportError) -> LeanAsset? {
    let folders = parts.suffix(5).map { $0.lowercased() }
    var named: LeanAsset?
    if folders.count == 5, folders[2] == "tick" {
      named = folders[0] == "cryptofuture" ? .crypto : LeanAsset(rawValue: folders[0])
    }
    if let named, let stated = options.asset, stated != named {
      throw fault(
        .contradiction(file: "\(named.rawValue) by its folder", option: "--asset \(stated.rawValue)"))
    }
    if let known = named ?? options.asset { return known }
    let words = leanWords(entry: entry)
    if words.count == 4, words[2] == "trade", words[3] == "tick" { return .equity }
    if words.count == 5, words[2] == "tick", number(words[4], 6) != nil { return .future }
    return nil
  }

  /// LEAN's member names carry the symbol: `20140501_eurusd_tick_quote.csv`; those of futures the root alone.
  func checkLeanSymbol(entry: String?) throws(ImportError) {
    guard entry != nil else { return }
    let words = leanWords(entry: entry)
    guard words.count >= 4, number(words[0], 8) != nil, words[2] == "tick" || words[3] == "tick" else {
      return
    }
    let isFuture = words.count == 5 && options.symbol.name.hasPrefix(words[1].uppercased())
    if !options.names.admit(words[1].utf8), !isFuture {
      throw fault(.symbolMismatch(found: words[1], expected: options.symbol))
    }
  }
}
