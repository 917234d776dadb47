/// The marks that editors and exports leave at the start of a text.
package enum TextMark {
  /// What UTF-8 text may start with: it says nothing and is passed over.
  package static let utf8: [UInt8] = [0xEF, 0xBB, 0xBF]

  /// Whether bytes start with the mark of UTF-8.
  package static func isUTF8(_ bytes: some Collection<UInt8>) -> Bool { bytes.starts(with: utf8) }

  /// Whether bytes start as text in UTF-16 does: with its mark, or with two plain characters of which one byte each
  /// is zero.
  package static func isUTF16(_ bytes: some Collection<UInt8>) -> Bool {
    let head = Array(bytes.prefix(4))
    if head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF]) { return true }
    guard head.count == 4 else { return false }
    let zeros = head.map { $0 == 0 }
    return zeros == [false, true, false, true] || zeros == [true, false, true, false]
  }

  /// The text in bytes of UTF-8, without a mark; `nil` when they are something else.
  package static func text(_ bytes: [UInt8]) -> String? {
    String(validating: isUTF8(bytes) ? bytes[utf8.count...] : bytes[...], as: UTF8.self)
  }
}
