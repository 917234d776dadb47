import JSONText
import Journal
package import RiskControl
import StateCoding
import TradingCore

/// Which rules of risk hold at a desk, and which bots share what.
///
/// It is recorded with every session, which is run again under what held then. Without rules and locks a desk does and
/// stores as if there were no such thing.
package struct DeskRisk: Sendable {
  /// Where a bot lies.
  package struct Place: Sendable, Hashable, Codable {
    private enum CodingKeys: String, CodingKey {
      case bot = "bot"
      case account = "account"
      case family = "family"
    }

    /// The bot.
    package var bot: String
    /// The account, by a name that other bots' places may have, too.
    package var account: String
    /// The family; `nil` for none.
    package var family: String?

    /// A place.
    package init(bot: String, account: String, family: String? = nil) {
      self.bot = bot
      self.account = account
      self.family = family
    }
  }

  /// The rules.
  package var policy: RiskPolicy
  /// Where bots lie; one that is not named has an account of its name to itself, and no family.
  package var places: [Place]

  /// Rules, and where bots lie; none unless given.
  package init(_ policy: RiskPolicy = RiskPolicy(), places: [Place] = []) {
    self.policy = policy
    self.places = places
  }

  /// The rules, and those of every desk: what a promoted bot's mode rests on. They say nothing of a bot without a grant.
  var fullPolicy: RiskPolicy {
    var full = RiskPolicy()
    full.add(GrantTerm(), toEach: .bot)
    full.add(Ladder.standard, toEach: .bot)
    full.add(policy)
    return full
  }

  /// Whether it says nothing.
  var isEmpty: Bool { policy.isEmpty && places.isEmpty }

  /// A bot as risk knows it.
  func member(_ bot: String, currency: Currency, symbols: [Symbol]) -> RiskMember {
    let place = places.first { $0.bot == bot }
    return RiskMember(
      bot: bot, account: place?.account ?? bot, family: place?.family, currency: currency, symbols: symbols)
  }
}

extension DeskRisk: Codable {
  private enum CodingKeys: String, CodingKey {
    case policy = "policy"
    case places = "places"
  }
}

/// As it stands in a session's source; never renamed.
extension DeskRisk {
  static let key = "risk"

  /// The source with it, where it says anything.
  func added(to source: JSONValue) throws(DeskError) -> JSONValue {
    guard !isEmpty else { return source }
    do throws(StateCodingError) {
      return source.adding(Self.key, .string(Hexadecimal.text(try StateEncoder.encode(self))))
    } catch { throw .risk("\(error)") }
  }

  /// What held in a session.
  ///
  /// - Throws: `DeskError.risk` for what this program can't read: without it the session would come out otherwise.
  init(of session: SessionRecord) throws(DeskError) {
    guard let value = session.source[Self.key] else {
      self.init()
      return
    }
    guard case .string(let text) = value, let bytes = Hexadecimal.bytes(text) else {
      throw .risk("the rules of session \(session.id) are no text of bytes")
    }
    do throws(StateCodingError) { self = try StateDecoder.decode(from: bytes) } catch {
      throw .risk("the rules of session \(session.id): \(error)")
    }
  }
}
