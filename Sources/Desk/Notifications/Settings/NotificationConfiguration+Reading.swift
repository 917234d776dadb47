import FileSystem
import TradingCore
package import YAMLText

extension NotificationConfiguration {
  private enum Key: String, YAMLKey { case channels, retry }

  /// The configuration in a file; without the file there are no channels.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - events: every code there is; a filter may name no other.
  /// - Returns: the configuration, its paths resolved against the file's folder.
  /// - Throws: `FileError` when it is there and can't be read, else what `parse` throws.
  package static func load(path: String, events: [String]) throws -> NotificationConfiguration {
    let text: String
    do { text = try TextFile.yaml(path) } catch FileError.missing {
      return NotificationConfiguration(path: path)
    }
    return try parse(text: text, path: path, events: events)
  }

  /// The configuration in a text that stands at the path.
  ///
  /// - Throws: what is wrong, and where.
  package static func parse(
    text: String, path: String, events: [String]
  ) throws(ConfigurationError) -> NotificationConfiguration {
    let root = try YAMLValue(text: text, path: path) { try? DecimalText.parse($0, digits: $1) }
    let map = try YAMLMap(root, keys: Key.self)
    var configuration = NotificationConfiguration(path: path)
    for value in try map.optional(.channels)?.items("a list of channels") ?? [] {
      let channel = try NotificationChannel(value, events: events)
      if configuration.channels.contains(where: { $0.name == channel.name }) {
        throw .fault(
          value.place, field: "\(value.field).name", problem: "there are two channels '\(channel.name)'",
          remedy: "give each a name of its own")
      }
      configuration.channels.append(channel)
    }
    if let retry = map.optional(.retry) { configuration.retry = try NotificationRetry(retry) }
    return configuration
  }
}

extension NotificationRetry {
  private enum Key: String, YAMLKey {
    case attempts, factor
    case firstSeconds = "first_seconds"
    case mostSeconds = "most_seconds"
  }

  init(_ value: YAMLValue) throws(ConfigurationError) {
    let map = try YAMLMap(value, keys: Key.self)
    if let value = map.optional(.attempts) { attempts = try value.integer(in: 1...1_000) }
    if let value = map.optional(.firstSeconds) { firstSeconds = try value.integer(in: 1...3_600) }
    if let value = map.optional(.factor) { factor = try value.integer(in: 1...10) }
    if let value = map.optional(.mostSeconds) { mostSeconds = try value.integer(in: 1...86_400) }
    if firstSeconds > mostSeconds, let place = map.optional(.mostSeconds) ?? map.optional(.firstSeconds) {
      throw place.mismatch("first_seconds (\(firstSeconds)) to be at most most_seconds (\(mostSeconds))")
    }
  }
}

/// Every key of a channel; which of them it may have depends on its type.
enum ChannelKey: String, YAMLKey {
  case type, name, events, headers, url, host, port, tls, username, from, to
  case timeoutSeconds = "timeout_seconds"
  case urlEnv = "url_env"
  case urlFile = "url_file"
  case secretEnv = "secret_env"
  case secretFile = "secret_file"
  case passwordEnv = "password_env"
  case passwordFile = "password_file"
  case serverName = "server_name"
  case caFile = "ca_file"

  static let common: [ChannelKey] = [.type, .name, .events, .timeoutSeconds]
  static let webhook: [ChannelKey] = [.url, .urlEnv, .urlFile, .secretEnv, .secretFile, .headers]
  static let smtp: [ChannelKey] = [
    .host, .port, .tls, .username, .passwordEnv, .passwordFile, .from, .to, .serverName, .caFile,
  ]
}

extension NotificationChannel {
  private enum Kind: String, CaseIterable { case webhook, smtp }

  init(_ value: YAMLValue, events codes: [String]) throws(ConfigurationError) {
    let map = try YAMLMap(value, keys: ChannelKey.self)
    let kind = try map.required(.type, example: "webhook").choice(Kind.self)
    let name = try map.required(.name, example: "operator")
    let text = try name.text("a channel's name")
    guard text.utf8.count <= 64, text.utf8.allSatisfy(\.isNameByte) else {
      throw name.mismatch("at most 64 letters, digits, '_' and '-'")
    }
    let transport: NotificationTransport
    switch kind {
    case .webhook:
      try map.allowOnly(ChannelKey.common + ChannelKey.webhook)
      transport = .webhook(try WebhookSettings(map))
    case .smtp:
      try map.allowOnly(ChannelKey.common + ChannelKey.smtp)
      transport = .smtp(try SMTPSettings(map))
    }
    var filter = NotificationFilter()
    if let events = map.optional(.events) { filter = try NotificationFilter(events, codes: codes) }
    self.init(
      name: text,
      events: filter,
      timeoutSeconds: try map.optional(.timeoutSeconds)?.integer(in: 1...300) ?? (kind == .smtp ? 30 : 10),
      transport: transport)
  }
}

extension NotificationFilter {
  private enum Key: String, YAMLKey {
    case codes
    case atLeast = "at_least"
  }

  init(_ value: YAMLValue, codes known: [String]) throws(ConfigurationError) {
    self.init()
    guard case .map = value.node.content else {
      codes = try Self.codes(value, known: known)
      return
    }
    let map = try YAMLMap(value, keys: Key.self)
    if let value = map.optional(.codes) { codes = try Self.codes(value, known: known) }
    atLeast = try map.optional(.atLeast)?.choice()
    if codes.isEmpty, atLeast == nil { throw value.mismatch("codes, at_least or both") }
  }

  private static func codes(_ value: YAMLValue, known: [String]) throws(ConfigurationError) -> [String] {
    var codes: [String] = []
    for item in try value.list("a list of event codes") {
      let code = try item.text("an event code")
      guard known.contains(code) else {
        let hint = nearestMatch(to: code, among: known).map { " (did you mean '\($0)'?)" } ?? ""
        throw item.mismatch("one of " + known.joined(separator: ", ") + hint)
      }
      codes.append(code)
    }
    if codes.isEmpty { throw value.mismatch("at least one event code") }
    return codes
  }
}

extension UInt8 {
  /// A letter, a digit, `_` or `-`.
  var isNameByte: Bool {
    switch self {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
      true
    default: false
    }
  }
}
