import Dispatch
import Foundation
import JSONText
import Journal
import Notifications
import Promotion
import Synchronization
import TestSupport
import Testing
import TradingCore

@testable import ModeManager

/// A server that keeps heads, as docs/promotion.md describes it.
private final class HeadServer: Sendable {
  struct Head: Hashable {
    var seq: Int64 = 0
    var hash = ""
    var at = ""
  }

  enum Lie { case none, otherSecret, oldAnswer, silence, never, keepsNothing }

  let heads = Mutex<[String: Head]>([:])
  let lie = Mutex(Lie.none)
  private let first = Mutex<[UInt8]?>(nil)

  func reply(_ request: WebhookReceiver.Request) -> WebhookReceiver.Reply {
    guard let document = try? JSONValue(json: request.body), case .string(let home)? = document["home"],
      case .string(let nonce)? = document["nonce"],
      let time = request.header("Slipway-Timestamp").flatMap({ Int64($0) }),
      request.header("Slipway-Signature")
        == WebhookSignature.value(secret: Secret("s3cret"), seconds: time, body: request.body)
    else { return .status(400) }
    let lie = lie.withLock { $0 }
    if document["ask"] == "keep", lie != .keepsNothing { keep(document, of: home) }
    let head = heads.withLock { $0[home] ?? Head() }
    let text = ["slipway.witness.v1", nonce, home, "\(head.seq)", head.hash, head.at].joined(separator: "\n")
    let secret = Secret(lie == .otherSecret ? "other" : "s3cret")
    let answer: JSONValue = [
      "home": .string(home), "seq": .integer(head.seq), "hash": .string(head.hash), "at": .string(head.at),
      "signature": .string(WebhookSignature.value(secret: secret, seconds: time, body: Array(text.utf8))),
    ]
    let body = Array(answer.compactText.utf8)
    let old = first.withLock { first in
      first = first ?? body
      return first ?? body
    }
    switch lie {
    case .silence: return .status(503)
    case .never: return .silence
    case .oldAnswer: return .body(old)
    case .none, .otherSecret, .keepsNothing: return .body(body)
    }
  }

  private func keep(_ document: JSONValue, of home: String) {
    guard case .integer(let seq)? = document["seq"], case .string(let hash)? = document["hash"],
      case .string(let at)? = document["at"]
    else { return }
    heads.withLock { heads in
      let last = heads[home]
      let after: JSONValue =
        last.map { ["seq": .integer($0.seq), "hash": .string($0.hash), "at": .string($0.at)] } ?? .null
      guard document["after"] == after, document["fork"] == true || seq > (last?.seq ?? 0) else { return }
      heads[home] = Head(seq: seq, hash: hash, at: at)
    }
  }
}

@Suite("Witnesses that are asked over HTTP", .timeLimit(.minutes(5)))
struct WebhookWitnessTests {
  private let server = HeadServer()

  /// Does what waits for a server on a thread that is none of Swift's.
  private func waiting(_ body: @escaping @Sendable () throws -> Void) async throws {
    try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
      DispatchQueue.global().async { continuation.resume(with: Result { try body() }) }
    }
  }

  private func witness(_ home: GatedHome, _ receiver: WebhookReceiver) throws -> Witness {
    let path = home.replayed.folder.file("secret")
    try Data("s3cret\n".utf8).write(to: URL(fileURLWithPath: path))
    return Witness(.webhook, place: receiver.url, secret: .file(path))
  }

  @Test("a server keeps heads; an older copy of the home is refused")
  func keeps() async throws {
    let server = server
    let receiver = try await WebhookReceiver.answering({ server.reply($0) })
    let home = try GatedHome()
    let witness = try witness(home, receiver)
    try await waiting {
      _ = try home.gate.addWitness(witness, by: try home.signer("ada"))
      let copy = try home.copy()
      try home.act()
      let identity = try home.gate.ledger().home
      let head = try home.head()
      #expect(server.heads.withLock { $0[identity]?.seq } == head - 1)
      try home.putBack(copy)
      try expectRefused("history_behind_witness", in: home) { try home.act() }
    }
    #expect(receiver.requests.allSatisfy { $0.header("Slipway-Event") == "witness" })
  }

  @Test("answers that are not signed with the secret, or were given to somebody before, and none at all")
  func lies() async throws {
    let server = server
    let receiver = try await WebhookReceiver.answering({ server.reply($0) })
    let home = try GatedHome()
    let witness = try witness(home, receiver)
    try await waiting {
      _ = try home.gate.addWitness(witness, by: try home.signer("ada"))
      for (lie, code) in [
        (HeadServer.Lie.otherSecret, "witness_faulty"), (.oldAnswer, "witness_faulty"),
        (.silence, "witness_unreachable"), (.never, "witness_unreachable"),
      ] {
        server.lie.withLock { $0 = lie }
        try expectRefused(code, in: home) { try home.request() }
      }
      server.lie.withLock { $0 = .none }
      try home.request()
    }
  }

  @Test("a server that answers as before and keeps nothing new is none: rights wait, revoking doesn't")
  func keepsNothing() async throws {
    let server = server
    let receiver = try await WebhookReceiver.answering({ server.reply($0) })
    let home = try GatedHome()
    let witness = try witness(home, receiver)
    try await waiting {
      _ = try home.gate.addWitness(witness, by: try home.signer("ada"))
      let id = try home.request().id
      server.lie.withLock { $0 = .keepsNothing }
      try home.gate.reject(id, reason: "no", by: try home.signer("bea"))
      try expectRefused("witness_unreachable", in: home) { try home.act() }
      server.lie.withLock { $0 = .none }
      try home.act()
    }
  }

  @Test("a server that is told in clear text over a network, or whose secret is gone")
  func unusable() throws {
    let home = try GatedHome()
    let ada = try home.signer("ada")
    let secret = home.replayed.folder.file("secret")
    try Data("s3cret\n".utf8).write(to: URL(fileURLWithPath: secret))
    for (place, file) in [
      ("http://example.org/heads", secret), ("https://example.org/heads?token=x", secret),
      ("https://127.0.0.1:1/heads", home.replayed.folder.file("none")),
    ] {
      let witness = Witness(.webhook, place: place, secret: .file(file))
      let found = try home.gate.witnesses.finding(
        of: WitnessRecord(unsigned: witness), try home.gate.ledger())
      let says = try #require(found.refusal).description
      #expect(says.contains(place.hasPrefix("http:") ? "clear text" : place.contains("?") ? "query" : "none"))
      try expectRefused("witness_unreachable", in: home) { _ = try home.gate.addWitness(witness, by: ada) }
    }
  }
}

extension GatedHome {
  /// The number of the last row.
  fileprivate func head() throws -> Int64 { try Journal(home: home, mode: .readOnly).lastSeq() }
}
