import JSONText
import ArgumentParser
import FileSystem
import Reports
import TickStore

/// `slipway data export`
struct DataExport: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Write the ticks of a tick file as CSV: time,bid,ask.",
    discussion: """
      Quotes with sizes have the columns bid_size,ask_size too, trades are time,price,size,side. Times are UTC, \
      in milliseconds or finer where the file is: importing the CSV gives the same ticks.
      """
  )

  @Argument(help: "A tick file.")
  var file: String

  @OptionGroup var output: TextOutputOption
  @OptionGroup var shared: SharedOptions

  func run() throws {
    let reader = try TickFileReader(path: file)
    let target = try output.target(against: [file], shared: shared)
    let bar = ProgressBar("Exporting", unit: "ticks", quiet: shared.quiet)
    let show = { (done: Int) in bar.update(done: done, of: reader.statistics.ticks) }
    guard case .file(let path) = target else {
      // Nothing of a damaged file may come out, and what was printed can't be taken back.
      if case .faulty(let fault) = try TickFileReader.verify(path: file) {
        throw TickStoreError.damaged(path: file, fault: fault)
      }
      _ = try reader.export(progress: show) { (bytes) throws(TickStoreError) in
        do throws(FileError) { try StandardOutput.write(bytes) } catch { throw .file(error) }
      }
      bar.finish()
      return
    }
    let count = try reader.export(to: path, progress: show)
    bar.finish()
    let document: JSONValue = [
      "file": .string(path), "rows": .count(count), "content_digest": .string(reader.contentDigest),
    ]
    try shared.printResult(json: document) { _ in "\(NumberText.grouped(count)) ticks written to \(path)\n" }
  }
}
