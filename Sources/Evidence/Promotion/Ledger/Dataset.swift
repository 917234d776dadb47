package import JSONText
package import TradingCore

/// Recorded ticks that somebody vouches for: what bots of a family do on them counts as evidence.
package struct Dataset: Sendable, Hashable {
  /// The family of bots it is admitted for.
  package var family: String
  /// The digest of its ticks in hexadecimal, recomputed over the decoded ticks.
  package var digest: String
  /// The instrument.
  package var symbol: String
  /// Where the ticks come from, by the file.
  package var source: String
  /// The first tick.
  package var first: Timestamp
  /// The last tick.
  package var last: Timestamp
  /// How many there are.
  package var ticks: Int
  /// Open minutes with a tick, in millionths of all between the first and the last.
  package var coveredMillionths: Int64

  /// A dataset of its parts.
  package init(
    family: String, digest: String, symbol: String, source: String, first: Timestamp, last: Timestamp,
    ticks: Int, coveredMillionths: Int64
  ) {
    (self.family, self.digest, self.symbol, self.source) = (family, digest, symbol, source)
    (self.first, self.last, self.ticks) = (first, last, ticks)
    self.coveredMillionths = coveredMillionths
  }

  /// The share of open minutes with a tick.
  package var coverage: Double { Double(coveredMillionths) / 1_000_000 }

  /// The canonical document.
  package var json: JSONValue {
    [
      "family": .string(family), "digest": .string(digest), "symbol": .string(symbol),
      "source": .string(source),
      "first": .string(first.canonicalText), "last": .string(last.canonicalText), "ticks": .count(ticks),
      "covered_millionths": .integer(coveredMillionths),
    ]
  }

  init(json: JSONValue) throws(PromotionRefusal) {
    let fields = try DocumentFields(
      json, of: "the dataset",
      names: ["family", "digest", "symbol", "source", "first", "last", "ticks", "covered_millionths"])
    self.init(
      family: try fields.text("family"), digest: try fields.digest("digest"),
      symbol: try fields.text("symbol"),
      source: try fields.text("source"), first: try fields.time("first"), last: try fields.time("last"),
      ticks: try fields.count("ticks", in: 1...(1 << 53)),
      coveredMillionths: Int64(try fields.count("covered_millionths", in: 0...1_000_000)))
    guard first <= last else { throw .malformed("the dataset ends before it begins") }
  }
}

/// A dataset as the chain has it.
package struct DatasetRecord: Sendable, Hashable {
  /// `D` and a number.
  package let id: String
  /// What it is.
  package let dataset: Dataset
  /// Who admitted it.
  package let signer: String
  /// When.
  package let at: Timestamp
  /// When it ended; `nil` for one that counts.
  package internal(set) var retiredAt: Timestamp?
}

extension PromotionLedger {
  /// The dataset that counts for a family, of ticks of a digest.
  package func dataset(_ digest: String, family: String) -> DatasetRecord? {
    datasets.last { $0.retiredAt == nil && $0.dataset.digest == digest && $0.dataset.family == family }
  }

  /// Once for a family: whoever leaves a day out of a file can't have the rest admitted beside the whole.
  mutating func admit(_ dataset: Dataset, _ signed: SignedAct) throws(PromotionRefusal) {
    try signed.checkSubject(LedgerEvent.gateSubject)
    guard rules >= .second else { throw .malformed("the gate knows of no datasets yet") }
    let other = datasets.last { known in
      known.dataset.family == dataset.family && known.dataset.symbol == dataset.symbol
        && known.dataset.first <= dataset.last && dataset.first <= known.dataset.last
        && (known.retiredAt == nil || known.dataset.digest != dataset.digest)
    }
    if let other { throw .datasetOverlaps(other.id) }
    datasets.append(
      DatasetRecord(
        id: "D\(datasets.count + 1)", dataset: dataset, signer: signed.signer.name, at: signed.event.at))
  }

  mutating func retireDataset(_ id: String, _ signed: SignedAct) throws(PromotionRefusal) {
    try signed.checkSubject(LedgerEvent.gateSubject)
    guard let place = datasets.firstIndex(where: { $0.id == id && $0.retiredAt == nil }) else {
      throw .unknownDataset(id)
    }
    datasets[place].retiredAt = signed.event.at
  }
}
