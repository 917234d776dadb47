import JSONText
package import Logging
package import TradingCore

/// Writes log messages as JSON, one object a line:
/// `{"time":"2026-11-18T12:00:00.000Z","level":"info","logger":"desk","message":"…","metadata":{…}}`.
///
/// `metadata` has its keys in order and is left out when there are none; an error is its key `error`.
package struct JSONLinesLogHandler: LogHandler {
  /// Which part of the program writes.
  package let label: String
  /// Messages below this level are left out.
  package var logLevel: Logger.Level
  /// What every message says besides its own metadata.
  package var metadata: Logger.Metadata = [:]
  /// What adds metadata that depends on the task at hand.
  package var metadataProvider: Logger.MetadataProvider?

  private let destinations: [any LogDestination]
  private let now: @Sendable () -> Timestamp

  /// A handler that writes to each of the destinations, with times from a clock.
  package init(
    label: String, level: Logger.Level, destinations: [any LogDestination],
    now: @escaping @Sendable () -> Timestamp
  ) {
    self.label = label
    logLevel = level
    self.destinations = destinations
    self.now = now
  }

  /// One value of the handler's own metadata.
  package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  /// Writes a message.
  package func log(event: LogEvent) {
    let time = now()
    let line = text(event, at: time)
    for destination in destinations { destination.write(line, at: time) }
  }

  private func text(_ event: LogEvent, at time: Timestamp) -> String {
    var all = metadata
    if let more = metadataProvider?.get() { all.merge(more) { $1 } }
    if let own = event.metadata { all.merge(own) { $1 } }
    if let error = event.error { all["error"] = "\(error)" }
    var members: [JSONMember] = [
      JSONMember("time", .string(time.iso8601)), JSONMember("level", .string(event.level.rawValue)),
      JSONMember("logger", .string(label)), JSONMember("message", .string(event.message.description)),
    ]
    if !all.isEmpty { members.append(JSONMember("metadata", Self.object(all))) }
    return JSONValue.object(members).compactText
  }

  private static func object(_ metadata: Logger.Metadata) -> JSONValue {
    .object(metadata.sorted { $0.key < $1.key }.map { JSONMember($0.key, value($0.value)) })
  }

  private static func value(_ value: Logger.MetadataValue) -> JSONValue {
    switch value {
    case .string(let text): .string(text)
    case .stringConvertible(let value): .string(value.description)
    case .array(let values): .array(values.map { Self.value($0) })
    case .dictionary(let members): object(members)
    }
  }
}
