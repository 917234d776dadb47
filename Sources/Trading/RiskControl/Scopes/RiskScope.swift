/// Where a limit, a lock or an alert holds: the whole desk, an account, a family of bots, or one bot.
///
/// Scopes are named by stable ids. A bot lies in one of each kind at most; which ones its `RiskMember` says. A family
/// may reach over several accounts, as bots on paper have one each.
package struct RiskScope: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// What kinds there are, the widest first.
  package enum Kind: String, Sendable, Hashable, Comparable, CaseIterable {
    /// Everything that this home runs.
    case desk
    /// One account at a broker, or of paper.
    case account
    /// Bots of one strategy family.
    case family
    /// One bot.
    case bot

    /// Orders by width, the widest first.
    package static func < (left: Kind, right: Kind) -> Bool { left.rank < right.rank }

    private var rank: Int {
      switch self {
      case .desk: 0
      case .account: 1
      case .family: 2
      case .bot: 3
      }
    }
  }

  /// How wide it is.
  package let kind: Kind
  /// Its name among those of its kind; empty for the desk.
  package let id: String

  private init(_ kind: Kind, _ id: String) {
    self.kind = kind
    self.id = id
  }

  /// The desk.
  package static let desk = RiskScope(.desk, "")

  /// An account by its id.
  package static func account(_ id: String) -> RiskScope { RiskScope(.account, id) }

  /// A family by its name.
  package static func family(_ id: String) -> RiskScope { RiskScope(.family, id) }

  /// A bot by its name.
  package static func bot(_ id: String) -> RiskScope { RiskScope(.bot, id) }

  /// Orders by kind, the widest first, then by id, byte by byte: the order in which scopes hear of an event.
  package static func < (left: RiskScope, right: RiskScope) -> Bool {
    guard left.kind == right.kind else { return left.kind < right.kind }
    return left.id.utf8.lexicographicallyPrecedes(right.id.utf8)
  }

  /// `desk`, or kind and id with a colon between: `account:A1`.
  package var description: String { kind == .desk ? kind.rawValue : "\(kind.rawValue):\(id)" }

  /// The scope of such a text; `nil` for any other.
  package init?(_ text: String) {
    if text == Kind.desk.rawValue {
      self = .desk
      return
    }
    guard let colon = text.firstIndex(of: ":"), let kind = Kind(rawValue: String(text[..<colon])),
      kind != .desk
    else { return nil }
    let id = text[text.index(after: colon)...]
    guard !id.isEmpty else { return nil }
    self.init(kind, String(id))
  }
}

extension RiskScope: Codable {
  /// Reads the text.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let scope = RiskScope(text) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "'\(text)' is no scope")
    }
    self = scope
  }

  /// Writes the text.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
