package import TradingCore

/// What is wrong with the data of an input, apart from where.
package enum ImportFault: Error, Sendable, Hashable {
  // The container.
  /// No bytes at all, in a format where that means nothing.
  case empty
  /// Zip, gzip or LZMA data that does not decode.
  case damaged(container: String, reason: String)
  /// The data ends before it should.
  case truncated(container: String)
  /// A kind of container that is not read.
  case unsupportedContainer(String)
  /// A tick file, which needs no import.
  case tickFile
  /// Text in two bytes a character.
  case utf16
  /// Several members in a zip and no choice, or a choice that is not there.
  case entryNeeded(members: [String], chosen: String?)

  // The format.
  /// More than one format fits, or none does.
  case formatUnclear(String)
  /// Quotes where trades were asked for, or the other way round.
  case otherKind(found: ImportKind, wanted: ImportKind)
  /// Quotes and trades in one import.
  case mixedKinds
  /// A file of a kind of market whose ticks are laid out in a way that is not read.
  case layoutNotRead(String)
  /// Bars instead of ticks.
  case bars
  /// Not of the format that was asked for.
  case formatMismatch(expected: String, found: String)
  /// Files of different formats in one import.
  case mixedFormats(String, String)
  /// The file is of another symbol than asked for.
  case symbolMismatch(found: String, expected: Symbol)
  /// The path settles a fact and an option says otherwise.
  case contradiction(file: String, option: String)
  /// A fact that neither the format nor the path settles, and the option that does.
  case factMissing(fact: String, option: String)

  // The rows.
  /// The header once more, in the middle of the file.
  case repeatedHeader
  /// More bad rows than may be left out.
  case tooManyBadRows(limit: Int, last: String)
  /// A row of another series than the rows before.
  case otherSeries(found: String, expected: String)
  /// A message that is not JSON of a known shape.
  case malformedMessage(String)
  /// A row with another number of fields than the ones before.
  case fieldCount(expected: Int, found: Int)
  /// A column that the header should name once.
  case headerColumn(String, found: Int)
  /// A line that is no text or longer than 64 KiB.
  case unreadableLine(String)
  /// A field that is not a time of the format.
  case malformedTime(String)
  /// A field that is not a time of a format that has one way to write them.
  case malformedOwnTime(String)
  /// A number since 1970 that is of no year in which it could have been recorded.
  case implausibleTime(String, Timestamp?, hasUnitOption: Bool)
  /// A time decades after the one in front of it.
  case timeStep(Timestamp, previous: Timestamp)
  /// A time that does not exist or is outside its file's hour or day.
  case timeOutOfRange(String, allowed: String)
  /// A time without a zone, and no zone given.
  case zoneMissing(String)
  /// A date whose month and day could be either way round.
  case dateUnclear(String)
  /// A local time that the zone's clock shows twice, or never.
  case localTimeUnclear(String, zone: String, isAmbiguous: Bool)
  /// A field that is not a decimal number.
  case malformedPrice(String)
  /// A price that is zero or negative.
  case priceNotPositive(String)
  /// A price that is nothing when it is divided by the ratio of a split.
  case priceVanishes(String)
  /// A price of 2^40 points or more.
  case priceTooLarge(String)
  /// Non-zero digits beyond the instrument's.
  case excessDigits(String, digits: Int)
  /// A field that is not a size.
  case malformedSize(String)
  /// A size below zero, or of 2^53 units or more.
  case sizeOutOfRange(String)
  /// Non-zero digits of a size beyond the scale.
  case excessSizeDigits(String, digits: Int)
  /// A side that is neither buy nor sell.
  case malformedSide(String)
  /// A mark on a tick that is neither 0 nor 1.
  case malformedMark(String)
  /// A number in a record that no market could have sent.
  case impossibleVolume
  /// A time before the one in front of it.
  case outOfOrder(Timestamp, previous: Timestamp)
  /// A price about 10 or 100 times the one before, or a tenth or a hundredth of it.
  case scaleChange(from: String, to: String)

  // The inputs as a whole.
  /// Not one tick in all the inputs.
  case noTicks
  /// More overlapping files than are merged at once.
  case tooManyOverlaps(limit: Int, with: String)
  /// Another input holds the same stretch of time.
  case overlap(TickOverlap)
}

