import FileSystem
import Testing

struct TextMarkTests {
  @Test func `the mark of UTF-8 at the start is passed over, and only there`() {
    #expect(TextMark.text([0xEF, 0xBB, 0xBF, 0x61]) == "a")
    #expect(TextMark.text([0x61, 0xEF, 0xBB, 0xBF]) == "a\u{FEFF}")
    #expect(TextMark.text([0xEF, 0xBB, 0xBF]) == "")
    #expect(TextMark.text([]) == "")
    #expect(TextMark.text([0xEF, 0xBB]) == nil)
  }

  @Test(
    arguments: [
      ([0xFF, 0xFE, 0x61, 0], true), ([0xFE, 0xFF, 0, 0x61], true), ([0x61, 0, 0x62, 0], true),
      ([0, 0x61, 0, 0x62], true), ([0x61, 0x62, 0x63, 0x64], false), ([0x61, 0], false), ([], false),
      ([0, 0, 0, 0], false), ([0xEF, 0xBB, 0xBF, 0x61], false),
    ] as [([UInt8], Bool)])
  func `UTF-16 is known by its mark or its zeros`(bytes: [UInt8], isUTF16: Bool) {
    #expect(TextMark.isUTF16(bytes) == isUTF16)
  }
}
