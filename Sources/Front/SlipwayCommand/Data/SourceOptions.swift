import ArgumentParser
import TickStore

/// `--merge-sources`, for commands that take several files of ticks.
struct SourceOptions: ParsableArguments {
  @Flag(
    help: """
      Mix sources of one symbol that hold the same time, such as two vendors' ticks (default: refused). The same \
      ticks twice are refused all the same.
      """)
  var mergeSources = false

  /// What is done about files of one symbol that hold the same stretch of time.
  var overlapping: OverlapPolicy { mergeSources ? .merge : .refuse }
}
