import Foundation

/// Names of persons, for telling whether two are one person's.
package enum PersonName {
  /// What is left of a name when case, spaces, accents and the choice of alphabet are put aside: two names that look the
  /// same have the same skeleton.
  ///
  /// Compatibility forms (full-width letters, ligatures, mathematical alphabets) and marks go by Unicode's normal form
  /// NFKD; then letters that look like Latin ones become those, as in the table of
  /// https://www.unicode.org/reports/tr39/ (confusables), of which the alphabets that people's names are written in are
  /// here. Digits that look like letters count as them.
  package static func skeleton(of name: String) -> String {
    var skeleton = ""
    for scalar in name.decomposedStringWithCompatibilityMapping.unicodeScalars {
      guard let plain = plain(scalar) else { continue }
      for folded in String(plain).lowercased().unicodeScalars {
        skeleton += lookalikes[folded] ?? String(folded)
      }
    }
    return skeleton
  }

  /// A letter or digit; marks, spaces and punctuation say nothing of who it is.
  private static func plain(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
    scalar.properties.isAlphabetic || scalar.properties.numericType != nil ? scalar : nil
  }

  /// Small letters by the Latin ones that they, or their capitals, look like.
  private static let lookalikes: [Unicode.Scalar: String] = {
    var table: [Unicode.Scalar: String] = [:]
    let rows: [(latin: String, others: String)] = [
      ("a", "аɑα"), ("b", "вβьъ"), ("c", "сϲⅽ"), ("d", "ԁ"), ("e", "еєεҽ"), ("f", "ғϝſ"), ("g", "ɡԍց"),
      ("h", "нһηհ"), ("i", "іιıɩӏ1ⅼ|"), ("j", "јϳ"), ("k", "кκҝ"), ("l", "ⅼ"), ("m", "мμ"), ("n", "пνոո"),
      ("o", "оοσօ0"), ("p", "рρ"), ("q", "ԛգ"), ("r", "гяг"), ("s", "ѕς5"), ("t", "тτ"), ("u", "υսц"),
      ("v", "ѵ"), ("w", "ԝωш"), ("x", "хχ"), ("y", "уүγ"), ("z", "ζ2"), ("ae", "æӕ"), ("o", "ø"), ("d", "đð"),
      ("l", "ł"), ("ss", "ß"),
    ]
    for row in rows {
      for other in row.others.unicodeScalars { table[other] = row.latin }
    }
    // A small l, a capital I and a 1 can't be told apart in many faces.
    table["l"] = "i"
    table["ł"] = "i"
    return table
  }()
}
