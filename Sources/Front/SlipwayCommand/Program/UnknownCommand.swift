import ArgumentParser
import Operations

/// A word that should name a command and doesn't.
struct UnknownCommand {
  /// The word.
  let word: String
  /// What it was looked for in, from `slipway` on.
  let group: String
  /// What it may have been meant to be, from `slipway` on.
  let near: String?

  /// The first such word of a command line, `help` before it or not; `nil` where there is none.
  init?(in arguments: [String]) {
    var group: any ParsableCommand.Type = SlipwayCommands.self
    var path = "slipway"
    for word in arguments.first == "help" ? arguments.dropFirst() : arguments[...] {
      let subcommands = group.configuration.subcommands
      if subcommands.isEmpty || word.hasPrefix("-") || word == "help" { return nil }
      guard let next = subcommands.first(where: { $0.configuration.commandName == word }) else {
        let names = subcommands.filter { $0.configuration.shouldDisplay }.compactMap {
          $0.configuration.commandName
        }
        (self.word, self.group) = (word, path)
        near = TypedValues.nearest(to: word, among: names).map { "\(path) \($0)" }
        return
      }
      group = next
      path += " " + word
    }
    return nil
  }
}
