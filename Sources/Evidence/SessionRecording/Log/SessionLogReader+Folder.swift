package import TradingCore

/// What is told of a recording without giving its inputs.
extension SessionLogReader {
  /// What a session's stream had come to at its end.
  ///
  /// - Throws: as for opening a session.
  package static func closingOrder(folder path: String) throws(SessionLogError) -> StreamOrder {
    let folder = SessionFolder(path: path)
    let last = try folder.segmentCount()
    guard last > 0 else { throw .notASession(path: path, reason: "there is no session log") }
    if try folder.isSealed(last) {
      let sealed = try SealedSegment(folder, try SegmentSeal(path: folder.seal(last)))
      while try sealed.advance() {}
      return sealed.closingOrder ?? StreamOrder(symbols: sealed.header.symbols.map(\.symbol))
    }
    let raw = try RawSegment(path: folder.log(last), mayBeTorn: true)
    while try raw.advance() {}
    return raw.order
  }

  /// Whether anything of a session has been recorded in a folder.
  ///
  /// - Throws: `segmentMissing` when a part of it is gone, `file`.
  package static func isRecorded(folder path: String) throws(SessionLogError) -> Bool {
    try SessionFolder(path: path).segmentCount() > 0
  }

  /// The tick files of a symbol in the sealed segments, in order.
  ///
  /// - Throws: `segmentMissing`, `damaged`, `unsupported` or `file`.
  package static func sealedTickFiles(
    of symbol: Symbol, folder path: String
  ) throws(SessionLogError) -> [String] {
    let folder = SessionFolder(path: path)
    var paths: [String] = []
    let count = try folder.segmentCount()
    guard count > 0 else { return [] }
    for number in 1...count where try folder.isSealed(number) {
      let seal = try SegmentSeal(path: folder.seal(number))
      paths += seal.files.filter { $0.symbol == symbol.name }.map { "\(path)/\($0.name)" }
    }
    return paths
  }
}
