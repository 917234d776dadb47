import ArgumentParser
import Reports

/// The command line as a library: `slipway` is two lines around it, and so is a quant's own program.
public enum Slipway {
  /// Runs the command that the process was started with, and ends the process with its exit code.
  ///
  /// - Parameter strategies: what the program contains besides the bundled strategies.
  public static func main(strategies: [StrategyEntry] = []) -> Never {
    StrategyRegistry.add(strategies)
    Signals.install()
    Signals.end(run(Array(CommandLine.arguments.dropFirst())))
  }

  /// Runs one command: its result on standard output, or one error on standard error.
  ///
  /// - Returns: the exit code.
  static func run(_ arguments: [String]) -> Int32 {
    // To the parser, help for what is not there is help for everything.
    if arguments.first == "help", let unknown = UnknownCommand(in: arguments) {
      return report(Failure(unknown))
    }
    do {
      var command = try SlipwayCommands.parseAsRoot(arguments)
      try command.run()
      return ExitStatus.done.rawValue
    } catch {
      return finish(error, arguments: arguments)
    }
  }

  /// Help and version are "errors" to the parser and results to everybody else.
  private static func finish(_ error: any Error, arguments: [String]) -> Int32 {
    if SlipwayCommands.exitCode(for: error).isSuccess {
      do {
        let text = SlipwayCommands.fullMessage(for: error)
        let isScript = CompletionScript.isWanted(by: arguments)
        try StandardOutput.write((isScript ? CompletionScript.amended(text) : HelpText.readable(text)) + "\n")
        return ExitStatus.done.rawValue
      } catch {
        return report(Failure(error))
      }
    }
    // A shell that asks what to complete has no place for errors.
    if arguments.first == "---completion" { return ExitStatus.done.rawValue }
    return report(Failure(error, arguments: arguments))
  }

  private static func report(_ failure: Failure) -> Int32 {
    if let message = failure.message { StandardError.write("error: \(ShownText.line(message))\n") }
    return failure.status
  }
}
