import Promotion
import Testing

@Suite("How long a passphrase stands")
struct PassphraseStrengthTests {
  @Test(
    "what is tried first is refused, long as it may be",
    arguments: [
      "passwordpassword", "123456789012", "aaaaaaaaaaaaaaaa", "qwertyuiop12", "Passw0rd2024",
      "iloveyouiloveyou",
      "abcdefghijklmnop", "1qaz2wsx3edc", "letmein2025!!", "P@ssword1234", "admin123admin123",
      "asdfghjkl;123",
      "abcabcabcabcabcabc", "summer2024summer2024",
    ])
  func weak(_ passphrase: String) {
    #expect(PassphraseStrength.bits(of: passphrase) < PassphraseStrength.least)
  }

  @Test(
    "words that have nothing to do with each other stand, and so does what looks like noise",
    arguments: [
      "correct horse battery", "a horse in the morning", "the passphrase of ann", "otter violin gravel nine",
      "k7#Lw!vR2q9z", "мой кот спит на крыше",
    ])
  func strong(_ passphrase: String) {
    #expect(PassphraseStrength.bits(of: passphrase) >= PassphraseStrength.least)
  }
}
