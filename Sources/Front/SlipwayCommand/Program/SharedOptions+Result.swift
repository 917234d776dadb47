import JSONText
import FileSystem
import Reports

extension SharedOptions {
  /// Prints a command's result, once and whole: the JSON document or the text for people.
  ///
  /// - Throws: `writeFailed`.
  func printResult(json document: @autoclosure () -> JSONValue, text: (_ colored: Bool) -> String)
    throws(FileError)
  {
    let result = json ? document().prettyText + "\n" : text(StandardOutput.isColored)
    try StandardOutput.write(result)
  }
}
