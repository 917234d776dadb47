package import RiskControl

/// The tree of risk as it is lent to a bot's engine: for a stretch of quotes, a tick of the clock, a command, a report.
///
/// There is one tree and it is a value, so exactly one engine has it at a time; nothing is shared and nothing locked.
@usableFromInline
package struct RiskLoan: Sendable {
  /// The tree.
  package var tree: RiskTree
  /// The name of the bot that it is lent to.
  package var bot: String
  /// Whether other bots are under the tree: then its host says what the clock and equities mean for all of them.
  package var isShared: Bool
  /// What the bot's events have brought about, in order. What of it is about the bot itself has been done; the rest is
  /// the host's to carry on.
  package var actions: [RiskAction] = []

  /// The decision cycle in which the bot's equity left its band, where the host is to say so.
  package var leftBand: UInt64?

  /// A loan of a tree to one of its bots.
  package init(_ tree: RiskTree, to bot: String, isShared: Bool) {
    self.tree = tree
    self.bot = bot
    self.isShared = isShared
  }
}

/// What an engine keeps of the risk beside it, with and without the tree at hand.
struct EngineRisk: Sendable {
  /// The tree, while it is lent.
  var loan: RiskLoan?
  /// What the tree has last said of the bot.
  var view = RiskView.clear
  /// The tree's revision then; `nil` when the tree has to be looked at anew.
  var seenRevision: UInt64?
  /// What is being asked for, until it has been approved or denied.
  var ask: RiskAsk?
  /// Closed trades that risk has heard of.
  var toldTrades = 0
  /// Whether risk has asked for anything that may not have been handled.
  var hasAsked = false
}

extension EngineRisk {
  /// What has to be known before the tree is at hand again: the halts that it is to take back.
  struct State: Codable, Sendable {
    private enum CodingKeys: String, CodingKey {
      case halts = "halts"
    }

    let halts: EntryHalts
  }

  /// The state of an engine that risk guards; else there is none.
  var state: State? { view.isGuarded ? State(halts: view.halts) : nil }

  /// Risk as a saved engine has left it, before it is given the tree.
  init(_ state: State?) {
    guard let state else { return }
    view.halts = state.halts
    view.isGuarded = true
  }
}