extension ImportFault {
  /// What is wrong.
  package var problem: String {
    switch self {
    case .empty: "the file is empty"
    case .damaged(let container, let reason): "damaged \(container) data: \(reason)"
    case .truncated(let container): "the \(container) data ends too early"
    case .unsupportedContainer(let name): "\(name) can't be read"
    case .tickFile: "this is a tick file already"
    case .utf16: "this is text in UTF-16"
    case .entryNeeded(let members, nil): "the zip has several members: \(members.joined(separator: ", "))"
    case .entryNeeded(let members, let chosen?):
      "the zip has no member '\(chosen)', only \(members.joined(separator: ", "))"
    case .formatUnclear(let reason): "can't tell the format: \(reason)"
    case .otherKind(let found, let wanted):
      "expected \(wanted.rawValue), the file holds \(found.rawValue)"
    case .mixedKinds: "files of which some hold other columns: quotes, quotes with sizes, trades"
    case .layoutNotRead(let name): "\(name) are not read"
    case .bars: "the file holds bars, not ticks"
    case .formatMismatch(let expected, let found): "expected \(expected), was \(found)"
    case .mixedFormats(let one, let other): "files of different formats, \(one) and \(other)"
    case .symbolMismatch(let found, let expected): "expected ticks of \(expected), was \(found)"
    case .contradiction(let file, let option): "the file says \(file), the option says \(option)"
    case .factMissing(let fact, _): "nothing says \(fact)"
    case .noTicks: "there is not one tick in the input"
    case .tooManyOverlaps(let limit, let other):
      "more than \(limit) files overlap in time here, among them \(other)"
    case .overlap(let overlap) where overlap.isSame:
      "the same ticks of \(overlap.symbol) are in \(overlap.first), too: both hold \(overlap.stretch)"
    case .overlap(let overlap):
      "another source of \(overlap.symbol) for the same time is \(overlap.first): both hold \(overlap.stretch)"
    default: rowProblem
    }
  }

  private var rowProblem: String {
    switch self {
    case .otherSeries(let found, let expected): "the file mixes \(expected) and \(found)"
    case .repeatedHeader: "the header stands here once more"
    case .tooManyBadRows(let limit, let last): "more than \(limit) bad rows; the one here: \(last)"
    case .dateUnclear(let text): "'\(text)' may have the day or the month first"
    case .malformedMessage(let reason): "not a message of this format: \(reason)"
    case .malformedSize(let text): "'\(text)' is not a size"
    case .sizeOutOfRange(let text): "size '\(text)' is negative or too large"
    case .excessSizeDigits(let text, let digits): "size '\(text)' has more than \(digits) decimals"
    case .malformedMark(let text): "'\(text)' is neither 0 nor 1"
    case .malformedSide(let text): "'\(text)' is neither buy nor sell"
    case .fieldCount(let expected, let found): "expected \(expected) fields, was \(found)"
    case .headerColumn(let name, 0): "the header names no \(name) column"
    case .headerColumn(let name, let found): "the header names \(found) \(name) columns"
    case .unreadableLine(let reason): reason
    case .malformedTime(let text), .malformedOwnTime(let text): "'\(text)' is not a time of this format"
    case .implausibleTime(let text, let time, _):
      "time '\(text)' would be " + (time.map { "in \(CivilDate(containing: $0))" } ?? "beyond the year 2262")
        + ", outside of the years 1980 to 2099"
    case .timeStep(let time, let previous):
      "time \(time.iso8601(fractionDigits: 9)) comes more than ten years after "
        + previous.iso8601(fractionDigits: 9)
    case .timeOutOfRange(let text, let allowed): "time '\(text)' is outside of \(allowed)"
    case .zoneMissing(let text): "time '\(text)' has no zone"
    case .localTimeUnclear(let text, let zone, true): "time '\(text)' happened twice in \(zone)"
    case .localTimeUnclear(let text, let zone, false): "time '\(text)' never happened in \(zone)"
    case .malformedPrice(let text): "'\(text)' is not a price"
    case .priceNotPositive(let text): "price '\(text)' is not positive"
    case .priceVanishes(let text): "price '\(text)' rounds to nothing when it is divided by the split's ratio"
    case .priceTooLarge(let text): "price '\(text)' is too large"
    case .excessDigits(let text, let digits):
      "price '\(text)' has more than the \(digits) decimals of the instrument"
    case .impossibleVolume: "a volume that is negative or no number"
    case .outOfOrder(let time, let previous):
      "time \(time.iso8601(fractionDigits: 9)) comes after \(previous.iso8601(fractionDigits: 9))"
    case .scaleChange(let from, let to): "the price changes scale, from \(from) to \(to)"
    default: "unreadable data"
    }
  }

