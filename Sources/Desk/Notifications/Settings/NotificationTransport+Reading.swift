import YAMLText

extension WebhookSettings {
  init(_ map: YAMLMap<ChannelKey>) throws(ConfigurationError) {
    let url: PublicOrSecret
    if let source = try SecretSource(map, environment: .urlEnv, file: .urlFile) {
      if let extra = map.optional(.url) { throw extra.mismatch("one of url, url_env and url_file") }
      url = .secret(source)
    } else {
      let value = try map.required(.url, example: "https://example.org/hook")
      let text = try value.text("a URL")
      if let problem = Self.problem(ofURL: text) {
        throw .fault(
          value.place, field: value.field, problem: problem, remedy: "give one as in https://example.org/hook"
        )
      }
      url = .text(text)
    }
    self.init(url: url, secret: try SecretSource(map, environment: .secretEnv, file: .secretFile))
    for (name, value) in try map.optional(.headers)?.entries() ?? [] {
      headers.append(try Header(name: name, value))
    }
  }

  /// Why messages can't be sent to a URL, in words without the URL; `nil` when they can.
  package static func problem(ofURL text: String) -> String? {
    guard text.utf8.allSatisfy({ (33...126).contains($0) && !"\"<>\\^`{|}".utf8.contains($0) }) else {
      return "the URL has characters that don't belong into it"
    }
    let lower = text.lowercased()
    guard let scheme = ["https://", "http://"].first(where: { lower.hasPrefix($0) }) else {
      return "the URL starts with neither https:// nor http://"
    }
    let authority = lower.dropFirst(scheme.count).prefix { !"/?#".contains($0) }
    if authority.contains("@") { return "the URL holds a user name or password" }
    if lower.contains("#") { return "the URL has a fragment" }
    let host: Substring
    if authority.hasPrefix("["), let end = authority.firstIndex(of: "]") {
      host = authority[...end]
    } else {
      host = authority.prefix { $0 != ":" }
    }
    let port = authority.dropFirst(host.count)
    guard !host.isEmpty, port.isEmpty || (port.first == ":" && UInt16(port.dropFirst()) != nil) else {
      return "the URL names no server"
    }
    if scheme == "http://", !isLoopback(host) {
      return "http:// would send messages in clear text; only this machine may be reached so"
    }
    return nil
  }

  private static func isLoopback(_ host: Substring) -> Bool {
    if host == "localhost" || host == "[::1]" { return true }
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
  }
}

extension WebhookSettings.Header {
  private enum Key: String, YAMLKey { case env, file }

  init(name: String, _ value: YAMLValue) throws(ConfigurationError) {
    let lower = name.lowercased()
    guard !name.isEmpty, name.utf8.allSatisfy(\.isNameByte) else {
      throw Self.fault(value, "'\(name)' is no header's name", "use letters, digits and '-'")
    }
    let ours = ["content-length", "content-type", "host", "transfer-encoding", "connection", "user-agent"]
    if ours.contains(lower) || lower.hasPrefix("slipway-") {
      throw Self.fault(value, "Slipway sets the header \(name) itself", "leave it out")
    }
    if case .map = value.node.content {
      let map = try YAMLMap(value, keys: Key.self)
      guard let source = try SecretSource(map, environment: .env, file: .file) else {
        throw value.mismatch("text, {env: NAME} or {file: PATH}")
      }
      self.init(name: name, value: .secret(source))
      return
    }
    if ["authorization", "proxy-authorization", "cookie"].contains(lower) {
      throw Self.fault(
        value, "a secret does not belong into this file",
        "write {env: NAME} or {file: PATH} and keep it there")
    }
    let text = try value.text("text, {env: NAME} or {file: PATH}")
    guard text.utf8.allSatisfy({ (32...126).contains($0) }) else {
      throw value.mismatch("printable ASCII text")
    }
    self.init(name: name, value: .text(text))
  }

  private static func fault(_ value: YAMLValue, _ problem: String, _ remedy: String) -> ConfigurationError {
    .fault(value.place, field: value.field, problem: problem, remedy: remedy)
  }
}

extension SMTPSettings {
  init(_ map: YAMLMap<ChannelKey>) throws(ConfigurationError) {
    let security = try map.optional(.tls)?.choice(Security.self) ?? .starttls
    let host = try map.required(.host, example: "mail.example.org").hostName()
    var to: [String] = []
    let recipients = try map.required(.to, example: "[you@example.org]")
    for item in try recipients.list("a list of addresses") { to.append(try item.mailAddress()) }
    guard (1...100).contains(to.count) else { throw recipients.mismatch("1 to 100 addresses") }
    self.init(
      host: host,
      port: try map.optional(.port)?.integer(in: 1...65_535) ?? (security == .implicit ? 465 : 587),
      security: security, from: try map.required(.from, example: "slipway@example.org").mailAddress(), to: to)
    serverName = try map.optional(.serverName)?.hostName()
    caFile = try map.optional(.caFile)?.resolvedPath()
    let password = try SecretSource(map, environment: .passwordEnv, file: .passwordFile)
    if let username = map.optional(.username) {
      guard let password else { throw username.mismatch("password_env or password_file beside it") }
      login = Login(username: try username.text("an account's name"), password: password)
    } else if password != nil {
      _ = try map.required(.username, example: "slipway@example.org")
    }
  }
}

extension SecretSource {
  /// The source one of two keys names, `nil` when neither is there.
  init?<Key: YAMLKey>(
    _ map: YAMLMap<Key>, environment: Key, file: Key
  ) throws(ConfigurationError) {
    switch (map.optional(environment), map.optional(file)) {
    case (nil, nil): return nil
    case (let name?, nil):
      let text = try name.text("the name of an environment variable")
      guard text.utf8.allSatisfy({ $0.isNameByte && $0 != UInt8(ascii: "-") }) else {
        // What stands there may be the secret itself, and is not repeated.
        throw .fault(
          name.place, field: name.field, problem: "this is no name of an environment variable",
          remedy: "give the variable's name, not the secret")
      }
      self = .environment(text)
    case (nil, let path?): self = .file(try path.resolvedPath())
    case (_, let path?): throw path.mismatch("one of \(environment.rawValue) and \(file.rawValue)")
    }
  }
}

extension YAMLValue {
  /// A path, resolved against the file's folder.
  fileprivate func resolvedPath() throws(ConfigurationError) -> String {
    place.resolve(try text("a path"))
  }

  /// A server's name or address.
  fileprivate func hostName() throws(ConfigurationError) -> String {
    let text = try text("a server's name")
    guard text.utf8.count <= 253, text.utf8.allSatisfy({ $0.isNameByte || ".:".utf8.contains($0) }) else {
      throw mismatch("a server's name without port, such as mail.example.org")
    }
    return text
  }

  /// An address that needs no quoting anywhere in a mail.
  fileprivate func mailAddress() throws(ConfigurationError) -> String {
    let text = try text("an address")
    let parts = text.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
    let isPlain = text.utf8.allSatisfy { $0.isNameByte || ".!#$%&'*+/=?^`{|}~@".utf8.contains($0) }
    guard isPlain, parts.count == 2, (1...64).contains(parts[0].count), (1...255).contains(parts[1].count),
      parts[1].allSatisfy({ $0.isNameByte || $0 == UInt8(ascii: ".") })
    else { throw mismatch("an address such as you@example.org") }
    return text
  }
}
