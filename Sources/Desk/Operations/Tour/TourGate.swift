import FileSystem
import ModeManager
import Promotion
import Reports
import TradingCore

/// What comes before a review at the tour's gate: people, criteria for a tour, and ticks that somebody vouches for.
struct TourGate {
  let home: Home
  /// A page of each review goes to its path.
  let page: (_ bot: String) -> String

  private static let admin = "ann"
  private static let approver = "bob"
  private static let passphraseBytes = 24

  /// Reviews of the tour's bots.
  ///
  /// `ticks`: what an approver vouches for, by its path.
  func reviews(ticks: String) throws -> [PromotionReview] {
    let admin = try Self.signer(Self.admin)
    let approver = try Self.signer(Self.approver)
    try add(Self.admin, role: "admin", by: .nobody, key: admin)
    try add(Self.approver, role: "approver", by: admin, key: approver)
    try writeCriteria()
    _ = try home.promotion.adoptCriteria(signed: admin)
    for bot in TourBot.all {
      _ = try home.promotion.admitDatasets([ticks], family: bot.strategy, signed: approver)
    }
    return try TourBot.all.map { bot in
      var review = try home.promotion.review(bot.id).review
      review.commandLine = "slipway promote review \(bot.id) -o review-\(bot.id).html"
      let file = try AtomicFile(path: page(bot.id))
      try file.write(review.htmlPage())
      try file.commit()
      return review
    }
  }

  /// Keys of a home that nobody keeps are opened by what nobody knows.
  private static func signer(_ name: String) throws -> Signature {
    let bytes = (0..<passphraseBytes).map { _ in UInt8.random(in: .min ... .max) }
    let passphrase = Array(Hexadecimal.text(bytes).utf8)
    return Signature(name: name) { _ in passphrase }
  }

  private func add(_ name: String, role: String, by admin: Signature, key: Signature) throws {
    _ = try home.operators.add(name, role: role, person: nil, signed: admin) { _ in try key.passphrase(name) }
  }

  /// Generated ticks count by criteria that say so, and by no other.
  private func writeCriteria() throws {
    let file = try AtomicFile(path: Gatekeeper.criteriaPath(home: home.folder))
    try file.write("preset: standard\nprovenance: generated\n")
    try file.commit()
  }
}
