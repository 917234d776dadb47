import ArgumentParser

/// The parser's script for a shell, with what it leaves out.
enum CompletionScript {
  /// Whether a command line asks for one.
  static func isWanted(by arguments: [String]) -> Bool {
    arguments.contains { $0 == option || $0.hasPrefix(option + "=") }
  }

  private static let option = "--generate-completion-script"
  /// Options that take several values in a row.
  private static let several = ["--ticks", "--replay", "--files"]
  /// The last line of the parser's script for bash.
  private static let bashEnd = "complete -o filenames -F _slipway slipway"

  /// The script; for bash with what completes the second and further values of an option: the parser's knows only the
  /// word before.
  static func amended(_ script: String) -> String {
    guard script.hasSuffix(bashEnd) else { return script }
    return script.dropLast(bashEnd.count) + """
      # The second and further values of an option that takes several.
      _slipway_several() {
          local before="${3}"
          local -i index
          for ((index = COMP_CWORD - 1; index > 0; index--)); do
              case "${COMP_WORDS[index]}" in
              \(several.joined(separator: "|")))
                  before="${COMP_WORDS[index]}"
                  break
                  ;;
              -*)
                  break
                  ;;
              esac
          done
          _slipway "${1}" "${2}" "${before}"
      }
      complete -o filenames -F _slipway_several slipway
      """
  }
}
