/// Where the hour files are: a server and a folder on it.
package struct BaseURL: Sendable, Hashable, CustomStringConvertible {
  /// Scheme, host and path, without a slash at the end.
  package let description: String

  /// Dukascopy's own server.
  package static let dukascopy = BaseURL(checked: "https://datafeed.dukascopy.com/datafeed")

  private init(checked text: String) { description = text }

  /// A mirror, over HTTPS or, when the text says so, plain HTTP.
  ///
  /// - Throws: `baseURL`.
  package init(_ text: String) throws(DownloadError) {
    let schemes = ["https://", "http://"]
    guard let scheme = schemes.first(where: { text.lowercased().hasPrefix($0) }) else {
      throw .baseURL(text, problem: "it starts with neither https:// nor http://")
    }
    guard text.utf8.allSatisfy({ (33...126).contains($0) && !"?#\"<>\\^`{|}@".utf8.contains($0) }) else {
      throw .baseURL(text, problem: "it has characters that don't belong into it")
    }
    let rest = text.dropFirst(scheme.count)
    guard let first = rest.first, first != "/", first != ":" else {
      throw .baseURL(text, problem: "it names no server")
    }
    var trimmed = scheme + rest
    while trimmed.hasSuffix("/") { trimmed.removeLast() }
    self.init(checked: trimmed)
  }

  /// The URL of an hour.
  package func url(of file: HourFile) -> String { "\(description)/\(file.path)" }
}
