package import JSONText
import Journal
import ModeManager
import Promotion
package import TradingCore

/// Recorded ticks that operators vouch for.
extension PromotionOperations {
  /// Vouches for the ticks of files: what bots of a family do on them counts as evidence.
  ///
  /// - Throws: `TickStoreError`, `GateError`, `JournalError`. What came before the file that is refused stays admitted.
  package func admitDatasets(_ paths: [String], family: String, signed by: Signature) throws -> DatasetListing
  {
    let keeper = try gate.keeper()
    let signer = try by.unlock(keeper, act: .datasetAdmitted)
    return DatasetListing(
      datasets: try paths.map { ShownDataset(try keeper.admitDataset($0, family: family, by: signer)) },
      notes: [])
  }

  /// Ends that; evidence that was gathered on it no longer counts.
  ///
  /// - Throws: `GateError`, `JournalError`.
  package func retireDataset(_ id: String, signed by: Signature) throws -> DatasetListing {
    let keeper = try gate.keeper()
    try keeper.require(.unknownDataset(id), act: .datasetRetired) { $0.datasets.contains { $0.id == id } }
    try keeper.retireDataset(id, by: try by.unlock(keeper, act: .datasetRetired))
    let ledger = try keeper.ledger()
    return DatasetListing(
      datasets: ledger.datasets.filter { $0.id == id }.map(ShownDataset.init), notes: ledger.notes)
  }

  /// Everything that was vouched for.
  ///
  /// - Throws: `JournalError`.
  package func datasets() throws -> DatasetListing {
    let ledger = try gate.keeper(.readOnly).ledger()
    return DatasetListing(datasets: ledger.datasets.map(ShownDataset.init), notes: ledger.notes)
  }
}

/// Recorded ticks that somebody vouched for.
package struct ShownDataset: Sendable {
  private let record: DatasetRecord

  init(_ record: DatasetRecord) { self.record = record }

  /// `D` and a number.
  package var id: String { record.id }
  /// The family of bots it is for.
  package var family: String { record.dataset.family }
  /// The instrument.
  package var symbol: String { record.dataset.symbol }
  /// Where the ticks come from, by the file.
  package var source: String { record.dataset.source }
  /// The digest of the ticks.
  package var digest: String { record.dataset.digest }
  /// The first and the last tick.
  package var span: (first: Timestamp, last: Timestamp) { (record.dataset.first, record.dataset.last) }
  /// How many there are.
  package var ticks: Int { record.dataset.ticks }
  /// The share of open minutes with a tick.
  package var coverage: Double { record.dataset.coverage }
  /// Who vouched.
  package var signer: String { record.signer }
  /// Whether it counts.
  package var isActive: Bool { record.retiredAt == nil }
}

extension ShownDataset: Document {
  /// The dataset, for programs.
  package var json: JSONValue {
    [
      "id": .string(id), "family": .string(family), "symbol": .string(symbol), "source": .string(source),
      "content_digest": .string(digest), "first": .string(span.first.iso8601),
      "last": .string(span.last.iso8601), "ticks": .count(ticks), "open_minutes": .number(coverage),
      "signer": .string(signer), "status": isActive ? "admitted" : "retired",
    ]
  }
}

/// Datasets in the order they were admitted.
package struct DatasetListing: Sendable {
  /// The datasets.
  package let datasets: [ShownDataset]
  /// What the reader should know besides.
  package let notes: [String]
}

extension DatasetListing: Document {
  /// The datasets, for programs.
  package var json: JSONValue { ["datasets": .array(datasets.map(\.json))] }
}
