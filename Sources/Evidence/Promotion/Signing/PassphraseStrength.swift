/// An estimate of how long a passphrase stands against somebody who has the key file.
///
/// Like zxcvbn (Wheeler, USENIX Security 2016) it looks for what guessers try first: common words and passwords, what
/// repeats, rows of the alphabet, of digits and of the keyboard, years. Each such piece is worth a few bits; what is left,
/// a few bits a character. It is a lower bound of caution, not a measure of entropy.
package enum PassphraseStrength {
  /// Bits that a passphrase has to have: with scrypt's cost a guess takes a good part of a second.
  package static let least = 36.0

  /// The estimate in bits.
  package static func bits(of passphrase: String) -> Double {
    let letters = plain(passphrase)
    var bits = 0.0
    var place = 0
    var pieces: Set<String> = []
    while place < letters.count {
      let (length, worth) = piece(letters, place)
      let text = String(letters[place..<place + length])
      // What was there before is guessed with it.
      bits += length == 1 || pieces.insert(text).inserted ? worth : 1
      place += length
    }
    return bits
  }

  /// Small letters, with what stands for a letter in its place.
  private static func plain(_ text: String) -> [Character] {
    let stands: [Character: Character] = ["@": "a", "$": "s", "€": "e"]
    return text.lowercased().map { stands[$0] ?? $0 }
  }

  private static func piece(_ letters: [Character], _ place: Int) -> (length: Int, bits: Double) {
    let rest = letters[place...]
    let run = max(runLength(rest) { $0 == $1 }, runLength(rest, isNext), runLength(rest, isNeighbor))
    let word = words.first { rest.starts(with: $0) }?.count ?? 0
    if run >= 3, run >= word { return (run, 4 + Double(run).squareRoot()) }
    if word > 0 { return (word, 10) }
    let repeated = repetition(letters, place)
    if repeated >= 3 { return (repeated, 2) }
    let letter = letters[place]
    if letter == " " { return (1, 1) }
    return (1, letter.isNumber ? 3.3 : letter.isLetter ? 3 : 5)
  }

  /// How far what follows has stood before.
  private static func repetition(_ letters: [Character], _ place: Int) -> Int {
    var best = 0
    for start in 0..<place {
      var length = 0
      while place + length < letters.count, start + length < place,
        letters[start + length] == letters[place + length]
      {
        length += 1
      }
      best = max(best, length)
    }
    return best
  }

  private static func runLength(
    _ letters: ArraySlice<Character>, _ follows: (Character, Character) -> Bool
  ) -> Int {
    var length = 1
    for (one, next) in zip(letters, letters.dropFirst()) {
      guard follows(one, next) else { break }
      length += 1
    }
    return length
  }

  private static func isNext(_ one: Character, _ next: Character) -> Bool {
    guard let left = one.asciiValue, let right = next.asciiValue else { return false }
    return right == left + 1 || left == right + 1
  }

  private static func isNeighbor(_ one: Character, _ next: Character) -> Bool {
    rows.contains { $0.contains("\(one)\(next)") || $0.contains("\(next)\(one)") }
  }

  private static let rows = [
    "1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop", "yxcvbnm", "azertyuiop", "qsdfghjklm",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
  ]

  /// Words and passwords that guessers begin with, the longest first.
  private static let words: [[Character]] = """
    password passwort passphrase administrator football baseball superman starwars princess sunshine iloveyou letmein
    welcome dragon monkey master shadow michael jennifer trustno1 whatever freedom computer internet secret slipway
    trading trader broker bitcoin ethereum forex money dollar profit market login admin operator approver quant
    summer winter spring autumn january february march april june july august september october november december
    monday tuesday wednesday thursday friday saturday sunday hello world test demo live paper change changeme please
    qwerty abc123 batman pokemon hunter killer soccer hockey ranger daniel andrew joshua thomas robert jordan
    love the and this that with have from your very strong secure security safe key lock 2020 2021 2022 2023 2024 2025
    2026 2027 1990 2000
    """.split(whereSeparator: \.isWhitespace).map(Array.init).sorted { $0.count > $1.count }
}
