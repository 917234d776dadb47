import FileSystem
import JSONText
import Operations
import Reports

extension SharedOptions {
  /// All that can be done in the home.
  var operations: Home {
    var listener = Listener()
    if !quiet {
      listener.note = { Notes.print($0) }
      listener.programLine = { StandardError.write("exec: \(ShownText.line($0))\n") }
    }
    return Home(
      folder: homeFolder, strategies: StrategyRegistry.catalog, listener: listener,
      cancellation: Signals.cancellation
    ) { WallClock.now }
  }

  /// A progress bar for work that is about to begin; it is gone when nobody has it any more.
  func progress(_ label: String, unit: String) -> Progress {
    let bar = ProgressBar(label, unit: unit, quiet: quiet)
    return { bar.update(done: $0, of: $1) }
  }

  /// Prints what an operation gave, once and whole: as JSON or as a text for people.
  ///
  /// - Throws: `writeFailed`.
  func print(_ document: some Document, text: (_ colored: Bool) -> String) throws(FileError) {
    try printResult(json: document.json, text: text)
  }

  /// Prints a command's result, once and whole: the JSON document or the text for people.
  ///
  /// - Throws: `writeFailed`.
  func printResult(json document: @autoclosure () -> JSONValue, text: (_ colored: Bool) -> String)
    throws(FileError)
  {
    let isColored = StandardOutput.isColored
    let result =
      json
      ? ShownText.json(document().prettyText) + "\n" : ShownText.lines(text(isColored), colored: isColored)
    try StandardOutput.write(result)
  }
}
