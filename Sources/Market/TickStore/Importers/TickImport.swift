package import FileSystem
import TradingCore

/// What an import gave: the report on the inputs and the facts about the file written.
package struct ImportOutcome: Sendable, Hashable {
  /// What was read, dropped and corrected.
  package var report: ImportReport
  /// The tick file.
  package var info: TickFileInfo
}

/// Reads recorded ticks of other systems' formats.
package enum TickImport {
  /// Imports files and folders into a tick file, which appears only when all of them were read to the end.
  ///
  /// The result does not depend on the order of the inputs: files are taken by their first tick (then by path),
  /// and merged where they overlap. Memory stays bounded whatever their size.
  ///
  /// - Parameters:
  ///   - inputs: files and folders.
  ///   - options: what the inputs do not say themselves.
  ///   - output: the path of the tick file.
  ///   - cancellation: asked between files and batches.
  ///   - progress: called after every few thousand ticks.
  /// - Returns: the report and the facts about the tick file.
  /// - Throws: `ImportError`; no output is left then.
  package static func run(
    inputs: [String], options: ImportOptions, output: String, cancellation: Cancellation = .never,
    progress: ((ImportProgress) -> Void)? = nil
  ) throws(ImportError) -> ImportOutcome {
    let plan = try ImportPlan(
      inputs: inputs, options: options, output: output, cancellation: cancellation)
    let metadata = TickFileMetadata(
      symbol: options.symbol, digits: plan.report.digits,
      sizeDigits: plan.tickKind.hasSizes ? plan.report.sizeDigits : 0,
      source: plan.report.format.rawValue, provenance: plan.report.provenance)
    let writer = try storing { () throws(TickStoreError) in
      try TickFileWriter(
        path: output, metadata: metadata, kind: plan.tickKind, cancellation: cancellation)
    }
    let report = try plan.execute(progress: progress) { batch throws(ImportError) in
      try storing { () throws(TickStoreError) in
        if writer.kind.hasSizes {
          try writer.append(contentsOf: batch.quotes, sizes: batch.sizes)
        } else {
          try writer.append(contentsOf: batch.quotes)
        }
      }
    }
    let info = try storing { () throws(TickStoreError) in
      _ = try writer.finish()
      return try TickFileReader(path: output, cancellation: cancellation).info()
    }
    return ImportOutcome(report: report, info: info)
  }

  /// Reads every tick of files and folders in order of time, as `run` does, without storing them.
  ///
  /// - Parameters:
  ///   - inputs: files and folders.
  ///   - options: what the inputs do not say themselves.
  ///   - cancellation: asked between files and batches.
  ///   - progress: called after every few thousand ticks.
  ///   - sink: takes the ticks, some thousands at a time, in order; what it throws ends the import.
  /// - Returns: what was read, dropped and corrected.
  /// - Throws: `ImportError`; ticks handed out before that are not a complete import.
  package static func read(
    inputs: [String], options: ImportOptions, cancellation: Cancellation = .never,
    progress: ((ImportProgress) -> Void)? = nil,
    sink: (TickBatch) throws(ImportError) -> Void
  ) throws(ImportError) -> ImportReport {
    try ImportPlan(inputs: inputs, options: options, cancellation: cancellation)
      .execute(progress: progress, sink: sink)
  }

  /// Files that can't be read or made keep their own case, wherever they were met.
  private static func storing<Result>(
    _ body: () throws(TickStoreError) -> Result
  ) throws(ImportError) -> Result {
    do { return try body() } catch .file(let error) { throw .file(error) } catch { throw .store(error) }
  }
}
