/// The options of `backtest` in a file. Everything is optional: the command line comes first, its defaults last.
///
/// Texts are what was written, checked where that needs no instrument, account or strategy.
package struct RunConfiguration: Sendable, Hashable {
  /// A strategy parameter.
  package struct Parameter: Sendable, Hashable {
    /// Its name.
    package var name: String
    /// Its value as written.
    package var value: String
    /// Its line in the file, for errors that only the strategy can find.
    package var line: Int

    /// A parameter as it stands in a file.
    package init(name: String, value: String, line: Int) {
      self.name = name
      self.value = value
      self.line = line
    }
  }

  /// The file it came from.
  package var path: String
  /// What it states besides parameters; paths are resolved against the file's folder.
  package var typed = TypedBacktest()
  /// The strategy's parameters in file order.
  package var params: [Parameter] = []

  /// An empty configuration as if read from the path.
  package init(path: String) { self.path = path }
}
