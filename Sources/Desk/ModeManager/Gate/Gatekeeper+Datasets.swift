import Journal
package import Promotion
import TickStore
import TradingCore

extension Gatekeeper {
  /// Vouches for the ticks of a file, so that what bots of a family do on them counts as evidence.
  ///
  /// All of the file is read, and its digest is that of the ticks, not what the file says it is.
  /// - Throws: `TickStoreError` for what is no sound tick file; `GateError.refused` for generated ticks, ticks with holes
  ///   while the market was open, and for a second history of a time.
  package func admitDataset(_ path: String, family: String, by signer: Signer) throws -> DatasetRecord {
    let act = EventKind.datasetAdmitted.rawValue
    let criteria = try criteria(of: try ledger())
    let reader = try TickFileReader(path: path, cancellation: cancellation)
    let hours = InstrumentCatalog.standard[reader.metadata.symbol]?.hours ?? .always
    var survey = HistoryQualitySurvey(hours: hours)
    let info: TickFileInfo
    switch try TickFileReader.verify(
      path: path, cancellation: cancellation,
      visit: { quotes, sizes, _ in
        survey.add(quotes, sizes)
      })
    {
    case .faulty(let fault): throw TickStoreError.damaged(path: path, fault: fault)
    case .sound(let sound): info = sound
    }
    let covered = survey.result()?.total.coverage ?? 0
    if info.metadata.source == SyntheticMarket.source, !criteria.provenance.countsGenerated {
      try refuse(.datasetGenerated, act: act, subject: LedgerEvent.gateSubject)
    }
    if criteria.provenance.asksForDatasets {
      let least = criteria.ticks.minimumOpenMinutes.value
      guard covered >= least else {
        try refuse(.datasetHoles(covered: covered, least: least), act: act, subject: LedgerEvent.gateSubject)
      }
    }
    let dataset = Dataset(
      family: family, digest: info.contentDigest, symbol: info.metadata.symbol.name,
      source: info.metadata.source, first: info.statistics.first, last: info.statistics.last,
      ticks: info.statistics.ticks, coveredMillionths: Int64((covered * 1_000_000).rounded(.down)))
    let after = try append(.admitDataset(dataset), by: signer, subject: LedgerEvent.gateSubject)
    guard let record = after.datasets.last else { throw GateError.refused(.unknownDataset(path), act: act) }
    return record
  }

  /// Ends that; evidence that was gathered on it no longer counts.
  ///
  /// - Throws: `GateError.refused`.
  package func retireDataset(_ id: String, by signer: Signer) throws {
    try append(.retireDataset(id: id), by: signer, subject: LedgerEvent.gateSubject)
  }
}
