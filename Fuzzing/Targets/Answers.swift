import TradingCore

@testable import Downloads
@testable import Notifications

extension FuzzTarget {
  /// What servers answer: when to come back, replies of mail servers; and addresses of servers.
  static let answers = FuzzTarget(name: "answers") { input in
    var input = input
    switch input.choice(4) {
    case 0:
      // The machine's own clock, which nobody sends.
      let now = Timestamp(
        nanoseconds: input.number(UInt64.self) >> 1 < 1 << 62 ? 0 : 1_700_000_000 * Timestamp.second)
      let text = input.text()
      let waits = [Downloads.RetryAfter.wait(text, now: now), Notifications.RetryAfter.wait(text, now: now)]
      try expect(waits.allSatisfy { $0 ?? .zero >= .zero }, "a wait below zero")
      let outcome = [waits[0] ?? .seconds(0), waits[1] ?? .seconds(0)]
      try expect(outcome[0] == outcome[1] || waits.contains(nil), "two readers of one header differ")
    case 1:
      var parser = SMTPReplyParser()
      for byte in input.all() {
        guard let reply = try parser.take(byte) else { continue }
        try expect((200...599).contains(reply.code) && !reply.lines.isEmpty, "a reply that is none")
        try expect(reply.summary.unicodeScalars.allSatisfy { $0.value >= 32 }, "a reply not fit to be shown")
      }
    case 2:
      let base = try BaseURL(input.text())
      try expect(try BaseURL(base.description) == base, "a URL reads back as another one")
    default:
      let text = input.text()
      let token = HeaderText.token(text)
      try expect(token.utf8.allSatisfy { $0 > 32 && $0 < 127 }, "a header that is none")
    }
  }
}
