import Foundation
import TestSupport
import Testing

@testable import SessionRecording

@Suite("What a segment consists of")
struct SegmentDigestTests {
  @Test("is the same before and after it was sealed", arguments: [false, true])
  func sealed(withSizes: Bool) throws {
    let recorded = try RecordedSession(seed: 21, withSizes: withSizes)
    let writer = try recorded.writer()
    try recorded.fill(writer, quotes: 2_500)
    let closed = try writer.rotate(at: RecordedSession.opening)
    let raw = try SessionLogReader.digest(ofSegment: 1, folder: recorded.path)
    #expect(raw.quotes == recorded.quoteCount)
    #expect(raw.controls == recorded.inputs.count - recorded.quoteCount)
    try closed.seal()
    #expect(try SessionLogReader.digest(ofSegment: 1, folder: recorded.path) == raw)
    #expect(try SessionLogReader.segmentCount(folder: recorded.path) == 2)
  }

  @Test("is another one where an input is")
  func other() throws {
    var digests: Set<String> = []
    for (seed, quotes) in [(UInt64(22), 100), (22, 101), (23, 100)] {
      let recorded = try RecordedSession(seed: seed)
      let writer = try recorded.writer()
      try recorded.fill(writer, quotes: quotes)
      _ = try writer.close()
      digests.insert(try SessionLogReader.digest(ofSegment: 1, folder: recorded.path).text)
    }
    #expect(digests.count == 3)
  }
}
