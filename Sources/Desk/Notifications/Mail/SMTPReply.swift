/// What a mail server answers: a code and one or more lines.
struct SMTPReply: Sendable, Hashable {
  /// 200 to 599.
  let code: Int
  /// The lines without code and line break.
  let lines: [String]

  /// The code and the first line in printable characters, shortened, for people.
  var summary: String {
    let text = lines.joined(separator: " ").unicodeScalars.prefix(160).map {
      $0.value < 32 || $0.value == 127 ? "?" : String($0)
    }
    return "\(code) \(text.joined())"
  }
}

/// Why a dialogue with a mail server ended early.
enum SMTPFault: Error, Sendable, Hashable {
  /// The connection could not be made.
  case unreachable
  /// The connection ended.
  case closed
  /// The whole delivery took too long.
  case timeout
  /// What came is no reply.
  case garbled
  /// Bytes came in clear text behind the reply to STARTTLS: somebody may have put them there.
  case injected
  /// The server is not who it should be.
  case untrusted(reason: String)
  /// The private connection could not be made.
  case handshake
  /// The server said no.
  case refused(SMTPReply, to: String)
  /// It can't do what is needed.
  case lacking(String)

  /// The outcome of a delivery that ended so.
  var outcome: DeliveryOutcome {
    switch self {
    case .unreachable: .retry(after: nil, reason: "no connection to the mail server")
    case .closed: .retry(after: nil, reason: "the mail server closed the connection")
    case .timeout: .retry(after: nil, reason: "the mail server did not answer in time")
    case .garbled: .retry(after: nil, reason: "what the mail server sent is not SMTP")
    case .injected: .dead(reason: "the mail server sent clear text where TLS should start, nothing was sent")
    case .untrusted(let reason): .dead(reason: "\(reason), nothing was sent")
    case .handshake: .retry(after: nil, reason: "the TLS handshake failed")
    case .lacking(let reason): .dead(reason: reason)
    case .refused(let reply, let command):
      reply.code >= 500
        ? .dead(reason: "the mail server refused \(command): \(reply.summary)")
        : .retry(after: nil, reason: "the mail server put off \(command): \(reply.summary)")
    }
  }
}

/// Puts replies together from bytes as they come.
///
/// Source: RFC 5321, 4.2 and 4.5.3.1.5; lines ended by LF alone are taken too.
struct SMTPReplyParser {
  private static let longestLine = 4_096
  private static let mostLines = 256

  private var line: [UInt8] = []
  private var lines: [String] = []
  private var code: Int?

  /// Whether bytes of an unfinished reply are here.
  var isInReply: Bool { !line.isEmpty || !lines.isEmpty }

  /// Takes a byte.
  ///
  /// - Returns: the reply that it ends.
  /// - Throws: `garbled`.
  mutating func take(_ byte: UInt8) throws(SMTPFault) -> SMTPReply? {
    guard byte == 10 else {
      guard line.count < Self.longestLine else { throw .garbled }
      line.append(byte)
      return nil
    }
    if line.last == 13 { line.removeLast() }
    defer { line = [] }
    guard line.count >= 3, let code = Int(String(decoding: line.prefix(3), as: UTF8.self)),
      (200...599).contains(code), self.code ?? code == code, lines.count < Self.mostLines
    else { throw .garbled }
    let separator = line.count > 3 ? line[3] : 32
    guard separator == 32 || separator == UInt8(ascii: "-") else { throw .garbled }
    lines.append(String(decoding: line.dropFirst(4), as: UTF8.self))
    self.code = code
    guard separator == 32 else { return nil }
    defer {
      lines = []
      self.code = nil
    }
    return SMTPReply(code: code, lines: lines)
  }
}
