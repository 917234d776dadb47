import ArgumentParser

/// `slipway data`: tick files in, out and looked at.
struct DataCommands: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "data", abstract: "Import, download, check, cut, export and generate tick files.",
    subcommands: [
      DataImport.self, DataFetch.self, DataInfo.self, DataVerify.self, DataSlice.self, DataExport.self,
      DataGenerate.self,
    ])
}
