import Foundation

/// Foundation's base64, to compare ours with.
func base64(_ text: String) -> String { Data(text.utf8).base64EncodedString() }

/// The text of encoded words, put together by Foundation's decoder.
func decodedWords(_ header: String) -> String {
  let words = header.split(separator: " ").compactMap { word -> Data? in
    guard word.hasPrefix("=?utf-8?B?"), word.hasSuffix("?=") else { return nil }
    return Data(base64Encoded: String(word.dropFirst(10).dropLast(2)))
  }
  return String(decoding: words.reduce(Data(), +), as: UTF8.self)
}
