import TradingCore

/// What the path of a file says about its ticks, and how that agrees with the options.
struct FileFacts {
  let path: String
  let options: ImportOptions

  var parts: [String] { InputTree.components(of: path) }

  func fault(_ fault: ImportFault) -> ImportError { .data(ImportPlace(path: path), fault) }

  // MARK: Dukascopy

  /// The hour of a `.bi5` file, from `SYMBOL/YYYY/MM/DD/HHh_ticks.bi5` with months 00 to 11, or the option.
  ///
  /// - Throws: `data` when neither says it, they differ, or the path is of another symbol.
  func dukascopyHour() throws(ImportError) -> Timestamp {
    guard let named = try hourFromPath() else {
      guard let hour = options.hour else {
        throw fault(.factMissing(fact: "the hour of the ticks", option: "--hour T, as in 2019-02-04T13:00Z"))
      }
      return hour
    }
    if let hour = options.hour, hour != named {
      throw fault(.contradiction(file: named.iso8601, option: "--hour \(hour.iso8601)"))
    }
    return named
  }

  private func hourFromPath() throws(ImportError) -> Timestamp? {
    let parts = parts.suffix(5).map { $0 }
    guard parts.count == 5, parts[4].lowercased().hasSuffix("h_ticks.bi5"),
      let hour = number(parts[4].prefix(while: { $0 != "h" }), 2), let day = number(parts[3], 2),
      let month = number(parts[2], 2), let year = number(parts[1], 4)
    else { return nil }
    let name = parts[1...].joined(separator: "/")
    guard month <= 11, hour <= 23, let date = CivilDate(year: year, month: month + 1, day: day),
      TickTimes.years.contains(year)
    else {
      throw fault(.timeOutOfRange(name, allowed: "the calendar; months of Dukascopy's folders are 00 to 11"))
    }
    let symbol = parts[0].uppercased()
    guard options.names.admit(symbol.utf8) || symbol == DukascopyInstruments.fileName(of: options.symbol)
    else {
      throw fault(.symbolMismatch(found: parts[0], expected: options.symbol))
    }
    return date.startUTC.advanced(by: Int64(hour) * Timestamp.hour)
  }

  /// From the integers of the file to points of `digits` decimals.
  func dukascopyScale(digits: Int) throws(ImportError) -> DukascopyScale {
    let name = DukascopyInstruments.fileName(of: options.symbol)
    guard let fileDigits = options.digits ?? DukascopyInstruments.digits(of: name) else {
      throw fault(
        .factMissing(fact: "how Dukascopy scales the prices of \(name)", option: "--digits, its decimals"))
    }
    return DukascopyScale(fileDigits: fileDigits, digits: digits)
  }

  // MARK: HistData

  /// HistData's names carry the symbol: `DAT_ASCII_EURUSD_T_202001.csv`.
  func checkHistDataSymbol(entry: String?) throws(ImportError) {
    for name in [parts.last, entry].compactMap({ $0?.uppercased() }) {
      let words = name.split(separator: "_")
      guard words.count >= 4, words[0] == "DAT", words[1] == "ASCII" else { continue }
      if !options.names.admit(words[2].utf8) {
        throw fault(.symbolMismatch(found: String(words[2]), expected: options.symbol))
      }
    }
  }

  // MARK: All

  /// A zone that the format settles may be stated, but not another.
  func agree(_ zone: ImportZone, _ saying: String) throws(ImportError) {
    if let stated = options.zone, stated != zone {
      throw fault(.contradiction(file: saying, option: "--zone \(stated)"))
    }
  }

  func number(_ text: some StringProtocol, _ width: Int) -> Int? {
    guard text.utf8.count == width, text.utf8.allSatisfy({ $0 &- 48 <= 9 }) else { return nil }
    return Int(text)
  }
}
