import BotAssembly
import BrokerProfiles
import FileSystem
import Journal
import StrategyKit
import TradingCore

/// Names that something has in a home or in the program: what a shell offers to complete.
package enum KnownNames: String, Sendable, Hashable, CaseIterable {
  /// Bots that are not retired.
  case bots
  /// Broker profiles, the home's and the bundled ones.
  case brokers
  /// Ticks that are admitted as evidence, as in D1.
  case datasets
  /// Feeds of the home's `feeds/`.
  case feeds
  /// Operators whose signatures count.
  case operators
  /// Admitted broker profiles, as in B1.
  case profiles
  /// Proposals that nobody has decided, as in P1.
  case proposals
  /// Requests, as in R1.
  case requests
  /// Recorded sessions.
  case sessions
  /// Strategies of the program.
  case strategies
  /// Instruments that are known without a profile.
  case symbols
  /// Witnesses that are asked, as in W1.
  case witnesses
}

extension Home {
  /// The names of a kind, sorted where they have no order of their own.
  ///
  /// They are there to help with typing: where the home is missing or can't be read there are none, and nothing is said
  /// of it. Nothing is locked or made.
  package func names(_ kind: KnownNames) -> [String] {
    do { return try found(kind) } catch { return [] }
  }

  private func found(_ kind: KnownNames) throws -> [String] {
    switch kind {
    case .bots: try journal.read { try $0.bots() }?.filter { $0.status != .retired }.map(\.id).sorted() ?? []
    case .brokers: BrokerProfiles(home: folder).list().map(\.name)
    case .datasets: try promotion.datasets().datasets.filter(\.isActive).map(\.id)
    case .feeds:
      Folders.names(in: folder + "/feeds").filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }
        .sorted()
    case .operators: try operators.list().operators.filter { $0.retiredAt == nil }.map(\.name)
    case .profiles: try promotion.admittedProfiles().rows.filter(\.isActive).map(\.id)
    case .proposals: try promotion.proposals(open: true).proposals.map(\.id)
    case .requests: try promotion.requests().requests.map(\.id)
    case .sessions: try sessions.list().sessions.map { "\($0.id)" }
    case .strategies: strategies.all.map(\.descriptor.name)
    case .symbols: InstrumentCatalog.standard.all.map(\.symbol.name)
    case .witnesses: try audit.witnesses().witnesses.filter { $0.removedAt == nil }.map(\.id)
    }
  }
}
