/// A page of help as the parser makes it, with a usage line that can be read.
enum HelpText {
  private static let columns = 80
  private static let label = "USAGE: "
  /// What every command understands stands under the options and tells a reader of the usage nothing.
  private static let understood = [" [--home <dir>]", " [--json]", " [--quiet]"]

  /// The parser may do without a signer, so that the gate can refuse and say so; a command can't, but for the one that
  /// adds the first operator.
  private static let signer = (given: " [--as <operator>]", needed: " --as <operator>")
  private static let withoutSigner = "slipway operator add "

  /// The page with its usage in lines of 80 columns at most, and without what every command understands.
  static func readable(_ page: String) -> String {
    page.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      line.hasPrefix(label) ? usage(String(line)) : String(line)
    }.joined(separator: "\n")
  }

  private static func usage(_ line: String) -> String {
    let shortened = understood.reduce(line) { $0.replacing($1, with: "", maxReplacements: 1) }
    let signed =
      shortened.contains(withoutSigner) ? shortened : shortened.replacing(signer.given, with: signer.needed)
    return wrapped(shortened != line ? signed + " [<options>]" : signed)
  }

  /// Breaks between arguments only: an option stays with its value, and what is in brackets in one piece.
  private static func wrapped(_ line: String) -> String {
    var lines = [""]
    for part in parts(of: line) {
      let last = lines[lines.count - 1]
      if last.isEmpty {
        lines[lines.count - 1] = part
      } else if last.count + 1 + part.count <= columns {
        lines[lines.count - 1] = last + " " + part
      } else {
        lines.append(String(repeating: " ", count: label.count) + part)
      }
    }
    return lines.joined(separator: "\n")
  }

  private static func parts(of line: String) -> [String] {
    var parts: [String] = []
    var depth = 0
    for word in line.split(separator: " ") {
      let isValue = word.hasPrefix("<") && parts.last?.hasPrefix("-") == true || word == "..."
      if depth > 0 || isValue, let last = parts.last {
        parts[parts.count - 1] = last + " " + word
      } else {
        parts.append(String(word))
      }
      depth += word.count { $0 == "[" } - word.count { $0 == "]" }
    }
    return parts
  }
}
