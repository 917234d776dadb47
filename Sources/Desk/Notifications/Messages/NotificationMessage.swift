package import JSONText
package import TradingCore

/// Whom a message is about.
package enum NotificationSubject: Sendable, Hashable {
  /// The system as a whole.
  case system
  /// A bot, by its name.
  case bot(String)
}

/// A named value of a message.
package struct NotificationField: Sendable, Hashable {
  /// What it is.
  package var name: String
  /// How much of it, as text.
  package var value: String

  /// A field.
  package init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }
}

/// A message as it lies in the outbox and goes to every channel. It must hold no secrets.
package struct NotificationMessage: Sendable, Hashable {
  /// Names the message among all of its home, an outbox row's number for instance. Receivers that got an id
  /// already drop the message: a delivery whose answer was lost is repeated.
  package var id: String
  /// What it is about.
  package var event: NotificationEvent
  /// How much it matters.
  package var severity: NotificationSeverity
  /// Whom it is about.
  package var subject: NotificationSubject
  /// One line.
  package var title: String
  /// Some sentences, perhaps in several lines; may be empty.
  package var text: String
  /// Figures in the order to be shown.
  package var fields: [NotificationField]
  /// When it happened.
  package var time: Timestamp

  /// A message.
  package init(
    id: String, event: NotificationEvent, severity: NotificationSeverity, subject: NotificationSubject,
    title: String, text: String = "", fields: [NotificationField] = [], time: Timestamp
  ) {
    self.id = id
    self.event = event
    self.severity = severity
    self.subject = subject
    self.title = title
    self.text = text
    self.fields = fields
    self.time = time
  }
}

extension NotificationMessage {
  private static let version: Int64 = 1

  /// The message as JSON: what the outbox keeps and what a webhook gets.
  package var json: JSONValue {
    var bot = JSONValue.null
    if case .bot(let name) = subject { bot = .string(name) }
    return [
      "version": .integer(Self.version), "id": .string(id), "event": .string(event.rawValue),
      "severity": .string(severity.rawValue), "bot": bot, "title": .string(title), "text": .string(text),
      "fields": .array(fields.map { ["name": .string($0.name), "value": .string($0.value)] }),
      "time": .string(time.iso8601(fractionDigits: 9)),
    ]
  }

  /// The message in the bytes that its `json` was written as.
  ///
  /// - Throws: `malformed`, naming the member.
  package init(json bytes: [UInt8]) throws(NotificationError) {
    let json: JSONValue
    do { json = try JSONValue(json: bytes) } catch { throw .malformed("\(error)") }
    guard json["version"] == .integer(Self.version) else { throw .malformed("version: expected 1") }
    guard let severity = NotificationSeverity(rawValue: try json.text("severity")) else {
      throw .malformed("severity: expected info, warning or critical")
    }
    guard let time = try? Timestamp(iso8601: try json.text("time")) else {
      throw .malformed("time: expected ISO 8601 with zone")
    }
    guard case .array(let items)? = json["fields"] else { throw .malformed("fields: expected a list") }
    var fields: [NotificationField] = []
    for item in items { fields.append(NotificationField(try item.text("name"), try item.text("value"))) }
    self.init(
      id: try json.text("id"), event: NotificationEvent(rawValue: try json.text("event")), severity: severity,
      subject: json["bot"] == .null ? .system : .bot(try json.text("bot")), title: try json.text("title"),
      text: try json.text("text"), fields: fields, time: time)
  }
}

extension JSONValue {
  fileprivate func text(_ name: String) throws(NotificationError) -> String {
    guard case .string(let text)? = self[name] else { throw .malformed("\(name): expected text") }
    return text
  }
}