  /// The reason under which a row is counted that is left out because of this, or `nil` when it isn't the row's own
  /// fault, or may be that of all of them.
  var rowReason: String? {
    switch self {
    case .repeatedHeader: "repeated_header"
    case .malformedMessage: "malformed_message"
    case .fieldCount: "field_count"
    case .malformedTime, .malformedOwnTime, .dateUnclear: "malformed_time"
    case .timeOutOfRange, .implausibleTime, .timeStep: "time_out_of_range"
    case .localTimeUnclear: "local_time_unclear"
    case .malformedPrice: "malformed_price"
    case .priceNotPositive: "price_not_positive"
    case .priceTooLarge: "price_too_large"
    case .excessDigits: "excess_digits"
    case .malformedSize, .sizeOutOfRange, .excessSizeDigits: "malformed_size"
    case .malformedSide, .malformedMark: "malformed_mark"
    case .scaleChange: "scale_change"
    default: nil
    }
  }

  /// What to do about it.
  package var remedy: String {
    switch self {
    case .empty, .noTicks: "give a file or folder with ticks"
    case .damaged, .truncated, .impossibleVolume: "fetch the file again; nothing was imported"
    case .unsupportedContainer: "unpack or convert it, and import the result"
    case .tickFile: "use it as it is"
    case .utf16: "save it as UTF-8, or convert it with iconv -f UTF-16 -t UTF-8"
    case .entryNeeded: "choose one with --entry NAME"
    case .formatUnclear:
      "name its columns with --columns, as in --columns time,bid,ask, or name it with --format"
    case .bars: "give the ticks: the time, bid and ask of every quote"
    case .repeatedHeader:
      "take the line out of a copy of the file; files that were put together can be given one by one"
    case .tooManyBadRows: "find out what they are, or raise the limit with --skip-bad-rows N"
    case .dateUnclear: "write dates as YYYY-MM-DD in a copy of the file"
    case .otherKind(let found, _): "give other files, or --kind \(found.rawValue)"
    case .layoutNotRead: "convert it to CSV with the columns time,bid,ask or time,price,size,side"
    case .otherSeries: "split the file"
    case .excessSizeDigits, .sizeOutOfRange: "state the decimals of sizes with --size-digits"
    case .formatMismatch: "name the right --format"
    case .mixedFormats, .mixedKinds: "import them apart"
    case .symbolMismatch(let found, let expected) where SymbolNames.resembles(found, expected):
      "if it is \(expected), say so with --map \(found)=\(expected); else give the right --symbol"
    case .symbolMismatch: "give the files of that symbol, or the right --symbol"
    case .contradiction(_, let option): "leave out \(option), or give the right file"
    case .factMissing(_, let option): "say it with \(option)"
    case .headerColumn(let name, _) where name.hasPrefix("<"):
      "give an export of ticks, with <DATE>, <TIME>, <BID> and <ASK>"
    case .headerColumn: "name the columns with --columns, as in --columns time,bid,ask"
    case .zoneMissing: "say it with --zone, as in --zone UTC"
    case .localTimeUnclear(_, _, isAmbiguous: true):
      "say which with --repeated-hour first, second or by-order, or give times in UTC"
    case .localTimeUnclear: "give the zone that the times are of with --zone, or times in UTC"
    case .malformedTime:
      "use ISO 8601, YYYY.MM.DD HH:MM:SS or DD.MM.YYYY HH:MM:SS, or name the unit of numbers with --epoch"
    case .implausibleTime(_, _, hasUnitOption: true):
      "name the unit of the times with --epoch, or make one unit of those that the file mixes"
    case .implausibleTime: "make one unit of those that the file mixes"
    case .timeStep: "find out which of them is right and correct a copy of the file"
    case .excessDigits: "state the decimals with --digits"
    case .outOfOrder: "sort the rows by time in a copy of the file"
    case .scaleChange:
      "state a split with --split, as in --split 2024-06-10=10:1; if the market moved so, give --allow-scale-change; else "
        + "correct a copy of the file"
    case .priceNotPositive:
      "correct the row in a copy of the file; where the instrument's prices may be zero or below, say --negative-prices"
    case .priceVanishes: "state more decimals with --digits"
    case .tooManyOverlaps: "give one file for each stretch of time"
    case .overlap(let overlap) where overlap.isSame: "leave one of them out, or cut it where the other ends"
    case .overlap: "leave one of them out, or mix them on purpose with --merge-sources"
    default: "correct the row in a copy of the file; nothing was imported"
    }
  }
}

/// Text of a field for a message: printable and short.
func excerpt(_ field: ByteField) -> String {
  var text = ""
  for byte in field.prefix(40) {
    text.unicodeScalars.append(
      byte >= 32 && byte < 127 ? Unicode.Scalar(byte) : Unicode.Scalar(UInt8(ascii: "?")))
  }
  return field.count > 40 ? text + "…" : text
}
