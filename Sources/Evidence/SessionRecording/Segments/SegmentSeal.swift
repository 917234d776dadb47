import FileSystem
import JSONText

/// What a sealed segment consists of: once it is under its name, the raw log counts no more.
package struct SegmentSeal: Sendable, Hashable {
  /// One symbol's quotes.
  package struct File: Sendable, Hashable {
    /// The symbol.
    package var symbol: String
    /// The tick file's name in the session's folder.
    package var name: String
    /// Its quotes.
    package var quotes: Int
    /// SHA-256 over its decoded ticks, in hex.
    package var contentDigest: String
  }

  /// The version of the form, that of the log it was made of.
  package var version = Int(SegmentFormat.version)
  /// The session.
  package var sessionID: String
  /// Which of its segments, from 1.
  package var number: Int
  /// What of the session comes before the segment.
  package var start: SessionPosition
  /// What of the session is over at the segment's end.
  package var end: SessionPosition
  /// The tick files, by symbol index; symbols without quotes have none.
  package var files: [File]
  /// SHA-256 over the bytes of the controls' file, in hex.
  package var controlsDigest: String

  /// The document in `segment-0001.seal.json`.
  var json: JSONValue {
    [
      "format": .count(version), "session": .string(sessionID), "segment": .count(number),
      "first_quote": .count(start.quotes), "first_control": .count(start.controls),
      "quotes": .count(end.quotes - start.quotes), "controls": .count(end.controls - start.controls),
      "controls_sha256": .string(controlsDigest),
      "ticks": .array(
        files.map {
          [
            "symbol": .string($0.symbol), "file": .string($0.name), "quotes": .count($0.quotes),
            "content_digest": .string($0.contentDigest),
          ]
        }),
    ]
  }

  /// Reads a seal.
  ///
  /// - Throws: `damaged`, `unsupported` or `file`.
  init(path: String) throws(SessionLogError) {
    let bytes = try wrappingFileErrors { () throws(FileError) in try InputFile.contents(of: path) }
    let document: JSONValue
    do { document = try JSONValue(json: bytes) } catch {
      throw .damaged(path: path, offset: error.offset, reason: "expected \(error.expected)")
    }
    guard let format = document.count("format") else {
      throw .damaged(path: path, offset: 0, reason: "it is no seal")
    }
    guard (1...Int(SegmentFormat.version)).contains(format) else {
      throw .unsupported(path: path, found: "format \(format)")
    }
    guard var seal = SegmentSeal(document) else {
      throw .damaged(path: path, offset: 0, reason: "a member is missing or is none that a seal has")
    }
    seal.version = format
    self = seal
  }

  private init?(_ document: JSONValue) {
    guard let sessionID = document.text("session"), let number = document.count("segment"),
      let quotes = document.count("first_quote"), let controls = document.count("first_control"),
      let quoteCount = document.count("quotes"), let controlCount = document.count("controls"),
      let digest = document.text("controls_sha256"), case .array(let ticks)? = document["ticks"]
    else { return nil }
    var files: [File] = []
    for entry in ticks {
      guard let symbol = entry.text("symbol"), let name = entry.text("file"), !name.contains("/"),
        let quotes = entry.count("quotes"), let content = entry.text("content_digest")
      else { return nil }
      files.append(File(symbol: symbol, name: name, quotes: quotes, contentDigest: content))
    }
    let start = SessionPosition(quotes: quotes, controls: controls)
    self.init(
      sessionID: sessionID, number: number, start: start,
      end: start + SessionPosition(quotes: quoteCount, controls: controlCount), files: files,
      controlsDigest: digest)
  }

  init(
    sessionID: String, number: Int, start: SessionPosition, end: SessionPosition, files: [File],
    controlsDigest: String, version: Int = Int(SegmentFormat.version)
  ) {
    self.version = version
    self.sessionID = sessionID
    self.number = number
    self.start = start
    self.end = end
    self.files = files
    self.controlsDigest = controlsDigest
  }
}

extension JSONValue {
  fileprivate func count(_ name: String) -> Int? {
    guard case .integer(let value)? = self[name], value >= 0, value < 1 << 53 else { return nil }
    return Int(value)
  }

  fileprivate func text(_ name: String) -> String? {
    guard case .string(let value)? = self[name] else { return nil }
    return value
  }
}
