import FileSystem
import JSONText
import Journal
import Notifications
import Promotion
import TradingCore

/// A server that keeps heads. Questions are signed as webhooks are, answers by the same secret over what was asked, so
/// that nobody between can answer, or answer again.
struct WebhookWitness: HeadKeeper {
  /// How long an answer may take, in seconds.
  private static let patience: Int64 = 5

  private let exchange: SignedExchange
  private let secret: Secret
  private let now: @Sendable () -> Timestamp

  init(
    url: String, secret place: Witness.SecretPlace, environment: (String) -> String?,
    now: @escaping @Sendable () -> Timestamp
  ) throws(WitnessFault) {
    if let problem = Self.problem(ofURL: url) { throw .unreachable(problem) }
    let source: SecretSource =
      switch place {
      case .environment(let name): .environment(name)
      case .file(let path): .file(path)
      }
    do { secret = try Secret(source, channel: "witness", environment: environment) } catch {
      throw .unreachable("\(error)")
    }
    exchange = SignedExchange(url: url, secret: secret, timeoutSeconds: Self.patience)
    self.now = now
  }

  /// What is wrong with the URL of a server; the chain, its exports and listings have it in clear.
  static func problem(ofURL url: String) -> String? {
    url.contains("?")
      ? "the URL has a query, and everybody who reads the journal would see it: the secret says who asks"
      : WebhookSettings.problem(ofURL: url)
  }

  func heads(of home: String) throws(WitnessFault) -> [KeptHead] {
    try ask(["version": 1, "ask": "last", "home": .string(home)], home: home).map { [$0] } ?? []
  }

  func keep(
    _ head: KeptHead, of home: String, after last: KeptHead?, isFork: Bool
  ) throws(WitnessFault) -> KeptHead? {
    let after: JSONValue? = last.map {
      ["seq": .integer($0.head.seq), "hash": .string($0.head.text), "at": .string($0.timeText)]
    }
    return try ask(
      [
        "version": 1, "ask": "keep", "home": .string(home), "seq": .integer(head.head.seq),
        "hash": .string(head.head.text), "at": .string(head.timeText), "after": after ?? .null,
        "fork": .boolean(isFork),
      ], home: home)
  }

  private func ask(_ document: JSONValue, home: String) throws(WitnessFault) -> KeptHead? {
    let nonce = Hexadecimal.text((0..<16).map { _ in UInt8.random(in: .min ... .max) })
    let body = Array(document.adding("nonce", .string(nonce)).compactText.utf8)
    let time = now().secondsSinceEpoch
    let answer: [UInt8]
    do throws(SignedExchange.Unanswered) {
      answer = try exchange.answer(to: body, event: "witness", delivery: nonce, at: time)
    } catch { throw .unreachable(error.reason) }
    guard let document = try? JSONValue(json: answer), document["home"] == .string(home),
      case .integer(let seq)? = document["seq"], case .string(let hash)? = document["hash"],
      case .string(let at)? = document["at"], case .string(let signature)? = document["signature"]
    else { throw .faulty("the server's answer is none of a witness") }
    let signed = ["slipway.witness.v1", nonce, home, "\(seq)", hash, at].joined(separator: "\n")
    guard signature == WebhookSignature.value(secret: secret, seconds: time, body: Array(signed.utf8)) else {
      throw .faulty("the server's answer is not signed with the secret")
    }
    if seq == 0 { return nil }
    guard let head = KeptHead(seq: seq, hash: hash, at: at) else {
      throw .faulty("the server's answer is no head")
    }
    return head
  }
}
