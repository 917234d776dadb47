import TradingCore

/// A message as a mail. The same message gives the same bytes each time, the Message-ID included, so that a mail
/// that arrives twice can be seen to be one.
enum MailComposer {
  private static let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// Headers and body, every line ended by CRLF.
  static func data(_ message: NotificationMessage, from: String, to: [String]) -> [UInt8] {
    let fixed = [
      "Date: \(date(message.time))", "Message-ID: \(messageID(message, from: from))",
      "From: Slipway <\(from)>",
      "To: " + to.joined(separator: ",\r\n "),
    ]
    var out = Array((fixed.joined(separator: "\r\n") + "\r\n").utf8)
    out += MailText.header("Subject", subject(message))
    out += MailText.header("X-Slipway-Event", HeaderText.token(message.event.rawValue))
    out += MailText.header("X-Slipway-Delivery", HeaderText.token(message.id))
    let rest = [
      "Auto-Submitted: auto-generated", "MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8",
      "Content-Transfer-Encoding: quoted-printable", "", "",
    ]
    return out + Array(rest.joined(separator: "\r\n").utf8) + MailText.quotedPrintable(body(message))
  }

  /// The time is in it because two homes may count their messages alike.
  static func messageID(_ message: NotificationMessage, from: String) -> String {
    let domain = from.split(separator: "@").last ?? "localhost"
    return
      "<slipway.\(HeaderText.token(message.id)).\(String(message.time.nanoseconds, radix: 36))@\(domain)>"
  }

  private static func subject(_ message: NotificationMessage) -> String {
    var text = "[slipway] \(message.severity.rawValue): "
    if case .bot(let name) = message.subject { text += "\(name): " }
    return text + message.title
  }

  private static func body(_ message: NotificationMessage) -> String {
    var lines = [message.title]
    if !message.text.isEmpty { lines += ["", message.text] }
    lines.append("")
    var facts = [
      NotificationField("event", message.event.rawValue),
      NotificationField("severity", message.severity.rawValue),
      NotificationField("time", message.time.iso8601),
    ]
    if case .bot(let name) = message.subject { facts.insert(NotificationField("bot", name), at: 0) }
    lines += (facts + message.fields).map { "\($0.name): \($0.value)" }
    return lines.joined(separator: "\n")
  }

  /// Source: RFC 5322, 3.3.
  private static func date(_ time: Timestamp) -> String {
    let date = CivilDate(containing: time)
    let parts = date.components
    let clock = time.iso8601(fractionDigits: 0).dropFirst(11).dropLast()
    return "\(days[date.weekday]), \(parts.day) \(months[parts.month - 1]) \(parts.year) \(clock) +0000"
  }
}
